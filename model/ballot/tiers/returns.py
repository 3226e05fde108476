"""What was counted, as laws read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

import numpy as np

from model.ballot.apportionment.votes import checked
from model.numerics.arrays import IntArray

Units = Literal["country", "regions", "districts"]
Base = Literal["party votes", "valid votes", "ballots", "electors"]
Beside = Mapping[str, IntArray]
"""Votes against all, blank and invalid ballots, and electors, each of shape (D,)."""


@dataclass(frozen=True)
class Returns:
    """The votes of each list in each unit (D, J), and what a law may ask beside them."""

    votes: Mapping[str, IntArray]
    """Votes by column, as there may be one ballot for lists and one for candidates, (D, J)."""
    names: tuple[str, ...] = ()
    """Names of the lists, by which a law may exempt some."""
    region: IntArray | None = None
    """Region of each district, (D,); without it each district is a region."""
    beside: Beside = field(default_factory=dict)
    seats: IntArray | None = None
    """Seats of each district, (D,)."""
    members: Mapping[int, int] = field(default_factory=dict)
    """Number of member parties of a list that is an alliance, by column."""
    partner: IntArray | None = None
    """Number of each list's surplus agreement, (J,)."""
    won: IntArray | None = None
    """Seats that lists have won in districts that are not in the table, (J,)."""
    independents: tuple[int, ...] = ()
    """Columns of self-nominated candidates, who stand in districts only."""

    @classmethod
    def of(cls, votes: IntArray, independents: int | None = None) -> Self:
        """Return returns of bare votes, shape (D, J). Raises ValueError for what are no votes."""
        table = checked(votes)
        if independents is not None and independents >= table.shape[1]:
            raise ValueError(
                f"Self-nominated candidates are said to be in column {independents}, "
                f"but there are {table.shape[1]} columns, counted from 0."
            )
        return cls({"votes": table}, independents=() if independents is None else (independents,))

    @property
    def lists(self) -> int:
        """Number of lists J."""
        return int(next(iter(self.votes.values())).shape[1])

    @property
    def districts(self) -> int:
        """Number of districts D."""
        return len(next(iter(self.votes.values())))

    def column(self, name: str) -> IntArray:
        """Return the votes of a column, (D, J). Raises ValueError if there is none."""
        if name not in self.votes:
            raise ValueError(
                f"The law counts a column {name!r} of votes; there are: {', '.join(self.votes)}."
            )
        return self.votes[name]

    def for_lists(self, name: str) -> IntArray:
        """Return the votes of a column without those of self-nominated candidates, (D, J)."""
        votes = self.column(name).copy()
        votes[:, list(self.independents)] = 0
        return votes

    def base(self, of: Base, name: str) -> IntArray:
        """Return of what a threshold is a share, in each unit, (D,).

        Raises ValueError if the returns do not tell how many electors there are.
        """
        if of == "party votes":
            return np.asarray(self.for_lists(name).sum(axis=1))
        if of == "electors":
            if "electors" not in self.beside:
                raise ValueError(
                    "The threshold is a share of electors; give their number, in a row or column "
                    "called electors."
                )
            return self.beside["electors"]
        kinds = ("against all", "blank", "invalid") if of == "ballots" else ("against all", "blank")
        others = sum(self.beside[kind] for kind in kinds if kind in self.beside)
        return np.asarray(self.column(name).sum(axis=1) + others)

    def in_units(self, units: Units) -> Self:
        """Return the returns of the country, or of regions, with one row a unit."""
        if units == "districts" or (units == "regions" and self.region is None):
            return self
        unit = np.zeros(self.districts, np.int64) if units == "country" else self.region
        assert unit is not None
        return replace(
            self,
            votes={name: _summed(votes, unit) for name, votes in self.votes.items()},
            beside={kind: _summed(number, unit) for kind, number in self.beside.items()},
            seats=None if self.seats is None else _summed(self.seats, unit),
            region=None,
        )


def _summed(table: IntArray, unit: IntArray) -> IntArray:
    sums = np.zeros((int(unit.max()) + 1, *table.shape[1:]), np.int64)
    np.add.at(sums, unit, table)
    return sums
