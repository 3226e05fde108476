"""Turn to the middle class, and ask it what it wants."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class MiddleClass(Lever):
    """Survey data and programmes for the middle class win it, at the cost of the two others.

    The marginalised see the help go elsewhere and the elite its privilege questioned.
    Source: claim O7. Sizes are assumed.
    """

    opportunity: ClassVar[str] = "O7"
    offends: ClassVar[str] = "poor"
    roles: ClassVar[tuple[str, ...]] = ("poor", "middle_class", "elite")
    reads = ("funds",)
    changes = ("appeal", "funds")

    gain: float = parameter(
        0.25, 0, 2, unit="logit", source="assumed", meaning="appeal won with the middle class"
    )
    poor: float = parameter(
        0.15, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the marginalised"
    )
    rich: float = parameter(
        0.2, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the elite"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        groups = {"middle_class": self.gain, "poor": -self.poor, "elite": -self.rich}
        return Effect(appeal=self.won(state, groups), funds=self.paid(state))
