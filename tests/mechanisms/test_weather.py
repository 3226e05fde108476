"""A walk without memory, each party's on its own."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.weather import Weather
from model.numerics.streams import Draw
from model.run import run
from model.scenario import load_scenario

SEEDS = range(60)


@cache
def walks(weeks: int) -> np.ndarray:
    """Return what it comes to in the last week by the rule alone: seeds x parties."""
    scenario = load_scenario("kazakhstan-2022", {"voters": 1000})
    state = Campaign(scenario, seed=1).state
    rule = scenario.mechanisms.active()["weather"].prepared(state.setting)
    steps = [
        [rule.effect(replace(state, week=week, draw=Draw(seed, week))).changes["weather"]
         for week in range(1, weeks + 1)] for seed in SEEDS
    ]  # fmt: skip
    return np.sum(steps, axis=1)


def test_a_campaign_begins_without_it_and_goes_as_the_rule_walks():
    campaign = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 8}), seed=2)
    assert np.all(campaign.state.stocks.weather == 0)
    campaign.run()
    assert campaign.state.stocks.weather == pytest.approx(walks(8)[SEEDS.index(2)])


@pytest.mark.parametrize("weeks", [8, 32])
def test_the_spread_grows_with_the_root_of_time(weeks):
    found, rule = walks(weeks), Weather()
    expected = rule.spread * np.sqrt(weeks / rule.horizon)
    assert found.std() == pytest.approx(expected, rel=0.08)
    assert abs(found.mean()) < 0.2 * expected


def test_each_party_walks_on_its_own():
    found = np.corrcoef(walks(8).T)
    assert np.abs(found[np.triu_indices(len(found), 1)]).mean() < 0.2


def test_it_moves_the_votes_of_the_party_of_power_either_way():
    scenario = load_scenario("chairman-stays", {"voters": 2000})
    calm = scenario.replace({"mechanisms.weather": False})
    moved = [
        run(scenario, seed).outcome["vote_share.nur_otan"]
        - run(calm, seed).outcome["vote_share.nur_otan"]
        for seed in range(12)
    ]
    assert min(moved) < -0.01
    assert max(moved) > 0.01


def test_rivals_keep_the_mean_of_their_weight_and_the_party_of_power_its_mean():
    """The mean of exp(normal) is exp(mean + variance / 2); here 4,000 walks of one long week."""
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state
    rule = Weather(spread=1.0, horizon=1).prepared(state.setting)
    power = state.setting.is_incumbent.astype(bool)
    steps = np.array([
        rule.effect(replace(state, week=1, draw=Draw(seed, 1))).changes["weather"]
        for seed in range(4000)
    ])  # fmt: skip
    error = 4 / np.sqrt(len(steps))
    spread = np.sqrt(np.e - 1)  # standard deviation of exp(normal) with mean 1 and variance 1
    assert np.exp(steps[:, ~power]).mean(axis=0) == pytest.approx(1, abs=spread * error)
    assert steps[:, power].mean() == pytest.approx(0, abs=error)
