"""Protest spreads between voters who meet."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class ProtestContagion(Mechanism):
    """Each week a voter's protest moves some way towards that of the neighbours.

    A voter's own disposition pulls back (`voter.anchor`), so moods differ for ever.
    Source: DeGroot (1974), doi:10.1080/01621459.1974.10480137; with stubbornness Friedkin
    and Johnsen (1990), doi:10.1080/0022250X.1990.9990069.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    changes = ("contagion",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"protest_sd": -1}

    strength: float = parameter(
        0.03, 0, 1, unit="share a week", source="assumed",
        meaning="share of the gap to the neighbours' mean protest that a voter closes in a week",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the strength."""
        return Effect(contagion=self.strength)
