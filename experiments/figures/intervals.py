"""How far a number may be trusted: the three intervals that figures show."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

BANDS = {"median": 0.5, "q05": 0.05, "q25": 0.25, "q75": 0.75, "q95": 0.95}
"""Quantiles over runs: between q25 and q75 lie 50 % of runs, between q05 and q95 90 %."""


def bands(values: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return median and the edges of the 50 % and 90 % bands of column `value` by group."""
    grouped = values.groupby(list(by), sort=False)["value"]
    return pd.DataFrame({name: grouped.quantile(at) for name, at in BANDS.items()}).reset_index()


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % score interval of a probability (Wilson 1927, doi:10.2307/2276774)."""
    interval = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)


def difference(values: pd.Series, base: pd.Series) -> tuple[float, float, float]:
    """Return the difference of two means and its 95 % interval (Welch 1947, unequal spread).

    With fewer than two values on either side nothing is known: the interval is unbounded.
    """
    change = float(values.mean() - base.mean())
    if min(len(values), len(base)) < 2:
        return change, -np.inf, np.inf
    if values.std() == base.std() == 0:
        return change, change, change
    interval = stats.ttest_ind(values, base, equal_var=False).confidence_interval(0.95)
    return change, float(interval.low), float(interval.high)
