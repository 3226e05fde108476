"""People tell pollsters what is safe."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class PreferenceFalsification(Mechanism):
    """In public a voter names the party of power unless the private gap to it is too wide.

    The gap that a voter will lie across grows with fear, which is larger in people who depend
    on the state. It also grows with the share of all people who, by the polls, support the party.
    Source: claims S5, Z8; Kuran (1991), doi:10.2307/2010422.
    """

    phase: ClassVar[Phase] = Phase.POLL
    roles: ClassVar[tuple[str, ...]] = ("depends_on_state",)
    reads = ("published",)
    changes = ("conformity",)
    neutral: ClassVar = {"fear": 0.0, "dependence": 0.0, "seen": 0.0}
    claims: ClassVar = {"rating.incumbent": 1}

    fear: float = parameter(
        0.1, 0, 3, unit="logit", source="assumed",
        meaning="gap between favourite and party of power that every voter will lie across",
    )  # fmt: skip
    dependence: float = parameter(
        0.3, 0, 3, unit="logit", source="assumed",
        meaning="further gap that the state-dependent will lie across",
    )  # fmt: skip
    seen: float = parameter(
        0.5, 0, 5, unit="logit", source="assumed",
        meaning="further gap lied across when everybody is seen to support the party of power",
    )  # fmt: skip

    _alone: Array  # (C,) the gap if nobody is seen to support the party

    def prepare(self, setting: Setting) -> None:
        """Work out the gap that does not depend on others."""
        self._alone = self.fear + self.dependence * setting.cells.state_dependent

    def effect(self, state: State) -> Effect:
        """Return the gap by cell."""
        seen = state.public.published[state.setting.incumbent]
        return Effect(conformity=self._alone + self.seen * seen)
