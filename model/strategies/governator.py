"""Wants to govern, not to grow."""

from typing import Literal

import numpy as np

from model.numerics.arrays import Array
from model.politics.strategy import MovingStrategy, PartyView


class Governator(MovingStrategy):
    """An office-seeking party: it stays put while it governs and hunts for votes while it does not.

    Here the party with the most support governs alone; the source lets coalitions form,
    which this model does not have.
    Source: Lehrer and Schumacher (2018), doi:10.1371/journal.pone.0191649.
    """

    kind: Literal["governator"] = "governator"

    def move(self, view: PartyView) -> Array:
        """Return no step while it leads, else a step of full length."""
        if view.leads:
            return np.zeros_like(view.heading)
        return np.asarray(self.speed * (view.heading if view.gained else view.turned_back()))
