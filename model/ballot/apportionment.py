"""The arithmetic of seats: exact, pure, shared by the electoral laws.

Everything is computed in whole numbers or fractions, so that no rounding error can decide
a seat. Wherever two parties have an equal claim, the one with more votes goes first; at
equal votes, the one listed first on the ballot.
"""

from fractions import Fraction
from heapq import heapify, heapreplace

import numpy as np

from model.numerics.arrays import IntArray


def by_district(votes: IntArray, districts: int) -> IntArray:
    """Return votes of shape (districts, J).

    A single row stands for a country whose districts all vote alike. Raises ValueError for
    any other number of rows, and for votes that are negative or not whole numbers.
    """
    table = _checked(votes)
    if len(table) not in (1, districts):
        raise ValueError(
            f"The votes come from {len(table)} districts; this law needs {districts}, "
            "or one row of national totals."
        )
    return np.broadcast_to(table, (districts, table.shape[1]))


def national(votes: IntArray) -> IntArray:
    """Return each party's votes in the whole country, shape (J,), whatever the districts."""
    totals: IntArray = _checked(votes).sum(axis=0)
    return totals


def _checked(votes: IntArray) -> IntArray:
    table = np.atleast_2d(np.asarray(votes))
    if table.ndim != 2 or table.size == 0:
        raise ValueError("Votes must form a table of districts by parties with a cell at least.")
    if table.dtype.kind not in "iu" or table.min() < 0:
        raise ValueError("Votes must be whole numbers, none below zero.")
    return table.astype(np.int64)


def ranking(votes: IntArray) -> IntArray:
    """Return the parties from most votes to fewest; equal ones in the order of the ballot."""
    return np.argsort(-votes, kind="stable")


def passing(votes: IntArray, threshold: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Tell which parties have votes and at least the threshold's share of all party votes.

    The threshold is read as the decimal that people wrote: 0.07 is exactly seven hundredths.
    """
    needed = Fraction(str(threshold)) * int(votes.sum())
    return np.array([v > 0 and needed <= v for v in votes.tolist()], dtype=bool)


def admitted(votes: IntArray, threshold: float) -> IntArray:
    """Return the votes that count for seats: zero for a party under the threshold.

    If nobody reaches the threshold it is waived, and all lists share the seats (assumed: an
    assembly has to be seated, and no list has a better title than the others).
    """
    passed = passing(votes, threshold)
    return np.where(passed, votes, 0) if passed.any() else votes


def largest_remainder(votes: IntArray, seats: int) -> IntArray:
    """Hare quota: one seat for each full quota of votes, the rest to the largest remainders.

    Without any votes all seats stay vacant. Source: Hare (1859), The Election of
    Representatives; properties in Balinski and Young (2001), Fair Representation.
    """
    total = int(votes.sum())
    if total == 0:
        return np.zeros(len(votes), dtype=np.int64)
    shares = [divmod(v * seats, total) for v in votes.tolist()]
    result = np.array([full for full, _ in shares], dtype=np.int64)
    order = sorted(range(len(shares)), key=lambda j: (-shares[j][1], -int(votes[j]), j))
    result[order[: seats - int(result.sum())]] += 1
    return result


def highest_averages(votes: IntArray, seats: int, step: int) -> IntArray:
    """Give seats one by one to the highest votes / (1 + step x seats won so far).

    Step 1 is d'Hondt, step 2 Sainte-Lague. Without any votes all seats stay vacant.
    Source: Balinski and Young (2001), Fair Representation, ch. 8 and appendix A.
    """
    won = np.zeros(len(votes), dtype=np.int64)
    heap = [(-Fraction(v), -v, j) for j, v in enumerate(votes.tolist()) if v > 0]
    heapify(heap)
    for _ in range(seats if heap else 0):
        _, minus_votes, party = heap[0]
        won[party] += 1
        average = Fraction(minus_votes, 1 + step * int(won[party]))
        heapreplace(heap, (average, minus_votes, party))
    return won


def first_past_the_post(votes: IntArray) -> IntArray:
    """Give each district's one seat to the party with most votes there, shape (J,).

    `votes` has shape (districts, J). A tie goes to the party with more votes in the whole
    country, then to the first on the ballot; a district without votes elects nobody.
    """
    preferred = ranking(votes.sum(axis=0))
    winners = preferred[votes[:, preferred].argmax(axis=1)]
    voted = votes.sum(axis=1) > 0
    return np.bincount(winners[voted], minlength=votes.shape[1]).astype(np.int64)
