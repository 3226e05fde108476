"""Parties of one bloc are alike in a voter's eyes, so they split one vote."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Blocs(Mechanism):
    """A voter who likes one challenger likes the others too: entrants split one vote.

    A voter has a lasting taste for each bloc (incumbent, established, challengers) beside the
    taste for each party. The larger the scale of bloc tastes, the more a new party costs its
    own bloc.
    Source: claim Z7; error-components logit, McFadden and Train (2000),
    doi:10.1002/1099-1255(200009/10)15:5<447::AID-JAE570>3.0.CO;2-1.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "dozen-entrants"
    changes = ("bloc_scale",)
    neutral: ClassVar = {"scale": 0.0}
    claims = (
        "What a new party costs its own bloc is a difference of differences, which has a test of "
        "its own; the support of all small parties rises with any larger scale of taste."
    )

    scale: float = parameter(
        1.8, 0, 4, unit="logit", source="assumed",
        meaning="standard deviation of the taste that the parties of a bloc share",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the scale."""
        return Effect(bloc_scale=self.scale)
