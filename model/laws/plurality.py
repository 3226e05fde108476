"""Single-member districts won by plurality."""

from typing import Literal

from model.ballot.apportionment import by_district, first_past_the_post
from model.numerics.arrays import IntArray
from model.parameters.parameter import parameter
from model.politics.contracts import ElectoralLaw


class Plurality(ElectoralLaw):
    """In each district the candidate with most votes wins the one seat.

    One row of votes stands for districts that all vote alike. A tie goes to the party with
    more votes in the country, then to the first on the ballot. A district without votes
    stays vacant. More votes of one's own never cost a seat.
    Source: Duverger (1951), Les partis politiques.
    """

    kind: Literal["plurality"] = "plurality"
    house_size: int = parameter(
        67, 1, 10_000, unit="districts", source="IPU 2165_04: 67 districts in 1999 and 2004",
        meaning="single-member districts",
    )  # fmt: skip

    @property
    def elected(self) -> int:
        """Number of seats that voters fill."""
        return self.house_size

    @property
    def districts(self) -> int:
        """Number of districts whose votes are counted apart: one a seat."""
        return self.house_size

    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J)."""
        return first_past_the_post(by_district(votes, self.districts))
