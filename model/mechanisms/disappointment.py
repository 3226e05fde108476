"""Blame turns into protest."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Disappointment(Mechanism):
    """Protest rises while parties in office are blamed, and the more the more they are.

    Blame counts by the offices of a party: one that is not in office angers nobody by it.
    Source: claims W3, W4; people protest over what they were led to expect and did not get: Gurr
    (1970), Why Men Rebel. Size assumed.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    shown_by: ClassVar[str] = "unpopular-programme"
    reads = ("blame",)
    changes = ("protest_drift",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"protest_mean": 1}

    strength: float = parameter(
        0.03, 0, 0.5, unit="logit a week per logit",
        source="assumed: the unpopular programme adds a fifth of a logit",
        meaning="protest that a voter gains in a week for each unit of blame",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the drift, the same for all."""
        blamed = float(state.stocks.blame @ state.setting.office)
        return Effect(protest_drift=self.strength * blamed)
