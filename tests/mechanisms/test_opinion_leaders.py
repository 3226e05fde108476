"""Opinion leaders speak through the network, as far as the leader is tied (claim S3)."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.opinion_leaders import OpinionLeaders
from model.run import run
from model.scenario import load_scenario


@pytest.fixture(scope="module")
def loud() -> tuple[Campaign, Campaign]:
    scenario = load_scenario("kazakhstan-2022", {"voters": 3000})
    on = scenario.replace({"mechanisms.opinion_leaders.strength": 2.0})
    off = scenario.replace({"mechanisms.opinion_leaders": False})
    return Campaign(on, 1), Campaign(off, 1)


def test_a_voter_hears_the_most_engaged_of_the_neighbours(loud):
    electorate = loud[0].electorate
    leader = electorate.engagement > 1.2815516  # the top tenth of a standard normal
    expected = leader[electorate.neighbours].mean(axis=1)
    np.testing.assert_allclose(electorate.leaders_heard, expected, atol=1e-6)
    assert leader.mean() == pytest.approx(0.1, abs=0.02)


def test_it_moves_those_who_hear_them_and_nobody_else(loud):
    """Claim S3."""
    on, off = loud
    power = on.setting.incumbent
    gain = on.electorate.support[power] - off.electorate.support[power]
    heard = on.electorate.leaders_heard
    assert np.corrcoef(gain, heard)[0, 1] > 0.9
    assert gain[heard == 0].mean() < gain[heard > 0.2].mean() / 3


def test_they_fall_silent_when_the_leader_leaves(loud):
    state = loud[0].state
    apart = replace(state, stocks=replace(state.stocks, attachment=np.array(0.0)))
    assert (OpinionLeaders().effect(apart).changes["voice"] == 0).all()
    voice = OpinionLeaders(strength=1.5).effect(state).changes["voice"]
    np.testing.assert_allclose(voice, 1.5 * state.setting.is_incumbent)


def test_switched_off_protest_and_the_street_stay_as_they_were():
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000, "weeks": 6})
    on = run(scenario, 1)
    off = run(scenario.replace({"mechanisms.opinion_leaders": False}), 1)
    assert on.weeks["protest_mean"] == off.weeks["protest_mean"]
    assert on.weeks["crowd"] == off.weeks["crowd"]
    assert on.weeks["support.nur_otan"][-1] > off.weeks["support.nur_otan"][-1]
