"""Single-member districts won by plurality."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.parameters.parameter import parameter


class Plurality(TieredLaw):
    """In each district the candidate with most votes wins the one seat.

    One row of votes stands for districts that all vote alike. A tie goes to the party with
    more votes in the country, then to the first on the ballot. A district without votes
    stays vacant. More votes of one's own never cost a seat.
    Source: Duverger (1951), Les partis politiques.
    """

    example: ClassVar[str] = (
        "United Kingdom: most votes in a district, whose votes have a column district: --law "
        "plurality."
    )
    cannot: ClassVar[str] = (
        "Second rounds, and votes for several candidates or in order of preference, cannot be said."
    )

    kind: Literal["plurality"] = "plurality"
    house_size: int = parameter(
        100, 1, 10_000, unit="districts", source="the law, as the country states it; else assumed",
        meaning="single-member districts",
    )  # fmt: skip

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of single-member districts."""
        return {"districts": Tier(seats=self.house_size, units="districts", formula="plurality")}
