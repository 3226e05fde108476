"""Rivals without branches put up no list for many a council."""

from typing import ClassVar

import numpy as np

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class LocalLists(Mechanism):
    """A party stands for a council only where it has branches to find candidates.

    The share of a region's councils with its list rises with its organisation there and
    saturates. For Parliament one list serves the whole country. So the party of power is
    stronger in the councils than in Parliament.
    Source: claims D8, E8-E10; the saturating form and its size are assumed.
    """

    phase: ClassVar[Phase] = Phase.BALLOT
    reads = ("organisation", "standing")
    changes = ("local_lists",)
    neutral = "However few branches are needed, a party without any puts up no list."
    claims: ClassVar = {"council_share.incumbent": 1}

    half: float = parameter(
        0.1, 0.001, 1, unit="share", source="assumed",
        meaning="organisation with which a party puts up lists for half of a region's councils",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the share of councils by party and region."""
        branches = state.stocks.organisation * state.stocks.standing[:, None]
        return Effect(local_lists=np.asarray(1 - 0.5 ** (branches / self.half)))
