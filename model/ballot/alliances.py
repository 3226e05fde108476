"""Alliances: parties that stand together are one entry on the ballot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pydantic import Field

from model.ballot.apportionment.threshold import BoolArray
from model.ballot.tiers.returns import Beside, Returns
from model.ballot.tiers.tiered_law import TieredLaw
from model.numerics.arrays import IntArray
from model.numerics.rounding import shared_out
from model.parameters.parameter import Component
from model.politics.electoral_law import ElectoralLaw
from model.politics.soundness import sound_seats


class Alliance(Component):
    """Parties that put up one list together, or one candidate in each district.

    Voters judge the parties; whoever would vote for a member votes for the alliance. The seats
    that it wins in a unit (a district, or the country) go to its members in proportion to their
    votes there, by largest remainders: a single seat to the strongest (assumed).
    """

    label: str = ""
    members: tuple[str, ...] = Field(min_length=2, description="the parties that stand together")


def problems(alliances: Mapping[str, Alliance], parties: Sequence[str]) -> Iterator[str]:
    """Tell of members that there are not, or that stand in two alliances or twice."""
    seen: set[str] = set()
    for name, alliance in alliances.items():
        for member in alliance.members:
            if member not in parties:
                yield f"alliances.{name}.members: no party {member!r}"
            elif member in seen:
                yield f"alliances.{name}.members: {member!r} stands together with others already"
            seen.add(member)


@dataclass(frozen=True, eq=False)
class Entries:
    """What stands on the ballot, in the columns of the J parties.

    An alliance has the column of its first member; those of the others are empty, so that a
    column of which a law speaks stays where it is.
    """

    entry: IntArray  # (J,) column of the entry of each party

    @classmethod
    def of(cls, parties: Sequence[str], alliances: Mapping[str, Alliance]) -> "Entries":
        """Return the entries of a ballot: parties by themselves, and alliances."""
        entry = np.arange(len(parties))
        for alliance in alliances.values():
            columns = [parties.index(member) for member in alliance.members]
            entry[columns] = min(columns)
        return cls(entry)

    def joined(self, votes: IntArray) -> IntArray:
        """Return the votes of entries for votes by party, both of shape (D, J)."""
        sums = np.zeros_like(votes)
        np.add.at(sums.T, self.entry, votes.T)
        return sums

    def seats(self, law: ElectoralLaw, votes: IntArray, beside: Beside | None = None) -> IntArray:
        """Return the seats of each party, shape (J,).

        `votes` are the parties' by district, (D, J), and `beside` ballots for none of them.
        """
        if (self.entry == np.arange(len(self.entry))).all():
            return seats_of(law, votes, beside)
        if not isinstance(law, TieredLaw):
            won = seats_of(law, self.joined(votes), beside)
            total = votes.sum(axis=0, keepdims=True)
            return np.asarray(self._to_members(won[None], total).sum(axis=0))
        return np.asarray(sum(self.by_tier(law, votes, beside).values()))

    def by_tier(
        self, law: TieredLaw, votes: IntArray, beside: Beside | None = None
    ) -> dict[str, IntArray]:
        """Return what each tier gives to each party, (J,), by the name of the tier."""
        parties, found = law.returns(votes), {}
        for name, given in law.shared(self._returns(law, votes, beside)).items():
            tier = law.in_order[name]
            there = parties.in_units(tier.units).column(tier.counts)
            found[name] = np.asarray(self._to_members(given.seats, there).sum(axis=0))
        return found

    def reaching(self, law: TieredLaw, votes: IntArray, beside: Beside | None = None) -> BoolArray:
        """Return which parties reach the threshold, by themselves or in an alliance, (J,).

        The arguments are those of `seats`. A party without votes reaches none.
        """
        reached = law.reaching(self._returns(law, votes, beside))
        return np.asarray(reached[self.entry] & votes.any(axis=0))

    def _returns(self, law: TieredLaw, votes: IntArray, beside: Beside | None) -> Returns:
        """Return what a law reads of entries, and how many parties each of them has."""
        sizes = np.bincount(self.entry, minlength=len(self.entry))
        members = {int(column): int(size) for column, size in enumerate(sizes) if size > 1}
        return replace(law.returns(self.joined(votes), beside), members=members)

    def _to_members(self, won: IntArray, votes: IntArray) -> IntArray:
        """Return the seats of parties for those of entries and for votes, all (units, J)."""
        given = np.zeros_like(won)
        for unit, column in zip(*np.nonzero(won), strict=True):
            here = votes[unit] * (self.entry == column)
            given[unit] += shared_out(int(won[unit, column]), here.astype(float))
        return given


def seats_of(law: ElectoralLaw, votes: IntArray, beside: Beside | None = None) -> IntArray:
    """Return seats by party, (J,), for votes by district, (D, J), and ballots for no party.

    A law that is no list of tiers reads the votes alone. Raises PartFault for a user's own law
    that gives no seats.
    """
    seats = law.seats(votes, beside) if isinstance(law, TieredLaw) else law.seats(votes)
    return sound_seats(law, seats, votes.shape[-1])
