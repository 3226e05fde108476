"""The contract of an electoral law: votes become seats."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array, IntArray
from model.parameters.parameter import Part


class ElectoralLaw(Part):
    """How votes become seats: a pure function with its rules as parameters."""

    example: ClassVar[str] = ""
    """Where such a law is or was in force, and how `partyofpower seats` is told so."""
    cannot: ClassVar[str] = ""
    """What the law cannot say, in a sentence."""

    kind: str
    against_all: bool = Field(False, description="whether voters may vote against all")
    independents: int | None = Field(
        None, ge=0, description="column of the self-nominated candidates; absent: there are none"
    )
    indirect: int = Field(
        0, ge=0, description="deputies not elected by voters, reported apart from the seats"
    )

    @property
    @abstractmethod
    def elected(self) -> int:
        """Number of seats that voters fill."""

    @property
    def districts(self) -> int:
        """Number of districts whose votes the law needs apart (1: national totals do)."""
        return 1

    def entry_bar(self, shares: Array) -> float:
        """Return the share of votes that a list is expected to need for a seat.

        `shares` are the expected shares of all lists, shape (J,). -inf means that any share
        will do: the law has no threshold.
        """
        return -np.inf

    @property
    def has_threshold(self) -> bool:
        """Whether a list needs a share of the votes to take part in the sharing of seats."""
        return False

    def unknown_columns(self, parties: Sequence[str]) -> Iterator[str]:
        """Tell of columns of which the law speaks and which these parties do not have."""
        if self.independents is not None and self.independents >= len(parties):
            yield (
                f"independents: given {self.independents}, allowed is 0 .. {len(parties) - 1}, the "
                f"place of the self-nominated among {', '.join(parties)}"
            )

    def unplayable(self, regions: int) -> Iterator[str]:
        """Tell of what a campaign in a country of so many regions has no figures for."""
        return iter(())

    def in_country(self, electors: IntArray) -> Self:
        """Return the law with what it leaves to the country, whose regions have electors, (R,)."""
        return self

    @abstractmethod
    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J).

        Votes *against all* and blank ballots are not among the J columns.
        """
