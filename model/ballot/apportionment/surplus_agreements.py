"""Lists that share their surplus votes."""

import numpy as np

from model.ballot.apportionment.bounds import Share
from model.numerics.arrays import IntArray


def with_agreements(share: Share, partner: IntArray, votes: IntArray, seats: int) -> IntArray:
    """Give seats to lists under one agreement together, then inside it by the same formula.

    Lists with the same number in `partner`, shape (J,), have an agreement.
    Source: Bader and Ofer's amendment (1973) of the Knesset Elections Law of Israel.
    """
    numbers, member = np.unique(partner, return_inverse=True)
    pooled = np.zeros(len(numbers), dtype=np.int64)
    np.add.at(pooled, member, votes)
    won = np.zeros(len(votes), dtype=np.int64)
    for number, together in enumerate(share(pooled, seats).tolist()):
        inside = member == number
        won[inside] = share(votes[inside], together)
    return won
