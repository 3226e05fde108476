"""Governors follow the leader: they work less for a party he has left, and pretend more."""

from typing import ClassVar

import numpy as np
from scipy.special import expit, logit

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class AdministrativeLoyalty(Mechanism):
    """When the leader leaves the party, the administration withdraws and imitates effort.

    Governors answer to the leader. With his tie to the party their loyalty sinks, week by
    week. Of the effort that is still shown a growing part is only pretended. This is a hidden
    action: the party cannot tell it from work until the votes are counted. Lost effort does
    not come back within a campaign. Visible effort is governor loyalty; real effort is loyalty
    times (1 - imitation). How far governors follow differs between runs, for nobody knows it
    beforehand.
    Source: claims K2, I8, U5; hidden action: Holmstrom (1979), doi:10.2307/3003320. Sizes
    are assumed.
    """

    phase: ClassVar[Phase] = Phase.ELITES
    shown_by: ClassVar[str] = "chairman-leaves-early"
    reads = ("administration_loyalty", "attachment", "imitation")
    changes = ("administration_loyalty", "imitation")
    neutral: ClassVar = {"speed": 0.0}
    claims: ClassVar = {"real_effort": -1, "visible_effort": -1, "vote_share.incumbent": -1}

    following: float = parameter(
        0.15, 0, 1, unit="share", source="assumed; claim K2",
        meaning="median share of visible effort that governors withdraw when the tie is cut",
    )  # fmt: skip
    pretence: float = parameter(
        0.1, 0, 1, unit="share", source="assumed; claim K2",
        meaning="median share of the remaining effort that is pretended when the tie is cut",
    )  # fmt: skip
    ignorance: float = parameter(
        1.2, 0, 3, unit="logit", source="assumed: 0.02 to 0.56 is withdrawn, nine in ten",
        meaning="standard deviation over runs of what is withdrawn and pretended",
    )  # fmt: skip
    speed: float = parameter(
        0.1, 0, 1, unit="share a week", source="assumed",
        meaning="share of the way to their new effort that governors go in a week",
    )  # fmt: skip

    _usual: Array  # (2,) what governors withdraw and pretend in the median run, logit

    def prepare(self, setting: Setting) -> None:
        """Turn the shares into logits, to which what nobody knows is added."""
        self._usual = logit([self.following, self.pretence])

    def effect(self, state: State) -> Effect:
        """Return what is withdrawn and what is pretended from now on."""
        stocks = state.stocks
        apart = 1 - float(stocks.attachment)
        if not apart:
            return Effect()
        hit = self.ignorance * state.hit("governors")
        following, pretence = expit(self._usual + hit)
        withdrawn = np.minimum(1 - following * apart - stocks.administration_loyalty, 0)
        pretended = np.maximum(pretence * apart - stocks.imitation, 0)
        return Effect(
            administration_loyalty=self.speed * withdrawn, imitation=self.speed * pretended
        )
