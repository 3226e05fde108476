"""Voters who want change gather behind the challenger that can bring it."""

from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from model.numerics.arrays import Array
from model.numerics.per_head import per_head
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
        self._challenge = np.maximum(setting.stance, 0.0)

    def effect(self, state: State) -> Effect:
        """Return the loading on protest by party."""
        challenges = state.stocks.standing * self._challenge
        return Effect(protest_loading=self.strength * challenges * self.viable(state, challenges))

    def viable(self, state: State, challenges: Array) -> Array:
        """Return how far each challenger leads the others and is near the party of power, (J,)."""
        shares = per_head(state.public.published, np.add.reduce(state.public.published))
        rivals = shares * (challenges > 0)
        *_, second, best = sorted([0.0, 0.0, *rivals.tolist()])
        lead = np.array([each - (second if each == best else best) for each in rivals.tolist()])
        power = float(shares[state.setting.incumbent])
        near = np.minimum(rivals / max(power, 1e-12), 1.0)
        return np.asarray(near * ndtr(lead / self.error))
