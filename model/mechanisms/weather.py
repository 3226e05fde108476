"""What moves parties for reasons that nobody models."""

from typing import ClassVar

import numpy as np
from scipy.special import ndtri

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Weather(Mechanism):
    """The appeal of every party walks at random from week to week, each on its own.

    Scandals, prices, wars and moods move votes, and no model foresees them. The walk has no
    memory, so the spread grows with the square root of time: a short campaign gets less. Four
    years give the spread that is seen between elections; one year gives half of it.
    Source: 15 elections of dominant parties without exit, riots or a new label differ from the
    one before by 0.33 in log-odds of official votes (standard deviation, 3.9 years apart;
    `experiments/evidence/leader_exit.csv`). Half a logit of log-odds moves with a logit of
    appeal here, so that is 0.7 logit. Polls of United Russia agree: logit ratings a year apart
    differ by 0.29, which is 0.38 logit of appeal (`coattail.csv`). Rivals: the log-odds of
    Kazakhstan's lists moved by 0.75 between the elections of 2007 to 2021 (root mean square).
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    needs_power: ClassVar[bool] = False
    reads = ("weather",)
    changes = ("appeal", "weather")
    neutral: ClassVar = {"spread": 0.0}
    claims: ClassVar = "It moves parties either way, so it has no sign."

    spread: float = parameter(
        0.55, 0, 2, unit="logit",
        source="0.36 in log-odds between elections (controls without an exit): 0.7 to 0.8",
        meaning="standard deviation of what moves a party's appeal within the horizon",
    )  # fmt: skip
    horizon: int = parameter(
        208, 1, 1000, unit="weeks", source="mean time between those elections: 3.9 years",
        meaning="time in which the spread is reached",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the step of the week, and what all steps have come to."""
        uniform = state.draw.uniform("weather", state.setting.size("J"))
        steps = self.spread / np.sqrt(self.horizon) * ndtri(uniform)
        steps = steps * (state.week > 0)
        return Effect(weather=steps, appeal=state.stocks.weather + steps)
