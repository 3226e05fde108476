"""Parties earn and spend."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class CampaignSpending(Mechanism):
    """A party spends part of what it has each week, and its regular income comes in.
    Source: claims S3, S4, F1, Z5; the rate is assumed.
    """

    phase: ClassVar[Phase] = Phase.STRATEGY
    reads = ("funds", "standing")
    changes = ("funds", "spending")
    neutral = "Money comes in whether it is spent or not, and a party without money gives up."
    claims: ClassVar = {"recognition.oligarch_entrant": 1}

    rate: float = parameter(
        0.3, 0, 1, unit="share a week", source="assumed",
        meaning="share of its funds that a party spends in a week",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return what is earned and spent this week."""
        standing = state.stocks.standing
        spent = self.rate * state.stocks.funds * standing
        income = state.setting.of_parties("income") * standing
        return Effect(spending=spent, funds=income - spent)
