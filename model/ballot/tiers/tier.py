"""A tier: some seats, the units in which they are won, and the rules by which they are shared."""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from model.ballot.apportionment.bounds import Share, within_bounds
from model.ballot.apportionment.highest_averages import highest_averages
from model.ballot.apportionment.largest_remainders import largest_remainders
from model.ballot.apportionment.plurality import plurality
from model.ballot.apportionment.surplus_agreements import ShareAmong, with_agreements
from model.ballot.apportionment.threshold import BoolArray, passing, with_further
from model.ballot.apportionment.ties import Precedence
from model.ballot.tiers.returns import Base, Returns, Units
from model.numerics.arrays import Array, IntArray
from model.parameters.parameter import Component, parameter

Formula = Literal[
    "hare", "hare_by_size", "droop", "hagenbach_bischoff", "dhondt", "sainte_lague", "plurality"
]  # fmt: skip

READ_WITH = {
    "guaranteed_runner_up": ("none",), "runner_up_factor": ("none",), "overhang": ("compensation",),
    "cap": ("cap",), "cap_factor": ("cap",), "most_seats": ("cap",),
}  # fmt: skip
"""The links with which a field means something, for those that do with some only."""

MANY = 2**40
"""More seats than any house has."""


@dataclass(frozen=True)
class Shared:
    """What a tier gave."""

    seats: IntArray
    """Seats of each list in each unit, (units, J)."""
    waived: bool = False
    """Whether no list reached the threshold in some unit, so that it was waived there."""


@dataclass(frozen=True)
class Others:
    """What is known beside a unit's votes."""

    before: IntArray
    """Seats that lists have won in the tiers before, (J,)."""
    partner: IntArray
    """Number of each list's surplus agreement, (J,)."""
    base: int
    """Of what `cap_factor` limits the share; 0 without such a cap."""


