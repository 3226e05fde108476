"""Hunts for votes by trial and error."""

from typing import Literal

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array
from model.politics.strategy import MovingStrategy, PartyView


class Hunter(MovingStrategy):
    """A vote-seeking party: it repeats a move that won support and turns back from any other.

    After a move that did not pay it turns to a random direction in the half space behind
    (in two dimensions: by 90 to 270 degrees). It always steps. Public codes disagree on a
    move that changes nothing: here it does not pay, unless `on_tie` says so, and then two
    hunters run away together (`turn` is the rule of Laver and Sergenti 2012).
    Source: Laver (2005), doi:10.1017/S0003055405051634.
    """

    kind: Literal["hunter"] = "hunter"
    on_tie: Literal["turn", "repeat"] = Field(
        "turn", description="what it does after a move that left its support as it was"
    )

    def move(self, view: PartyView) -> Array:
        """Return a step of full length."""
        pays = view.gained or (self.on_tie == "repeat" and not view.lost)
        return np.asarray(self.speed * (view.heading if pays else view.turned_back()))
