"""How each point of a design differs from the first one, replicate by replicate, and in words."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.headline import headline_columns
from experiments.analysis.summary import paired
from experiments.store import words
from experiments.store.results import Results
from model.measures.outcomes import OUTCOMES

MOST_POINTS = 8
"""More points than this are no comparison but a curve or a map."""


def can_be_compared(results: Results) -> bool:
    """Whether a folder has a few points that somebody listed."""
    return not results.runs.empty and 2 <= len(results.points) <= MOST_POINTS and (
        not results.is_sampled
    )  # fmt: skip


def differences_in_headline(results: Results) -> pd.DataFrame:
    """Return how the headline outcomes of each point differ from those of the first point.

    The same seeds meet in each pair, so that a difference is due to what differs between the
    points. Columns: `point` and `reference` in words, `measure`, `outcome` (in words), `change`,
    `low`, `high` (95 % interval, Student's t over pairs), `n` (pairs), `is_share`.
    """
    names = {each.runs["point"].iloc[0]: each.which for each in results.points}
    first = next(iter(names))
    columns = headline_columns(results.runs, results.incumbent)
    table = paired(results.runs, "point", first, columns)
    table = table[table["point"] != first].reset_index(drop=True)
    outcome = [words.sentence(words.outcome(each, results.labels)) for each in table["measure"]]
    shares = [OUTCOMES[each.partition(".")[0]].is_share for each in table["measure"]]
    table["point"] = table["point"].map(names)
    said: dict[str, Any] = {"reference": names[first], "outcome": outcome, "is_share": shares}
    return pd.DataFrame(table.drop(columns="se")).assign(**said)


def sentences(table: pd.DataFrame) -> list[str]:
    """Say each difference in plain words."""
    return [
        f"{row.outcome}: with {row.point} against {row.reference}, {_said(row)}."
        for row in table.itertuples()
    ]


def sentences_by_point(table: pd.DataFrame) -> dict[str, list[str]]:
    """Say the differences of each point from the first, below the name of the point."""
    return {
        str(point): [f"{row.outcome}: {_said(row)}." for row in part.itertuples()]
        for point, part in table.groupby("point", sort=False)
    }


def _said(row: Any) -> str:
    if not row.n:
        return "not known, no pair of runs has both"
    if not np.isfinite(row.low):
        return f"{_size(row, row.change)}; one pair of runs has no interval"
    if row.low == row.high == 0:
        return f"the same in each of {row.n} pairs of runs"
    interval = f"95 % interval {_number(row, row.low)} to {_number(row, row.high)}, {row.n} pairs"
    if row.low <= 0 <= row.high:
        return f"no difference that these runs can tell ({interval})"
    return f"{_size(row, row.change)} ({interval})"


def _size(row: Any, change: float) -> str:
    unit = " percentage points" if row.is_share else ""
    return f"{_number(row, abs(change))}{unit} {'higher' if change > 0 else 'lower'}"


def _number(row: Any, value: float) -> str:
    text = f"{100 * value:.1f}" if row.is_share else f"{value:.3g}"
    return text.replace("-", "\N{MINUS SIGN}")
