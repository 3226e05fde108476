"""Parties earn and spend."""

from typing import ClassVar

from model.numerics.arrays import Array, array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State
from model.society.elites import Notables


class CampaignSpending(Mechanism):
    """A party spends part of what it has each week, and its regular income comes in.

    The party of power lives on its notables: once half of their wealth has left the party, half of
    its income comes in.
    Source: claims S3, S4, F1, Z5; the rate is assumed.
    """

    phase: ClassVar[Phase] = Phase.STRATEGY
    reads = ("funds", "loyal", "standing")
    changes = ("funds", "spending")
    neutral = "Money comes in whether it is spent or not, and a party without money gives up."
    claims: ClassVar = {"recognition.oligarch_entrant": 1}

    rate: float = parameter(
        0.3, 0, 1, unit="share a week", source="assumed",
        meaning="share of its funds that a party spends in a week",
    )  # fmt: skip

    _income: Array  # (J,) regular income
    _power: Array  # (J,) 1 for the party of power
    _others: Array  # (J,) 1 for all others

    def prepare(self, setting: Setting) -> None:
        """Look up who has which income, and whose notables give it."""
        self._income = setting.of_parties("income")
        self._power = setting.is_incumbent
        self._others = 1 - setting.is_incumbent

    def effect(self, state: State) -> Effect:
        """Return what is earned and spent this week."""
        stocks = state.stocks
        spent = self.rate * stocks.funds * stocks.standing
        income = self._comes_in(stocks.standing, state.setting.notables, stocks.loyal)
        return Effect(spending=spent, funds=income - spent)

    @until_changed
    def _comes_in(self, standing: Array, notables: Notables, loyal: Array) -> Array:
        """Return the income of the week by party, shape (J,)."""
        still_in = float(notables.purse @ loyal)  # share of the wealth of the party's people
        given = self._others + self._power * still_in
        return array(self._income * standing * given)
