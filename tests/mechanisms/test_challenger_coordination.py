"""Voters who want change gather behind the challenger that polls make viable (Cox 1997)."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.challenger_coordination import ChallengerCoordination
from model.numerics.arrays import array, changed
from model.run import run
from model.scenario import load_scenario

STANDS = {"voters": 1000, "parties.fresh.stands_from": 0, "parties.agrarians.stands_from": 0}


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return Campaign(load_scenario("kazakhstan-2022", STANDS), seed=1)


def loading(campaign: Campaign, polls: dict[str, float]) -> dict[str, float]:
    """Return the worth for a voter in full protest when the polls say this."""
    names = campaign.setting.names
    told = array([polls.get(name, 0.0) / 100 for name in names])
    state = changed(campaign.state, public=changed(campaign.state.public, published=told))
    rule = ChallengerCoordination().prepared(campaign.setting)
    return dict(zip(names, rule.effect(state).changes["protest_loading"], strict=True))


def test_the_first_among_challengers_gains_and_parties_of_the_order_do_not(campaign):
    worth = loading(campaign, {"nur_otan": 60, "ak_zhol": 15, "fresh": 20, "osdp": 5})
    assert worth["fresh"] > 20 * worth["osdp"] > 0
    assert worth["nur_otan"] == worth["ak_zhol"] == 0


def test_it_gains_more_the_nearer_it_is_to_the_party_of_power_and_no_more_beyond(campaign):
    near = [
        loading(campaign, {"nur_otan": power, "fresh": 100 - power})["fresh"]
        for power in (95, 80, 65, 50, 35)
    ]
    assert near[:4] == sorted(near[:4])
    assert near[4] == pytest.approx(near[3], rel=0.01)


def test_two_that_are_level_share_what_one_would_have(campaign):
    alone = loading(campaign, {"nur_otan": 60, "fresh": 20, "osdp": 2})["fresh"]
    level = loading(campaign, {"nur_otan": 60, "fresh": 20, "osdp": 20})["fresh"]
    assert level == pytest.approx(alone / 2, rel=0.01)


def test_nobody_gains_before_anybody_was_asked(campaign):
    assert set(loading(campaign, {}).values()) == {0.0}


def test_a_strong_challenger_grows_above_the_threshold_and_a_weak_one_does_not():
    def gain(appeal: float) -> float:
        case = {"voters": 4000, "weeks": 30, "parties.fresh.stands_from": 2,
                "parties.fresh.appeal": appeal, "mechanisms.newcomer_valence": False}  # fmt: skip
        with_it = load_scenario("kazakhstan-2022", case)
        without = with_it.replace({"mechanisms.challenger_coordination": False})
        gains = [
            run(with_it, seed).outcome["support.fresh"]
            - run(without, seed).outcome["support.fresh"]
            for seed in (1, 2)
        ]
        return float(np.mean(gains))

    assert gain(1.0) > 0.01 > abs(gain(-2.0))
