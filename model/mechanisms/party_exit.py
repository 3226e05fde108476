"""Parties without voters and without money give up."""

from typing import ClassVar

import numpy as np

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, LogEntry, State
from model.society.electorate import Bloc


class PartyExit(Mechanism):
    """A challenger that has stood long enough with neither voters nor money leaves the ballot.

    Its people hear at the doors who names it openly, whatever becomes of polls; what voters keep
    to themselves they do not know. Weeks of despair count up while that share is under a floor
    and both its own purse and its founder's are empty. They do so from the first poll on for
    which the party stood, and start again when either recovers. The established parties live
    on: they are tolerated, not chosen. A party that has given up keeps its weeks of despair and
    does not come back.
    Source: claim Z2; survival threshold of parties: Laver and Sergenti (2012), Party
    Competition. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.ENTRY
    shown_by: ClassVar[str] = "elite-split"
    reads = ("despair", "fortune", "funds", "rating", "standing", "weeks_standing")
    changes = ("despair", "standing")
    neutral: ClassVar = {"floor": 0.0}
    claims: ClassVar = {"standing": -1}

    floor: float = parameter(
        0.01, 0, 0.2, unit="share", source="assumed",
        meaning="share of all people who openly name a challenger, below which it may despair",
    )  # fmt: skip
    purse: float = parameter(
        0.3, 0, 50, unit="million", source="assumed",
        meaning="money below which a challenger's purse counts as empty",
    )  # fmt: skip
    patience: int = parameter(
        8, 1, 520, unit="weeks", source="assumed",
        meaning="time without money and voters after which a challenger gives up",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the parties that give up, and how long the others have despaired."""
        stocks, setting = state.stocks, state.setting
        poor = stocks.funds + stocks.fortune < self.purse * setting.money_worth
        challenges = setting.in_bloc(Bloc.CHALLENGER) * stocks.standing
        hopeless = challenges * (poor & (state.public.rating < self.floor))
        if not (np.count_nonzero(hopeless) or np.count_nonzero(stocks.despair)):
            return Effect()
        hopeless *= stocks.weeks_standing > 0  # nobody was asked about the others
        despair = np.where(stocks.standing > 0, hopeless * (stocks.despair + 1), stocks.despair)
        leaving = stocks.standing * (despair >= self.patience)
        log = tuple(
            LogEntry(state.week, "exit", state.setting.names[j], "no voters and no money left")
            for j in np.flatnonzero(leaving).tolist()
        )
        return Effect(despair=despair - stocks.despair, standing=-leaving, log=log)
