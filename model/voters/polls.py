"""Polls: what of the answers that people give everybody learns."""

from typing import Literal

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array
from model.parameters.parameter import Component, parameter


class Polls(Component):
    """Polls are public, secret, or cooked for the party of power.

    Public polls tell what people answered. Secret ones tell nothing new, so the first poll of the
    campaign stays all that is known. Cooked ones move answers to the party of power, or to the
    parties of a coalition in proportion to their offices (assumed); part of the public believes
    them, and the rest keeps to the first poll. Answers need not be the truth: people who are
    afraid lie in all three.
    Source: Kuran (1991), doi:10.2307/2010422.
    """

    kind: Literal["public", "secret", "cooked"] = Field(
        "public", description="what becomes of polls: public, secret or cooked"
    )
    bent: float = parameter(
        0.4, 0, 1, unit="share", source="assumed: lifts a rating of 46 % (claim S5) to 68 %",
        meaning="share of other answers that cooked polls give to the party of power",
    )  # fmt: skip
    believed: float = parameter(
        0.6, 0, 1, unit="share", source="assumed",
        meaning="share of the public that believes cooked polls",
    )  # fmt: skip

    def published(self, rating: Array, first: Array, office: Array) -> Array:
        """Return the share of all asked that parties are taken to have, shape (J,).

        `rating` (J,) are the answers of the week, `first` (J,) those of the opening, and `office`
        (J,) is each party's share of the state: all of it for a party of power that governs
        alone, none for any party where there is none.
        """
        if self.kind == "public":
            return rating
        if self.kind == "secret":
            return first
        power = office > 0
        others = 1 - float((rating * power).sum())
        cooked = rating + self.bent * power.any() * np.where(power, office * others, -rating)
        return self.believed * cooked + (1 - self.believed) * first
