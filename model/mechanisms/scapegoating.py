"""The media make the party of power the scapegoat once that is safe."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Scapegoating(Mechanism):
    """The looser the leader's tie to the party, the more past troubles are laid at its door.

    Nobody attacks the party while he chairs it. At an equal distance to all parties the
    campaign is at full strength. How blame moves votes is left to the mechanism blame.
    Source: claims K4, W4; blame avoidance: Weaver (1986), doi:10.1017/S0143814X00004219.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "chairman-leaves-early"
    reads = ("attachment",)
    changes = ("blame",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"blame.incumbent": 1, "support.incumbent": -1}

    strength: float = parameter(
        0.004, 0, 0.2, unit="logit a week",
        source="assumed; claim K4: about 0.08 after a year, a fifth of the whole step",
        meaning="blame added each week when the leader is equidistant from all parties",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the blame added this week."""
        safe = 1 - state.stocks.attachment
        return Effect(blame=self.strength * safe * state.setting.is_incumbent)
