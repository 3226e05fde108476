"""D'Hondt's highest averages over national lists."""

from typing import ClassVar, Literal

from model.ballot.tiers.list_law import ListLaw


class DHondt(ListLaw):
    """Seats go one by one to the largest of votes / 1, 2, 3, and so on.

    The rule favours large parties. Lists under the threshold win nothing,
    unless nobody reaches it: then it is waived (assumed). More votes of one's own, or a
    larger house, never cost a seat. No votes at all: the seats stay vacant.
    Source: d'Hondt (1878); Gallagher (1992), doi:10.1017/S0007123400006499.
    """

    example: ClassVar[str] = (
        "Poland: d'Hondt by district, 5 %: --law dhondt --seats-by districts.csv --threshold "
        "0.05. Israel: --seats 120 --threshold 0.0325 --surplus-agreements. Austria, "
        "Czechia to 2017, Finland, the Netherlands."
    )
    cannot: ClassVar[str] = "Preference votes inside a list and levelling seats cannot be said."

    formula = "dhondt"
    kind: Literal["dhondt"] = "dhondt"
