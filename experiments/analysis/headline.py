"""The few outcomes that questions ask about, under names that do not depend on the country."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.summary import by_point
from experiments.store.results import Results
from model.scenario import Scenario, load_scenario

VOTERS, QUICK_VOTERS = 10_000, 5_000


def sized(name: str, quick: bool, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return a shipped scenario with the number of voter agents of a quick or a full study."""
    voters = {"voters": QUICK_VOTERS if quick else VOTERS}
    return load_scenario(name).replace({**voters, **(changes or {})})


def headline(results: Results) -> pd.DataFrame:
    """Return the runs with the party of power's outcomes as columns of their own.

    `votes` (official), `real` (of those who come unprompted), `seats` (share), `rating` and
    `support` (of all electors); `new_votes` of parties that were not there at the opening.
    """
    runs, power = results.runs, results.incumbent
    new = "vote_share." + results.parties.loc[results.parties["new"], "party"]
    return runs.assign(
        votes=runs[f"vote_share.{power}"],
        real=runs[f"underlying.{power}"],
        seats=runs[f"seat_share.{power}"],
        rating=runs[f"rating.{power}"],
        support=runs[f"support.{power}"],
        new_votes=runs[new].fillna(0.0).sum(axis=1),
    )


WORDS = {
    "votes": "official share of votes",
    "real": "share of unprompted votes",
    "seats": "share of seats",
    "rating": "rating",
    "support": "private support",
    "new_votes": "votes of new parties",
    "majority": "probability of a majority",
    "two_thirds": "probability of two thirds",
    "wasted": "votes that win no seat",
    "turnout": "turnout",
    "undecided": "undecided",
}


@dataclass(frozen=True)
class Axis:
    """A column of the runs and what it is in words."""

    column: str
    words: str


def lines(runs: pd.DataFrame, x: Axis, measures: tuple[str, ...]) -> pd.DataFrame:
    """Return the table of the figure `curves`: mean and interval of the measures over x.

    A column `series` in the runs makes a line each, and every measure a panel; without it
    all measures are lines of one panel, or of one a value of `panel` if the runs have it.
    """
    by_series = "series" in runs
    keys = [each for each in ("panel", "series") if each in runs]
    table = by_point(runs, [*keys, x.column], list(measures))
    words = table["measure"].map(lambda name: WORDS.get(name, name))
    upper = words.str[:1].str.upper() + words.str[1:]
    panel = table["panel"] if "panel" in runs else (upper if by_series else "")
    return pd.DataFrame(
        {
            "panel": panel,
            "series": table["series"] if by_series else words,
            "x": table[x.column].astype(float),
            "y": table["mean"],
            "low": table["low"],
            "high": table["high"],
            "x_label": x.words,
            "y_label": np.where(by_series, upper, "Share"),
            "n": table["n"],
        }
    )


def change(table: pd.DataFrame, measure: str, **where: object) -> float:
    """Return the one change that a table of paired differences has at the given values."""
    from experiments.analysis.summary import value

    return value(table, "change", measure=measure, **where)
