"""Sainte-Lague's highest averages over national lists."""

from typing import ClassVar, Literal

from model.ballot.tiers.list_law import ListLaw


class SainteLague(ListLaw):
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

    formula = "sainte_lague"
    kind: Literal["sainte_lague"] = "sainte_lague"
