"""Swings of simulated twins beside those of real parties, class by class."""

import numpy as np
import pandas as pd

from experiments.analysis.intervals import wilson
from experiments.evidence.tables import (
    CONTROL,
    NO_SPLIT,
    QUANTILES,
    REMOVAL,
    SPLIT,
    log_odds,
    quantile_intervals,
)

CLASSES = (NO_SPLIT, SPLIT, REMOVAL, CONTROL)
MAJORITY, NEARLY = 0.5, 0.45
"""Least votes before of parties with a majority to lose. Removals are few, so that nearly half
of the votes is enough there, and for controls, whose twins are those of all the others."""
LEAST = {NO_SPLIT: MAJORITY, SPLIT: MAJORITY, REMOVAL: NEARLY, CONTROL: NEARLY}


def beside_twins(known: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the rows of a class that have twins, or are like them: parties with as many votes."""
    return known[(known["kind"] == kind) & (known["before"] >= LEAST[kind])]


def told(rows: int) -> list[float]:
    """Return the quantiles that so many rows tell: beyond one in `rows` lies the extreme alone."""
    return [each for each in QUANTILES if rows * min(each, 1 - each) >= 1]


def classes(swings: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return quantiles of the twins' swings and losses beside the table's, a row each.

    `swings` has `kind`, `swing` (against the last election) and `loss` (against the same run with
    the leader in the chair). Columns: `kind`, `measure`, `quantile`, `model`, `table`, `low`,
    `high` (95 % bootstrap interval of the table's), `within`, `twins`, `rows`.
    """
    found = []
    for kind in CLASSES:
        rows, lives = beside_twins(known, kind), swings[swings["kind"] == kind]
        theirs = quantile_intervals(rows["swing"])
        for measure in ("swing",) if kind == CONTROL else ("swing", "loss"):
            ours = lives[measure].quantile(QUANTILES).to_numpy()
            table = theirs.rename(columns={"value": "table"}).assign(
                kind=kind, measure=measure, model=ours, twins=len(lives), rows=len(rows)
            )
            found.append(table[table["quantile"].isin(told(len(rows)))])
    beside = pd.concat(found, ignore_index=True)
    return beside.assign(within=beside["model"].between(beside["low"], beside["high"]))


def majority_bar(known: pd.DataFrame) -> float:
    """Return the share of votes that best tells who kept a majority of seats in the table.

    Most real parties had districts, which turn less than half of the votes into a majority;
    a twin has lists, so its own seats would say that it lost where the real one did not.
    """
    cuts = np.sort(known["after"].to_numpy(float))
    kept = known["majority_kept"].to_numpy(bool)
    misjudged = [((known["after"] >= cut) != kept).sum() for cut in cuts]
    return float(cuts[int(np.argmin(misjudged))])


def kept(swings: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the share that keeps its majority, of twins and in the table, a row a class.

    A twin keeps it if the log-odds of its votes, `odds`, reach the bar of the table.
    """
    rows, bar = [], float(log_odds(majority_bar(known)))
    for kind in CLASSES:
        theirs, ours = beside_twins(known, kind)["majority_kept"], swings[swings["kind"] == kind]
        low, high = wilson(int(theirs.sum()), len(theirs))
        rows.append({"kind": kind, "model": (ours["odds"] >= bar).mean(),
                     "table": theirs.mean(), "low": low, "high": high,
                     "twins": len(ours), "rows": len(theirs)})  # fmt: skip
    return pd.DataFrame(rows)


def curves(swings: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the share of twins and of real parties below each swing, for the figure `curves`.

    Each real party is a point, for they are few; twins are shown by quantiles. Both from 5 to 95 %.
    """
    shares = np.linspace(0.05, 0.95, 19)
    tables: list[pd.DataFrame] = []
    for kind in CLASSES:
        ours = swings.loc[swings["kind"] == kind, "swing"]
        theirs = beside_twins(known, kind)["swing"]
        one_by_one = (np.arange(len(theirs)) + 0.5) / len(theirs)
        twins = {"series": "twins", "x": ours.quantile(shares).to_numpy(), "y": shares}
        inner = (one_by_one >= shares[0]) & (one_by_one <= shares[-1])
        real = {"series": "real parties", "x": np.sort(theirs)[inner], "y": one_by_one[inner]}
        title = f"{kind[:1].upper()}{kind[1:]} ({len(theirs)} parties, {len(ours)} runs of twins)"
        tables += [pd.DataFrame({"panel": title, **each}) for each in (twins, real)]
    return pd.concat(tables, ignore_index=True).assign(
        x_label="Swing in log-odds of votes",
        y_label="Share with less",
        n="the parties and the runs of twins that each title counts",
        text="How votes swung at exits of leaders: the share of real parties, a point each, and of "
        "their twins in the model (quantiles), whose swing was less. Drawn from 5 to 95 % of each.",
        interval="no interval",
    )
