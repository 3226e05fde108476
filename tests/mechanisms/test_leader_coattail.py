"""The party follows the leader's popularity, and falls by a step when he leaves it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from model.campaign import Campaign
from model.mechanisms.blame import Blame
from model.mechanisms.leader_coattail import LeaderCoattail
from model.mechanisms.managed_competition import ManagedCompetition
from model.mechanisms.scapegoating import Scapegoating
from model.numerics.streams import Draw
from model.politics.state import State
from model.scenario import load_scenario
from model.society.country import scenario_of, shipped_countries

RULE = LeaderCoattail()
SEEDS = range(400)


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


def led(state: State, tie: float, popularity: float = 0.62, seed: int = 1) -> State:
    stocks = replace(state.stocks, attachment=np.array(tie), popularity=np.array(popularity))
    return replace(state, stocks=stocks, draw=Draw(seed, 1))


def appeal(state: State, rule: LeaderCoattail = RULE) -> float:
    """Return what it adds to the party of power; it adds nothing to others."""
    added = rule.effect(state).changes["appeal"]
    assert np.all(np.delete(added, state.setting.incumbent) == 0)
    return float(added[state.setting.incumbent])


def step(state: State, seed: int) -> float:
    """Return what a full cut of the tie costs at once."""
    return appeal(led(state, 1.0, seed=seed)) - appeal(led(state, 0.0, seed=seed))


@given(popularity=st.floats(0.05, 0.9))
def test_under_a_chairman_it_is_a_logit_for_a_logit(opening, popularity):
    lent = appeal(led(opening, 1.0, popularity))
    assert lent == pytest.approx(RULE.strength * logit(popularity), abs=1e-9)


def test_a_leader_who_has_left_still_counts_but_less(opening):
    gain = {}
    for tie in (1.0, 0.5, 0.0):
        low, high = (appeal(led(opening, tie, popularity)) for popularity in (0.4, 0.8))
        gain[tie] = high - low
    assert gain[1.0] > gain[0.5] > gain[0.0] > 0
    assert gain[0.0] == pytest.approx(RULE.lasting * gain[1.0])


def test_the_nearer_he_stays_the_less_is_lost(opening):
    lost = [appeal(led(opening, 1.0)) - appeal(led(opening, tie)) for tie in (1.0, 0.6, 0.3, 0.0)]
    assert lost[0] == 0
    assert np.all(np.diff(lost) > 0)


def test_the_whole_fall_is_the_step_whatever_else_attacks_the_party(opening):
    """Scapegoating in the long run and all rivals' criticism included, and no more than that."""
    blame = Scapegoating().strength / Blame().fading * Blame().weight
    others = blame + ManagedCompetition().criticism
    assert others == pytest.approx(RULE.elsewhere, abs=0.03)
    whole = np.array([step(opening, seed) for seed in SEEDS]) + others
    assert np.median(whole) == pytest.approx(RULE.step, abs=0.05)
    low, high = np.quantile(whole, (0.05, 0.95))
    assert 0.2 < low < high < 0.8


@pytest.mark.parametrize("country", shipped_countries())
def test_a_country_counts_as_brought_elsewhere_what_its_mechanisms_bring(country):
    active = load_scenario(scenario_of(country)).mechanisms.active()
    if "leader_coattail" in active:
        brought = len({"scapegoating", "managed_competition"} & active.keys())
        assert active["leader_coattail"].elsewhere == pytest.approx(RULE.elsewhere * brought / 2)


def test_the_step_differs_between_runs_and_lasts_through_each(opening):
    later = replace(led(opening, 0.0), week=30, draw=Draw(1, 30))
    assert appeal(later) == appeal(led(opening, 0.0))
    assert np.std([step(opening, seed) for seed in SEEDS]) > 0.05


def test_voters_governors_rivals_and_insiders_have_half_in_common(opening):
    hits = np.array(
        [[replace(opening, draw=Draw(seed, 1)).hit(who) for who in ("voters", "governors")]
         for seed in SEEDS]
    )  # fmt: skip
    np.testing.assert_allclose(hits.std(axis=0), 1, atol=0.1)
    assert np.corrcoef(hits.T)[0, 1] == pytest.approx(0.5, abs=0.12)
