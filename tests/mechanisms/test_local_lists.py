"""Local dominance exceeds national dominance, because weak rivals have no local lists."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.election import hold_election
from model.mechanisms.local_lists import LocalLists
from model.run import run
from model.scenario import load_scenario


def test_lists_rise_with_branches_and_saturate(kazakhstan):
    state = Campaign(kazakhstan, seed=1).state
    rule = LocalLists()
    lists = rule.effect(state).changes["local_lists"]
    standing = state.stocks.standing[:, None]
    half = replace(state, stocks=replace(state.stocks, organisation=np.full_like(lists, rule.half)))
    np.testing.assert_allclose(
        rule.effect(half).changes["local_lists"], 0.5 * standing * (lists >= 0)
    )
    assert np.all(lists[state.setting.incumbent] > 0.99)
    assert np.all(lists[standing[:, 0] == 0] == 0)


def test_all_council_seats_are_filled(kazakhstan):
    campaign = Campaign(kazakhstan, seed=1)
    campaign.run()
    seats = hold_election(campaign).councils
    assert seats.shape == (campaign.setting.size("J"),)
    assert seats.sum() == 3279


def test_local_dominance_exceeds_national_as_in_2021():
    """Claims E9, E10: 82.48 % of council seats against 76 of 98 in the Mazhilis."""
    runs = [run(load_scenario("history-2021", {"voters": 3000}), seed).outcome for seed in range(4)]
    local = np.mean([each["council_share.nur_otan"] for each in runs])
    national = np.mean([each["seat_share.nur_otan"] for each in runs])
    assert local > national
    assert local == pytest.approx(0.8248, abs=0.04)


def test_it_touches_the_councils_alone():
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.local_lists": False}), 1)
    assert on.weeks == off.weeks
    differ = {name for name in on.outcome if on.outcome[name] != off.outcome[name]}
    assert {name.split(".")[0] for name in differ} == {"council_share", "council_seats"}
    assert on.outcome["council_share.nur_otan"] > off.outcome["council_share.nur_otan"]
