"""Rounding tables of people to whole numbers."""

import numpy as np

from model.numerics.arrays import Array, IntArray


def whole(people: Array) -> IntArray:
    """Round a table of people to whole numbers, keeping the total of each row.

    Largest remainder in each row; ties go to the earlier column.
    """
    floor = np.floor(people).astype(np.int64)
    short = np.rint(people.sum(axis=1)).astype(np.int64) - floor.sum(axis=1)
    order = np.argsort(floor - people, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return np.asarray(floor + (rank < short[:, None]), dtype=np.int64)
