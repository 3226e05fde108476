"""Parties move in policy space, each by its own strategy."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, PartyView, Phase, Strategy
from model.politics.soundness import step_of
from model.politics.state import Effect, State
from model.politics.strategy import direction, uniforms_for


class PartyStrategies(Mechanism):
    """Each week every standing party takes the step that its strategy says.

    A newcomer looks around for a week, facing in a random direction, before it moves. The
    party of power is slower: without inner factions nobody in it argues for a change (claim
    W6).
    Source: Laver (2005), doi:10.1017/S0003055405051634; Laver and Sergenti (2012).
    """

    phase: ClassVar[Phase] = Phase.STRATEGY
    shown_by: ClassVar[str] = "replication-hunters"
    needs_power: ClassVar[bool] = False
    reads = (
        "heading",
        "platform",
        "published",
        "standing",
        "support_before",
        "supporters",
        "weeks_standing",
    )
    changes = ("heading", "platform", "support_before")
    neutral: ClassVar = {"pace": 0.0}
    claims: ClassVar = {"enp": 1}

    pace: float = parameter(
        0.1, 0, 1, unit="share", source="assumed: a full step takes ten weeks; 1 in replications",
        meaning="share of the step of its strategy that a party takes in a week",
    )  # fmt: skip
    power_pace: float = parameter(
        0.3, 0, 1, unit="share", source="assumed; claim W6",
        meaning="pace of the party of power, against that of other parties",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return this week's steps, and what parties remember for the next."""
        setting, stocks = state.setting, state.stocks
        if not setting.moving:
            return Effect()
        # Where polls are secret, the first poll still names a party that has left.
        share = state.public.published * (stocks.standing > 0)
        weeks = stocks.weeks_standing
        pace = self.pace * np.where(setting.is_incumbent > 0, self.power_pace, 1.0)
        steps, heading = np.zeros_like(stocks.platform), stocks.heading.copy()
        for view, strategy in self._views(state, share):
            if weeks[view.own] == 0:
                heading[view.own] = direction(view.uniforms, len(view.heading))
                continue
            step = step_of(strategy, view)
            length = float(np.sqrt(step @ step))
            if length > 0:
                heading[view.own] = step / length
                steps[view.own] = pace[view.own] * step
        return Effect(
            platform=steps,
            heading=heading - stocks.heading,
            support_before=share - stocks.support_before,
        )

    def _views(self, state: State, share: Array) -> Iterator[tuple[PartyView, Strategy]]:
        """Yield what each standing party with a strategy sees."""
        setting, stocks = state.setting, state.stocks
        issues = setting.size("D")
        count = uniforms_for(issues)
        drawn = state.draw.uniform("strategies", count * setting.size("J")).reshape(-1, count)
        followers = np.where(share[:, None] > 0, state.public.supporters, stocks.platform)
        for column, strategy in setting.moving:
            if stocks.standing[column] > 0:
                yield (
                    PartyView(
                        own=column,
                        platforms=stocks.platform,
                        supporters=followers,
                        share=share,
                        share_before=stocks.support_before,
                        heading=stocks.heading[column],
                        uniforms=drawn[column],
                    ),
                    strategy,
                )
