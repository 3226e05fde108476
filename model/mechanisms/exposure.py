"""A party becomes known through branches, state channels and money, and is forgotten."""

from typing import Any, ClassVar

import numpy as np

from model.numerics.arrays import Array, array
from model.numerics.compiled import compiled
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

    _fame: Array  # (J,) share of the public that knew a founder before there was a party
    _channels: Array  # (J,) share of the public that state channels reach for the party

    def prepare(self, setting: Setting) -> None:
        """Look up how well founders are known, and whom state channels serve."""
        challengers = setting.in_bloc(Bloc.CHALLENGER)
        self._fame = array(setting.of_parties("recognition") * challengers)
        self._channels = array(self.by_state_channels * setting.office)

    def effect(self, state: State) -> Effect:
        """Return the change of recognition by party and region."""
        stocks, spending = state.stocks, state.weekly.spending
        competing = float(np.add.reduce(spending)) + self.half * state.setting.money_worth
        change = np.empty(stocks.recognition.shape)
        tables = (change, stocks.recognition, stocks.organisation)
        parties = (stocks.standing, spending, self._channels, self._fame)
        rates = (self.by_branches, self.by_money, self.forgetting)
        _heard_and_forgotten(*tables, *parties, competing, *rates)
        return Effect(recognition=change)


@compiled()
def _heard_and_forgotten(
    change: Any, recognition: Any, organisation: Any,
    standing: Any, spending: Any, channels: Any, fame: Any,
    competing: Any, by_branches: Any, by_money: Any, forgetting: Any,
) -> None:  # fmt: skip
    """Write down the change of recognition; a party's money competes with `competing`."""
    for party in range(change.shape[0]):
        everywhere = by_money * spending[party] / competing + channels[party]
        for region in range(change.shape[1]):
            known = recognition[party, region]
            reach = by_branches * organisation[party, region] + everywhere
            forgettable = max(known - fame[party], 0.0)
            change[party, region] = reach * (1 - known) - forgetting * forgettable
            change[party, region] *= standing[party]
