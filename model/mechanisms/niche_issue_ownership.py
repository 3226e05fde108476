"""A party that campaigns on its issue makes everybody think of it, and owns it."""

from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State

APPROACH = {"none": 0.0, "dismissive": 0.0, "accommodative": 1.0, "adversarial": -1.0}
"""Whether the party of power goes towards the owner of an issue, or away, by its answer."""


class NicheIssueOwnership(Mechanism):
    """An issue that parties campaign on becomes salient, and favours the party that owns it.

    The party of power answers a niche party's issue in one of three ways. Dismissive: it keeps
    silent, and salience falls. Accommodative: it moves closer, salience rises and the owner's
    title is diluted. Adversarial: it moves away, and salience and title rise. The sum of
    salience is constant.
    Source: claim F2; Meguid (2005), doi:10.1017/S0003055405051701; issue ownership: Petrocik
    (1996), doi:10.2307/2111797. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "replication-meguid"
    reads = ("ownership", "platform", "recognition", "salience", "standing")
    changes = ("appeal", "ownership", "platform", "salience")
    neutral: ClassVar = {"answer": "none", "ownership": 0.0, "attention": 0.0}
    claims: ClassVar = {"support.niche": 1}

    answer: Literal["none", "dismissive", "accommodative", "adversarial"] = Field(
        "none", description="how the party of power answers a niche party's issue"
    )
    ownership: float = parameter(
        4.0, 0, 20, unit="logit per logit", source="assumed",
        meaning="appeal that an issue's owner gains for each unit of its salience",
    )  # fmt: skip
    attention: float = parameter(
        0.1, 0, 1, unit="share a week", source="assumed",
        meaning="speed at which the public debate takes up what parties campaign on",
    )  # fmt: skip
    push: float = parameter(
        1.0, 0, 10, unit="share", source="assumed",
        meaning="salience that full effort of a party known to all wins, before rescaling",
    )  # fmt: skip
    silence: float = parameter(
        0.8, 0, 1, unit="share", source="assumed",
        meaning="share of a niche party's effort that is lost by being dismissed",
    )  # fmt: skip
    loudness: float = parameter(
        0.5, 0, 3, unit="share", source="assumed",
        meaning="effort that an answer adds to a niche party's, as a share of it",
    )  # fmt: skip
    transfer: float = parameter(
        0.06, 0, 1, unit="share a week", source="assumed",
        meaning="share of its title that an issue's owner loses or wins in a week by an answer",
    )  # fmt: skip
    movement: float = parameter(
        0.04, 0, 1, unit="SD a week", source="assumed",
        meaning="distance that the party of power moves in a week when it answers",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the shift of the debate, of titles and of the answering party."""
        stocks = state.stocks
        owned = np.add.reduce(stocks.ownership * stocks.salience, axis=1) * stocks.standing
        return Effect(
            appeal=self.ownership * owned,
            salience=self.attention * (self._debate(state) - stocks.salience),
            **self._answer(state),
        )

    def _answer(self, state: State) -> dict[str, Any]:
        """Return the change of titles and of platforms, if the answer is a position at all."""
        sign = APPROACH[self.answer]
        if sign == 0:
            return {}
        return {
            "ownership": self._titles(state, -sign),
            "platform": self._reply(state, sign),
        }

    def _debate(self, state: State) -> Array:
        """Salience to which the debate tends, with the same sum as now, shape (D,)."""
        stocks = state.stocks
        voice = stocks.standing * state.over_regions(stocks.recognition)
        effort = state.setting.campaigns_on
        if self.answer != "none":
            change = -self.silence if self.answer == "dismissive" else self.loudness
            effort = effort * (1 + change * self._contested(state))
        weight = 1 + self.push * (voice @ effort)
        target: Array = weight / np.add.reduce(weight) * np.add.reduce(stocks.salience)
        return target

    def _contested(self, state: State) -> Array:
        """Return the titles of niche parties on the ballot, shape (J, D)."""
        niche = state.setting.is_kind("niche") * state.stocks.standing
        return np.asarray(state.stocks.ownership * niche[:, None])

    def _titles(self, state: State, sign: float) -> Array:
        """Change of ownership by party and issue, shape (J, D)."""
        niche = (state.setting.is_kind("niche") * state.stocks.standing)[:, None]
        room = state.stocks.ownership if sign < 0 else 1 - state.stocks.ownership
        return np.asarray(sign * self.transfer * niche * room * (state.stocks.ownership > 0))

    def _reply(self, state: State, sign: float) -> Array:
        """Move of the party of power towards or away from the owner, shape (J, D)."""
        stocks, power, titles = state.stocks, state.setting.incumbent, self._contested(state)
        owner = titles.argmax(axis=0)
        gap = stocks.platform[owner, np.arange(len(owner))] - stocks.platform[power]
        step = np.clip(gap, -self.movement, self.movement) if sign > 0 else (
            -self.movement * np.sign(gap)
        )  # fmt: skip
        return np.asarray(
            state.setting.is_incumbent[:, None] * (step * titles.max(axis=0))[None, :]
        )
