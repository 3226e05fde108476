"""Those who stayed at home answer to what happened to those who did not."""

from dataclasses import replace

import numpy as np

from model.campaign import Campaign
from model.mechanisms.backlash import Backlash
from model.run import run
from model.scenario import load_scenario


def shocked(**street) -> list[float]:
    changes = {f"mechanisms.street_protest.{name}": value for name, value in street.items()}
    scenario = load_scenario("january-shock", {"voters": 2000, "weeks": 32, **changes})
    return run(scenario, 1).weeks["protest_mean"]


def test_a_region_is_moved_by_what_happened_there_and_by_nothing_elsewhere():
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state
    felt = np.zeros(state.setting.size("R"))
    arrests, left_alone = 0, 1
    felt[[arrests, left_alone]] = 0.1, -0.1
    state = replace(state, stocks=replace(state.stocks, indignation=felt))
    drift = Backlash().effect(state).changes["protest_drift"]
    region = state.setting.cells.region
    assert (drift[region == arrests] > 0).all()
    assert (drift[region == left_alone] < 0).all()
    assert (drift[region > left_alone] == 0).all()


def test_arrests_anger_and_rallies_left_alone_calm():
    neutral = shocked(anger=0.0, relief=0.0)
    angry = shocked(anger=100.0, relief=0.0)
    calm = shocked(anger=0.0, relief=20.0)
    before, after = (np.array([angry[w], calm[w]]) - neutral[w] for w in (25, 28))
    # Ordinary rallies move those at home little even with anger and relief at their largest.
    assert np.abs(before).max() < 0.01
    assert after[0] > 1.2 * before[0] > 0
    assert after[1] < 1.5 * before[1] < 0
