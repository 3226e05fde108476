"""From runs to summary tables: means with intervals, paired differences, tipping points."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from experiments.analysis.intervals import by_replicate, estimates, of_mean


def by_point(
    runs: pd.DataFrame, paths: Sequence[str], columns: Sequence[str], of_yes: Collection[str] = ()
) -> pd.DataFrame:
    """Return mean, standard error and 95 % interval of each column at each point of the paths.

    Long form: the paths, `measure`, `mean`, `se`, `n` (replicates), `low`, `high`. What varies
    beside the paths is averaged within each replicate. `of_yes` are columns that are shares of yes
    and cannot be seen to be.
    """
    tables = [(each, estimates(runs, paths, each, each in of_yes)) for each in columns]
    for column, table in tables:
        table.insert(len(paths), "measure", column)
    return pd.concat([table for _, table in tables], ignore_index=True)


def paired(
    runs: pd.DataFrame, path: str, reference: object, columns: Sequence[str]
) -> pd.DataFrame:
    """Return differences from the reference value of a path, replicate by replicate.

    Common random numbers make them far more precise than differences of means. Columns:
    the path, `measure`, `change`, `se`, `low`, `high`, `n` (pairs that have both values).
    """
    by_value: dict[object, pd.DataFrame] = {
        value: part.set_index("replicate")[list(columns)]
        for value, part in by_replicate(runs, [path], columns).groupby(path, sort=False)
    }
    rows = []
    for value, part in by_value.items():
        change = part - by_value[reference]
        for column in columns:
            mean, se, low, high, n = of_mean(change[column])
            found = {"change": mean, "se": se, "low": low, "high": high, "n": n}
            rows.append({path: value, "measure": column, **found})
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


def change(table: pd.DataFrame, measure: str, **where: object) -> float:
    """Return the one change that a table of paired differences has at the given values."""
    return value(table, "change", measure=measure, **where)


def crossing(x: Sequence[float], y: Sequence[float], level: float) -> float:
    """Return where a curve first reaches a level, by linear interpolation; NaN if nowhere."""
    place, above = np.asarray(x, float), np.asarray(y, float) - level
    for right in range(len(place)):
        left = max(right - 1, 0)
        if above[right] == 0:
            return float(place[right])
        if above[left] * above[right] < 0:
            share = above[left] / (above[left] - above[right])
            return float(place[left] + share * (place[right] - place[left]))
    return float("nan")
