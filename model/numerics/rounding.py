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


def shared_out(things: int, weights: Array) -> IntArray:
    """Share things out in proportion to weights, shape (N,), to whole numbers.

    Largest remainders; ties go to the earlier. Weights that are all zero get nothing.
    """
    total = weights.sum()
    return whole(things * weights[None] / total)[0] if total > 0 else np.zeros(len(weights), int)
