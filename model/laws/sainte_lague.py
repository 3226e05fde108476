"""Sainte-Lague's highest averages over national lists."""

from typing import Literal

from model.ballot.apportionment import admitted, highest_averages, national
from model.numerics.arrays import IntArray
from model.parameters.parameter import parameter
from model.politics.contracts import ElectoralLaw


class SainteLague(ElectoralLaw):
    """Seats go one by one to the largest of votes / 1, 3, 5, and so on.

    The rule favours neither large nor small parties. Lists under the threshold win nothing,
    unless nobody reaches it: then it is waived (assumed). More votes of one's own, or a
    larger house, never cost a seat. No votes at all: the seats stay vacant.
    Source: Sainte-Lague (1910); Gallagher (1992), doi:10.1017/S0007123400006499.
    """

    kind: Literal["sainte_lague"] = "sainte_lague"
    house_size: int = parameter(
        98, 1, 1000, unit="seats", source="assumed: the elected part of the Mazhilis",
        meaning="seats filled by voters",
    )  # fmt: skip
    threshold: float = parameter(
        0.0, 0, 0.2, unit="share of votes for parties", source="assumed: none",
        meaning="share that a list needs to win seats",
    )  # fmt: skip

    @property
    def elected(self) -> int:
        """Number of seats that voters fill."""
        return self.house_size

    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J)."""
        counted = admitted(national(votes), self.threshold)
        return highest_averages(counted, self.house_size, step=2)
