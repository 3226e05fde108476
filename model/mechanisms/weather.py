"""What moves parties for reasons that nobody models."""

import math
from typing import ClassVar

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class Weather(Mechanism):
    """The appeal of every party walks at random from week to week, each on its own.

    Scandals, prices, wars and moods move votes, and no model foresees them. The walk has no
    memory, so the spread grows with the square root of time: a short campaign gets less. Four
    years give the spread that is seen between elections; one year gives half of it.
    Of many rivals that walk apart, the luckiest gains more than the others lose. So rivals drift
    down by half the variance, which keeps the mean of exp(appeal) where it was: then luck alone
    takes next to nothing from the party of power.
    Source: 15 elections of dominant parties without exit, riots or a new label differ from the
    one before by 0.33 in log-odds of official votes (standard deviation, 3.9 years apart;
    `experiments/evidence/leader_exit.csv`). With the spread below, four years move the party of
    power by 0.29 in the baseline, where a logit of its appeal is worth half a logit of votes,
    and its largest rival by 0.79 (lists there moved by 0.75 between the elections of 2007 to 2021,
    root mean square). One year moves the log-odds of its rating by 0.18; polls of United Russia
    a year apart differ by 0.25, what approval explains taken off (`coattail.csv`).
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    needs_power: ClassVar[bool] = False
    reads = ("weather",)
    changes = ("appeal", "weather")
    neutral: ClassVar = {"spread": 0.0}
    claims: ClassVar = "It moves parties either way, so it has no sign."

    spread: float = parameter(
        0.5, 0, 2, unit="logit",
        source="assumed: gives the 0.33 in log-odds between elections without an exit",
        meaning="standard deviation of what moves a party's appeal within the horizon",
        believed=(0.35, 0.7),
    )  # fmt: skip
    horizon: int = parameter(
        208, 1, 1000, unit="weeks", source="chosen: the mean time between those elections",
        meaning="time in which the spread is reached",
    )  # fmt: skip

    _size: float  # standard deviation of a step
    _drift: Array  # (J,) fall in a week that keeps the mean of exp(appeal)

    def prepare(self, setting: Setting) -> None:
        """Work out how far parties walk in a week, and how rivals drift down."""
        self._size = self.spread / math.sqrt(self.horizon)
        self._drift = self.spread**2 / (2 * self.horizon) * (1 - setting.is_incumbent)

    def effect(self, state: State) -> Effect:
        """Return the step of the week, and what all steps have come to."""
        if state.week == 0:
            return Effect(appeal=state.stocks.weather)
        steps = self._size * state.draw.normal("weather", len(self._drift)) - self._drift
        return Effect(weather=steps, appeal=state.stocks.weather + steps)
