"""Branches bring supporters to the polls, and change no mind."""

from dataclasses import replace

import numpy as np
from scipy.special import expit

from model.campaign import Campaign
from model.mechanisms.get_out_the_vote import GetOutTheVote
from model.run import run
from model.scenario import load_scenario


def test_readiness_is_in_proportion_to_the_work_in_the_region(kazakhstan):
    state = Campaign(kazakhstan, seed=1).state
    work = np.zeros_like(state.weekly.branch_work)
    work[0, 3] = -0.5
    state = replace(state, weekly=replace(state.weekly, branch_work=work))
    turnout = GetOutTheVote().effect(state).changes["turnout"]
    where = state.setting.cells.region == 3
    np.testing.assert_allclose(turnout[where, 0], -0.5 * GetOutTheVote().strength)
    assert not turnout[~where].any()
    assert not turnout[:, 1:].any()


def test_full_branches_against_none_are_worth_what_the_field_experiment_found(kazakhstan):
    """8.7 points at a turnout of a half."""
    state = Campaign(kazakhstan, seed=1).state
    none = np.zeros_like(state.weekly.branch_work)
    readiness = [
        GetOutTheVote()
        .effect(replace(state, weekly=replace(state.weekly, branch_work=work)))
        .changes["turnout"]
        for work in (none, none + 1)
    ]
    assert (expit(readiness[0]) == 0.5).all()
    np.testing.assert_allclose(expit(readiness[1]), 0.587, atol=0.001)


def test_it_touches_turnout_and_neither_support_nor_polls():
    scenario = load_scenario("chairman-leaves-early", {"voters": 3000})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.get_out_the_vote": False}), 1)
    assert on.weeks == off.weeks
    assert on.outcome["turnout_unprompted"] < off.outcome["turnout_unprompted"]
    assert on.outcome["unprompted.nur_otan"] < off.outcome["unprompted.nur_otan"]
