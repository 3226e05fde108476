"""The closed national list with a threshold, as Kazakhstan has had it since 2007."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.parameters.parameter import parameter


class NationalList(TieredLaw):
    """Lists above the threshold share all seats: Hare quota, then largest remainders.

    If one list only passes, the runner-up gets its guaranteed seats and the first list all
    others; "at least two" in the law is read as two, and never more than half of the house.
    A list stands at the threshold with exactly its share of the votes for parties (the base
    of the official percentages). If nobody passes, the threshold is waived (assumed). No
    votes at all: the seats stay vacant.

    Own votes may cost a seat: more votes for one list can push another one below the
    threshold, and the new remainders may then fall less well. One seat more in the house can
    also take a seat from a list (the Alabama paradox).
    Source: Constitutional Law on Elections of the Republic of Kazakhstan, as described by
    IPU 2165_07 and, for the runner-up, Reuters, 17 January 2012.
    """

    example: ClassVar[str] = (
        "Kazakhstan since 2007: Hare quota, 7 %: --law national-list. Russia, lists: --seats "
        "225 --threshold 0.05 --guaranteed-runner-up 0."
    )
    cannot: ClassVar[str] = "Other quotas cannot be said; a file of tiers can."

    kind: Literal["national_list"] = "national_list"
    house_size: int = parameter(
        98, 1, 10_000, unit="seats", source="IPU 2165_07: 98 of 107 deputies are elected",
        meaning="seats filled by voters",
    )  # fmt: skip
    threshold: float = parameter(
        0.07, 0, 1, unit="share of votes for parties", source="IPU 2165_07",
        meaning="share that a list needs to win seats",
    )  # fmt: skip
    guaranteed_runner_up: int = parameter(
        2, 0, 20, unit="seats", source="Reuters, 17 January 2012; none in 2007",
        meaning="seats of the second list if one only passes",
    )  # fmt: skip
    indirect: int = Field(
        9, ge=0, description="deputies not elected by voters, reported apart (IPU 2165_07)"
    )

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of the country."""
        tier = Tier(
            seats=self.house_size,
            formula="hare",
            threshold=self.threshold,
            guaranteed_runner_up=self.guaranteed_runner_up,
        )
        return {"lists": tier}
