"""A party that campaigns on its issue makes everybody think of it, and owns it."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class NicheIssueOwnership(Mechanism):
    """What parties campaign on becomes salient; a salient issue favours the party that owns it.

    The party of power answers a niche party's issue in one of three ways: dismissive (it
    keeps silent and salience falls), accommodative (it moves closer: salience rises, the
    owner's title is diluted) or adversarial (it moves away: salience and title rise).
    Reads: standing, recognition, campaign effort. Changes: salience (its sum is constant),
    ownership, platform of the party of power, appeal.
    Source: claim F2; Meguid (2005), doi:10.1017/S0003055405051701; issue ownership: Petrocik
    (1996), doi:10.2307/2111797. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION

    answer: Literal["none", "dismissive", "accommodative", "adversarial"] = Field(
        "none", description="how the party of power answers a niche party's issue"
    )
    ownership: float = parameter(
        4.0, 0, 20, unit="logit per logit", source="assumed",
        meaning="appeal of the owner for each unit of the issue's salience",
    )  # fmt: skip
    attention: float = parameter(
        0.1, 0, 1, unit="share a week", source="assumed", meaning="speed of the public debate"
    )
    push: float = parameter(
        1.0, 0, 10, unit="share", source="assumed",
        meaning="salience won by full effort of a party known to all, before rescaling",
    )  # fmt: skip
    silence: float = parameter(
        0.8, 0, 1, unit="share", source="assumed", meaning="effort taken away by being dismissed"
    )
    loudness: float = parameter(
        0.5, 0, 3, unit="share", source="assumed", meaning="effort added by an answer"
    )
    transfer: float = parameter(
        0.06, 0, 1, unit="share a week", source="assumed", meaning="ownership lost or won"
    )
    movement: float = parameter(
        0.04, 0, 1, unit="SD a week", source="assumed", meaning="speed of the party of power"
    )

    def effect(self, state: State) -> Effect:
        """Return the shift of the debate, of titles and of the answering party."""
        stocks = state.stocks
        contested = self._contested(state)
        owned = (stocks.ownership * stocks.salience).sum(axis=1) * stocks.standing
        return Effect(
            appeal=self.ownership * owned,
            salience=self.attention * (self._debate(state, contested) - stocks.salience),
            ownership=self._titles(state, contested),
            platform=self._reply(state, contested),
        )

    def _contested(self, state: State) -> Array:
        """How far niche parties own each issue, shape (D,)."""
        niche = state.setting.is_kind("niche") * state.stocks.standing
        title: Array = (state.stocks.ownership * niche[:, None]).max(axis=0)
        return title

    def _debate(self, state: State, contested: Array) -> Array:
        """Salience to which the debate tends, with the same sum as now, shape (D,)."""
        stocks = state.stocks
        voice = stocks.standing * state.over_regions(stocks.recognition)
        effort = voice @ state.setting.campaigns_on
        change = {"dismissive": -self.silence, "none": 0.0}.get(self.answer, self.loudness)
        effort = effort * (1 + change * contested)
        weight = 1 + self.push * effort
        target: Array = weight / weight.sum() * stocks.salience.sum()
        return target

    def _titles(self, state: State, contested: Array) -> Array:
        """Change of ownership by party and issue, shape (J, D)."""
        sign = {"accommodative": -1.0, "adversarial": 1.0}.get(self.answer, 0.0)
        niche = (state.setting.is_kind("niche") * state.stocks.standing)[:, None]
        room = state.stocks.ownership if sign < 0 else 1 - state.stocks.ownership
        return np.asarray(sign * self.transfer * niche * room * (state.stocks.ownership > 0))

    def _reply(self, state: State, contested: Array) -> Array:
        """Move of the party of power towards or away from the owner, shape (J, D)."""
        sign = {"accommodative": 1.0, "adversarial": -1.0}.get(self.answer, 0.0)
        stocks, power = state.stocks, state.setting.incumbent
        niche = state.setting.is_kind("niche") * stocks.standing
        if sign == 0.0 or not niche.any():
            return np.zeros_like(stocks.platform)
        owner = (stocks.ownership * niche[:, None]).argmax(axis=0)
        gap = stocks.platform[owner, np.arange(len(owner))] - stocks.platform[power]
        step = np.clip(gap, -self.movement, self.movement) if sign > 0 else (
            -self.movement * np.sign(gap)
        )  # fmt: skip
        return np.asarray(state.setting.is_incumbent[:, None] * (step * contested)[None, :])
