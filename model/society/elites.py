"""The elite: who its notables are, and which of the parties once merged they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from model.numerics.arrays import Array, IntArray, array, read_only
from model.numerics.streams import party_uniforms
from model.parameters.parameter import Component, parameter

CADRES = -1
"""Faction of a notable who came from no other party."""

GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0


class Faction(Component):
    """People of a party that was once merged into the party of power."""

    label: str = ""
    size: float = parameter(
        0.05, 0, 0.45, unit="share of the party's notables", source="assumed",
        meaning="share of the notables who belong to the faction", part_of="notables",
    )  # fmt: skip
    merged: int = parameter(
        2000, 1800, 2200, unit="year", source="known of each faction; see the scenario",
        meaning="year in which the faction's party was merged into the party of power",
    )  # fmt: skip


class Elites(Component):
    """The political and business elite: most belong to the party of power.

    Within the party the people of the parties once merged into it are latent factions, not
    organised wings (claims D1-D4, W6); the rest are cadres that came from nowhere else.
    """

    number: int = parameter(
        200, 20, 5000, unit="people", source="chosen: a sample of the elite",
        meaning="number of notables",
    )  # fmt: skip
    party_share: float = parameter(
        0.8, 0.05, 1, unit="share", source="assumed; claim S4: the majority of the elite",
        meaning="share of the elite that belongs to the party of power or came from it",
    )  # fmt: skip
    loyalty: float = parameter(
        1.0, 0, 1, unit="share", source="claim S4",
        meaning="share of members who are still in the party in week 0",
    )  # fmt: skip
    office: float = parameter(
        0.6, 0, 1, unit="share", source="assumed; claim S6",
        meaning="share of members with a seat in an assembly, which is lost by leaving the party",
    )  # fmt: skip
    least_wealth: float = parameter(
        2.0, 0, 100_000, unit="million", source="assumed", meaning="wealth of the poorest notable"
    )
    inequality: float = parameter(
        1.5, 1.05, 10, unit="exponent", source="assumed; Pareto's law",
        meaning="exponent of the tail of wealth and of clout: the smaller, the more unequal",
    )  # fmt: skip
    year: int = parameter(
        2000, 1800, 2200, unit="year", source="chosen, where neither country nor scenario says",
        meaning="calendar year of week 0",
    )  # fmt: skip
    factions: dict[str, Faction] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        total = sum(faction.size for faction in self.factions.values())
        if total > 1 + 1e-9:
            raise ValueError(f"sizes of factions add up to {total:g}, allowed is at most 1")
        return self

    @property
    def members(self) -> int:
        """Number of notables of the party, past or present: the first ones."""
        return round(self.party_share * self.number)

    def opening_loyalty(self) -> Array:
        """Return 1 for the notables who are in the party before week 0, shape (N,)."""
        place = np.arange(self.number)
        # Golden-ratio steps leave nearly the same share of every faction outside.
        inside = (place < self.members) & ((place + 0.5) * GOLDEN % 1 < self.loyalty)
        return np.asarray(inside, dtype=np.float64)

    def faction_of(self) -> IntArray:
        """Return the faction of each notable by position in `factions`, or CADRES, shape (N,)."""
        ends = np.cumsum([round(f.size * self.members) for f in self.factions.values()])
        index = np.searchsorted(ends, np.arange(self.number), side="right")
        last = ends[-1] if len(ends) else 0
        in_faction = np.arange(self.number) < min(last, self.members)
        return np.where(in_faction, index, CADRES)

    @property
    def known_factions(self) -> "Factions":
        """The factions as far as anybody may know them."""
        ages = [self.year - faction.merged for faction in self.factions.values()]
        return Factions(tuple(self.factions), array(ages), self.members)


@dataclass(frozen=True, eq=False)
class Factions:
    """The parties once merged into the party of power, F of them."""

    names: tuple[str, ...]
    ages: Array  # (F,) years since the merger
    members: int  # notables of the party of power, past or present

    def memory(self, years: float) -> Array:
        """Return how much of its own identity each faction remembers, shape (F,).

        It falls by a factor e in the given number of years since the merger; before it, all is
        remembered.
        """
        return np.exp(-np.maximum(self.ages, 0) / years)


@dataclass(frozen=True, eq=False)
class Notables:
    """What does not change about the notables; N of them, F factions, J parties, R regions."""

    member: Array  # (N,) 1 if in the party of power, now or before
    region: np.ndarray  # (N,) index
    faction: np.ndarray  # (N,) index or CADRES
    office: Array  # (N,) 1 with a seat that is lost by leaving
    daring: Array  # (N,) -1 .. 1, inclination to leave
    wealth: Array  # (N,) million
    clout: Array  # (N,) share of all members' clout, 0 for those who never were members
    purse: Array  # (N,) share of all members' wealth
    weight: Array  # (F + 1, N) share of the faction's clout; the last row, of cadres, is zero
    presence: Array  # (R, N) share of the members' clout in the region
    home: Array  # (J, N) 1 for the party that a notable would join on leaving


def draw_notables(
    elites: Elites, electorate: Array, founders: Sequence[str | None], seed: int
) -> Notables:
    """Draw the notables of a run; the same for all scenarios with the same elite.

    `electorate` (R,) people by region; `founders` says of each party, J of them, which
    faction's leavers found or join it: "" those of all factions without a party, None nobody.
    """
    number, size = elites.number, len(elites.factions)
    member = np.asarray(np.arange(number) < elites.members, dtype=np.float64)
    faction = elites.faction_of()
    region = _region(electorate, _uniform(seed, "region", number))
    wealth = elites.least_wealth * _pareto(_uniform(seed, "wealth", number), elites.inequality)
    clout = member * _pareto(_uniform(seed, "clout", number), elites.inequality)
    in_faction = (faction == np.arange(size + 1)[:, None]).astype(np.float64)
    in_region = (region == np.arange(len(electorate))[:, None]).astype(np.float64)
    return read_only(
        Notables(
            member=member,
            region=region,
            faction=faction,
            office=member * (_uniform(seed, "office", number) < elites.office),
            daring=2 * _uniform(seed, "daring", number) - 1,
            wealth=wealth,
            clout=_shares(clout),
            purse=_shares(wealth * member),
            weight=_shares(in_faction * clout),
            presence=_shares(in_region * clout),
            home=_homes(list(elites.factions), founders, faction) * member,
        )
    )


def _uniform(seed: int, what: str, number: int) -> Array:
    return party_uniforms(seed, 0, f"notables: {what}", number)


def _pareto(uniform: Array, exponent: float) -> Array:
    """Return Pareto variates from 1 on; the richest hundredth of a percent is cut off."""
    return np.asarray(np.maximum(uniform, 1e-4) ** (-1 / exponent))


def _shares(values: Array) -> Array:
    """Scale along the last axis to a sum of 1; zeros stay zeros."""
    total = values.sum(axis=-1, keepdims=True)
    return np.asarray(values / np.where(total > 0, total, 1.0))


def _region(electorate: Array, uniform: Array) -> IntArray:
    """Place notables in proportion to the electorate."""
    return np.searchsorted(np.cumsum(electorate / electorate.sum())[:-1], uniform)


def _homes(factions: list[str], founders: Sequence[str | None], faction: IntArray) -> Array:
    """Return who would join whom, (J, N): the first party of one's faction, else an open one."""
    first: dict[str, int] = {}
    for column, founded_by in enumerate(founders):
        if founded_by is not None:
            first.setdefault(founded_by, column)
    home = np.zeros((len(founders), len(faction)))
    for position in range(len(factions), CADRES - 1, -1):
        own = factions[position] if 0 <= position < len(factions) else ""
        if own in first or "" in first:
            home[first[own] if own in first else first[""], faction == position] = 1.0
    return home


def joining(notables: Notables, standing: Array, leaving: Array) -> Array:
    """Return the share of the party's elite in each region that joins each party, (J, R).

    `leaving` (N,) is 1 for those who go; they join their home only if it stands (J,).
    """
    crowd: Array = (notables.home * leaving) @ notables.presence.T * standing[:, None]
    return crowd


def gifts(notables: Notables, standing: Array, leaving: Array, share: float) -> Array:
    """Return what those who go pay to the party they join, million, shape (J,)."""
    given: Array = share * standing * ((notables.home * leaving) @ notables.wealth)
    return given
