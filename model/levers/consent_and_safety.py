"""Make consent between peoples, stability and safety the agenda."""

from typing import ClassVar

from pydantic import Field

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class ConsentAndSafety(Lever):
    """After January safety is the key motive, and the party of power makes it its own.

    The debate shifts to order and the party's title to it grows; the sum of salience stays.
    The middle class, which waits for reform, hears that it must wait longer.
    Source: claim O6; issue ownership: Petrocik (1996), doi:10.2307/2111797. Sizes assumed.
    """

    opportunity: ClassVar[str] = "O6"
    offends: ClassVar[str] = "middle_class"
    roles: ClassVar[tuple[str, ...]] = ("middle_class",)
    reads = ("funds", "ownership", "salience")
    changes = ("appeal", "funds", "ownership", "salience")

    issue: str = Field("order", description="the issue of stability and safety")
    attention: float = parameter(
        0.02, 0, 0.5, unit="share a week", source="assumed",
        meaning="share of the debate on other issues that is drawn to order in a week",
    )  # fmt: skip
    title: float = parameter(
        0.02, 0, 0.5, unit="share a week", source="assumed",
        meaning="share of what is missing from full ownership of the issue that is won in a week",
    )  # fmt: skip
    impatience: float = parameter(
        0.3, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the middle class"
    )

    @property
    def about(self) -> str:
        """The issue on which it takes a side."""
        return self.issue

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        setting, stocks, force = state.setting, state.stocks, self.force(state)
        chosen = setting.issue(self.issue)
        owned = (1 - stocks.ownership) * chosen * setting.is_incumbent[:, None]
        return Effect(
            salience=force * self.attention * (chosen * stocks.salience.sum() - stocks.salience),
            ownership=force * self.title * owned,
            appeal=self.won(state, {"middle_class": -self.impatience}),
            funds=self.paid(state),
        )
