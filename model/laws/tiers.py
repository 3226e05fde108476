"""Any law that is a list of tiers."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.numerics.arrays import IntArray


class Tiers(TieredLaw):
    """A list of tiers, each with its units, formula and threshold, given in the scenario or a file.

    Tiers are served in order: one that compensates, or is capped, looks at the seats won in
    those before it. A voter's one choice counts in every tier, unless a votes file has a column
    of its own for each. No votes at all: the seats stay vacant.
    Source: Gallagher and Mitchell (eds., 2005), The Politics of Electoral Systems, appendix A.
    """

    example: ClassVar[str] = (
        "Czechia to 2017: thresholds of alliances; New Zealand: compensation with overhang; "
        "Mexico: a cap: --law FILE.toml."
    )
    cannot: ClassVar[str] = (
        "Levelling seats, compensation inside regions, remainders carried to another tier (Czechia "
        "since 2021), second rounds and votes in order of preference cannot be said."
    )

    kind: Literal["tiers"] = "tiers"
    tiers: dict[str, Tier] = Field(
        {"lists": Tier(seats=100)}, min_length=1, description="the tiers by name, in order"
    )

    def in_country(self, electors: IntArray) -> Self:
        """Return the law with the seats of regions in proportion to their electors, (R,)."""
        tiers = {name: tier.in_country(electors) for name, tier in self.tiers.items()}
        return self.model_copy(update={"tiers": tiers})

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return the tiers by name."""
        return self.tiers
