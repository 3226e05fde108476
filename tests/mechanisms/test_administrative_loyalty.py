"""Governors follow the leader out, and what they still show is partly pretended."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.campaign import Campaign
from model.mechanisms.administrative_loyalty import AdministrativeLoyalty
from model.numerics.streams import Draw
from model.politics.state import State
from model.run import run
from model.scenario import load_scenario

RULE = AdministrativeLoyalty(ignorance=0)
"""A rule whose size is the same in every run."""


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


def tied(state: State, attachment: float, **stocks: np.ndarray) -> State:
    return replace(state, stocks=replace(state.stocks, attachment=np.array(attachment), **stocks))


def test_the_gap_closes_geometrically(opening):
    state, rule = tied(opening, 0.0), RULE.prepared(opening.setting)
    for week in range(1, 12):
        state = state.after([rule.effect(state)])
        left = (1 - RULE.speed) ** week
        np.testing.assert_allclose(
            state.stocks.administration_loyalty, 1 - RULE.following * (1 - left)
        )
        np.testing.assert_allclose(state.stocks.imitation, RULE.pretence * (1 - left))


@given(tie=st.floats(0, 1), loyalty=st.floats(0, 1), imitation=st.floats(0, 1))
def test_nothing_lost_comes_back(opening, tie, loyalty, imitation):
    before = tied(
        opening,
        tie,
        administration_loyalty=np.full(17, loyalty),
        imitation=np.full(17, imitation),
    )
    after = before.after([RULE.prepared(opening.setting).effect(before)]).stocks
    assert np.all(after.administration_loyalty <= loyalty)
    assert np.all(after.imitation >= imitation)


def test_under_a_chairman_nothing_changes():
    scenario = load_scenario("chairman-stays", {"voters": 2000, "weeks": 12})
    without = scenario.replace({"mechanisms.administrative_loyalty": False})
    on, off = run(scenario, 1), run(without, 1)
    assert on.weeks == off.weeks
    assert on.outcome == off.outcome


def test_when_he_leaves_visible_effort_stays_above_real_effort():
    """Claim K2."""
    on = run(load_scenario("chairman-leaves-early", {"voters": 2000}), 1)
    visible, real = np.array(on.weeks["visible_effort"]), np.array(on.weeks["real_effort"])
    assert np.all(visible[:8] == 1)
    assert np.all(real[8:] < visible[8:])
    assert visible[-1] < 0.97


def test_how_far_governors_follow_differs_between_runs_and_only_there(opening):
    unsure = AdministrativeLoyalty().prepared(opening.setting)
    state = tied(opening, 0.0)
    lost = []
    for seed in range(60):
        now = replace(state, draw=Draw(seed, 1))
        later = replace(state, draw=Draw(seed, 9))
        change = unsure.effect(now).changes["administration_loyalty"]
        np.testing.assert_array_equal(
            change, unsure.effect(later).changes["administration_loyalty"]
        )
        lost.append(-change[0] / unsure.speed)
    assert 0.10 < np.median(lost) < 0.22
    assert min(lost) < 0.05
    assert max(lost) > 0.40


def test_fewer_are_brought_to_the_polls():
    scenario = load_scenario("chairman-leaves-early", {"voters": 2000})
    without = scenario.replace({"mechanisms.administrative_loyalty": False})
    assert run(scenario, 1).outcome["mobilised"] < 0.7 * run(without, 1).outcome["mobilised"]


def test_imitation_is_seen_by_nobody_before_the_count():
    """Hidden action: polls, elite and rivals as ever, and then the votes are missing. Claim K2."""
    pretended = run(load_scenario("machine-imitated", {"voters": 3000}), 1)
    worked = run(load_scenario("kazakhstan-2022", {"voters": 3000}), 1)
    for name in ("rating.nur_otan", "elite_loyalty", "visible_effort", "support.ak_zhol"):
        assert pretended.weeks[name] == worked.weeks[name]
    assert pretended.outcome["vote_share.nur_otan"] < worked.outcome["vote_share.nur_otan"] - 0.04
    assert pretended.outcome["turnout"] < worked.outcome["turnout"] - 0.1
