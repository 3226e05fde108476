"""The deal holds while the machine shows its strength, and breaks for good."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.managed_competition import ManagedCompetition
from model.politics.state import State
from model.run import run
from model.scenario import load_scenario

RULE = ManagedCompetition(ignorance=0)
"""A rule whose size is the same in every run."""


@pytest.fixture(scope="module")
def after_a_poll() -> State:
    campaign = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1)
    campaign.step()
    return campaign.state


def withdrawn(state: State) -> State:
    loyalty = np.full_like(state.stocks.administration_loyalty, 0.2)
    return replace(state, stocks=replace(state.stocks, administration_loyalty=loyalty))


def test_the_deal_holds_under_a_full_machine(after_a_poll):
    """Claim E12."""
    assert RULE.effect(after_a_poll).changes == {}


def test_the_deal_breaks_when_akims_withdraw_and_fades_week_by_week(after_a_poll):
    state = withdrawn(after_a_poll)
    rivals = state.setting.is_kind("established")
    for week in range(1, 5):
        state = state.after([RULE.effect(state)])
        np.testing.assert_allclose(state.stocks.deal, rivals * (1 - RULE.fading) ** week)


def test_a_deal_that_does_not_fade_is_not_told_as_broken(after_a_poll):
    steadfast = RULE.model_copy(update={"fading": 0.0})
    assert steadfast.effect(withdrawn(after_a_poll)).log == ()
    assert RULE.effect(withdrawn(after_a_poll)).log


def test_a_broken_deal_is_not_mended(after_a_poll):
    state = withdrawn(after_a_poll)
    state = state.after([RULE.effect(state)])
    loyal = np.ones_like(state.stocks.administration_loyalty)
    restored = replace(state, stocks=replace(state.stocks, administration_loyalty=loyal))
    assert RULE.effect(restored).changes["deal"].sum() < 0


def test_imitated_effort_still_deters(after_a_poll):
    pretended = np.ones_like(after_a_poll.stocks.imitation)
    state = replace(after_a_poll, stocks=replace(after_a_poll.stocks, imitation=pretended))
    assert RULE.effect(state).changes == {}


def test_a_fallen_rating_breaks_it_too(after_a_poll):
    fallen = after_a_poll.public.published * (1 - 0.9 * after_a_poll.setting.is_incumbent)
    state = replace(after_a_poll, public=replace(after_a_poll.public, published=fallen))
    assert RULE.effect(state).changes["deal"].sum() < 0


def test_who_competes_spends_its_own_money_and_hurts_the_party_of_power(after_a_poll):
    state = withdrawn(after_a_poll)
    for _ in range(8):
        state = state.after([RULE.effect(state)])
    changes = RULE.effect(state).changes
    np.testing.assert_array_equal(changes["spending"], -changes["funds"])
    assert np.all(changes["spending"] <= state.stocks.funds)
    assert changes["appeal"][state.setting.incumbent] < 0
    assert np.all(changes["appeal"][state.setting.is_kind("established") == 1] > 0)


def test_nothing_changes_while_the_deal_holds():
    scenario = load_scenario("machine-imitated", {"voters": 2000})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.managed_competition": False}), 1)
    assert on.weeks == off.weeks
    assert on.outcome == off.outcome


def test_when_the_machine_goes_the_tolerated_rivals_gain():
    scenario = load_scenario("machine-withdrawn", {"voters": 2000})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.managed_competition": False}), 1)
    for name, values in on.weeks.items():
        assert values[:20] == off.weeks[name][:20], name
    assert any("deal broken" in line for line in on.log)
    for rival in ("ak_zhol", "peoples_party", "osdp"):
        assert on.outcome[f"vote_share.{rival}"] > off.outcome[f"vote_share.{rival}"]
