"""Laws that are lists of tiers."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from model.ballot.apportionment.threshold import BoolArray
from model.ballot.apportionment.ties import Precedence, backwards, by_votes, moved
from model.ballot.apportionment.votes import by_district
from model.ballot.tiers.playable import unplayable
from model.ballot.tiers.returns import Beside, Returns
from model.ballot.tiers.tier import Shared, Tier
from model.numerics.arrays import Array, IntArray
from model.politics.electoral_law import ElectoralLaw


@dataclass(frozen=True)
class Tie:
    """Lists with an equal claim to a seat of a unit of a tier."""

    tier: str
    unit: int
    lists: tuple[int, ...]


class TieredLaw(ElectoralLaw):
    """A law that is a list of tiers, one after the other."""

    @abstractmethod
    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return the tiers by name, in the order in which their seats are given."""

    @cached_property
    def in_order(self) -> Mapping[str, Tier]:
        """The tiers by name, made once: every week of a campaign asks for them."""
        return MappingProxyType(dict(self.list_of_tiers()))

    @property
    def elected(self) -> int:
        """Number of seats that voters fill."""
        total = 0
        for tier in self.in_order.values():
            units = 1 if tier.units == "country" or tier.by_lists else self.districts
            house = tier.house or units
            total = max(house, total) if tier.link == "compensation" else total + house
        return total

    @property
    def districts(self) -> int:
        """Number of districts whose votes the law needs apart (1: national totals do)."""
        return max(tier.told_units or 1 for tier in self.in_order.values())

    @property
    def has_threshold(self) -> bool:
        """Whether a tier of lists has a threshold."""
        return any(tier.has_threshold for tier in self.in_order.values())

    def entry_bar(self, shares: Array) -> float:
        """Return the lowest threshold of a tier of lists; without one the bar of plurality."""
        tiers = self.in_order.values()
        lists = [tier for tier in tiers if tier.by_lists]
        return min(tier.entry_bar(shares) for tier in lists or tiers)

    def unknown_columns(self, parties: Sequence[str]) -> Iterator[str]:
        """Tell of columns of which the law speaks and which these parties do not have."""
        yield from super().unknown_columns(parties)
        for name, tier in self.in_order.items():
            for each in tier.exempt:
                if each not in range(len(parties)):
                    yield (
                        f"tiers.{name}.exempt: given {each!r}, allowed is 0 .. {len(parties) - 1}, "
                        f"the place of a list among {', '.join(parties)}"
                    )

    def unplayable(self, regions: int) -> Iterator[str]:
        """Tell of tiers that a campaign in a country of so many regions has no figures for."""
        yield from unplayable(self.in_order, regions)

    def seats(self, votes: IntArray, beside: Beside | None = None) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J).

        `beside` are the ballots for no party in each district; without them every threshold is a
        share of the votes for parties.
        """
        given = self.shared(self.returns(votes, beside)).values()
        return np.asarray(sum(each.seats.sum(axis=0) for each in given))

    def returns(self, votes: IntArray, beside: Beside | None = None) -> Returns:
        """Return what the law reads of votes, (districts, J), and of ballots for no party."""
        table = votes if self.districts == 1 else by_district(votes, self.districts)
        return replace(Returns.of(table, self.independents), beside=beside or {})

    def shared(self, returns: Returns, precedence: Precedence = by_votes) -> dict[str, Shared]:
        """Return what each tier gives, by name. Raises ValueError if the returns do not do."""
        before = np.zeros(returns.lists, np.int64) if returns.won is None else returns.won
        given: dict[str, Shared] = {}
        for name, tier in self.in_order.items():
            given[name] = tier.shared(returns, before, precedence)
            before = before + given[name].seats.sum(axis=0)
        return given

    def reaching(self, returns: Returns) -> BoolArray:
        """Return which lists reach a threshold by their own votes, in one unit or more, (J,).

        A list that takes part from below the threshold, or because it is waived, does not reach it.
        Where no tier of lists has a threshold, no list reaches one.
        """
        tiers = (tier for tier in self.in_order.values() if tier.has_threshold)
        reached = [tier.reaching(returns).any(axis=0) for tier in tiers]
        return np.any(reached, axis=0) if reached else np.zeros(returns.lists, bool)

    def ties(self, returns: Returns, precedence: Precedence = by_votes) -> list[Tie]:
        """Return the ties: where another order of equal claims would give other seats."""
        first, last = (self.shared(returns, each) for each in (precedence, backwards(precedence)))
        found = [
            (name, int(unit))
            for name in first
            for unit in np.flatnonzero((first[name].seats != last[name].seats).any(axis=1))
        ]
        if not found:
            return []
        depends = [
            [self.shared(returns, moved(precedence, column, end)) for end in (True, False)]
            for column in range(returns.lists)
        ]
        return [
            Tie(name, unit, tuple(
                column for column, (best, worst) in enumerate(depends)
                if best[name].seats[unit, column] != worst[name].seats[unit, column]
            ))
            for name, unit in found
        ]  # fmt: skip
