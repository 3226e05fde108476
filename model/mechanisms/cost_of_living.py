"""Life becomes dearer, and people protest."""

from typing import ClassVar

import numpy as np

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class CostOfLiving(Mechanism):
    """Protest rises where prices rise faster than people are used to.

    Events move prices, in the country or in a region. People get used to what they pay, so a
    rise angers while it is new.
    Source: food prices and unrest: Bellemare (2015), doi:10.1093/ajae/aau038. Sizes assumed.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    shown_by: ClassVar[str] = "dearer-life"
    reads = ("prices",)
    changes = ("prices", "protest_drift")
    neutral: ClassVar = {"strength": 0.0, "habit": 0.0}
    claims: ClassVar = {"protest_mean": 1}

    strength: float = parameter(
        0.25, 0, 5, unit="logit a week per log",
        source="assumed: life dearer by a tenth adds a fifth of a logit within half a year",
        meaning="protest that a voter gains in a week if life is dearer by a factor of 2.7",
    )  # fmt: skip
    habit: float = parameter(
        0.04, 0, 1, unit="share a week", source="assumed: half within 17 weeks, as blame fades",
        meaning="share of a rise of prices to which people get used in a week",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the drift by cell, and what people have got used to."""
        prices = state.stocks.prices
        if not np.count_nonzero(prices):
            return Effect()
        drift = self.strength * prices[state.setting.cells.region]
        return Effect(protest_drift=drift, prices=-self.habit * prices)
