"""D'Hondt's highest averages over national lists."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.parameters.parameter import parameter


class DHondt(TieredLaw):
    """Seats go one by one to the largest of votes / 1, 2, 3, and so on.

    The rule favours large parties. Lists under the threshold win nothing,
    unless nobody reaches it: then it is waived (assumed). More votes of one's own, or a
    larger house, never cost a seat. No votes at all: the seats stay vacant.
    Source: d'Hondt (1878); Gallagher (1992), doi:10.1017/S0007123400006499.
    """

    example: ClassVar[str] = (
        "Poland: d'Hondt by district, 5 %: --law dhondt --seats-by districts.csv --threshold "
        "0.05. Israel: --seats 120 --threshold 0.0325 --surplus-agreements. Austria, Czechia, "
        "Finland, the Netherlands."
    )
    cannot: ClassVar[str] = "Preference votes inside a list and levelling seats cannot be said."

    kind: Literal["dhondt"] = "dhondt"
    house_size: int = parameter(
        100, 1, 10_000, unit="seats", source="the law, as the country states it; else assumed",
        meaning="seats filled by voters",
    )  # fmt: skip
    threshold: float = parameter(
        0.0, 0, 1, unit="share of votes for parties", source="assumed: none",
        meaning="share that a list needs to win seats",
    )  # fmt: skip

    def list_of_tiers(self) -> Mapping[str, Tier]:
        """Return one tier of the country."""
        return {"lists": Tier(seats=self.house_size, formula="dhondt", threshold=self.threshold)}
