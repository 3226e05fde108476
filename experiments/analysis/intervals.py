"""How far a mean may be trusted: the one place where intervals are made.

A mean gets Student's t interval, a share of yes the score interval of Wilson, any other measure
of a few cases that of a bootstrap, and one run gets none: its bounds are NaN. Missing values are
not counted. The observation is the replicate: replicates have their own luck, while the points of
a design share it, so whatever varies beside the replicate is averaged first and never counted
in n. Bands are something else: they say how runs differ, not how well a mean is known. Around an
interval may stand what ignorance of the assumed numbers adds to luck.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from model.measures.outcomes import OUTCOMES

if TYPE_CHECKING:
    from pandas.api.typing import SeriesGroupBy

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Share of samples in which an interval holds the truth."""

ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
"""Quantiles at the ends of an interval."""

NORMAL = float(stats.norm.ppf(ENDS[1]))
"""Standard errors from a normal mean to either end, where the error is not itself estimated."""

YES_OR_NO = frozenset(name for name, each in OUTCOMES.items() if each.yes_or_no)
"""Outcomes of a run that are 1 for yes and 0 for no."""

BANDS = {"median": 0.5, "q05": 0.05, "q25": 0.25, "q75": 0.75, "q95": 0.95}
"""Quantiles over runs: between q25 and q75 lie 50 % of runs, between q05 and q95 90 %."""

MEANS = ("mean", "change", "y", "first", "tipped")
"""Columns that hold what a row measures; a table has one of them beside `low` and `high`."""
BESIDE_MEANS = ("se", "low", "high", "n", "runs", "votes_q05", "votes_median", "votes_q95")
"""Columns that say how surely it is known or how runs differ, and tell no row from another."""

MEANS_OF_DRAWS = "nine in ten of {} draws of what is not known, by the means of their few runs"
RUNS_UNDER_DRAWS = "nine in ten runs under {} draws of what is not known"
"""What an outer interval is of: the mean of each draw, or all runs under all draws."""


class Estimate(NamedTuple):
    """A mean, its standard error, the bounds of its interval, and the values behind it."""

    mean: float
    se: float
    low: float
    high: float
    n: int


