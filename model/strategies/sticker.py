"""Never moves."""

from typing import ClassVar, Literal

import numpy as np

from model.numerics.arrays import Array
from model.politics.strategy import PartyView, Strategy


class Sticker(Strategy):
    """An ideological party: it stays where it is, whatever voters and rivals do.

    Source: Laver (2005), doi:10.1017/S0003055405051634.
    """

    moves: ClassVar[bool] = False
    kind: Literal["sticker"] = "sticker"

    def move(self, view: PartyView) -> Array:
        """Return no step."""
        return np.zeros_like(view.heading)
