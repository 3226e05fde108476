"""Goes for the largest party."""

from typing import Literal

import numpy as np

from model.numerics.arrays import Array
from model.politics.strategy import MovingStrategy, PartyView


class Predator(MovingStrategy):
    """A party that attacks the leader: it moves towards the largest party and its voters.

    The largest party itself stands still; of several largest ones the first is the prey. The
    step is always of full length, so a predator nearer than that leaps over its prey.
    Source: Laver (2005), doi:10.1017/S0003055405051634.
    """

    kind: Literal["predator"] = "predator"

    def move(self, view: PartyView) -> Array:
        """Return the step towards the largest party."""
        if view.leads:
            return np.zeros_like(view.heading)
        gap = view.platforms[int(view.share.argmax())] - view.platform
        distance = np.sqrt(gap @ gap)
        return np.asarray(self.speed * (gap / distance if distance > 0 else view.heading))
