"""Let local legislators lead the branches."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class LocalLegislators(Lever):
    """Branches headed by secretaries and faction leaders of the councils grow local roots.

    Organisation rises towards its limit in every region. Governors, who ran the branches, lose
    them and work less for the party.
    Source: claims O2, W2. Sizes are assumed.
    """

    opportunity: ClassVar[str] = "O2"
    offends: ClassVar[str] = "administration"
    reads = ("administration_loyalty", "funds", "organisation")
    changes = ("administration_loyalty", "funds", "organisation")

    growth: float = parameter(
        0.05, 0, 0.5, unit="share a week", source="assumed",
        meaning="share of what is missing from full organisation that is built in a week",
    )  # fmt: skip
    administration_leaves: float = parameter(
        0.1, 0, 1, unit="share", source="assumed", meaning="loyalty of governors lost in the end"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        missing = 1 - state.stocks.organisation
        built = self.growth * self.force(state) * missing * state.setting.is_incumbent[:, None]
        return Effect(
            organisation=built,
            administration_loyalty=self.administration_lost(state, self.administration_leaves),
            funds=self.paid(state),
        )
