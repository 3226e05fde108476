"""Blame of those in office turns into protest."""

from dataclasses import replace

import numpy as np

from model.campaign import Campaign
from model.mechanisms.disappointment import Disappointment
from model.scenario import load_scenario


def test_only_blame_of_those_in_office_angers_and_twice_as_much_twice_as_strongly():
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state

    def drift(blame: np.ndarray) -> float:
        stocks = replace(state.stocks, blame=blame)
        return Disappointment().effect(replace(state, stocks=stocks)).changes["protest_drift"]

    power = state.setting.is_incumbent
    assert drift(0.2 * power) > 0
    assert drift(0.4 * power) == 2 * drift(0.2 * power)
    assert drift(0.2 * (1 - power)) == 0
