"""Promise less, and keep it."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class CrediblePromises(Lever):
    """The programme shrinks to what can be checked and done, so less of it is broken.

    Promises fall and delivery rises week by week. Blame for broken promises then grows more
    slowly. People who lived on large promises are disappointed.
    Source: claim O1; retrospective voting: Ferejohn (1986), doi:10.1007/BF00124924. Sizes assumed.
    """

    opportunity: ClassVar[str] = "O1"
    offends: ClassVar[str] = "poor"
    roles: ClassVar[tuple[str, ...]] = ("poor",)
    reads = ("delivery", "funds", "promises")
    changes = ("appeal", "delivery", "funds", "promises")

    promised: float = parameter(
        0.6, 0, 3, unit="relative", source="assumed",
        meaning="size of the new programme, against that of the last election",
    )  # fmt: skip
    kept: float = parameter(
        0.9, 0, 1, unit="share", source="assumed",
        meaning="share of the new programme that is delivered",
    )  # fmt: skip
    speed: float = parameter(
        0.1, 0, 1, unit="share a week", source="assumed",
        meaning="share of the way to the new programme that is gone in a week",
    )  # fmt: skip
    disappointment: float = parameter(
        0.1, 0, 1, unit="logit", source="assumed", meaning="appeal lost with the marginalised"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        stocks, pace = state.stocks, self.speed * self.force(state) * state.setting.is_incumbent
        return Effect(
            promises=pace * (self.promised - stocks.promises),
            delivery=pace * (self.kept - stocks.delivery),
            appeal=self.won(state, {"poor": -self.disappointment}),
            funds=self.paid(state),
        )
