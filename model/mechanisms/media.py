"""State channels praise the party of power; the others criticise it."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
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

    _effect: Effect  # the same every week

    def prepare(self, setting: Setting) -> None:
        """Work out the two tones and the agitation."""
        power = setting.is_incumbent
        self._effect = Effect(
            media_loading=(self.praise + self.criticism) * power,
            appeal=-self.criticism * power,
            protest_media=self.agitation,
        )

    def effect(self, state: State) -> Effect:
        """Return the two tones and the agitation."""
        return self._effect
