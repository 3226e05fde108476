"""The challengers merge behind the one that the polls put first."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, LogEntry, State


class OppositionMerger(Mechanism):
    """In a given week all who challenge the order give up their lists and join one.

    The joint list is that of the challenger that most people name, and it gets the branches of
    the others. Their voters choose anew: a voter who likes one challenger tends to like another, so
    most follow, and some do not. A list that has joined does not come back.
    Source: claim Z7; pre-electoral coalitions against those in power: Golder (2006), The Logic
    of Pre-Electoral Coalition Formation; Howard and Roessler (2006),
    doi:10.1111/j.1540-5907.2006.00189.x.
    """

    phase: ClassVar[Phase] = Phase.ENTRY
    shown_by: ClassVar[str] = "merged-opposition"
    reads = ("organisation", "published", "standing")
    changes = ("despair", "organisation", "standing")
    neutral = "Every week of the campaign is a week in which lists are given up."
    claims: ClassVar = {"standing": -1}

    week: int = parameter(
        30, 1, 520, unit="week", source="assumed",
        meaning="week in which the challengers join one list",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return what becomes of the lists in the week of the merger, nothing in others."""
        if state.week != self.week:
            return Effect()
        challenges = state.stocks.standing * (state.setting.stance > 0)
        named = state.public.published * challenges
        if not named.any() or challenges.sum() < 2:
            return Effect()
        first = np.arange(len(named)) == named.argmax()
        return self._joined(state, first, challenges * ~first)

    def _joined(self, state: State, first: Array, others: Array) -> Effect:
        name = state.setting.names[int(first.argmax())]
        log = LogEntry(state.week, "merger", name, f"{int(others.sum())} lists join it")
        return Effect(
            standing=-others,
            despair=others,
            organisation=first[:, None] * (others @ state.stocks.organisation),
            log=(log,),
        )
