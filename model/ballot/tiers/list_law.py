"""Laws that share all seats of the country among lists."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from model.ballot.tiers.returns import Base
from model.ballot.tiers.tier import Formula, Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.parameters.parameter import parameter


class ListLaw(TieredLaw):
    """Lists above a threshold share all seats, by a formula."""

    formula: ClassVar[Formula]

    house_size: int = parameter(
        100, 1, 10_000, unit="seats", source="the law, as the country states it; else assumed",
        meaning="seats filled by voters",
    )  # fmt: skip
    threshold: float = parameter(
        0.0, 0, 1, unit="share", source="the law, as the country states it; else none",
        meaning="share that a list needs to win seats",
    )  # fmt: skip

    threshold_of: Base = Field("party votes", description="of what the threshold is a share")

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of the country."""
        tier = Tier(
            seats=self.house_size, formula=self.formula,
            threshold=self.threshold, threshold_of=self.threshold_of,
        )  # fmt: skip
        return {"lists": tier}
