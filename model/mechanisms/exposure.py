"""A party becomes known through branches, state channels and money, and is forgotten."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State
from model.society.electorate import Bloc


class Exposure(Mechanism):
    """Each week part of those who do not know a party hear of it, and some forget it.

    Reach adds up from branches in the region, state channels (for the party of power only) and
    money. Attention is limited, so money buys a share of voice, which falls with the spending
    of all the others. Many small voices reach no more than one large one. People who knew the
    founder of a new party at the opening do not forget the name.
    Source: claims S2, S3, S7, F1; diminishing returns of campaign money: Jacobson (1978),
    doi:10.2307/1954105. The form, s / (half + all spending), is assumed.
    """

    phase: ClassVar[Phase] = Phase.EXPOSURE
    shown_by: ClassVar[str] = "rich-entrant"
    reads = ("organisation", "recognition", "spending", "standing")
    changes = ("recognition",)
    neutral: ClassVar = {
        "by_branches": 0.0,
        "by_state_channels": 0.0,
        "by_money": 0.0,
        "forgetting": 0.0,
    }
    claims: ClassVar = {"recognition.oligarch_entrant": 1}

    by_branches: float = parameter(
        0.15, 0, 0.5, unit="share a week", source="assumed",
        meaning="share of the public that full branches reach in a week",
    )  # fmt: skip
    by_state_channels: float = parameter(
        0.4, 0, 1, unit="share a week", source="assumed",
        meaning="share of the public that the state's channels reach in a week",
    )  # fmt: skip
    by_money: float = parameter(
        0.2, 0, 1, unit="share a week", source="assumed",
        meaning="share of the public that unlimited money reaches in a week",
    )  # fmt: skip
    half: float = parameter(
        2.0,
        0.05,
        50,
        unit="million a week",
        source="assumed",
        meaning="spending that reaches half of what unlimited money reaches",
    )
    forgetting: float = parameter(
        0.03, 0, 0.2, unit="share a week", source="assumed",
        meaning="share of those who know a party and forget it in a week",
    )  # fmt: skip

    _fame: Array  # (J, 1) share of the public that knew a founder before there was a party
    _channels: Array  # (J,) share of the public that state channels reach for the party

    def prepare(self, setting: Setting) -> None:
        """Look up how well founders are known, and whom state channels serve."""
        challengers = setting.in_bloc(Bloc.CHALLENGER)
        self._fame = (setting.of_parties("recognition") * challengers)[:, None]
        self._channels = self.by_state_channels * setting.office

    def effect(self, state: State) -> Effect:
        """Return the change of recognition by party and region."""
        stocks = state.stocks
        spending, half = state.weekly.spending, self.half * state.setting.money_worth
        bought = self.by_money * spending / (np.add.reduce(spending) + half)
        reach = self.by_branches * stocks.organisation + (bought + self._channels)[:, None]
        known = stocks.recognition
        forgettable = np.maximum(known - self._fame, 0.0)
        change = reach * (1 - known) - self.forgetting * forgettable
        return Effect(recognition=change * stocks.standing[:, None])
