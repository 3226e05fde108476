"""Voters desert lists that are expected to win no seat."""

from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from model.numerics.arrays import array
from model.numerics.per_head import per_head
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class StrategicDesertion(Mechanism):
    """On polling day a list loses appeal by how likely the polls make it to miss the bar.

    The bar is the threshold of the law. Where single members are elected by plurality it lies
    half-way between the second and the third, who is deserted for one of the first two. Voters
    believe the polls up to an error. Parties of an alliance have the chance of the alliance.
    Self-nominated candidates, who need no list, are not deserted. Desertion changes the vote and
    not the preference. So the psychological effect of a law is the difference between
    preferences and votes, and the mechanical effect that between votes and seats.
    Source: Duverger (1951), Les partis politiques; Cox (1997), Making Votes Count, ch. 4-5.
    """

    phase: ClassVar[Phase] = Phase.BALLOT
    shown_by: ClassVar[str] = "threshold"
    reads = ("published",)
    changes = ("viability",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"wasted": -1, "enp_votes": -1}

    strength: float = parameter(
        1.0, 0, 10, unit="logit", source="assumed",
        meaning="appeal lost by a list that is sure to win nothing",
    )  # fmt: skip
    error: float = parameter(
        0.02, 0.001, 0.2, unit="share of votes", source="assumed: about that of a poll of 600",
        meaning="standard deviation of the error that voters allow the polls",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return what each list loses."""
        shares = per_head(state.public.published, state.public.published.sum())
        law, entry = state.setting.law, state.setting.entry
        together = array(np.bincount(entry, shares, len(shares)))
        bar = law.entry_bar(together[np.unique(entry)])
        hopeless = ndtr((bar - together[entry]) / self.error)
        if law.independents is not None:
            hopeless[law.independents] = 0.0
        return Effect(viability=-self.strength * hopeless)
