"""Who would go to vote without being brought."""

import numpy as np
from pydantic import Field

from model.ballot.turnout_learning import TurnoutLearning
from model.numerics.arrays import Array
from model.parameters.parameter import Component, parameter
from model.society.population import Cells, Population


class Turnout(Component):
    """Turnout is a logit in place, engagement, certainty and what is at stake.

    Source of the form: Wolfinger and Rosenstone (1980), Who Votes?; the sizes are assumed but
    for the level, which is set so that 44.7 % come unprompted (Sandzh via CABAR, January 2021).
    """

    base: float = parameter(
        -0.433, -6, 6, unit="logit", meaning="level",
        source="calibrated: 44.7 % come unprompted (Sandzh via CABAR, January 2021)",
    )  # fmt: skip
    engagement: float = parameter(
        0.8, 0, 3, unit="logit per SD", source="assumed", meaning="weight of interest in politics"
    )
    certainty: float = parameter(
        0.25, 0, 2, unit="logit per logit", source="assumed", meaning="weight of one's lead"
    )
    certainty_limit: float = parameter(
        3.0, 0, 10, unit="logit", source="assumed", meaning="lead above which nothing is added"
    )
    urban: float = parameter(
        -1.5, -5, 5, unit="logit", source="assumed; towns vote less in every official table",
        meaning="difference between an all-urban and an all-rural region",
    )  # fmt: skip
    marginalised: float = parameter(
        -0.3, -3, 3, unit="logit", source="assumed", meaning="of the poor"
    )
    elite: float = parameter(0.5, -3, 3, unit="logit", source="assumed", meaning="of the elite")
    blank: float = parameter(
        0.039, 0, 0.5, unit="share of ballots", meaning="blank and invalid ballots",
        source="January 2021: 297,718 of 7,539,280 (CEC via caravan.kz)",
    )  # fmt: skip

    learning: TurnoutLearning | None = Field(
        None, description="present: citizens come by habit learned from outcomes, not by the logit"
    )

    def by_cell(self, population: Population, cells: Cells) -> Array:
        """Return the part of the logit that does not depend on the voter, shape (C,)."""
        urban = cells.urban[cells.region] - population.urban
        strata = np.array([self.marginalised, 0.0, self.elite])
        return np.asarray(self.base + self.urban * urban + strata[cells.stratum])
