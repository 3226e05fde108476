"""The contract of levers, for each file in the folder."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from observed import Seen, observed

from model.campaign import Campaign
from model.parameters.registry import load
from model.politics.contracts import Lever
from model.run import run
from model.scenario import Scenario, ScenarioError, load_scenario, shipped_scenarios

LEVERS = load("levers", Lever)
START, WEEKS = 2, 16


@pytest.fixture(params=sorted(LEVERS))
def name(request) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def without() -> list[Campaign]:
    return played({})


def played(levers: dict) -> list[Campaign]:
    """Return the campaign before the start of a lever, and the same one after its time."""
    base = load_scenario("kazakhstan-2022", {"voters": 3000, "levers": levers})
    before, after = Campaign(base, 1), Campaign(base, 1)
    for _ in range(START - 1):
        before.step()
    for _ in range(WEEKS):
        after.step()
    return [before, after]


@cache
def played_with(name: str) -> list[Campaign]:
    return played({name: {"start": START, "credibility": 1.0}})


@pytest.fixture
def with_it(name) -> list[Campaign]:
    return played_with(name)


def same(a: Campaign, b: Campaign) -> bool:
    stocks = zip(vars(a.state.stocks).values(), vars(b.state.stocks).values(), strict=True)
    alike = all(np.array_equal(one, other) for one, other in stocks)
    return alike and np.array_equal(a.electorate.support, b.electorate.support)


def test_all_ten_opportunities_have_a_lever():
    """There may be more, beyond the analysis."""
    assert {kind.opportunity for kind in LEVERS.values()} >= {f"O{n}" for n in range(1, 11)}


def test_it_says_its_source_and_where_it_shows(name):
    text = LEVERS[name].__doc__ or ""
    assert "Source: claim" in text
    assert LEVERS[name].shown_by in shipped_scenarios()
    assert name in load_scenario(LEVERS[name].shown_by).levers.active()


@cache
def seen_in(scenario: str) -> dict[str, Seen]:
    return observed(load_scenario(scenario, {"voters": 1000}), LEVERS.values())


def test_it_reads_and_changes_what_it_says_and_nothing_else(name):
    kind = LEVERS[name]
    assert seen_in(kind.shown_by)[name] == Seen(set(kind.reads), set(kind.changes))


def test_nothing_happens_before_its_week_and_something_after(with_it, without):
    assert same(with_it[0], without[0])
    assert not same(with_it[1], without[1])


@pytest.mark.parametrize("winning", ["credible_promises", "street_politics", "middle_class"])
def test_the_party_wins_from_those_who_favour_none_as_well_as_from_rivals(winning):
    """In a year without anything unforeseen."""
    base = load_scenario("kazakhstan-2022", {"voters": 3000, "mechanisms.weather": False})
    lever = base.replace({"levers": {winning: {"start": START, "credibility": 1.0}}})
    gains = [_support(lever, seed) - _support(base, seed) for seed in range(4)]
    power, rivals, none = np.mean(gains, axis=0)
    assert power > 0.005
    assert rivals < 0
    assert none < 0


def _support(scenario: Scenario, seed: int) -> np.ndarray:
    """Return who is favoured at the end: the party of power, all its rivals, and none of them."""
    public = run_to_the_end(scenario, seed).state.public
    power = float(public.support[0])
    return np.array(
        [power, public.support.sum() - power, public.favour_none.sum() / public.everybody]
    )


def run_to_the_end(scenario: Scenario, seed: int) -> Campaign:
    campaign = Campaign(scenario, seed)
    campaign.run()
    return campaign


def test_it_costs_the_party_of_power_money(name, with_it, without):
    power = without[1].setting.incumbent
    assert with_it[1].state.stocks.funds[power] < without[1].state.stocks.funds[power]
    effect = LEVERS[name](start=0).effect(with_it[0].state)
    assert effect.changes["funds"][power] == pytest.approx(-LEVERS[name]().cost)


def test_it_offends_whom_it_says(name, with_it, without):
    offended = LEVERS[name].offends
    if offended == "administration":
        loyalty = [each[1].state.stocks.administration_loyalty.sum() for each in (with_it, without)]
        assert loyalty[0] < loyalty[1] - 0.01
        return
    group = without[1].setting.cells.playing(offended)
    power = without[1].setting.incumbent
    votes = [group @ each[1].state.public.intention[:, power] for each in (with_it, without)]
    assert votes[0] < votes[1]


def test_without_money_or_belief_it_does_nothing(name, without):
    state = without[0].state
    broke = replace(state, stocks=replace(state.stocks, funds=np.zeros_like(state.stocks.funds)))
    for effect in (
        LEVERS[name](start=0).effect(broke),
        LEVERS[name](start=0, credibility=0.0, cost=0.0).effect(state),
    ):
        for quantity, change in effect.changes.items():
            np.testing.assert_allclose(change, 0, atol=1e-12, err_msg=quantity)


TURNS_THE_DEBATE = [name for name, kind in sorted(LEVERS.items()) if "salience" in kind.changes]


@pytest.mark.parametrize("name", TURNS_THE_DEBATE)
def test_it_turns_the_debate_and_keeps_its_sum(name, without):
    debates = [each[1].state.stocks.salience for each in (played_with(name), without)]
    assert np.abs(debates[0] - debates[1]).max() > 0.01
    assert debates[0].sum() == pytest.approx(debates[1].sum())


def test_safety_and_the_taboo_turn_the_debate():
    assert {"consent_and_safety", "taboo_move"} <= set(TURNS_THE_DEBATE)


def test_a_taboo_is_broken_at_once_and_cannot_be_spread_over_weeks():
    assert "weeks" not in LEVERS["taboo_move"].model_fields
    with pytest.raises(ScenarioError, match=r"levers.taboo_move.weeks: no such setting"):
        load_scenario("taboo-move", {"levers.taboo_move.weeks": 2})


def test_a_taboo_fills_the_debate_which_weighs_as_much_as_before():
    weighty = {"voters": 1000, "voter.issue_weight": 2.0, "levers.taboo_move.attention": 1.0,
               "levers.taboo_move.credibility": 1.0}  # fmt: skip
    campaign = Campaign(load_scenario("taboo-move", weighty), 1)
    while campaign.week <= load_scenario("taboo-move").levers.taboo_move.start:
        campaign.step()
    salience = campaign.state.stocks.salience
    assert salience.sum() == pytest.approx(2.0)
    assert salience.max() > 1.5


def test_the_other_taboo_offends_those_who_put_order_first():
    """Weapons: voters nearer to the safety pole leave, others come; identity stays out of it."""
    scenario = load_scenario("taboo-move", {"voters": 3000, "levers.taboo_move.start": 2})
    weapons = scenario.replace({"levers.taboo_move.move": "weapons"})
    campaigns = [Campaign(each, 1) for each in (weapons, scenario.replace({"levers": {}}))]
    for campaign in campaigns:
        for _ in range(WEEKS):
            campaign.step()
    power = campaigns[0].setting.incumbent
    gain = campaigns[0].electorate.support[power] - campaigns[1].electorate.support[power]
    order = campaigns[0].electorate.issues[2]
    assert np.corrcoef(gain, order)[0, 1] < -0.5
    identity = campaigns[0].setting.issues.index("identity")
    platforms = [each.state.stocks.platform[power, identity] for each in campaigns]
    assert platforms[0] == platforms[1]


def test_an_issue_nobody_has_positions_on_is_refused_in_one_sentence():
    with pytest.raises(ScenarioError, match=r"levers\.consent_and_safety: no issue 'weather'"):
        load_scenario("reform-package", {"levers.consent_and_safety": {"issue": "weather"}})


def test_the_log_of_a_run_says_when_it_begins_to_work(name):
    levers = {name: {"start": START}}
    told = run(
        load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": START, "levers": levers}), 1
    )
    assert f"week {START}: lever: {name}" in told.log
    called = {"name": "called", "to": {"election_week": START - 1}}
    sooner = run(told.scenario.replace({"events.called": called}), 1)
    assert not any("lever" in line for line in sooner.log)


def loyalty_after(levers: dict, weeks: int, left: float = 1.0) -> float:
    """Return the governors' loyalty after some weeks in which nothing else moves it."""
    quiet = {"voters": 1000, "weeks": 60, "levers": levers, "events": {}}
    campaign = Campaign(load_scenario("chairman-stays", quiet), 1)
    stocks = campaign.state.stocks
    loyalty = np.full_like(stocks.administration_loyalty, left)
    campaign.state = replace(campaign.state, stocks=replace(stocks, administration_loyalty=loyalty))
    for _ in range(weeks):
        campaign.step()
    return float(campaign.state.stocks.administration_loyalty.mean())


def test_what_levers_cost_in_governors_multiplies():
    """Each takes its share of what is left in the end, whatever has lowered it before."""
    free = {"start": 0, "credibility": 1, "cost": 0}
    few = {"street_politics": {**free, "administration_leaves": 0.1}}
    many = {**few, "parliamentary_party": {**free, "administration_leaves": 0.25}}
    for left in (1.0, 0.5):
        assert loyalty_after(few, 50, left) == pytest.approx(0.9 * left, rel=0.01)
        assert loyalty_after(many, 50, left) == pytest.approx(0.9 * 0.75 * left, rel=0.01)
    assert 0.9 < loyalty_after(few, 5) < 1
