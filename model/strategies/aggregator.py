"""Follows its supporters."""

from typing import ClassVar, Literal

from model.numerics.arrays import Array
from model.politics.strategy import MovingStrategy, PartyView


class Aggregator(MovingStrategy):
    """A democratic party: it moves to the mean position of those who support it now.

    If all parties do so they settle where their supporters' mean distance is least (a
    centroidal Voronoi tessellation, Lloyd's algorithm). A party without supporters stays.
    Source: Laver (2005), doi:10.1017/S0003055405051634; limited to the speed in each step.
    """

    reads_supporters: ClassVar[bool] = True

    kind: Literal["aggregator"] = "aggregator"

    def move(self, view: PartyView) -> Array:
        """Return the step towards the supporters' mean."""
        return view.towards(view.supporters[view.own], self.speed)
