"""Only a vote that comes before its time finds the party of power unready."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.campaign import Campaign
from model.mechanisms.campaign_readiness import CampaignReadiness
from model.politics.state import State
from model.run import run
from model.scenario import load_scenario

RULE = CampaignReadiness()


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


def called(state: State, call: float, vote: float) -> State:
    stocks = replace(state.stocks, campaign_start=np.array(call), election_week=np.array(vote))
    return replace(state, stocks=stocks)


def test_a_vote_in_its_due_week_is_no_surprise(opening):
    assert RULE.target(opening) == 1


def test_eight_weeks_of_the_twenty_six_it_takes(opening):
    """Claim K1."""
    assert RULE.target(called(opening, 0, 8)) == pytest.approx(1 - 0.5 * (1 - 8 / 26))


@given(call=st.integers(0, 50), notice=st.integers(0, 52))
def test_more_notice_never_leaves_it_less_ready(opening, call, notice):
    one, two = (RULE.target(called(opening, call, call + n)) for n in (notice, notice + 1))
    assert 1 - RULE.dependence <= one <= two <= 1


def test_a_due_vote_is_the_same_without_it():
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000, "weeks": 12})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.campaign_readiness": False}), 1)
    assert on.weeks == off.weeks
    assert on.outcome == off.outcome


def test_a_snap_election_finds_a_smaller_resource():
    """Claims F4, K1."""
    scenario = load_scenario("snap-election", {"voters": 3000})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.campaign_readiness": False}), 1)
    assert len(on.weeks["week"]) == 8 + 1
    assert on.outcome["mobilised"] < 0.8 * off.outcome["mobilised"]
    assert on.outcome["vote_share.nur_otan"] < off.outcome["vote_share.nur_otan"]


def test_a_snap_election_gives_newcomers_no_time_to_become_known():
    snap = run(load_scenario("snap-election", {"voters": 3000}), 1)
    due = run(load_scenario("kazakhstan-2022", {"voters": 3000}), 1)
    assert snap.weeks["recognition.fresh"][-1] < due.weeks["recognition.fresh"][-1]
    assert snap.outcome["unprompted.fresh"] < due.outcome["unprompted.fresh"]
