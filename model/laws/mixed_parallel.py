"""Two tiers that do not compensate each other, as in Kazakhstan in 1999 and 2004."""

from typing import Literal

import numpy as np
from pydantic import Field

from model.ballot.apportionment import (
    admitted,
    by_district,
    first_past_the_post,
    largest_remainder,
    national,
)
from model.numerics.arrays import IntArray
from model.parameters.parameter import parameter
from model.politics.contracts import ElectoralLaw


class MixedParallel(ElectoralLaw):
    """List seats by Hare quota above a threshold, and beside them one seat a district.

    A voter's one choice counts in both tiers. Self-nominated candidates have a column of
    their own (all of a district as one candidate: an upper bound of their success); it wins
    districts only and is left out of the list tier. The real districts of 2004 voted in two
    rounds; here the first round decides. List tier without a passing list: the threshold is
    waived (assumed). A tier without votes stays vacant. The list tier inherits the paradoxes
    of largest remainders, so own votes may cost a seat there.
    Source: IPU 2165_04 (10 list seats, 67 districts, 7 %); Shugart and Wattenberg (2001),
    Mixed-Member Electoral Systems.
    """

    kind: Literal["mixed_parallel"] = "mixed_parallel"
    list_seats: int = parameter(
        10, 1, 1000, unit="seats", source="IPU 2165_04", meaning="seats filled from lists"
    )
    single_member_seats: int = parameter(
        67, 1, 1000, unit="districts", source="IPU 2165_04", meaning="single-member districts"
    )
    threshold: float = parameter(
        0.07, 0, 0.2, unit="share of list votes", source="IPU 2165_04",
        meaning="share that a list needs to win list seats",
    )  # fmt: skip
    independents: int | None = Field(
        None, ge=0, description="column of the self-nominated candidates; absent: there are none"
    )

    @property
    def elected(self) -> int:
        """Number of seats that voters fill."""
        return self.list_seats + self.single_member_seats

    @property
    def districts(self) -> int:
        """Number of districts whose votes are counted apart: one a single-member seat."""
        return self.single_member_seats

    def seats(self, votes: IntArray) -> IntArray:
        """Return seats by party, shape (J,), for votes of shape (districts, J)."""
        return self.seats_from_lists(votes) + self.seats_from_districts(votes)

    def seats_from_lists(self, votes: IntArray) -> IntArray:
        """Return the seats of the list tier, shape (J,)."""
        counted = admitted(self._for_lists(national(votes)), self.threshold)
        return largest_remainder(counted, self.list_seats)

    def seats_from_districts(self, votes: IntArray) -> IntArray:
        """Return the seats of the single-member tier, shape (J,)."""
        return first_past_the_post(by_district(votes, self.districts))

    def _for_lists(self, totals: IntArray) -> IntArray:
        if self.independents is None:
            return totals
        if self.independents >= len(totals):
            raise ValueError(
                f"Self-nominated candidates are said to be in column {self.independents}, "
                f"but there are {len(totals)} columns, counted from 0."
            )
        return np.where(np.arange(len(totals)) == self.independents, 0, totals)
