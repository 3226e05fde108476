"""Protest turns into votes for those who challenge the order."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
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

    _effect: Effect  # the same every week

    def prepare(self, setting: Setting) -> None:
        """Work out the loading by party."""
        self._effect = Effect(protest_loading=self.strength * setting.stance)

    def effect(self, state: State) -> Effect:
        """Return the loading by party."""
        return self._effect
