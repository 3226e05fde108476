"""Go into the street, and take agencies to court."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class StreetPolitics(Lever):
    """A party seen at rallies and in court against agencies puts protest voters off less.

    Its loading on protest rises towards zero, and grievances that are taken up calm down a
    little. The elite dislikes it. Governors, who are the defendants, work less for it.
    Source: claims O5, W5. Sizes are assumed.
    """

    opportunity: ClassVar[str] = "O5"
    offends: ClassVar[str] = "elite"
    roles: ClassVar[tuple[str, ...]] = ("elite",)
    reads = ("administration_loyalty", "funds")
    changes = ("administration_loyalty", "appeal", "funds", "protest_drift", "protest_loading")

    presence: float = parameter(
        0.6, 0, 5, unit="logit", source="assumed",
        meaning="utility of the party of power won with a voter in full protest",
    )  # fmt: skip
    calm: float = parameter(
        0.004, 0, 0.1, unit="logit a week", source="assumed",
        meaning="weekly fall of protest because grievances are taken to court",
    )  # fmt: skip
    resentment: float = parameter(
        0.4, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the elite"
    )
    administration_leaves: float = parameter(
        0.1, 0, 1, unit="share", source="assumed", meaning="loyalty of governors lost in the end"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        force = self.force(state)
        return Effect(
            protest_loading=force * self.presence * state.setting.is_incumbent,
            protest_drift=-force * self.calm,
            appeal=self.won(state, {"elite": -self.resentment}),
            administration_loyalty=self.administration_lost(state, self.administration_leaves),
            funds=self.paid(state),
        )
