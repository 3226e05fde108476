"""Tables of votes, checked."""

import numpy as np

from model.numerics.arrays import IntArray


def by_district(votes: IntArray, districts: int) -> IntArray:
    """Return votes of shape (districts, J).

    A single row stands for a country whose districts all vote alike. Raises ValueError for
    any other number of rows, and for votes that are negative or not whole numbers.
    """
    table = checked(votes)
    if len(table) not in (1, districts):
        raise ValueError(
            f"The votes come from {len(table)} districts; this law needs {districts}, "
            "or one row of national totals."
        )
    return np.broadcast_to(table, (districts, table.shape[1]))


def national(votes: IntArray) -> IntArray:
    """Return each party's votes in the whole country, shape (J,), whatever the districts."""
    totals: IntArray = checked(votes).sum(axis=0)
    return totals


def checked(votes: IntArray) -> IntArray:
    """Return votes as a table of whole numbers, shape (districts, J).

    Raises ValueError for an empty table and for votes that are negative or not whole numbers.
    """
    table = np.atleast_2d(np.asarray(votes))
    if table.ndim != 2 or table.size == 0:
        raise ValueError("Votes must form a table of districts by parties with a cell at least.")
    if table.dtype.kind not in "iu" or table.min() < 0:
        raise ValueError("Votes must be whole numbers, none below zero.")
    return table.astype(np.int64)
