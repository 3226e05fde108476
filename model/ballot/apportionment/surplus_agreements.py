"""Lists that share their surplus votes."""

from typing import Protocol

import numpy as np

from model.numerics.arrays import IntArray


class ShareAmong(Protocol):
    """A formula for one unit: votes and seats to seats, of lists or of who claims for them.

    `claimant` is as in `Precedence`.
    """

    def __call__(self, votes: IntArray, seats: int, claimant: IntArray | None = None) -> IntArray:
        """Return the seats of each claimant."""


def with_agreements(share: ShareAmong, partner: IntArray, votes: IntArray, seats: int) -> IntArray:
    """Give seats to lists under one agreement together, then inside it by the same formula.

    Lists with the same number in `partner`, shape (J,), have an agreement, and it claims for them.
    Source: Bader and Ofer's amendment (1973) of the Knesset Elections Law of Israel.
    """
    numbers, member = np.unique(partner, return_inverse=True)
    pooled = np.zeros(len(numbers), dtype=np.int64)
    np.add.at(pooled, member, votes)
    won = np.zeros(len(votes), dtype=np.int64)
    for number, together in enumerate(share(pooled, seats, member).tolist()):
        inside = member == number
        place = np.where(inside, np.cumsum(inside) - 1, -1)
        won[inside] = share(votes[inside], together, place)
    return won
