"""Power attracts: people lean to what those around them name."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Bandwagon(Mechanism):
    """A party gains with a voter in proportion to the neighbours who name it.

    Others hear what a voter says, which need not be what the voter prefers.
    Source: claim Z6; Simon (1954), doi:10.1086/266513.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    changes = ("bandwagon",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"enp": -1}

    strength: float = parameter(
        0.6, 0, 4, unit="logit", source="assumed",
        meaning="utility of a party that all neighbours name",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the weight."""
        return Effect(bandwagon=self.strength)
