"""Who would go to vote without being brought."""

from collections.abc import Iterable, Iterator

import numpy as np
from pydantic import Field

from model.ballot.turnout_learning import TurnoutLearning
from model.numerics.arrays import Array
from model.parameters.parameter import Component, parameter
from model.society.population import Cells, Population


class Turnout(Component):
    """Turnout is a logit in place, engagement, certainty and what is at stake.

    Source of the form: Wolfinger and Rosenstone (1980), Who Votes?; the sizes are assumed but
    for the level. Each scenario sets its own; the default is an early fit to January 2021.
    """

    base: float = parameter(
        -0.433, -6, 6, unit="logit",
        meaning="readiness of the middle class of an average region to turn out",
        source="calibrated: 44.7 % come unprompted (Sandzh via CABAR, January 2021); an early fit",
    )  # fmt: skip
    engagement: float = parameter(
        0.8, 0, 3, unit="logit per SD", source="assumed",
        meaning="weight of interest in politics in the decision to turn out",
    )  # fmt: skip
    certainty: float = parameter(
        0.25, 0, 2, unit="logit per logit", source="assumed",
        meaning="weight of a favourite's lead over the second choice in the decision to turn out",
    )  # fmt: skip
    certainty_limit: float = parameter(
        3.0, 0, 10, unit="logit", source="assumed",
        meaning="lead of the best list over the second above which nothing is added to turnout",
    )  # fmt: skip
    urban: float = parameter(
        -1.5, -5, 5, unit="logit", source="assumed; towns vote less in every official table",
        meaning="readiness to turn out in an all-urban region, against an all-rural one",
    )  # fmt: skip
    marginalised: float = parameter(
        -0.3, -3, 3, unit="logit", source="assumed",
        meaning="readiness of marginalised people to turn out, against the middle class",
    )  # fmt: skip
    elite: float = parameter(
        0.5, -3, 3, unit="logit", source="assumed",
        meaning="readiness of the elite to turn out, against the middle class",
    )  # fmt: skip
    blank: float = parameter(
        0.008, 0, 0.5, unit="share of ballots",
        meaning="ballots that are invalid by accident, whomever the voter prefers",
        source="assumed: what does not depend on the favourite of 3.9 % in January 2021 (CEC)",
    )  # fmt: skip

    learning: TurnoutLearning | None = Field(
        None, description="present: citizens come by habit learned from outcomes, not by the logit"
    )

    def by_cell(self, population: Population, cells: Cells) -> Array:
        """Return the part of the logit that does not depend on the voter, shape (C,)."""
        urban = cells.urban[cells.region] - population.urban
        strata = np.array([self.marginalised, 0.0, self.elite])
        return np.asarray(self.base + self.urban * urban + strata[cells.stratum])


def refused_codes(codes: Iterable[str]) -> Iterator[str]:
    """Tell of regions called like a parameter of turnout: two columns would have one name."""
    for code in codes:
        if code in Turnout.model_fields:
            yield (
                f"population.regions: given {code!r} as a region, which has a meaning of "
                "its own; take another"
            )
