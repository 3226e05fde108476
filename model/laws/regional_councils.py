"""The regional councils (maslikhats), elected on the same day as the Mazhilis."""

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from model.ballot.apportionment import admitted, by_district, largest_remainder
from model.numerics.arrays import IntArray
from model.parameters.parameter import parameter
from model.politics.contracts import ElectoralLaw


class RegionalCouncils(ElectoralLaw):
    """In each region the lists above the threshold share the seats of its councils.

    All councils of a region (regional, city and district ones) are seated as one body with
    one threshold, where in fact each council is a contest of its own (assumed). Regions get seats
    as `region_seats` says; without it in proportion to `electors`, and without those to the
    votes cast, by largest remainders. Within a region: Hare quota, largest remainders; if
    nobody passes there, the threshold is waived there (assumed). A region without votes
    leaves its seats vacant. Own votes may cost a seat, as in the national list.
    Source: 3,279 seats in 2021 (figures of the party: 2,701 of 3,279 its own, 82.37 %).
    """

    kind: Literal["regional_councils"] = "regional_councils"
    house_size: int = parameter(
        3279, 1, 10_000, unit="seats", source="party figures for January 2021",
        meaning="council seats in the country",
    )  # fmt: skip
    threshold: float = parameter(
        0.07, 0, 0.2, unit="share of votes in the region", source="assumed: as in the Mazhilis",
        meaning="share that a list needs to win seats in a region",
    )  # fmt: skip
    regions: int = Field(17, ge=1, description="regions that elect councils, in February 2022")
    region_seats: tuple[int, ...] = Field((), description="seats of each region, if given")
    electors: tuple[int, ...] = Field((), description="registered electors of each region")

    @model_validator(mode="after")
    def _one_number_a_region(self) -> Self:
        for name in ("region_seats", "electors"):
            given = getattr(self, name)
            if given and (len(given) != self.regions or min(given) < 0 or sum(given) == 0):
                raise ValueError(
                    f"{name} must give each of the {self.regions} regions a number, none "
                    f"negative and not all zero; it gives {len(given)}."
                )
        if self.region_seats and sum(self.region_seats) != self.house_size:
            raise ValueError(
                f"region_seats add up to {sum(self.region_seats)}; "
                f"house_size says {self.house_size}."
            )
        return self

    @property
    def elected(self) -> int:
        """Number of seats that voters fill."""
        return self.house_size

    @property
    def districts(self) -> int:
        """Number of districts whose votes are counted apart: the regions."""
        return self.regions

    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (regions, J)."""
        totals: IntArray = self.seats_by_region(votes).sum(axis=0)
        return totals

    def seats_by_region(self, votes: IntArray) -> IntArray:
        """Return the seats of each party in each region, shape (regions, J)."""
        table = by_district(votes, self.districts)
        sizes = self._sizes(table).tolist()
        return np.array([self._council(row, size) for row, size in zip(table, sizes, strict=True)])

    def _sizes(self, table: IntArray) -> IntArray:
        if self.region_seats:
            return np.array(self.region_seats, dtype=np.int64)
        electors = np.array(self.electors, dtype=np.int64)
        return largest_remainder(electors if self.electors else table.sum(axis=1), self.house_size)

    def _council(self, votes: IntArray, size: int) -> IntArray:
        return largest_remainder(admitted(votes, self.threshold), size)
