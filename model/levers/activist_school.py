"""Teach activists the law and how to deal with officials."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class ActivistSchool(Lever):
    """Trained activists build branches and bring their own to the polls.

    Organisation grows and supporters turn out more. Officials are held to the law by people
    whom they used to direct, and governors work less for the party.
    Source: claims O9, S1; party contact and turnout: Gerber and Green (2000),
    doi:10.2307/2585837. Sizes are assumed.
    """

    opportunity: ClassVar[str] = "O9"
    offends: ClassVar[str] = "administration"
    reads = ("administration_loyalty", "funds", "organisation")
    changes = ("administration_loyalty", "funds", "organisation", "turnout")

    growth: float = parameter(
        0.03, 0, 0.5, unit="share a week", source="assumed",
        meaning="share of what is missing from full organisation that is built in a week",
    )  # fmt: skip
    mobilisation: float = parameter(
        0.1, 0, 1, unit="logit", source="assumed",
        meaning="readiness to vote that the party's supporters gain",
    )  # fmt: skip
    administration_leaves: float = parameter(
        0.05, 0, 1, unit="share", source="assumed", meaning="loyalty of governors lost in the end"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        force, power = self.force(state), state.setting.is_incumbent
        built = self.growth * force * (1 - state.stocks.organisation) * power[:, None]
        return Effect(
            organisation=built,
            turnout=force * self.mobilisation * power,
            administration_loyalty=self.administration_lost(state, self.administration_leaves),
            funds=self.paid(state),
        )
