"""What does not change during a run, as far as a mechanism may know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from model.numerics.arrays import Array, IntArray, array
from model.parameters.errors import meant
from model.politics.electoral_law import ElectoralLaw
from model.politics.strategy import Strategy
from model.society.electorate import Bloc
from model.society.elites import Factions, Notables
from model.society.founding_sites import FoundingSites
from model.society.population import Cells


@dataclass(frozen=True, eq=False)
class Setting:
    """The fixed frame that a state refers to: places, parties, issues, elite, law.

    It is plain data that nobody can write; `model.opening` works it out from a scenario.
    Letters of shapes as in `model.politics.state`.
    """

    cells: Cells
    issues: tuple[str, ...]
    names: tuple[str, ...]  # of the parties, in the order of their columns
    options: tuple[str, ...]  # what a voter may favour: the parties and, perhaps, none of them
    traits: Mapping[str, Array]  # (J,) each number that a kind of party declares
    kinds: Mapping[str, Array]  # (J,) 1 for the parties of each kind
    bloc: IntArray  # (J,) bloc of taste
    is_new: Array  # (J,) 1 for a party of a kind that is new to voters
    waits: Array  # (J,) 1 for a party whose entry a mechanism decides
    strategies: tuple[Strategy, ...]  # how each party moves
    campaigns_on: Array  # (J, D) share of campaign effort
    factions: Factions
    notables: Notables
    founding_sites: FoundingSites
    law: ElectoralLaw
    weeks: int  # length of the campaign, unless an event moves polling day
    readiness_to_vote: Array  # (C,) logit of coming unprompted, as far as the place decides
    present: Array  # (R, J) 1 where the party stands
    entry: IntArray  # (J,) column of what the party stands as: itself, or its alliance's first
    money_worth: float = 1.0  # units of the country's money that do what one does in a price

    @cached_property
    def is_incumbent(self) -> Array:
        """1 for the party of power, shape (J,); all zeros where there is none.

        Where a coalition is in power, 1 for each of its parties.
        """
        return self.is_kind("incumbent")

    @cached_property
    def office(self) -> Array:
        """Share of the state that each party commands, shape (J,); the sum is 1, or 0.

        Incumbents have it in proportion to their offices; where none has any, all alike.
        """
        offices = self.of_parties("office")
        offices = offices if offices.any() else self.is_incumbent
        return array(offices / max(offices.sum(), 1e-12))

    def office_of(self, standing: Array) -> Array:
        """Return the share of the state by party, among those in power on the ballot, (J,).

        Zeros where none of them is: nothing can be won for a party that does not stand.
        """
        held = self.office * (standing > 0)
        return np.asarray(held / max(held.sum(), 1e-12))

    def office_in(self, standing: Array) -> Array:
        """Return the same by region, among those in power who stand there, shape (R, J)."""
        held = self.office * (standing > 0) * self.present
        return np.asarray(held / np.maximum(held.sum(axis=1, keepdims=True), 1e-12))

    @cached_property
    def incumbent(self) -> int:
        """Column of the party of power; where there is none the first column stands in.

        Of a coalition, the party with the largest share of the state. What each party in power
        has in full uses `is_incumbent`, and what the state divides among them uses `office`.
        """
        return int(self.office.argmax())

    @cached_property
    def moving(self) -> tuple[tuple[int, Strategy], ...]:
        """Column and strategy of the parties that may ever move."""
        return tuple((j, each) for j, each in enumerate(self.strategies) if each.moves)

    @property
    def stance(self) -> Array:
        """Stance towards the order by party, shape (J,)."""
        return self.of_parties("stance")

    def is_kind(self, kind: str) -> Array:
        """Return 1 for parties of a kind, shape (J,); raises LookupError for an unknown kind."""
        return _known(self.kinds, kind, "kind of party")

    @cached_property
    def bloc_of_options(self) -> IntArray:
        """Bloc of taste of each option, shape (O,); none of them has one behind the others."""
        blocs = np.array([*self.bloc.tolist(), len(Bloc)][: len(self.options)])
        blocs.setflags(write=False)
        return blocs

    def in_bloc(self, bloc: Bloc) -> Array:
        """Return 1 for the parties of a bloc of taste, shape (J,)."""
        return self._blocs[bloc]

    @cached_property
    def _blocs(self) -> tuple[Array, ...]:
        return tuple(array(self.bloc == int(bloc)) for bloc in Bloc)

    def of_parties(self, trait: str) -> Array:
        """Return a trait of the parties, 0 for kinds without it, shape (J,).

        Raises LookupError for a trait that no kind of party has.
        """
        return _known(self.traits, trait, "trait of parties")

    def column(self, party: str) -> int:
        """Return the column of a party; raises LookupError for one that there is not."""
        if party not in self.names:
            raise LookupError(
                f"There is no party {party!r}{meant(party, self.names)}; there are "
                f"{', '.join(self.names)}."
            )
        return self.names.index(party)

    def issue(self, name: str) -> Array:
        """Return 1 for an issue, shape (D,).

        Raises LookupError for one that the population has no positions on.
        """
        if name not in self.issues:
            raise LookupError(
                f"There is no issue {name!r}; the population has positions on "
                f"{', '.join(self.issues)}."
            )
        return array([each == name for each in self.issues])

    def size(self, letter: str) -> int:
        """Return the length of a dimension: J, O, R, C, D, N or G."""
        return self._sizes[letter]

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        return MappingProxyType(
            {
                "J": len(self.names),
                "O": len(self.options),
                "R": len(self.cells.regions.codes),
                "C": len(self.cells.people),
                "D": len(self.issues),
                "N": len(self.notables.member),
                "G": len(self.founding_sites.density),
            }
        )

    def by_region(self, values: Array) -> Array:
        """Add up values over the cells of each region: (C, ...) to (R, ...)."""
        return np.add.reduceat(values, self._first_cell, axis=0)

    @cached_property
    def _first_cell(self) -> IntArray:
        first = np.searchsorted(self.cells.region, np.arange(self.size("R")))
        first.setflags(write=False)
        return first


def _known(values: Mapping[str, Array], name: str, what: str) -> Array:
    if name not in values:
        raise LookupError(
            f"There is no {what} called {name!r}{meant(name, values)}; there are "
            f"{', '.join(sorted(values))}."
        )
    return values[name]
