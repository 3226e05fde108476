"""Criticise the executive, so as not to answer for it."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class CriticiseGovernment(Lever):
    """A party that opposed an unpopular programme is blamed less for it.

    Each week part of the blame is passed on to the government. Those in office at the top take
    it badly, and governors too. The lever pays when the government does something unpopular
    (an event that adds blame).
    Source: claims O4, W4; blame avoidance: Weaver (1986), doi:10.1017/S0143814X00004219.
    """

    opportunity: ClassVar[str] = "O4"
    offends: ClassVar[str] = "elite"
    roles: ClassVar[tuple[str, ...]] = ("elite",)
    reads = ("administration_loyalty", "blame", "funds")
    changes = ("administration_loyalty", "appeal", "blame", "funds")

    passed_on: float = parameter(
        0.15, 0, 1, unit="share a week", source="assumed",
        meaning="share of blame that is passed on to the government in a week",
    )  # fmt: skip
    resentment: float = parameter(
        0.3, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the elite"
    )
    administration_leaves: float = parameter(
        0.15, 0, 1, unit="share", source="assumed", meaning="loyalty of governors lost in the end"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        shed = self.passed_on * self.force(state) * state.stocks.blame * state.setting.is_incumbent
        return Effect(
            blame=-shed,
            appeal=self.won(state, {"elite": -self.resentment}),
            administration_loyalty=self.administration_lost(state, self.administration_leaves),
            funds=self.paid(state),
        )
