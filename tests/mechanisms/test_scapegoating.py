"""The party is attacked when the leader no longer stands behind it."""

from dataclasses import replace

import numpy as np

from model.campaign import Campaign
from model.mechanisms.scapegoating import Scapegoating
from model.run import run
from model.scenario import load_scenario


def test_nobody_attacks_while_he_chairs_and_the_further_he_is_the_more_is_blamed():
    """Claim K4."""
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state
    blamed = []
    for attachment in (1.0, 0.7, 0.4, 0.0):
        stocks = replace(state.stocks, attachment=np.array(attachment))
        blame = Scapegoating().effect(replace(state, stocks=stocks)).changes["blame"]
        blamed.append(blame[state.setting.incumbent])
        assert np.count_nonzero(np.delete(blame, state.setting.incumbent)) == 0
    assert blamed[0] == 0
    assert (np.diff(blamed) > 0).all()


def test_it_does_nothing_while_he_chairs_and_costs_votes_after_he_left():
    """Claim K4."""
    for name, costs in (("kazakhstan-2022", False), ("chairman-leaves-early", True)):
        deaf = ["disappointment", "political_opportunity"]
        scenario = load_scenario(name, {"voters": 2000, "weeks": 40}, deaf)
        on = run(scenario, 1)
        off = run(scenario.replace({"mechanisms.scapegoating": False}), 1)
        assert (on.outcome["support.nur_otan"] < off.outcome["support.nur_otan"]) == costs
        assert on.weeks["protest_mean"] == off.weeks["protest_mean"]
