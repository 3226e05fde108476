"""Regional councils, elected on the same day as parliament."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from model.ballot.tiers.returns import Beside, Returns
from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.numerics.arrays import IntArray
from model.parameters.parameter import parameter


class RegionalCouncils(TieredLaw):
    """In each region the lists above the threshold share the seats of its councils.

    All councils of a region (regional, city and district ones) are seated as one body with
    one threshold, where in fact each council is a contest of its own (assumed). Regions get seats
    as `region_seats` says; without it in proportion to `electors`, and without those to the
    votes cast, by largest remainders. Within a region: Hare quota, largest remainders; if
    nobody passes there, the threshold is waived there (assumed). A region without votes
    leaves its seats vacant. Own votes may cost a seat, as in the national list.
    Source: as the national list.
    """

    example: ClassVar[str] = (
        "Assemblies of regions: lists by region, 5 % in each: --law regional-councils --seats 3000."
    )
    cannot: ClassVar[str] = "Councils inside a region cannot be told apart."

    kind: Literal["regional_councils"] = "regional_councils"
    house_size: int = parameter(
        1000, 1, 100_000, unit="seats", source="the law, as the country states it; else assumed",
        meaning="council seats in the country",
    )  # fmt: skip
    threshold: float = parameter(
        0.05, 0, 1, unit="share of votes in the region",
        source="the law, as the country states it; else assumed",
        meaning="share that a list needs to win seats in a region",
    )  # fmt: skip
    regions: int = Field(1, ge=1, description="regions that elect councils")
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
    def districts(self) -> int:
        """Number of districts whose votes are counted apart: the regions."""
        return self.regions

    def unplayable(self, regions: int) -> Iterator[str]:
        """Tell of seats of other regions than the country has."""
        if self.region_seats and len(self.region_seats) != regions:
            yield (
                f"region_seats: gives seats to {len(self.region_seats)} regions; the country has "
                f"{regions}"
            )

    def in_country(self, electors: IntArray) -> Self:
        """Return the law with the regions of the country and their electors, (R,)."""
        if self.region_seats:
            return self
        known = {"regions": len(electors), "electors": tuple(electors.tolist())}
        return self.model_copy(update=known)

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of regions, each with a threshold of its own."""
        tier = Tier(
            seats=self.house_size,
            unit_seats=self.region_seats,
            units="regions",
            formula="hare",
            threshold=self.threshold,
            threshold_in="units",
        )
        return {"councils": tier}

    def returns(self, votes: IntArray, beside: Beside | None = None) -> Returns:
        """Return the votes of the regions with their electors, if known."""
        known = {"electors": np.array(self.electors, dtype=np.int64)} if self.electors else {}
        return super().returns(votes, {**(beside or {}), **known})

    def seats_by_region(self, votes: IntArray) -> IntArray:
        """Return the seats of each party in each region, shape (regions, J)."""
        return self.shared(self.returns(votes))["councils"].seats