class Tier(Component):
    """Seats of one kind: those of the country, or of each region or district.

    In each unit the lists that pass the threshold share the unit's seats by the formula. If
    nobody passes, the threshold is waived (assumed). Candidates without a list stand only
    where plurality decides.
    """

    seats: int | None = parameter(
        None, 1, 100_000, unit="seats", source="the law",
        meaning="seats of all units together, or of the whole house in a compensating tier",
    )  # fmt: skip
    unit_seats: tuple[int, ...] = Field((), description="seats of each unit, in order")
    units: Units = Field("country", description="where seats are won")
    formula: Formula = Field("dhondt", description="how a unit's seats are shared")
    first_divisor: float = parameter(
        1.0, 1, 2, unit="divisor", source="the law", meaning="divisor for a list's first seat"
    )
    threshold: float = parameter(
        0.0, 0, 1, unit="share", source="the law", meaning="share that a list needs to win seats"
    )
    threshold_of: Base = Field("party votes", description="of what the threshold is a share")
    threshold_in: Literal["country", "units"] = Field(
        "country", description="whether lists must pass in the country or in each unit"
    )
    alliances: tuple[float, ...] = Field(
        (), description="thresholds of alliances of two parties, of three and so on"
    )
    exempt: tuple[int | str, ...] = Field(
        (), description="lists that need no threshold: columns counted from 0, or names of a file"
    )
    waived_by_districts: int = parameter(
        0, 0, 100, unit="seats", source="the law",
        meaning="seats won in earlier tiers that spare a list the threshold, 0 if none do",
    )  # fmt: skip
    least_lists: int = parameter(
        0, 0, 20, unit="lists", source="the law",
        meaning="least number of lists that take part, if need be from below the threshold",
    )  # fmt: skip
    least_votes: float = parameter(
        0.0, 0, 1, unit="share", source="the law",
        meaning="share that the lists that take part must exceed together, or more are admitted",
    )  # fmt: skip
    guaranteed_runner_up: int = parameter(
        0, 0, 20, unit="seats", source="the law",
        meaning="least seats of the second list if one only passes",
    )  # fmt: skip
    runner_up_factor: float = parameter(
        0.0, 0, 1, unit="factor", source="the law",
        meaning="share of its due seats that the second list gets if only one list passes",
    )  # fmt: skip
    surplus_agreements: bool = Field(False, description="whether lists may pool their votes")
    counts: str = Field("votes", description="the column of votes that this tier counts")
    link: Literal["none", "compensation", "cap"] = Field(
        "none", description="whether seats won in the tiers before are deducted, or limit a list"
    )
    overhang: bool = Field(
        True, description="whether seats beyond a list's due enlarge the house, not cost others"
    )
    cap: float = parameter(
        0.08, 0, 1, unit="share", source="Constitution of Mexico, article 54",
        meaning="largest excess of a list's share of the house over its share of votes for lists "
        "that take part",
    )  # fmt: skip
    cap_factor: float = parameter(
        0.0, 0, 10, unit="factor", source="the law",
        meaning="largest ratio of a list's share of seats to its share of votes, counted as for "
        "the threshold; 0 without such a cap",
    )  # fmt: skip
    most_seats: int = parameter(
        100_000, 1, 100_000, unit="seats", source="the law",
        meaning="most seats of the house that a list may have where there is a cap",
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if self.unit_seats and (min(self.unit_seats) < 0 or sum(self.unit_seats) == 0):
            raise ValueError("unit_seats must not be negative, nor all be zero")
        if self.unit_seats and self.seats not in (None, sum(self.unit_seats)):
            raise ValueError(
                f"unit_seats add up to {sum(self.unit_seats)}, but seats is {self.seats}"
            )
        if self.link != "none" and self.units != "country":
            raise ValueError("a tier that is linked to others has units = 'country'")
        if self.first_divisor != 1 and self.formula not in ("dhondt", "sainte_lague"):
            raise ValueError(f"{self.formula} has no divisors: leave first_divisor out")
        for name, links in READ_WITH.items():
            # By its value, not by whether it is given: a scenario written out gives every field.
            given, usual = getattr(self, name), type(self).model_fields[name].default
            if given != usual and self.link not in links:
                raise ValueError(
                    f"{name}: given {given}, but the link is {self.link!r}, with which it means "
                    f"nothing; leave it out, or take link = {' or '.join(map(repr, links))}"
                )
        return self

    @property
    def house(self) -> int:
        """Seats that the tier fills, as far as the law itself says; 0 if it does not."""
        return self.seats or sum(self.unit_seats)

    @property
    def told_units(self) -> int:
        """Number of units, as far as the law itself says; 0 if it does not."""
        if self.units == "country":
            return 1
        return len(self.unit_seats) or (0 if self.by_lists else self.house)

    def in_country(self, electors: IntArray) -> Self:
        """Return the tier with the seats of each region, in proportion to its electors, (R,).

        By largest remainders; as it is if its units are no regions, or have their seats.
        """
        if self.units != "regions" or self.unit_seats or not self.by_lists:
            return self
        seats = largest_remainders(electors, self.house)
        return self.model_copy(update={"unit_seats": tuple(seats.tolist())})

    @property
    def by_lists(self) -> bool:
        """Whether lists share seats, rather than candidates winning them."""
        return self.formula != "plurality"

    @property
    def has_threshold(self) -> bool:
        """Whether lists share the seats, and need a share of the votes to take part."""
        return self.by_lists and (self.threshold > 0 or max(self.alliances, default=0.0) > 0)

    def entry_bar(self, shares: Array) -> float:
        """Return the share of votes that a list is expected to need; -inf: any will do.

        Where one member is elected that is half-way between the second and the third of three
        or more, as the third is deserted. Source: Cox (1997), Making Votes Count, ch. 4.
        """
        if self.by_lists or len(shares) < 3:
            return self.threshold or -np.inf
        _first, second, third, *_ = np.sort(shares)[::-1]
        return float((second + third) / 2)

    def shared(self, returns: Returns, before: IntArray, precedence: Precedence) -> Shared:
        """Return the seats of each list in each unit.

        `before` are the seats that lists have won in the tiers before, shape (J,).
        """
        counted = returns.in_units(self.units)
        votes = counted.for_lists(self.counts) if self.by_lists else counted.column(self.counts)
        passed, waived = self._passed(returns, before)
        admitted = np.where(passed, votes, 0)
        totals, others = votes.sum(axis=0), Others(before, partner_of(counted), self._base(counted))
        seats = [
            self._unit(admitted[unit], votes[unit], size, others,
                       self._share(unit, totals, precedence))
            for unit, size in enumerate(self.sizes(counted).tolist())
        ]  # fmt: skip
        return Shared(np.array(seats, dtype=np.int64), waived)

    def sizes(self, counted: Returns) -> IntArray:
        """Return the seats of each unit: given, or one a district, or in proportion.

        Proportion is to electors, if known, or to votes; by largest remainders.
        Raises ValueError if the number of seats is not known.
        """
        given = np.array(self.unit_seats, dtype=np.int64) if self.unit_seats else counted.seats
        if self.units != "country" and given is not None:
            if len(given) != counted.districts:
                raise ValueError(
                    f"The law gives seats to {len(given)} {self.units}; the votes come from "
                    f"{counted.districts}."
                )
            return given
        if not self.by_lists and self.units != "country":
            return np.ones(counted.districts, dtype=np.int64)
        if not self.house:
            raise ValueError(
                "Neither the law nor the votes say how many seats there are: give --seats, or "
                "--seats-by for those of each district."
            )
        if self.units == "country":
            return np.array([self.house])
        votes = counted.column(self.counts).sum(axis=1)
        return largest_remainders(counted.beside.get("electors", votes), self.house)

    def reaching(self, returns: Returns) -> BoolArray:
        """Return which lists reach the threshold by their own votes, (1 or units, J).

        A list that is exempt reaches it with any vote.
        """
        votes, totals = self._for_threshold(returns)
        needed = self._thresholds(returns)
        rows = [passing(row, needed, total) for row, total in zip(votes, totals, strict=True)]
        return np.array(rows)

    def _for_threshold(self, returns: Returns) -> tuple[IntArray, list[int]]:
        """Return votes of lists, (1 or units, J), and the totals of which thresholds are shares."""
        base = returns.in_units("country" if self.threshold_in == "country" else self.units)
        votes = base.for_lists(self.counts) if self.by_lists else base.column(self.counts)
        return votes, base.base(self.threshold_of, self.counts).tolist()

    def _passed(self, returns: Returns, before: IntArray) -> tuple[BoolArray, bool]:
        """Return which lists take part in each unit, (1 or units, J), and whether one waived."""
        votes, totals = self._for_threshold(returns)
        passed = self.reaching(returns)
        if self.least_lists or self.least_votes:
            enough = (self.least_lists, self.least_votes)
            rows = zip(votes, passed, totals, strict=True)
            passed = np.array([with_further(row, own, *enough, base) for row, own, base in rows])
        if self.waived_by_districts:
            passed |= before >= self.waived_by_districts
        nobody = np.asarray(~passed.any(axis=1))
        return passed | nobody[:, None], bool((nobody & votes.any(axis=1)).any())

    def _thresholds(self, returns: Returns) -> list[float]:
        needed = [self.threshold] * returns.lists
        for column, members in returns.members.items():
            if self.alliances and members > 1:
                needed[column] = self.alliances[min(members - 2, len(self.alliances) - 1)]
        for each in self.exempt:
            needed[self._column(each, returns)] = 0.0
        return needed

    def _column(self, exempt: int | str, returns: Returns) -> int:
        known = range(returns.lists) if isinstance(exempt, int) else returns.names
        if exempt not in known:
            raise ValueError(f"The law exempts {exempt!r}, and there is no such list.")
        return known.index(exempt)  # type: ignore[arg-type]

    def _share(self, unit: int, totals: IntArray, precedence: Precedence) -> ShareAmong:
        """Return the formula for a unit, with its rule for equal claims."""

        def share(votes: IntArray, seats: int, claimant: IntArray | None = None) -> IntArray:
            # A tie in a district goes to whoever is stronger in the country.
            order = precedence(votes if self.by_lists else totals, unit, claimant)
            match self.formula:
                case "plurality":
                    return plurality(votes, seats, order)
                case "dhondt":
                    return highest_averages(votes, seats, 1, self.first_divisor, order)
                case "sainte_lague":
                    return highest_averages(votes, seats, 2, self.first_divisor, order)
                case quota:
                    return largest_remainders(votes, seats, quota, order)

        return share

    def _unit(
        self, admitted: IntArray, votes: IntArray, size: int,
        others: Others, among: ShareAmong,
    ) -> IntArray:  # fmt: skip
        """Return the seats of each list in one unit, (J,)."""
        before, partner = others.before, others.partner
        share: Share = among
        if self.surplus_agreements:
            # An agreement holds only between lists that take part.
            alone = np.where(admitted > 0, partner, len(partner) + np.arange(len(partner)))
            share = partial(with_agreements, among, alone)
        if self.link == "compensation":
            return self._compensated(admitted, size, before, share)
        if self.link == "cap":
            limit = self._limits(admitted, size + int(before.sum()), others.base) - before
            return within_bounds(share, admitted, size, 0 * votes, np.maximum(limit, 0))
        if not (self.guaranteed_runner_up or self.runner_up_factor):
            return share(admitted, size)
        second = self._guaranteed(admitted, votes, size, share)
        rest = np.where(second > 0, 0, admitted)
        return second + share(rest, size - int(second.sum()))

    def _compensated(
        self, admitted: IntArray, house: int, before: IntArray, share: Share
    ) -> IntArray:
        """Return what lists get so that with what they have the house is shared by the formula.

        Seats won by whoever takes no part are left out of what is shared.
        """
        takes_part = admitted > 0
        size = house - int(before[~takes_part].sum())
        low = np.where(takes_part, before, 0)
        if self.overhang:
            return np.asarray(np.maximum(share(admitted, size), low) - low)
        return within_bounds(share, admitted, size, low, np.full(len(low), MANY)) - low

    def _limits(self, admitted: IntArray, house: int, base: int) -> IntArray:
        """Return how many seats of the house each list may have at most, (J,)."""
        total, more = max(int(admitted.sum()), 1), Fraction(str(self.cap))
        limits = [
            min(int((Fraction(v, total) + more) * house), self.most_seats)
            for v in admitted.tolist()
        ]
        if not self.cap_factor:
            return np.array(limits, dtype=np.int64)
        each = Fraction(str(self.cap_factor)) * house / max(base, 1)
        return np.minimum(limits, [int(v * each) for v in admitted.tolist()])

    def _base(self, counted: Returns) -> int:
        """Return of what a factor caps the share: only that of the whole country is asked for."""
        return int(counted.base(self.threshold_of, self.counts).sum()) if self.cap_factor else 0

    def _guaranteed(self, admitted: IntArray, votes: IntArray, size: int, share: Share) -> IntArray:
        """Return the seats of the second list if one only passes: never more than half, (J,)."""
        seats = np.zeros_like(votes)
        if np.count_nonzero(admitted) == 1 < np.count_nonzero(votes):
            second = _strongest(np.where(admitted > 0, 0, votes), share)
            part = Fraction(int(votes[second]), int(admitted.sum() + votes[second]))
            due = int(part * size * Fraction(str(self.runner_up_factor)))
            seats[second] = min(max(self.guaranteed_runner_up, due), size // 2)
        return seats


def _strongest(votes: IntArray, share: Share) -> int:
    """Return the list with most votes; of equal ones that which the formula serves first."""
    top = np.where(votes == votes.max(), votes, 0)
    return int(share(top, 1).argmax())


def partner_of(returns: Returns) -> IntArray:
    """Return the number of each list's agreement, (J,): without any, each its own."""
    return np.arange(returns.lists) if returns.partner is None else returns.partner
