"""What a newcomer implements: one file, one class, its fields the parameters."""

from abc import abstractmethod
from enum import IntEnum
from typing import ClassVar, Self

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import Part as Part
from model.parameters.parameter import parameter
from model.politics.electoral_law import ElectoralLaw as ElectoralLaw
from model.politics.party_type import PartyType as PartyType
from model.politics.setting import Setting
from model.politics.state import Effect, State
from model.politics.strategy import PartyView as PartyView
from model.politics.strategy import Strategy as Strategy
from model.society.country import first_scenario
from model.society.electorate import Bloc as Bloc
from model.society.founding_sites import FoundingSites
from model.society.population import Population


class Phase(IntEnum):
    """The phases of a week, in order; the last one happens on polling day only."""

    CALENDAR = 1
    ELITES = 2
    ENTRY = 3
    STRATEGY = 4
    EXPOSURE = 5
    PERSUASION = 6
    CONTAGION = 7
    STREET = 8
    POLL = 9
    BALLOT = 10


class Mechanism(Part):
    """A piece of politics: reads the state, returns the change it causes in its phase."""

    phase: ClassVar[Phase]
    shown_by: ClassVar[str] = first_scenario()
    """The shipped scenario in which this mechanism visibly works."""
    needs_power: ClassVar[bool] = True
    """Whether it means nothing in a contest without a party of power."""

    roles: ClassVar[tuple[str, ...]] = ()
    """The roles that groups of voters must play for it to mean anything."""

    def prepare(self, setting: Setting) -> None:
        """Work out once, before the opening, what every week needs; by default nothing.

        A run works with its own copy of the mechanism, which keeps it in private fields
        (`_name: Array`).
        """

    def prepared(self, setting: Setting) -> Self:
        """Return a copy for one run, which has worked out what it needs every week."""
        own = self.model_copy()
        own.prepare(setting)
        return own

    def founding_sites(self, population: Population) -> FoundingSites | None:
        """Return where this mechanism founds parties; None if it founds none at a place.

        Raises ValueError for sites that cannot be.
        """
        return None

    @abstractmethod
    def effect(self, state: State) -> Effect:
        """Return what this mechanism changes now; everything in a phase reads one state."""


ADMINISTRATION_REACTS = 0.2
"""Share of the way that governors go in a week once a lever offends them (assumed, .05 to 1)."""


class Lever(Part):
    """Something the party of power may do: when, how credibly, what it changes and costs."""

    shown_by: ClassVar[str] = "reform-package"
    opportunity: ClassVar[str]
    """Which of the analysis's opportunities it is: O1 .. O10."""
    offends: ClassVar[str]
    """Who loses by it: a role of voters, or `administration` (it then works less for it)."""
    roles: ClassVar[tuple[str, ...]] = ()
    """The roles that groups of voters must play for it to mean anything."""

    start: int = parameter(4, 0, 520, unit="week", source="assumed", meaning="week it begins")
    credibility: float = parameter(
        0.5, 0, 1, unit="share", source="assumed", meaning="share of the public that believes it"
    )
    cost: float = parameter(
        0.1, 0, 20, unit="million a week", source="assumed",
        meaning="paid by the party of power; what it cannot pay for is not done",
    )  # fmt: skip
    weeks: int = parameter(
        8, 1, 104, unit="weeks", source="assumed", meaning="time until it works in full"
    )

    @abstractmethod
    def effect(self, state: State) -> Effect:
        """Return what the lever changes this week; called from its start week on."""

    def paid(self, state: State) -> Array:
        """Return the change of funds: what it costs, as far as there is money, shape (J,)."""
        return np.asarray(-np.minimum(self.cost, state.stocks.funds) * state.setting.is_incumbent)

    def force(self, state: State) -> float:
        """Return how far it works: belief, times the time it has had, times what is paid."""
        begun = min((state.week - self.start + 1) / self.weeks, 1.0)
        funds = float(state.stocks.funds[state.setting.incumbent])
        return self.credibility * begun * (min(funds / self.cost, 1.0) if self.cost else 1.0)

    def won(self, state: State, roles: dict[str, float]) -> Array:
        """Return the appeal that the party of power wins (or loses) by role, (C, J)."""
        by_cell = self.force(state) * state.setting.cells.by_role(roles)
        return np.asarray(by_cell[:, None] * state.setting.is_incumbent)

    def administration_lost(self, state: State, loss: float) -> Array:
        """Return the change of governor loyalty that in the end takes away `loss` of it, (R,)."""
        beyond = np.maximum(state.stocks.administration_loyalty - (1 - loss), 0)
        return np.asarray(-self.force(state) * ADMINISTRATION_REACTS * beyond)
