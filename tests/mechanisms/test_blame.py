"""Blame grows with broken promises, fades, and gathers where state channels do not shield."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.blame import Blame
from model.run import run
from model.scenario import load_scenario

RULE = Blame()


@pytest.fixture(scope="module")
def opening():
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


def with_stocks(state, **stocks):
    power = state.setting.is_incumbent
    changed = {name: value * power for name, value in stocks.items()}
    return replace(state, stocks=replace(state.stocks, **changed))


def test_blame_tends_to_broken_promises_over_fading(opening):
    """Claim W4."""
    state = with_stocks(opening, blame=0.0, promises=1.0, delivery=0.5)
    for _ in range(600):
        state = state.after([RULE.effect(state)])
    expected = RULE.rate * 0.5 / RULE.fading
    assert state.stocks.blame @ state.setting.is_incumbent == pytest.approx(expected, rel=1e-6)


def test_who_keeps_all_promises_is_forgiven(opening):
    state = with_stocks(opening, blame=1.0, promises=1.0, delivery=1.0)
    after = state.after([RULE.effect(state)]).stocks.blame
    np.testing.assert_allclose(after, (1 - RULE.fading) * state.stocks.blame)


def test_only_a_party_in_office_is_blamed(opening):
    """Claim W4."""
    rate = RULE.effect(opening).changes["blame"]
    assert (rate[opening.setting.is_incumbent == 0] == 0).all()


def test_state_channels_shield_from_it(opening):
    change = RULE.effect(with_stocks(opening, blame=1.0)).changes
    power = opening.setting.incumbent
    assert change["appeal"][power] == -RULE.weight
    assert change["media_loading"][power] == RULE.shield * RULE.weight


def test_an_unpopular_programme_costs_the_party_of_power_votes_through_blame_alone():
    scenario = load_scenario("unpopular-programme", {"voters": 2000, "weeks": 30})
    quiet = scenario.replace({"events": {}})
    lost = [
        run(quiet.replace(off), 1).outcome["support.nur_otan"]
        - run(scenario.replace(off), 1).outcome["support.nur_otan"]
        for off in ({}, {"mechanisms.blame": False})
    ]
    assert lost[0] > 0.01
    assert abs(lost[1]) < lost[0] / 2


def test_without_disappointment_it_leaves_protest_and_the_street_as_they_were():
    changes = {"voters": 2000, "weeks": 10, "mechanisms.disappointment": False}
    scenario = load_scenario("kazakhstan-2022", changes)
    on, off = (run(each, 1) for each in (scenario, scenario.replace({"mechanisms.blame": False})))
    assert on.weeks["protest_mean"] == off.weeks["protest_mean"]
    assert on.weeks["crowd"] == off.weeks["crowd"]
    assert on.weeks["support.nur_otan"][-1] < off.weeks["support.nur_otan"][-1]
