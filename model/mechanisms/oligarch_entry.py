"""Unhappy oligarchs found parties and pay for them."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, PartyType, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, LogEntry, State


class OligarchEntry(Mechanism):
    """A founder enters when grievance, and money times the protest it could reach, exceed cost.

    A founder who wants to enter must pass the registration gate, a chance in each week. A
    founder whose party stands pays part of the fortune into its funds each week. Parties with
    a week of their own (`stands_from`) need no decision.
    Source: claims F1, Z5, K3, U3; the gate: 9 applications and no registration in 2020
    (`party_registration.csv` of that country's folder).
    """

    phase: ClassVar[Phase] = Phase.ENTRY
    shown_by: ClassVar[str] = "founder-decides"
    reads = ("despair", "fortune", "protest_mean", "standing")
    changes = ("fortune", "funds", "standing")
    neutral: ClassVar = {"registration": 0.0, "payment": 0.0}
    claims: ClassVar = {"support.oligarch_entrant": 1}

    cost: float = parameter(
        1.2, 0, 10, unit="utility", source="assumed",
        meaning="political cost of open opposition to a founder",
    )  # fmt: skip
    money: float = parameter(
        1.0, 0, 10, unit="utility", source="assumed",
        meaning="worth of full protest to a founder with 100 million",
    )  # fmt: skip
    registration: float = parameter(
        0.05, 0, 1, unit="chance a week",
        source="assumed; none of 9 in 2020, loosening announced (claim U4)",
        meaning="chance that the state registers a founder's party in a week",
    )  # fmt: skip
    payment: float = parameter(
        0.01, 0, 0.2, unit="share a week", source="assumed",
        meaning="share of the fortune that a founder pays into the party in a week",
    )  # fmt: skip

    _wait: Array  # (J,) 1 for the parties whose founders decide

    def prepare(self, setting: Setting) -> None:
        """Look up whose founders decide."""
        self._wait = setting.is_kind("oligarch_entrant") * setting.waits

    def may_enter(self, party: PartyType) -> bool:
        """Return whether its founder decides: the party has no week of its own."""
        return (
            party.kind == "oligarch_entrant" and party.stands_from is None and self.registration > 0
        )

    def effect(self, state: State) -> Effect:
        """Return entries of this week and what founders pay."""
        stocks, setting = state.stocks, state.setting
        entering = self._enters(state)
        paid = self.payment * stocks.fortune * (stocks.standing + entering)
        if not np.count_nonzero(entering):
            return Effect(fortune=-paid, funds=paid)
        log = tuple(
            LogEntry(state.week, "entry", setting.names[j], f"{stocks.fortune[j]:.0f} million")
            for j in np.flatnonzero(entering)
        )
        return Effect(standing=entering, fortune=-paid, funds=paid, log=log)

    def _enters(self, state: State) -> Array:
        stocks, setting = state.stocks, state.setting
        if not np.count_nonzero(self._wait):
            return self._wait
        free = self._wait * (1 - stocks.standing) * (stocks.despair == 0)
        if not np.count_nonzero(free):
            return np.asarray(free)
        protest = state.public.protest_mean @ state.public.people / state.public.everybody
        worth = setting.of_parties("grievance") + self.money * protest * np.log1p(
            stocks.fortune / (100 * setting.money_worth)
        ) / np.log(2)
        wants: Array = free * (worth > self.cost)
        if not wants.any():
            return wants
        passes = state.draw.uniform("registration", len(free)) < self.registration
        return np.asarray(wants * passes)
