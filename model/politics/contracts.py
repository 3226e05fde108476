"""What a newcomer implements: one file, one class, its fields the parameters."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

import numpy as np

from model.numerics.arrays import Array
from model.parameters.errors import meant
from model.parameters.parameter import Part as Part
from model.parameters.parameter import parameter
from model.politics.electoral_law import ElectoralLaw as ElectoralLaw
from model.politics.party_type import PartyType as PartyType
from model.politics.phases import Phase as Phase
from model.politics.phases import in_time
from model.politics.setting import Setting
from model.politics.state import Effect, State, public_numbers, quantities
from model.politics.strategy import PartyView as PartyView
from model.politics.strategy import Strategy as Strategy
from model.society.country import first_scenario
from model.society.electorate import Bloc as Bloc
from model.society.founding_sites import FoundingSites
from model.society.population import Population


class Actor(Part):
    """A part that changes the political situation, and says what it reads and changes.

    A test holds both lists against what it does in the scenario that shows it.
    """

    shown_by: ClassVar[str]
    """The shipped scenario in which it visibly works."""
    phase: ClassVar[Phase]
    """When in a week it acts."""
    reads: ClassVar[tuple[str, ...]] = ()
    """Stocks, tables of the week and public numbers on which its effect rests."""
    changes: ClassVar[tuple[str, ...]] = ()
    """Stocks and tables of the week that its effect changes."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a part that reads what does not exist, or changes what nobody will read."""
        problems = [*_unknown(cls), *_unread(cls)]
        if problems:
            raise TypeError(f"{cls.__name__}: {' '.join(problems)}")

    @abstractmethod
    def effect(self, state: State) -> Effect:
        """Return what it changes now; all that act in a phase read one state."""


def _unknown(kind: type[Actor]) -> Iterator[str]:
    for what, given, known in (
        ("read", kind.reads, [*quantities(), *public_numbers()]),
        ("change", kind.changes, list(quantities())),
    ):
        for name in given:
            if name not in known:
                yield (
                    f"It cannot {what} {name!r}{meant(name, known)}; there are {', '.join(known)}."
                )


def _unread(kind: type[Actor]) -> Iterator[str]:
    about = quantities()
    for name in kind.changes:
        reader = about[name]["read_by"] if name in about else None
        if reader and not in_time(kind.phase, reader):
            yield (
                f"It changes {name} in {kind.phase.name}, where nobody will read it: the last "
                f"who does comes before ({reader.name}); act in an earlier phase."
            )


class Mechanism(Actor):
    """A piece of politics: reads the state, returns the change it causes in its phase."""

    shown_by: ClassVar[str] = first_scenario()
    needs_power: ClassVar[bool] = True
    """Whether it means nothing in a contest without a party of power."""
    neutral: ClassVar[Mapping[str, Any] | str]
    """Parameters at which it changes nothing; or why there are none, in a sentence."""
    claims: ClassVar[Mapping[str, int] | str]
    """Sign of the difference it makes where it is shown, by outcome, row of the week or stock.

    `support.incumbent` is the support of all parties of that kind together. A sentence says
    why one difference cannot show what it claims.
    """

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
        # As plain attributes: pydantic's private ones cost a microsecond at every look.
        vars(own).update(own.__pydantic_private__ or {})
        return own

    def may_enter(self, party: PartyType) -> bool:
        """Return whether it may put a party that does not stand on the ballot.

        By default, if it changes `standing` and does not claim that fewer stand. One's own
        mechanism runs before it claims anything.
        """
        claimed = getattr(self, "claims", "")
        fewer = not isinstance(claimed, str) and claimed.get("standing") == -1
        return "standing" in self.changes and not fewer

    def founding_sites(self, population: Population) -> FoundingSites | None:
        """Return where this mechanism founds parties; None if it founds none at a place.

        Raises ValueError for sites that cannot be.
        """
        return None


ADMINISTRATION_REACTS = 0.2
"""Share of the way that governors go in a week once a lever offends them (assumed, 0.05 to 1)."""


class Lever(Actor):
    """Something the party of power may do: when, how credibly, what it changes and costs."""

    phase: ClassVar[Phase] = Phase.CALENDAR
    shown_by: ClassVar[str] = "reform-package"
    opportunity: ClassVar[str]
    """Which of the analysis's opportunities it is: O1 .. O10."""
    offends: ClassVar[str]
    """The losers by it: a role of voters, or `administration` (it then works less for it)."""
    roles: ClassVar[tuple[str, ...]] = ()
    """The roles that groups of voters must play for it to mean anything."""

    start: int = parameter(
        4, 0, 520, unit="week", source="assumed",
        meaning="week in which the lever begins to work",
    )  # fmt: skip
    credibility: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="share of the public that believes in the lever",
    )  # fmt: skip
    cost: float = parameter(
        0.1, 0, 20, unit="million a week", source="assumed",
        meaning="price paid by the party of power, without which the lever does not work",
    )  # fmt: skip
    weeks: int = parameter(
        8, 1, 104, unit="weeks", source="assumed", meaning="time until the lever works in full"
    )

    @property
    def about(self) -> str | None:
        """The issue on which it takes a side; None: it takes none."""
        return None

    def paid(self, state: State) -> Array:
        """Return the change of funds: what it costs, as far as there is money, shape (J,).

        All levers look at the money that there is before any of them is paid. So what pays for
        one lets several work in full, and the party owes nothing for the others (assumed).
        """
        price = self._price(state) * state.setting.office
        return np.asarray(-np.minimum(price, state.stocks.funds))

    def _price(self, state: State) -> float:
        """Return what it costs in a week, in the money of the country."""
        return self.cost * state.setting.money_worth

    def force(self, state: State) -> float:
        """Return how far it works: belief, times the time it has had, times what is paid."""
        begun = min((state.week - self.start + 1) / self.weeks, 1.0)
        return self.credibility * begun * self._paid_share(state)

    def _paid_share(self, state: State) -> float:
        """Return the share of its price for which those in power have money."""
        funds, price = float(state.stocks.funds @ state.setting.is_incumbent), self._price(state)
        return min(funds / price, 1.0) if price else 1.0

    def won(self, state: State, roles: dict[str, float]) -> Array:
        """Return the appeal that the party of power wins (or loses) by role, (C, J)."""
        by_cell = self.force(state) * state.setting.cells.by_role(roles)
        return np.asarray(by_cell[:, None] * state.setting.is_incumbent)

    def administration_lost(self, state: State, loss: float) -> Array:
        """Return the change of governor loyalty that in the end takes away `loss` of it, (R,).

        It is a share of what is left, so what several levers and others take away multiplies.
        """
        weeks = state.week - self.start + 1
        before, after = (1 - loss * self._way_gone(each) for each in (weeks - 1, weeks))
        change = (after / before - 1) * self._paid_share(state)
        return np.asarray(change * state.stocks.administration_loyalty)

    def _way_gone(self, weeks: int) -> float:
        """Return the share of the way to their new loyalty that governors go in so many weeks."""
        begun = np.minimum(np.arange(1, weeks + 1) / self.weeks, 1)
        return float(1 - np.prod(1 - self.credibility * ADMINISTRATION_REACTS * begun))
