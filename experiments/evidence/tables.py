"""The tables of dominant parties: classes of exits, their swings, and how sure one may be."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from experiments.analysis.intervals import BANDS, bootstrap

Floats = NDArray[np.float64]

QUANTILES = tuple(sorted(BANDS.values()))
SAMPLES = 4000
LEAST_SHARE = 0.005
"""A party that did not run again counts with half a per cent: log-odds need a vote."""

CONTROL, NO_SPLIT, SPLIT, REMOVAL = "control", "orderly, no split", "orderly, split", "removal"
REMOVED = "removal|under protest|defeat of"
"""What the kinds of exit are called in which the leader did not go by himself."""


def read(name: str) -> pd.DataFrame:
    """Return a table by the name of its file without the ending."""
    return pd.read_csv(Path(__file__).with_name(f"{name}.csv"))


def log_odds(share: ArrayLike) -> Floats:
    """Return log-odds of shares of one; shares below half a per cent count as that."""
    kept = np.clip(np.asarray(share, dtype=np.float64), LEAST_SHARE, 1 - LEAST_SHARE)
    return np.asarray(np.log(kept / (1 - kept)))


def exits() -> pd.DataFrame:
    """Return the elections with a known vote before and after, a row each, with class and swing.

    Columns of their own: `before` and `after` (shares of one), `swing` (log-odds), `kind` (one of
    the four classes). A term that ended before the street decided (Ukraine 2004) is orderly.
    """
    table = read("leader_exit").dropna(subset=["vote_before", "vote_after"])
    words = table["kind_of_exit"]
    removed = words.str.contains(REMOVED)
    orderly = np.where(table["elite_split"] == 1, SPLIT, NO_SPLIT)
    kind = np.select([words.str.contains("control"), removed], [CONTROL, REMOVAL], orderly)
    before, after = table["vote_before"] / 100, table["vote_after"] / 100
    swing = log_odds(after) - log_odds(before)
    return table.assign(before=before, after=after, swing=swing, kind=kind)


def quantile_intervals(values: ArrayLike) -> pd.DataFrame:
    """Return quantiles of values and their 95 % bootstrap intervals, a row each."""
    known = np.asarray(values, dtype=np.float64)
    low, high = bootstrap(known, lambda sets: np.quantile(sets, QUANTILES, axis=1).T, SAMPLES)
    found = np.quantile(known, QUANTILES)
    return pd.DataFrame({"quantile": QUANTILES, "value": found, "low": low, "high": high})
