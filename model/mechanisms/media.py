"""State channels praise the party of power; the others criticise it."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Media(Mechanism):
    """The media that a voter meets colour the party of power, and criticism feeds protest.

    State channels praise the party of power to a voter who watches them. Other media criticise
    it, and weekly stir up some protest in a voter who meets little state media. Praise and
    criticism are whole for each party of a coalition.
    Source: claims S2, K4, O8; that the only channel independent of the government cost the
    party of power votes: Enikolopov, Petrova and Zhuravskaya (2011),
    doi:10.1257/aer.101.7.3253. What state channels do is assumed, as all sizes are.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    changes = ("appeal", "media_loading", "protest_media")
    neutral: ClassVar = {"praise": 0.0, "criticism": 0.0, "agitation": 0.0}
    claims: ClassVar = {"protest_mean": 1, "support.incumbent": 1}

    praise: float = parameter(
        0.5, 0, 4, unit="logit", source="assumed",
        meaning="appeal that the party of power gains with a voter who meets state media only",
    )  # fmt: skip
    criticism: float = parameter(
        0.4, 0, 4, unit="logit", source="assumed",
        meaning="appeal that the party of power loses with a voter who meets no state media",
    )  # fmt: skip
    agitation: float = parameter(
        0.004, 0, 0.1, unit="logit a week", source="assumed; claim Z3: weak",
        meaning="weekly rise of protest in a voter who meets no state media",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the two tones and the agitation."""
        loading, appeal = self._tones(state.setting.is_incumbent)
        return Effect(media_loading=loading, appeal=appeal, protest_media=self.agitation)

    @until_changed
    def _tones(self, power: Array) -> tuple[Array, Array]:
        """Return what state media add to the party's appeal, and what criticism costs it, (J,)."""
        return (self.praise + self.criticism) * power, -self.criticism * power
