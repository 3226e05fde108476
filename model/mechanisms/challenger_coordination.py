"""Voters who want change gather behind the challenger that can bring it."""

from typing import Any, ClassVar

import numpy as np
from scipy.special import ndtr

from model.numerics.arrays import Array, array
from model.numerics.compiled import compiled, filled
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class ChallengerCoordination(Mechanism):
    """The challenger that polls put first gains with protesters, the more the nearer to power.

    Two things make a challenger viable: to be first among those who challenge the order, and to
    be near the party of power. Voters believe published polls up to an error. Other challengers are
    left behind, whether they would pass the threshold or not, so support gathers on one. It is
    what polls publish that others see.
    Source: co-ordination of voters: Cox (1997), Making Votes Count, doi:10.1017/CBO9781139174954;
    among opponents of a party of power: Magaloni (2006), Voting for Autocracy. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "rich-entrant"
    reads = ("published", "standing")
    changes = ("protest_loading",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"support.oligarch_entrant": 1}

    strength: float = parameter(
        2.0, 0, 8, unit="logit", source="assumed",
        meaning="utility, for a voter in full protest, of a full challenger that leads the others "
        "and is level with the party of power",
    )  # fmt: skip
    error: float = parameter(
        0.02, 0.001, 0.2, unit="share of votes", source="assumed: about that of a poll of 600",
        meaning="standard deviation of the error that voters allow the polls",
    )  # fmt: skip

    _challenge: Array  # (J,) how far each party challenges the order

    def prepare(self, setting: Setting) -> None:
        """Look up who challenges the order."""
        self._challenge = array(np.maximum(setting.stance, 0.0))

    def effect(self, state: State) -> Effect:
        """Return the loading on protest by party."""
        published = state.public.published
        named = float(np.add.reduce(published)) or 1.0  # nobody is ahead where all have nothing
        challenges, lead, near = filled(
            _race,
            np.empty((3, len(published))),
            (self._challenge, state.stocks.standing),
            (published, named, state.setting.incumbent),
        )
        viable = near * ndtr(lead / self.error)
        return Effect(protest_loading=self.strength * challenges * viable)


@compiled()
def _race(race: Any, parties: Any, polls: Any) -> None:
    """Write down how far each party challenges and leads, and how near it is to those in power."""
    challenges, lead, near = race[0], race[1], race[2]
    challenge, standing = parties
    published, named, power = polls
    best = second = 0.0
    for party in range(len(published)):
        challenges[party] = standing[party] * challenge[party]
        share = published[party] / named if challenges[party] > 0.0 else 0.0
        lead[party] = share
        best, second = max(best, share), max(second, min(best, share))
    in_power = max(published[power] / named, 1e-12)
    for party in range(len(published)):
        share = lead[party]
        near[party] = min(share / in_power, 1.0)
        lead[party] = share - (second if share == best else best)
