"""The treatment of protesters moves the people who stayed at home."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Backlash(Mechanism):
    """A week after a rally its region is angrier if people were taken away, calmer if not.
    Source: claim W3; dissent and repression: Lichbach (1987), doi:10.1177/0022002787031002003.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    shown_by: ClassVar[str] = "january-shock"
    reads = ("indignation",)
    changes = ("protest_drift",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"protest_mean": 1}

    strength: float = parameter(
        1.0, 0, 10, unit="logit per logit", source="assumed",
        meaning="protest that a voter gains for each unit of the region's indignation",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the drift by cell."""
        drift = self.strength * state.stocks.indignation
        return Effect(protest_drift=drift[state.setting.cells.region])
