"""What ignorance of the assumed numbers adds to the luck of seeds: an outer interval for tables."""

from collections.abc import Sequence

import pandas as pd

VALUES = ("mean", "change", "y")
"""Columns that hold what a row measures; a table has one of them beside `low` and `high`."""
BESIDE = ("se", "low", "high", "n", "runs")
"""Columns that say how surely it is known, and tell no row from another."""
OUTER = (0.05, 0.95)


def with_draws(table: pd.DataFrame, drawn: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return a table of means with the interval in which nine draws in ten have each of them.

    `drawn` is the same table made from the runs of each draw of what is not known, which hold the
    luck of their few seeds as well. The new columns are `draws_low`, `draws_high` and `draws` (how
    many draws have a value). Where every draw says just yes or no, they are empty: such an interval
    would always be all or nothing. A table without means and intervals stays as it is, as does one
    with two rows of the same name.
    """
    value = next((each for each in VALUES if each in table), None)
    if value is None or not {"low", "high"} <= set(table) or not drawn:
        return table
    keys = [each for each in table if each not in (value, *BESIDE)]
    if table.duplicated(keys).any():
        return table
    every = pd.concat([each[[*keys, value]] for each in drawn], ignore_index=True)
    every = every.assign(graded=~every[value].isin((0, 1)))
    grouped = every.groupby(keys, sort=False, dropna=False)
    graded = grouped["graded"].any()
    low, high = (grouped[value].quantile(at).where(graded) for at in OUTER)
    draws = grouped[value].count()
    found = pd.DataFrame({"draws_low": low, "draws_high": high, "draws": draws})
    return table.merge(found.reset_index(), "left", keys)


def told(table: pd.DataFrame, what: str) -> str:
    """Say what the outer interval of a table is, as in a caption; nothing if it has none."""
    if "draws_low" not in table or table["draws_low"].isna().all():
        return ""
    return f"; {what}: nine in ten of {table['draws'].max():.0f} draws of what is not known"
