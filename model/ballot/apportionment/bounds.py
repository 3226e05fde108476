"""Sharing seats when some lists must have more, or may not have as many."""

from collections.abc import Callable

import numpy as np

from model.numerics.arrays import IntArray

Share = Callable[[IntArray, int], IntArray]
"""A formula for one unit: votes (J,) and seats to seats (J,)."""


def within_bounds(
    share: Share, votes: IntArray, seats: int, low: IntArray, high: IntArray
) -> IntArray:
    """Share seats by a formula; a list beyond a bound is set to it and the rest shared anew.

    `low` and `high` have shape (J,). Seats stay vacant if the upper bounds leave no taker; the
    lower bounds are kept even if together they exceed the seats.
    """
    fixed = np.zeros(len(votes), dtype=bool)
    won = np.zeros(len(votes), dtype=np.int64)
    while True:
        left = max(seats - int(won[fixed].sum()), 0)
        won = np.where(fixed, won, share(np.where(fixed, 0, votes), left))
        beyond = ~fixed & (won < low) | ~fixed & (won > high)
        below = beyond & (won < low)
        # Those who must have more first: what they take may bring others under their cap.
        beyond = below if below.any() else beyond
        if not beyond.any():
            return won
        won = np.where(beyond, np.clip(won, low, high), won)
        fixed |= beyond
