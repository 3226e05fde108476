"""From runs to summary tables: means with intervals, paired differences, tipping points."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

Z = 1.96
"""Normal quantile of a 95 % interval."""


def by_point(runs: pd.DataFrame, paths: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return mean, standard error and 95 % interval of each column at each point of the paths.

    Long form: the paths, `measure`, `mean`, `se`, `low`, `high`, `n`.
    """
    keys = list(paths)
    long = runs.melt(id_vars=[*keys, "replicate"], value_vars=list(columns), var_name="measure")
    long["value"] = long["value"].astype(float)
    grouped = long.groupby([*keys, "measure"], sort=False)["value"]
    table = grouped.agg(mean="mean", se=lambda x: _error(x), n="count").reset_index()
    table["low"], table["high"] = table["mean"] - Z * table["se"], table["mean"] + Z * table["se"]
    return table


def paired(
    runs: pd.DataFrame, path: str, reference: object, columns: Sequence[str]
) -> pd.DataFrame:
    """Return differences from the reference value of a path, replicate by replicate.

    Common random numbers make them far more precise than differences of means. Columns:
    the path, `measure`, `change`, `se`, `low`, `high`, `n`.
    """
    by_value: dict[object, pd.DataFrame] = {
        value: part.set_index("replicate")[list(columns)].astype(float)
        for value, part in runs.groupby(path, sort=False)
    }
    rows = []
    for value, part in by_value.items():
        change = part - by_value[reference]
        for column in columns:
            mean, error = change[column].mean(), _error(change[column])
            rows.append(
                {
                    path: value, "measure": column, "change": mean, "se": error,
                    "low": mean - Z * error, "high": mean + Z * error, "n": len(change),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def value(table: pd.DataFrame, column: str = "mean", **where: object) -> float:
    """Return the one number of a table at the given values.

    Raises ValueError unless exactly one row matches.
    """
    chosen = table
    for key, wanted in where.items():
        chosen = chosen[chosen[key] == wanted]
    if len(chosen) != 1:
        raise ValueError(f"{len(chosen)} rows match {where}, there should be one.")
    return float(chosen[column].iloc[0])


def crossing(x: Sequence[float], y: Sequence[float], level: float) -> float:
    """Return where a curve first crosses a level, by linear interpolation; NaN if nowhere."""
    place, above = np.asarray(x, float), np.asarray(y, float) - level
    for left in range(len(place) - 1):
        if above[left] == 0:
            return float(place[left])
        if above[left] * above[left + 1] < 0:
            share = above[left] / (above[left] - above[left + 1])
            return float(place[left] + share * (place[left + 1] - place[left]))
    return float("nan")


def _error(values: pd.Series) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
