"""Tables for the pictures of a count: what figures of forensics draw, a `panel` a count."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from model.ballot.precincts import Precincts
from model.measures.precinct_patterns import fingerprint, profile

BINS = 50
"""Cells of a fingerprint each way; bins of turnout."""

POINTS = 101
"""Points of a cumulative curve."""

Counts = Mapping[str, Precincts]
"""Results by polling station, by what they are in words."""


def tables(counts: Counts) -> dict[str, pd.DataFrame]:
    """Return the table of each figure by the figure's name; `n` counts the results."""
    makers = {
        "fingerprint": _cells, "cumulative-curve": _curve, "votes-by-turnout": _histogram,
    }  # fmt: skip
    return {
        name: pd.concat([make(*each) for each in counts.items()], ignore_index=True).assign(
            n=len(counts)
        )
        for name, make in makers.items()
    }


def _cells(panel: str, count: Precincts) -> pd.DataFrame:
    grid = fingerprint(count, BINS)
    turnout, share = np.nonzero(grid)
    return pd.DataFrame(
        {
            "panel": panel, "turnout": turnout / BINS, "share": share / BINS,
            "stations": grid[turnout, share], "width": 1 / BINS,
        }
    )  # fmt: skip


def _curve(series: str, count: Precincts) -> pd.DataFrame:
    """Return the winner's share among the stations of lowest turnout, by their electorate."""
    order = np.argsort(count.turnout, kind="stable")
    electors, won, cast = (
        np.cumsum(each[order])
        for each in (count.electors, count.votes[:, count.winner], count.votes.sum(axis=1))
    )
    wanted = np.linspace(0, 1, POINTS)[1:]
    last = np.searchsorted(electors / electors[-1], wanted - 1e-12)
    return pd.DataFrame(
        {"series": series, "electorate": wanted, "share": won[last] / np.maximum(cast[last], 1)}
    )


def _histogram(panel: str, count: Precincts) -> pd.DataFrame:
    seen = profile(count, 1 / BINS)
    return pd.DataFrame(
        {
            "panel": panel, "turnout": seen.turnout, "winner": seen.winner, "others": seen.others,
            "expected": seen.ratio * seen.others, "normal": seen.turnout[seen.peak],
            "surplus": seen.surplus / max(seen.winner.sum(), 1.0),
        }
    )  # fmt: skip
