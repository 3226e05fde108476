"""Sainte-Lague's highest averages over national lists."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.parameters.parameter import parameter


class SainteLague(TieredLaw):
    """Seats go one by one to the largest of votes / 1, 3, 5, and so on.

    The rule favours neither large nor small parties. Lists under the threshold win nothing,
    unless nobody reaches it: then it is waived (assumed). More votes of one's own, or a
    larger house, never cost a seat. No votes at all: the seats stay vacant.
    Source: Sainte-Lague (1910); Gallagher (1992), doi:10.1017/S0007123400006499.
    """

    example: ClassVar[str] = (
        "Germany: Sainte-Lague, 5 %: --law sainte-lague --seats 630 --threshold 0.05. Norway: "
        "--first-divisor 1.4 --seats-by districts.csv."
    )
    cannot: ClassVar[str] = (
        "Levelling seats (Norway's 19, Germany's of 2013-2021) cannot be said: give the final "
        "size of the house."
    )

    kind: Literal["sainte_lague"] = "sainte_lague"
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
        tier = Tier(seats=self.house_size, formula="sainte_lague", threshold=self.threshold)
        return {"lists": tier}
