"""Elites are bistable, wait for dissolution and go with their own."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.campaign import Campaign
from model.measures.weeks import elite_loyalty
from model.mechanisms.elite_defection import EliteDefection
from model.numerics.streams import Draw
from model.politics.state import Effect, State
from model.run import run
from model.scenario import load_scenario
from model.society.elites import CADRES

RULE = EliteDefection(ignorance=0, hope=0)
"""Insiders without hope or guesses of their own."""


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("elite-split", {"voters": 1000}), seed=1).state


def effect(rule: EliteDefection, state: State) -> Effect:
    return rule.prepared(state.setting).effect(state)


def situation(state: State, rating: float, week: int = 1, **stocks: object) -> State:
    """Return a state in which the poll gives the party of power a share, in a week."""
    rivals = 1 - state.setting.is_incumbent
    shares = np.where(rivals == 0, rating, (1 - rating) * rivals / rivals.sum())
    changed = {name: np.asarray(value, dtype=float) for name, value in stocks.items()}
    return replace(
        state,
        week=week,
        draw=Draw(1, week),
        public=replace(state.public, published=shares),
        stocks=replace(state.stocks, **changed),
    )


def settled(state: State, rating: float, loyal: np.ndarray, **stocks: object) -> np.ndarray:
    """Let notables think for half a year about a public that does not change."""
    for week in range(1, 27):
        now = situation(state, rating, week=week, loyal=loyal, **stocks)
        loyal = now.after([effect(RULE, now)]).stocks.loyal
    return loyal


def members(state: State, share: float) -> np.ndarray:
    elites = load_scenario("elite-split").elites
    return elites.model_copy(update={"loyalty": share}).opening_loyalty()


def share_inside(state: State, loyal: np.ndarray) -> float:
    return loyal.sum() / state.setting.factions.members


def test_same_parameters_two_openings_two_outcomes(opening):
    inside = settled(opening, 0.45, members(opening, 1.0))
    outside = settled(opening, 0.45, members(opening, 0.02))
    assert share_inside(opening, inside) == 1
    assert share_inside(opening, outside) < 0.25


def test_what_was_lost_when_the_rating_fell_does_not_come_back_with_it(opening):
    down, loyal = {}, members(opening, 1.0)
    for rating in (0.6, 0.5, 0.4, 0.3, 0.2, 0.05):
        loyal = settled(opening, rating, loyal, administration_loyalty=np.full(17, 0.4))
        down[rating] = share_inside(opening, loyal)
    up = {}
    for rating in (0.2, 0.3, 0.4, 0.5, 0.6):
        loyal = settled(opening, rating, loyal, administration_loyalty=np.full(17, 0.4))
        up[rating] = share_inside(opening, loyal)
    assert down[0.6] > 0.95
    assert down[0.05] < 0.9
    assert all(down[rating] >= up[rating] for rating in up)
    assert max(down[rating] - up[rating] for rating in up) > 0.1


def test_distancing_makes_some_leave_at_once(opening):
    near, far = (situation(opening, 0.35, attachment=tie) for tie in (1.0, 0.0))
    assert "loyal" not in effect(RULE, near).changes
    assert effect(RULE, far).changes["loyal"].sum() < 0


def test_support_among_the_elite_falls_before_those_with_a_seat_go(opening):
    far = situation(opening, 0.3, attachment=0.0)
    after = far.after([effect(RULE, far)]).stocks
    assert after.elite_support < 0.9
    assert after.elite_support < share_inside(opening, after.loyal)


def test_the_undecided_count_as_lost(opening):
    decided = situation(opening, 0.5)
    half = replace(decided.public, published=decided.public.published / 2)
    assert RULE.fails(replace(decided, public=half), 1.0) > RULE.fails(decided, 1.0)


@settings(max_examples=50, deadline=None)
@given(rating=st.floats(0, 1), loyalty=st.floats(0, 1), tie=st.floats(0, 1))
def test_failure_is_a_chance_that_every_asset_lowers(opening, rating, loyalty, tie):
    state = situation(opening, rating, attachment=tie)
    chance = RULE.fails(state, loyalty)
    assert 0 <= chance <= 1
    assert RULE.fails(situation(opening, min(rating + 0.1, 1), attachment=tie), loyalty) <= chance
    assert RULE.fails(state, loyalty / 2) >= chance
    assert RULE.fails(situation(opening, rating, attachment=tie / 2), loyalty) >= chance


def test_deputies_wait_for_the_lists_to_open(opening):
    """Claim S6."""
    office = opening.setting.notables.office

    def leave(week: int) -> float:
        changes = effect(RULE, situation(opening, 0.3, week, attachment=0.0)).changes
        return float(-changes["loyal"] @ office) if "loyal" in changes else 0.0

    assert leave(52 - RULE.nomination - 1) == 0 < leave(52 - RULE.nomination)


def test_a_snap_election_sets_deputies_free(opening):
    """Claim S6."""
    office = opening.setting.notables.office
    called = situation(opening, 0.3, attachment=0.0, election_week=8.0)
    assert effect(RULE, called).changes["loyal"] @ office < -5


def test_former_parties_go_together_and_cadres_alone(opening):
    faction = opening.setting.notables.faction
    loyal = members(opening, 0.5)
    state = situation(opening, 0.6, loyal=loyal, attachment=0.0)
    eager = RULE.model_copy(update={"attention": 1.0})
    lonely = eager.model_copy(update={"together": 0.0})
    with_peers = effect(eager, state).changes["loyal"]
    without = effect(lonely, state).changes["loyal"]
    np.testing.assert_array_equal(with_peers[faction == CADRES], without[faction == CADRES])
    assert with_peers[faction != CADRES].sum() < without[faction != CADRES].sum()


def test_nobody_moves_before_the_first_poll(opening):
    first = effect(RULE, situation(opening, 0.1, week=0, attachment=0.0)).changes
    assert first.keys() == {"appeal"}
    np.testing.assert_allclose(first["appeal"], 0, atol=1e-12)


def test_what_the_party_is_worth_without_its_leader_insiders_can_only_guess(opening):
    unsure = EliteDefection(hope=0)
    for tie, differs in ((1.0, False), (0.0, True)):
        state = situation(opening, 0.45, attachment=tie)
        seen = {unsure.fails(replace(state, draw=Draw(seed, 1)), 1.0) for seed in range(20)}
        assert (len(seen) > 1) == differs


def test_a_split_costs_votes_in_proportion_to_who_has_gone(opening):
    power = opening.setting.incumbent
    for share in (1.0, 0.5, 0.02):
        loyal = members(opening, share)
        appeal = effect(RULE, situation(opening, 0.6, loyal=loyal)).changes["appeal"]
        gone = 1 - opening.setting.notables.clout @ loyal
        assert appeal[power] == pytest.approx(-RULE.discredit * gone)
        assert np.all(np.delete(appeal, power) == 0)


def test_leavers_take_branches_from_their_region_to_their_own_party(opening):
    setting, notables = opening.setting, opening.setting.notables
    standing = np.ones(setting.size("J"))
    state = situation(opening, 0.2, attachment=0.0, standing=standing)
    changes = effect(RULE, state).changes
    gone = notables.presence @ -changes["loyal"]
    power = changes["organisation"][setting.incumbent]
    np.testing.assert_allclose(power, -RULE.held * 0.9 * gone)
    asar = setting.column("asar")
    assert changes["organisation"][asar].sum() > 0
    assert changes["recognition"][asar].sum() > 0
    assert changes["funds"][asar] > 0
    assert np.all(changes["organisation"][:, gone == 0] == 0)


def test_a_popular_party_with_its_chairman_keeps_its_elite():
    weeks = run(load_scenario("kazakhstan-2022", {"voters": 2000}), 3).weeks
    assert min(weeks["elite_loyalty"]) == 1


def test_distancing_lowers_loyalty_and_widens_indecision_in_the_same_week():
    afraid = {"mechanisms.elite_defection.hope": -0.2, "mechanisms.elite_defection.ignorance": 0}
    campaign = Campaign(load_scenario("chairman-leaves-late", {"voters": 2000} | afraid), seed=1)
    while campaign.week < 39:
        campaign.step()
    loyal = elite_loyalty(campaign.state)
    undecided = campaign.state.public.undecided.sum()
    campaign.step()
    assert elite_loyalty(campaign.state) < loyal - 0.05
    assert campaign.state.public.undecided.sum() > 1.5 * undecided


def test_voters_feel_it_only_through_branches_names_money_discredit_and_the_machine():
    """Without these five, and without hope in a split, it comes apart and no voter notices."""
    silent = ("held", "fame", "gift", "discredit")
    hidden = {f"mechanisms.elite_defection.{each}": 0 for each in silent}
    hidden |= {"mechanisms.administrative_mobilisation.notables": 0}
    afraid = {"mechanisms.elite_defection.hope": -0.2, "mechanisms.elite_defection.ignorance": 0}
    given_up = {"parties.nur_otan.income": 0, "voters": 2000}
    changes = hidden | afraid | given_up
    scenario = load_scenario(
        "chairman-leaves-early", changes, ["party_foundation", "political_opportunity"]
    )
    on = run(scenario, 1)
    off = run(scenario.replace({"mechanisms.elite_defection": False}), 1)
    for seen in ("elite_loyalty", "elite_support"):
        assert on.weeks.pop(seen) != off.weeks.pop(seen)
    assert on.weeks == off.weeks
    assert on.outcome == off.outcome
