"""Voters who believe nobody give a new party a chance."""

from typing import ClassVar

import numpy as np

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Novelty(Mechanism):
    """A new party appeals where people distrust the established ones, until it is new no more.

    Distrust is a cell's mean protest. The charm wears off with the weeks since entry. A party
    that stands in week 0 is taken to be familiar already (assumed).
    Source: claim F3; Sikk (2012), doi:10.1177/1354068810389631, on newness as a project.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    reads = ("familiarity", "protest_mean", "standing")
    changes = ("appeal", "familiarity")
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"support.oligarch_entrant": 1}

    strength: float = parameter(
        1.0, 0, 6, unit="logit", source="assumed",
        meaning="appeal of a brand-new party where everybody protests",
    )  # fmt: skip
    wear: float = parameter(
        0.06, 0, 1, unit="share a week", source="assumed: half is gone in 11 weeks",
        meaning="share of its novelty that a party loses in a week",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the charm by cell and party, and how it wears off."""
        stocks = state.stocks
        novelty = (1 - stocks.familiarity) * stocks.standing
        if not np.count_nonzero(novelty):
            return Effect()
        return Effect(
            appeal=(self.strength * state.public.protest_mean * novelty[:, None]).T,
            familiarity=self.wear * novelty,
        )
