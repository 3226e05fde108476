"""What a newcomer implements: one file, one class, its fields the parameters."""

from abc import abstractmethod
from enum import IntEnum
from typing import Any, ClassVar

import numpy as np
from pydantic import Field, field_validator

from model.numerics.arrays import Array
from model.numerics.arrays import IntArray as IntArray
from model.parameters.parameter import Part as Part
from model.parameters.parameter import parameter
from model.parameters.registry import any_of
from model.politics.state import Effect, State
from model.politics.strategy import PartyView as PartyView
from model.politics.strategy import Strategy as Strategy
from model.society.electorate import Bloc as Bloc


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
    shown_by: ClassVar[str] = "kazakhstan-2022"
    """The shipped scenario in which this mechanism visibly works."""
    needs_power: ClassVar[bool] = True
    """Whether it means nothing in a contest without a party of power."""

    @abstractmethod
    def effect(self, state: State) -> Effect:
        """Return what this mechanism changes now; everything in a phase reads one state."""


class PartyType(Part):
    """A kind of party: where it starts, and which bloc of taste it belongs to."""

    bloc: ClassVar[Bloc]

    kind: str
    label: str = Field("", description="name shown to people")
    stands_from: int | None = Field(
        0, ge=0, description="week in which it is on the ballot; absent: a mechanism decides"
    )
    appeal: float = parameter(0.0, -6, 6, unit="logit", source="assumed", meaning="general appeal")
    platform: dict[str, float] = parameter(
        {}, -4, 4, unit="SD of voters", source="assumed", meaning="position by issue"
    )
    owns: dict[str, float] = parameter(
        {}, 0, 1, unit="share", source="assumed", meaning="ownership by issue"
    )
    campaigns_on: dict[str, float] = parameter(
        {}, 0, 1, unit="share", source="assumed", meaning="share of campaign effort by issue"
    )
    stance: float = parameter(
        0.0, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed",
        meaning="stance towards the order; protest voters prefer challengers",
    )  # fmt: skip
    recognition: float = parameter(0.5, 0, 1, unit="share", source="assumed", meaning="known to")
    organisation: float = parameter(
        0.3, 0, 1, unit="share", source="assumed", meaning="strength of branches"
    )
    funds: float = parameter(0.0, 0, 500, unit="million USD", source="assumed", meaning="money")
    income: float = parameter(
        0.0, 0, 50, unit="million USD a week", source="assumed", meaning="regular income"
    )
    strategy: any_of("strategies", Strategy) = Field(  # type: ignore[valid-type]
        {"kind": "sticker"}, description="how it moves; `party_strategies` must be switched on"
    )

    @field_validator("strategy", mode="before")
    @classmethod
    def _by_name(cls, given: Any) -> Any:
        """Read `strategy = "hunter"` as a hunter with its defaults."""
        return {"kind": given} if isinstance(given, str) else given


ADMINISTRATION_REACTS = 0.2
"""Share of the way that governors go in a week once a lever offends them (assumed, .05 to 1)."""


class Lever(Part):
    """Something the party of power may do: when, how credibly, what it changes and costs."""

    shown_by: ClassVar[str] = "reform-package"
    opportunity: ClassVar[str]
    """Which of the analysis's opportunities it is: O1 .. O10."""
    offends: ClassVar[str]
    """Who loses by it: a group of voters, or `administration` (who then work less for the party)."""

    start: int = parameter(4, 0, 520, unit="week", source="assumed", meaning="week it begins")
    credibility: float = parameter(
        0.5, 0, 1, unit="share", source="assumed", meaning="share of the public that believes it"
    )
    cost: float = parameter(
        0.1, 0, 20, unit="million USD a week", source="assumed",
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
        return np.asarray(-np.minimum(self.cost, state.stocks.funds) * state.world.is_incumbent)

    def force(self, state: State) -> float:
        """Return how far it works: belief, times the time it has had, times what is paid."""
        begun = min((state.week - self.start + 1) / self.weeks, 1.0)
        funds = float(state.stocks.funds[state.world.incumbent])
        return self.credibility * begun * (min(funds / self.cost, 1.0) if self.cost else 1.0)

    def won(self, state: State, groups: dict[str, float]) -> Array:
        """Return the appeal that the party of power wins (or loses) with groups, (C, J)."""
        by_cell = self.force(state) * state.world.cells.by_group(groups)
        return np.asarray(by_cell[:, None] * state.world.is_incumbent)

    def administration_lost(self, state: State, loss: float) -> Array:
        """Return the change of governor loyalty that in the end takes away `loss` of it, (R,)."""
        beyond = np.maximum(state.stocks.administration_loyalty - (1 - loss), 0)
        return np.asarray(-self.force(state) * ADMINISTRATION_REACTS * beyond)


class ElectoralLaw(Part):
    """How votes become seats: a pure function with its rules as parameters."""

    kind: str
    against_all: bool = Field(False, description="whether voters may vote against all")

    @property
    @abstractmethod
    def elected(self) -> int:
        """Number of seats that voters fill."""

    @property
    def districts(self) -> int:
        """Number of districts whose votes the law needs apart (1: national totals do)."""
        return 1

    @abstractmethod
    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J).

        Votes *against all* and blank ballots are not among the J columns.
        """
