"""Notables who left the party of power found parties of their own."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, PartyType, Phase
from model.politics.state import Effect, LogEntry, State
from model.society.elites import Notables, gifts, joining


class PartyFoundation(Mechanism):
    """Once enough clout of a faction has left the party of power, it founds its own party.

    A niche party without a week of its own stands for the people who would join it: those of
    its faction, or all who have no other. The state's registration gate lets it pass with a
    chance in each week. Its founders bring branches, a name and a gift of money. A party that
    gave up is not founded again.
    Source: claims F2, D1-D4; parties of departed elites: Hale (2006), Why Not Parties in
    Russia?; the gate as in oligarch entry. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.ENTRY
    shown_by: ClassVar[str] = "elite-split"
    reads = ("despair", "loyal", "standing")
    changes = ("funds", "organisation", "recognition", "standing")
    neutral: ClassVar = {"registration": 0.0}
    claims: ClassVar = {"support.niche": 1}

    critical: float = parameter(
        0.3, 0, 1, unit="share", source="assumed",
        meaning="share of a faction's clout that must have left before it founds a party",
    )  # fmt: skip
    registration: float = parameter(
        0.15, 0, 1, unit="chance a week",
        source="assumed: insiders pass more easily than the 0 of 9 of 2020",
        meaning="chance that the state registers the party of a faction in a week",
    )  # fmt: skip
    branches: float = parameter(
        0.3, 0, 1, unit="share", source="assumed",
        meaning="organisation of a new party if all notables joined it",
    )  # fmt: skip
    fame: float = parameter(
        0.6, 0, 1, unit="share", source="assumed",
        meaning="recognition of a new party if all notables joined it",
    )  # fmt: skip
    gift: float = parameter(
        0.02, 0, 0.5, unit="share", source="assumed",
        meaning="share of each founder's wealth that is given to the party",
    )  # fmt: skip

    def may_enter(self, party: PartyType) -> bool:
        """Return whether its founders decide: the party has no week of its own."""
        return party.kind == "niche" and party.stands_from is None and self.registration > 0

    def effect(self, state: State) -> Effect:
        """Return the parties founded this week."""
        stocks = state.stocks
        setting = state.setting
        founded_later = setting.is_kind("niche") * setting.waits
        if not np.count_nonzero(founded_later):
            return Effect()
        waiting = founded_later * (1 - stocks.standing) * (stocks.despair == 0)
        if not np.count_nonzero(waiting):
            return Effect()
        notables = setting.notables
        gone = notables.member - stocks.loyal
        ready = waiting * (_share_gone(notables, gone) >= self.critical)
        if not ready.any():
            return Effect()
        passes = state.draw.uniform("registration of splinters", len(ready)) < self.registration
        return self._founded(state, notables, gone, ready * passes)

    def _founded(self, state: State, notables: Notables, gone: Array, founded: Array) -> Effect:
        money = gifts(notables, founded, gone, self.gift)
        crowd = joining(notables, founded, gone)
        log = tuple(
            LogEntry(state.week, "entry", state.setting.names[j], _report(notables, gone, j, money))
            for j in np.flatnonzero(founded).tolist()
        )
        return Effect(
            standing=founded,
            organisation=self.branches * crowd,
            recognition=self.fame * crowd,
            funds=money,
            log=log,
        )


def _report(notables: Notables, gone: Array, party: int, money: Array) -> str:
    people = int(notables.home[party] @ gone)
    return f"{people} notables from the party of power, {money[party]:.1f} million"


def _share_gone(notables: Notables, gone: Array) -> Array:
    """Return the share of the clout of a party's possible founders that has left, (J,)."""
    clout = notables.home * notables.clout
    share: Array = clout @ gone / np.maximum(clout.sum(axis=1), 1e-12)
    return share
