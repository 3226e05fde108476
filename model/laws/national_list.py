"""The closed national list with a threshold and a seat for the runner-up."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from model.ballot.tiers.list_law import ListLaw
from model.ballot.tiers.tier import Tier
from model.parameters.parameter import parameter


class NationalList(ListLaw):
    """Lists above the threshold share all seats: Hare quota, then largest remainders.

    If one list only passes, the runner-up gets the seats that the law guarantees it, if any, and
    the first list all others; "at least" so many is read as so many, and never more than half
    of the house.
    A list stands at the threshold with exactly its share of the votes for parties (the base
    of the official percentages). If nobody passes, the threshold is waived (assumed). No
    votes at all: the seats stay vacant.

    Own votes may cost a seat: more votes for one list can push another one below the
    threshold, and the new remainders may then fall less well. One seat more in the house can
    also take a seat from a list (the Alabama paradox).
    Source: Gallagher and Mitchell (eds., 2005), The Politics of Electoral Systems, appendix A.
    """

    example: ClassVar[str] = (
        "Russia, lists: Hare quota, 5 %: --law national-list --seats 225. With a seat for a "
        "second list where one only passes: --guaranteed-runner-up 2."
    )
    cannot: ClassVar[str] = "Other quotas cannot be said; a file of tiers can."

    formula = "hare"
    kind: Literal["national_list"] = "national_list"
    threshold: float = parameter(
        0.05, 0, 1, unit="share of votes for parties",
        source="the law, as the country states it; else assumed",
        meaning="share that a list needs to win seats",
    )  # fmt: skip
    guaranteed_runner_up: int = parameter(
        0, 0, 20, unit="seats", source="the law, as the country states it; else none",
        meaning="seats of the second list if one only passes",
    )  # fmt: skip

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of the country, with the seats of the runner-up."""
        (tier,) = super().list_of_tiers().values()
        guaranteed = {"guaranteed_runner_up": self.guaranteed_runner_up}
        return {"lists": tier.model_copy(update=guaranteed)}
