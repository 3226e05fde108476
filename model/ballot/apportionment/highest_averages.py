"""Divisors and highest averages."""

from fractions import Fraction
from heapq import heapify, heapreplace

import numpy as np

from model.ballot.apportionment.ties import places
from model.numerics.arrays import IntArray


def highest_averages(
    votes: IntArray, seats: int, step: int = 1, first: float = 1, order: IntArray | None = None
) -> IntArray:
    """Give seats one by one to the highest votes / (1 + step x seats won so far).

    Step 1 is d'Hondt, step 2 Sainte-Lague. A list without a seat is divided by `first` instead
    of 1: 1.4 makes the first seat dearer, as in Norway. Without any votes all seats stay vacant.
    Source: Balinski and Young (2001), Fair Representation, ch. 8 and appendix A; for the first
    divisor Lijphart (1986), in Grofman and Lijphart, Electoral Laws and Their Political
    Consequences, ch. 10.
    """
    won = np.zeros(len(votes), dtype=np.int64)
    place, divisor = places(order, votes), Fraction(str(first))
    heap = [(-v / divisor, place[j], j) for j, v in enumerate(votes.tolist()) if v > 0]
    heapify(heap)
    for _ in range(seats if heap else 0):
        _, _, party = heap[0]
        won[party] += 1
        average = Fraction(-int(votes[party]), 1 + step * int(won[party]))
        heapreplace(heap, (average, place[party], party))
    return won
