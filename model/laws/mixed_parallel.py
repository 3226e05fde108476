"""Two tiers that do not compensate each other: lists, and single-member districts."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from model.ballot.tiers.returns import Base
from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.parameters.parameter import parameter


class MixedParallel(TieredLaw):
    """List seats by Hare quota above a threshold, and beside them one seat a district.

    A voter's one choice counts in both tiers. Self-nominated candidates have a column of
    their own (all of a district as one candidate: an upper bound of their success); it wins
    districts only and is left out of the list tier. Where districts vote in two rounds, here
    the first round decides. List tier without a passing list: the threshold is
    waived (assumed). A tier without votes stays vacant. The list tier inherits the paradoxes
    of largest remainders, so own votes may cost a seat there.
    Source: Shugart and Wattenberg (2001), Mixed-Member Electoral Systems.
    """

    example: ClassVar[str] = (
        "Georgia 2012: districts, and 77 seats of lists, 5 %: --law FILE.toml with kind = "
        '"mixed_parallel", list_seats = 77, threshold = 0.05; Russia since 2016: 225 seats.'
    )
    cannot: ClassVar[str] = (
        "Second rounds in districts cannot be said; seats of lists that make up for districts "
        "can, in a file of tiers."
    )

    kind: Literal["mixed_parallel"] = "mixed_parallel"
    list_seats: int = parameter(
        50,
        1,
        10_000,
        unit="seats",
        source="the law, as the country states it; else assumed",
        meaning="seats filled from lists",
    )
    single_member_seats: int = parameter(
        50,
        1,
        10_000,
        unit="districts",
        source="the law, as the country states it; else assumed",
        meaning="single-member districts",
    )
    threshold: float = parameter(
        0.05, 0, 1, unit="share",
        source="the law, as the country states it; else assumed",
        meaning="share that a list needs to win list seats",
    )  # fmt: skip
    threshold_of: Base = Field("party votes", description="of what the threshold is a share")

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return the districts and the lists, which are linked by nothing."""
        districts = Tier(seats=self.single_member_seats, units="districts", formula="plurality")
        lists = Tier(
            seats=self.list_seats, formula="hare",
            threshold=self.threshold, threshold_of=self.threshold_of,
        )  # fmt: skip
        return {"districts": districts, "lists": lists}
