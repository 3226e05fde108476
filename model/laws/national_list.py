"""The closed national list with a threshold and a seat for the runner-up."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from model.ballot.tiers.list_law import ListLaw
from model.ballot.tiers.tier import Tier
from model.parameters.parameter import parameter

FURTHER = ("least_lists", "least_votes", "guaranteed_runner_up", "runner_up_factor")
"""What brings seats to lists below the threshold."""


class NationalList(ListLaw):
    """Lists above the threshold share all seats: Hare quota, then largest remainders.

    If one list only passes, the runner-up gets the whole part of its due in a house of those two
    times `runner_up_factor`, and no fewer seats than the law guarantees it, yet never more than
    half of the house; the first list gets all others. A law may also admit further lists, those
    with most votes first, until there are `least_lists` with more than `least_votes` together.
    A list stands at the threshold with exactly its share of the votes for parties, or of what
    `threshold_of` says. If nobody passes, the threshold is waived (assumed). No
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
        0.05, 0, 1, unit="share",
        source="the law, as the country states it; else assumed",
        meaning="share that a list needs to win seats",
    )  # fmt: skip
    least_lists: int = parameter(
        0, 0, 20, unit="lists", source="the law, as the country states it; else none",
        meaning="least number of lists that take part, if need be from below the threshold",
    )  # fmt: skip
    least_votes: float = parameter(
        0.0, 0, 1, unit="share", source="the law, as the country states it; else none",
        meaning="share that the lists that take part must exceed together, or more are admitted",
    )  # fmt: skip
    guaranteed_runner_up: int = parameter(
        0, 0, 20, unit="seats", source="the law, as the country states it; else none",
        meaning="least seats of the second list if one only passes",
    )  # fmt: skip
    runner_up_factor: float = parameter(
        0.0, 0, 1, unit="factor", source="the law, as the country states it; else none",
        meaning="share of its due seats that the second list gets if only one list passes",
    )  # fmt: skip

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of the country, with who else is admitted and what the second gets."""
        (tier,) = super().list_of_tiers().values()
        further = {name: getattr(self, name) for name in FURTHER}
        return {"lists": tier.model_copy(update=further)}
