"""People tell pollsters what is safe."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class PreferenceFalsification(Mechanism):
    """In public a voter names the party of power unless the private gap to it is too wide.

    The gap that one will lie across grows with fear, which is larger for those who depend on
    the state, and with how many are seen to support the party. Reads: last rating.
    Changes: conformity.
    Source: claims S5, Z8; Kuran (1991), doi:10.2307/2010422.
    """

    phase: ClassVar[Phase] = Phase.POLL

    fear: float = parameter(
        0.1, 0, 3, unit="logit", source="assumed", meaning="gap lied across whatever others say"
    )
    dependence: float = parameter(
        0.3, 0, 3, unit="logit", source="assumed", meaning="more of it for the state-dependent"
    )
    seen: float = parameter(
        0.5, 0, 5, unit="logit", source="assumed",
        meaning="more of it when everybody is seen to support the party",
    )  # fmt: skip

    _alone: Array  # (C,) the gap if nobody is seen to support the party

    def prepare(self, setting: Setting) -> None:
        """Work out the gap that does not depend on others."""
        self._alone = self.fear + self.dependence * setting.cells.state_dependent

    def effect(self, state: State) -> Effect:
        """Return the gap by cell."""
        setting = state.setting
        answers = state.public.answers.sum(axis=0)
        seen = answers[setting.incumbent] / max(answers.sum(), 1.0)
        return Effect(conformity=self._alone + self.seen * seen)
