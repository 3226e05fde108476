"""Protest turns into votes for those who challenge the order."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class ProtestVoting(Mechanism):
    """The more a voter protests, the more a challenger appeals and the less a guardian.
    Source: claims F3, W3; protest voting as in Kselman and Niou (2011),
    doi:10.1007/s11127-010-9661-2.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    changes = ("protest_loading",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"support.incumbent": -1}

    strength: float = parameter(
        3.0, 0, 10, unit="logit", source="assumed",
        meaning="utility of a full challenger for a voter in full protest",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the loading by party."""
        return Effect(protest_loading=self._loading(state.setting.stance))

    @until_changed
    def _loading(self, stance: Array) -> Array:
        return self.strength * stance