def student(mean: ArrayLike, se: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Return the bounds of the intervals of means of n values (Student 1908, doi:10.2307/2331554).

    So for anything whose standard error is the spread of n draws. All three have one shape. Bounds
    are NaN where n is below two.
    """
    middle, error = np.asarray(mean, dtype=np.float64), np.asarray(se, dtype=np.float64)
    margin = stats.t.ppf(ENDS[1], np.asarray(n) - 1) * error
    return middle - margin, middle + margin


@cache
def wilson(held: int, n: int) -> tuple[float, float]:
    """Return the bounds of the share of yes among n (Wilson 1927, doi:10.2307/2276774).

    Bounds are NaN where n is below two.
    """
    if n < 2:
        return float("nan"), float("nan")
    bounds = stats.binomtest(held, n).proportion_ci(LEVEL, method="wilson")
    return float(bounds.low), float(bounds.high)


def clustered(yes: pd.Series, cluster: pd.Series) -> tuple[float, float]:
    """Return the bounds of the share of yes where the cases of a cluster have luck in common.

    Only clusters are independent, so their totals give the error, as of a ratio, with Student's t
    (Cochran 1977, Sampling Techniques, 2.11 and 9A.2). Where all cases agree this would be zero,
    so that each cluster counts as one case of Wilson's interval. Bounds lie in 0..1, and are NaN
    where there are fewer than two clusters.
    """
    totals = yes.astype(float).groupby(cluster).agg(["sum", "size"])
    share, clusters = totals["sum"].sum() / totals["size"].sum(), len(totals)
    if clusters < 2:
        return float("nan"), float("nan")
    if share in (0, 1):
        return wilson(int(share) * clusters, clusters)
    missed = totals["sum"] - share * totals["size"]
    error = float(np.sqrt(clusters / (clusters - 1) * (missed**2).sum())) / totals["size"].sum()
    low, high = np.clip(student(share, error, clusters), 0, 1)
    return float(low), float(high)


def jackknife(value: float, without: ArrayLike) -> tuple[float, float]:
    """Return the bounds of a measure, given what it is with each group of cases left out.

    The delete-a-group jackknife (Kott 2001, Journal of Official Statistics 17, 521-526): of a mean
    it is Student's interval of the means of the groups, of an extreme or a width it is rough. Where
    all groups agree they do not tell it, and bounds are NaN.
    """
    left = np.asarray(without, dtype=np.float64)
    n = len(left)
    if n < 2 or np.ptp(left) == 0:
        return float("nan"), float("nan")
    low, high = student(value, (n - 1) / np.sqrt(n) * left.std(ddof=1), n)
    return float(low), float(high)


def bootstrap(
    values: ArrayLike, measures: Callable[[Floats], Floats], sets: int
) -> tuple[Floats, Floats]:
    """Return the bounds of measures of independent values.

    They are percentiles over sets drawn anew with replacement, of each of which `measures`, given
    one a row, returns its measures in a row (Efron 1979, doi:10.1214/aos/1176344552).
    """
    known, chance = np.asarray(values, dtype=np.float64), np.random.default_rng(1)
    drawn = chance.choice(known, (sets, len(known)))
    low, high = np.quantile(measures(drawn), ENDS, axis=0)
    return low, high


def is_yes_or_no(values: pd.Series) -> bool:
    """Whether a column says yes or no: by its name, by truth values, or since it holds 0 and 1.

    Both must occur: a column of zeros alone may be any quantity that was zero in every run, and
    is taken for a share of yes only if it is declared.
    """
    known = values.dropna()
    declared = str(values.name).partition(".")[0] in YES_OR_NO
    truths = pd.api.types.infer_dtype(known) == "boolean"
    return declared or truths or set(known.unique()) == {0, 1}


def of_mean(values: pd.Series) -> Estimate:
    """Return the mean of independent values and its interval; differences of pairs are such."""
    mean, se, n = values.astype(float).agg(["mean", "sem", "count"])
    low, high = student(mean, se, n)
    return Estimate(float(mean), float(se), float(low), float(high), int(n))


def estimates(
    runs: pd.DataFrame, keys: Sequence[str], column: str, of_yes: bool = False
) -> pd.DataFrame:
    """Return the mean of a column and its interval wherever the keys differ.

    Columns: the keys, `mean`, `se`, `n` (replicates that have a value), `low`, `high`. Of a share
    of yes (which it is told, or sees by `is_yes_or_no`) the interval is that of Wilson wherever
    each replicate says yes or no with one voice: where all agree, Student's would have no width.
    """
    values = by_replicate(runs, keys, [column])
    grouped = values.groupby(list(keys), sort=False)[column]
    table = grouped.agg(mean="mean", se="sem", n="count", held="sum").reset_index()
    low, high = student(table["mean"], table["se"], table["n"])
    if of_yes or is_yes_or_no(runs[column]):
        part = values.assign(split=values[column].between(0, 1, inclusive="neither"))
        split = part.groupby(list(keys), sort=False)["split"].any().to_numpy()
        counts = zip(table["held"], table["n"], strict=True)
        shares = np.reshape([wilson(round(held), n) for held, n in counts], (-1, 2))
        low, high = np.where(split, [low, high], shares.T)
    return table.drop(columns="held").assign(low=low, high=high)


def by_replicate(runs: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return a row for each replicate wherever the keys differ: its mean over whatever else varies.

    A replicate that lacks some of those runs or values is missing (NaN), for its mean would
    be one over other points than that of the others.
    """
    index = [*keys, "replicate"]
    values = runs[[*index, *columns]].astype(dict.fromkeys(columns, float))
    grouped = values.groupby(index, sort=False)[list(columns)]
    known = grouped.count()
    whole = known.groupby(list(keys)).transform("max") if keys else known.max()
    return grouped.mean().where(known == whole).reset_index()


def bands(values: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return median and the edges of the 50 % and 90 % bands of column `value` by group."""
    grouped = values.groupby(list(by), sort=False)["value"]
    return pd.DataFrame({name: grouped.quantile(at) for name, at in BANDS.items()}).reset_index()


def with_draws(table: pd.DataFrame, drawn: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return a table of means with the interval in which nine draws in ten have each of them.

    `drawn` is the same table made from the runs of each draw of what is not known, which hold the
    luck of their few seeds as well. The new columns are `draws_low`, `draws_high` and `draws` (how
    many draws have a value). Where every draw says just yes or no, they are empty: such an interval
    would always be all or nothing. A table without means and intervals stays as it is, as does one
    with two rows of the same name.
    """
    value = next((each for each in MEANS if each in table), None)
    if value is None or not {"low", "high"} <= set(table) or not drawn:
        return table
    keys = [each for each in table if each not in (value, *BESIDE_MEANS)]
    if table.duplicated(keys).any():
        return table
    every = pd.concat([each[[*keys, value]] for each in drawn], ignore_index=True)
    every = every.assign(graded=~every[value].isin((0, 1)))
    grouped = every.groupby(keys, sort=False, dropna=False)
    graded = grouped["graded"].any()
    low, high = (ends.where(graded) for ends in over_draws(grouped[value]))
    draws = grouped[value].count()
    found = pd.DataFrame({"draws_low": low, "draws_high": high, "draws": draws})
    return table.merge(found.reset_index(), "left", keys)


def over_draws(grouped: "SeriesGroupBy[Any, Any]") -> tuple[pd.Series, pd.Series]:
    """Return the ends between which nine in ten new draws lie, of each group of values of draws."""

    def end(name: str) -> pd.Series:
        return grouped.agg(lambda values: predictive(values.dropna())[name])

    return end("q05"), end("q95")


def draws_told(table: pd.DataFrame, what: str, of: str = MEANS_OF_DRAWS) -> str:
    """Say what the outer interval of a table is, as in a caption; nothing if it has none."""
    if "draws_low" not in table or table["draws_low"].isna().all():
        return ""
    return f"; {what}: {of.format(int(table['draws'].max()))}"


def predictive(values: ArrayLike) -> dict[str, float]:
    """Return median and ends of the intervals in which a new value lies with 50 % and 90 %.

    The k-th of n values is taken for the quantile k / (n + 1), so that few values give intervals as
    wide as they must be (Weibull's plotting position; Hyndman and Fan 1996,
    doi:10.2307/2684934, definition 6). Fewer than 19 values are too few for 90 %: the ends are
    then the least and the greatest. Without a value all are NaN.
    """
    known = np.asarray(values, float)
    if not known.size:
        return dict.fromkeys(BANDS, np.nan)
    found = np.quantile(known, list(BANDS.values()), method="weibull")
    return dict(zip(BANDS, map(float, found), strict=True))
