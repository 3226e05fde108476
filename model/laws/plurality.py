"""Single-member districts won by plurality."""

from typing import Literal

import numpy as np

from model.ballot.apportionment import by_district, first_past_the_post
from model.numerics.arrays import Array, IntArray
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

    def entry_bar(self, shares: Array) -> float:
        """Return what lies half-way between the second and the third of three or more.

        The third is deserted for one of the first two. Source: Cox (1997), Making Votes
        Count, ch. 4.
        """
        if len(shares) < 3:
            return -np.inf
        _first, second, third, *_ = np.sort(shares)[::-1]
        return float((second + third) / 2)

    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J)."""
        return first_past_the_post(by_district(votes, self.districts))
