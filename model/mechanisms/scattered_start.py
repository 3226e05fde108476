"""Parties start anywhere."""

from typing import ClassVar

import numpy as np

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State
from model.politics.strategy import direction, uniforms_for


class ScatteredStart(Mechanism):
    """In week 0 each party is put at a random place, whatever the scenario says of its platform.

    The direction from the origin is uniform, and so is the distance.
    Source: Laver and Sergenti (2012), Party Competition: random starts within 3 SD.
    """

    phase: ClassVar[Phase] = Phase.CALENDAR
    shown_by: ClassVar[str] = "replication-hunters"
    needs_power: ClassVar[bool] = False
    reads = ("platform",)
    changes = ("platform",)
    neutral = (
        "At no distance from the origin all parties stand there, wherever the scenario puts them."
    )
    claims: ClassVar = {"enp": 1}

    radius: float = parameter(
        3.0, 0, 4, unit="SD of voters", source="Laver and Sergenti (2012)",
        meaning="largest distance from the origin at which a party starts",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the move to the random places in week 0, nothing later."""
        if state.week > 0:
            return Effect()
        platform = state.stocks.platform
        parties, issues = platform.shape
        count = uniforms_for(issues)
        drawn = state.draw.uniform("directions of the start", parties * count)
        ways = np.array([direction(each, issues) for each in drawn.reshape(parties, count)])
        distance = self.radius * state.draw.uniform("distances of the start", parties)
        return Effect(platform=distance[:, None] * ways - platform)
