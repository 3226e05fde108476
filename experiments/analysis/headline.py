"""The headline outcomes: of each run, and at each point of a design with what a mean may hide."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.analysis.summary import by_point
from experiments.store import words
from experiments.store.results import Results
from model.measures.outcomes import OUTCOMES

OWN = {
    "votes": "vote_share", "unprompted": "unprompted", "seats": "seat_share",
    "rating": "rating", "support": "support",
}  # fmt: skip
"""Name of an outcome of the party of power: the outcome by party that it is taken from."""

ALSO = ("unprompted", "seats", "majority")
"""Outcomes that belong to the headline beside those that are shown where there is little room."""

FEWEST_IN_TWO_GROUPS = 10
"""Fewer runs than this show no two groups (assumed): luck alone parts them too often."""

SMALLER_GROUP = 0.1
"""Share of the runs that a group needs at least (assumed)."""


def headline_columns(runs: pd.DataFrame, incumbent: str) -> list[str]:
    """Return the columns of the headline: outcomes of the party of power and of the country."""
    names = [name for name, each in OUTCOMES.items() if each.main or name in ALSO]
    pairs = [(f"{name}.{incumbent}", name) for name in names]
    return [each for pair in pairs for each in pair if each in runs]


def headline_by_point(results: Results) -> pd.DataFrame:
    """Return a row for each point and headline outcome.

    Columns: the swept paths, `measure`, `outcome` (in words), `mean`, `low`, `high` (95 %
    interval), `n`, `median`, `least`, `most`, and `two_groups`, in words, where the runs fall in
    two groups, so that no run is like the mean.
    """
    columns = headline_columns(results.runs, results.incumbent)
    return described(results.runs, results.varied, columns, results.labels)


def described(
    runs: pd.DataFrame, paths: Sequence[str], columns: Sequence[str], labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return the same of any columns wherever the paths differ."""
    runs = runs if paths else runs.assign(case="all runs")
    keys = list(paths) or ["case"]
    table = by_point(runs, keys, columns).drop(columns="se")
    spread = pd.concat([_spread(runs, keys, each) for each in columns], ignore_index=True)
    table = table.merge(spread, on=[*keys, "measure"])
    said = [words.sentence(words.outcome(each, labels)) for each in table["measure"]]
    table.insert(len(keys) + 1, "outcome", said)
    return table if paths else table.drop(columns="case")


def _spread(runs: pd.DataFrame, keys: list[str], column: str) -> pd.DataFrame:
    grouped = runs.assign(value=runs[column].astype(float)).groupby(keys, sort=False)["value"]
    table = grouped.agg(median="median", least="min", most="max").reset_index()
    said = grouped.agg(_in_words).to_numpy()
    return table.assign(two_groups=said, measure=column)


def _in_words(values: pd.Series) -> str:
    """Say in which two groups values fall; nothing if they fall in one or are yes and no."""
    found = two_groups(values)
    if found is None:
        return ""
    end, start, below, above = found
    lower, upper = _range(values.min(), end), _range(start, values.max())
    return f"two groups: {lower} in {below} runs, {upper} in {above}"


def _range(least: float, most: float) -> str:
    return f"{least:.3g}" if least == most else f"{least:.3g} to {most:.3g}"


def two_groups(values: pd.Series) -> tuple[float, float, int, int] | None:
    """Return where the lower of two groups ends, where the upper begins, and the size of each.

    Values fall in two groups if the widest gap between neighbouring values is more than half of
    their whole range, and both sides of it have two values and a tenth of all; else the answer
    is None. So it is with seats at a threshold. A rule of thumb of our own, not a test.
    """
    known = np.sort(values.dropna().to_numpy(float))
    if len(known) < FEWEST_IN_TWO_GROUPS or set(known) <= {0.0, 1.0}:
        return None
    gaps = np.diff(known)
    widest = int(gaps.argmax())
    below, above = widest + 1, len(known) - widest - 1
    enough = min(below, above) >= max(2, SMALLER_GROUP * len(known))
    if not enough or gaps[widest] <= (known[-1] - known[0]) / 2:
        return None
    return float(known[widest]), float(known[widest + 1]), below, above


def headline(results: Results) -> pd.DataFrame:
    """Return the runs with the party of power's outcomes as columns of their own.

    `votes` (official), `unprompted` (of those who come by themselves), `seats` (share), `rating`
    and `support` (of all electors); `new_votes` of parties that were not there at the opening.
    """
    runs, power = results.runs, results.incumbent
    new = "vote_share." + results.parties.loc[results.parties["new"], "party"]
    own = {name: runs[f"{column}.{power}"] for name, column in OWN.items()}
    return runs.assign(**own, new_votes=runs.reindex(columns=new).fillna(0.0).sum(axis=1))


def in_words(name: str) -> str:
    """Say an outcome, or one of those that `headline` adds, in words."""
    return "votes of new parties" if name == "new_votes" else words.outcome(OWN.get(name, name), {})
