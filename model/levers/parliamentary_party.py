"""Become a parliamentary party instead of a trade union for bureaucrats."""

from typing import ClassVar

from pydantic import Field

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class ParliamentaryParty(Lever):
    """The party stands for voters rather than for the executive, and loses the executive's help.

    It gains with voters who do not depend on the state, and moves towards a stronger
    parliament. People on the state's payroll feel left alone, and governors stop working for
    it.
    Source: claims O3, I8. Sizes are assumed.
    """

    opportunity: ClassVar[str] = "O3"
    offends: ClassVar[str] = "administration"
    roles: ClassVar[tuple[str, ...]] = ("independent_of_state", "depends_on_state")
    reads = ("administration_loyalty", "funds", "platform")
    changes = ("administration_loyalty", "appeal", "funds", "platform")

    issue: str = Field("reform", description="the issue of parliament's power")
    position: float = parameter(
        0.4, -4, 4, unit="SD of voters", source="assumed",
        meaning="position on reform to which the party of power moves",
    )  # fmt: skip
    speed: float = parameter(
        0.1, 0, 1, unit="share a week", source="assumed",
        meaning="share of the way to its new position that the party goes in a week",
    )  # fmt: skip
    representation: float = parameter(
        0.2, 0, 2, unit="logit", source="assumed",
        meaning="appeal won with voters who do not depend on the state",
    )  # fmt: skip
    desertion: float = parameter(
        0.1, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the state-dependent"
    )
    administration_leaves: float = parameter(
        0.25, 0, 1, unit="share", source="assumed", meaning="loyalty of governors lost in the end"
    )

    @property
    def about(self) -> str:
        """The issue on which it takes a side."""
        return self.issue

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        setting, pace = state.setting, self.speed * self.force(state)
        way = (self.position - state.stocks.platform) * setting.issue(self.issue)
        groups = {"independent_of_state": self.representation, "depends_on_state": -self.desertion}
        return Effect(
            appeal=self.won(state, groups),
            platform=pace * way * setting.is_incumbent[:, None],
            administration_loyalty=self.administration_lost(state, self.administration_leaves),
            funds=self.paid(state),
        )
