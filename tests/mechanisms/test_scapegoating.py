"""The party is attacked when the leader no longer stands behind it."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.scapegoating import Scapegoating
from model.run import run
from model.scenario import load_scenario


@pytest.mark.parametrize(("attachment", "share"), [(1.0, 0.0), (0.4, 0.6), (0.0, 1.0)])
def test_the_campaign_is_as_strong_as_the_leader_is_far(attachment, share):
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state
    state = replace(state, stocks=replace(state.stocks, attachment=np.array(attachment)))
    rule = Scapegoating()
    added = rule.effect(state).changes["blame"]
    np.testing.assert_allclose(added, share * rule.strength * state.setting.is_incumbent)


def test_it_does_nothing_while_he_chairs_and_costs_votes_after_he_left():
    for name, costs in (("kazakhstan-2022", False), ("chairman-leaves-early", True)):
        scenario = load_scenario(name, {"voters": 2000, "weeks": 40})
        on = run(scenario, 1)
        off = run(scenario.replace({"mechanisms.scapegoating": False}), 1)
        assert (on.outcome["support.nur_otan"] < off.outcome["support.nur_otan"]) == costs
        assert on.weeks["protest_mean"] == off.weeks["protest_mean"]
