"""The most votes win."""

import numpy as np

from model.ballot.apportionment.ties import ranking
from model.numerics.arrays import IntArray


def plurality(votes: IntArray, seats: int = 1, order: IntArray | None = None) -> IntArray:
    """Give the seat of a district, or all of its seats, to whoever has most votes there.

    Without any votes nobody is elected. Source: Duverger (1951), Les partis politiques.
    """
    won = np.zeros(len(votes), dtype=np.int64)
    if votes.any():
        first = ranking(votes) if order is None else order
        won[first[votes[first].argmax()]] = seats
    return won
