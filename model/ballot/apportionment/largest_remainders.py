"""Quotas and largest remainders."""

from typing import Literal

import numpy as np

from model.ballot.apportionment.ties import places
from model.numerics.arrays import IntArray

Quota = Literal["hare", "hare_by_size", "droop", "hagenbach_bischoff"]


def largest_remainders(
    votes: IntArray, seats: int, quota: Quota = "hare", order: IntArray | None = None
) -> IntArray:
    """Give one seat for each full quota of votes, the rest to the largest remainders.

    With V votes and S seats the quota is V / S (Hare), V / (S + 1) (Hagenbach-Bischoff) or the
    next whole number above the latter (Droop). With `hare_by_size` the rest goes to the lists with
    most votes, one each, as in Georgia in 2008. Without any votes all seats stay vacant.
    Source: Hare (1859), The Election of Representatives; Droop (1881), doi:10.2307/2339223;
    properties in Balinski and Young (2001), Fair Representation.
    """
    total = int(votes.sum())
    if total == 0:
        return np.zeros(len(votes), dtype=np.int64)
    parts, size = _quota(total, seats, quota)
    shares = [divmod(v * parts, size) for v in votes.tolist()]
    won = [full for full, _ in shares]
    place = places(order, votes)
    voted = [j for j, full in enumerate(won) if shares[j] != (0, 0)]
    claim = votes.tolist() if quota == "hare_by_size" else [rest for _, rest in shares]
    claims = sorted(voted, key=lambda j: (-claim[j], place[j]))
    left = seats - sum(won)
    # Few votes and many seats may leave more seats than there are remainders.
    for turn in range(left):
        won[claims[turn % len(claims)]] += 1
    # Votes that are whole quotas of Hagenbach and Bischoff, all of them, make one seat too many.
    if left < 0:
        won[max((j for j in voted if won[j]), key=place.__getitem__)] -= 1
    return np.array(won, dtype=np.int64)


def _quota(total: int, seats: int, quota: Quota) -> tuple[int, int]:
    """Return the quota as a fraction of whole numbers, upside down."""
    if quota in ("hare", "hare_by_size"):
        return seats, total
    if quota == "droop":
        return 1, total // (seats + 1) + 1
    return seats + 1, total
