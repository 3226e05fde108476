"""Rallies are hundreds of people; a sudden shock brings tens of thousands, a slow one does not."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from stored import page

from experiments.evidence.tables import read
from model.campaign import Campaign
from model.mechanisms.street_protest import StreetProtest, moods
from model.run import run
from model.scenario import load_scenario


def crowds(name: str, seed: int = 1, **changes) -> np.ndarray:
    scenario = load_scenario(name, {"voters": 3000, "weeks": 34, **changes})
    return np.array(run(scenario, seed).weeks["crowd"])


@pytest.fixture(scope="module")
def opening():
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 3000}), seed=1)


def at_work(campaign: Campaign, **parameters: float) -> StreetProtest:
    return StreetProtest(**parameters).prepared(campaign.setting)


def test_ordinary_rallies_in_the_big_city_are_at_most_hundreds_of_people(opening):
    """Claim Z4."""
    almaty = opening.setting.cells.regions.codes.index("ALA")
    opening_weeks = []
    for _ in range(6):
        opening.step()
        opening_weeks.append(opening.state.weekly.crowd)
    crowd = np.array(opening_weeks)
    assert 50 < crowd[:, almaty].mean() < 400
    assert crowd.max() < 500


CITY = 1.6
"""People of a city for each of its electors: 19.1 million to 11.9 (BNS and CEC, 2021-2022)."""


@cache
def largest_crowds(name: str, runs: int) -> np.ndarray:
    """Return the largest crowd of each run, as a share of the people of the biggest city."""
    sudden = {"january-shock": "shock", "disputed-count": "count"}
    early = {"weeks": 10, f"events.{sudden[name]}.week": 4} if name in sudden else {}
    scenario = load_scenario(name, {"voters": 2000, **early})
    largest = []
    for seed in range(1, runs + 1):
        campaign = Campaign(scenario, seed)
        cells = campaign.setting.cells
        city = cells.regions.codes.index("ALA")
        people = CITY * campaign.setting.by_region(cells.people)[city] * cells.urban[city]
        weeks = []
        while not campaign.over:
            campaign.step()
            weeks.append(float(campaign.state.weekly.crowd[city]))
        # In week 0 the public that crowds see has not been drawn yet.
        largest.append(max(weeks[1:]) / people)
    return np.array(largest)


@pytest.mark.parametrize("name", ["january-shock", "disputed-count"])
def test_sudden_crowds_have_the_spread_of_those_of_other_countries(name):
    """Median and spread lie within the bootstrap intervals of 20 sudden protests (street.csv)."""
    table = read("street")
    known = np.log(table[table["trigger"] == "sudden"]["share_best_pct"].to_numpy() / 100)
    drawn = known[np.random.default_rng(1).integers(len(known), size=(4000, len(known)))]
    ours = np.log(largest_crowds(name, 40))
    for measure in (np.median, np.std):
        low, high = np.quantile(measure(drawn, axis=1), (0.025, 0.975))
        assert low < measure(ours) < high, measure.__name__


def test_limits_tell_what_a_slow_rise_of_protest_brings():
    brought = 100 * np.sort(largest_crowds("gradual-shock", 12))
    many = brought[brought > 0.1]
    assert len(many) == 3
    assert (
        f"brings {np.median(brought):.2f} % of Almaty in the median run of twelve; in three of "
        f"them it brings {many[0]:.2f} to {many[-1]:.2f} %"
    ) in page("model/LIMITS.md")


def test_a_sudden_mood_carries_no_ordinary_rally():
    ordinary = [
        crowds("kazakhstan-2022", seed, weeks=10, voters=2000)[2:].max() for seed in range(1, 7)
    ]
    assert np.std(np.log(ordinary)) < 0.2


def test_both_shocks_have_the_same_total_size():
    sudden = load_scenario("january-shock").events["shock"]
    slow = load_scenario("gradual-shock").events["shock"]
    size = [each.by["protest_drift"] * each.lasts for each in (sudden, slow)]
    assert size[0] == pytest.approx(size[1])
    assert sudden.regions == slow.regions


def test_without_getting_used_to_it_the_slow_shock_brings_more_people_out():
    kept = crowds("gradual-shock", weeks=52)
    restless = crowds("gradual-shock", weeks=52, **{"mechanisms.street_protest.adaptation": 0.0})
    assert restless[26:].max() > 1.5 * kept[26:].max()


def test_the_crowd_does_not_depend_on_how_many_people_an_agent_stands_for():
    small = crowds("kazakhstan-2022", weeks=4)
    large = crowds("kazakhstan-2022", weeks=4, voters=30_000)
    assert small[-1] == pytest.approx(large[-1], rel=0.25)


def test_more_police_smaller_rallies(opening):
    few, many = (at_work(opening, police=each).effect(opening.state) for each in (0.2, 2.0))
    assert (few.changes["crowd"] >= many.changes["crowd"]).all()
    assert few.changes["crowd"].sum() > many.changes["crowd"].sum()


def test_where_there_is_no_town_nobody_is_out_and_nobody_indignant(opening):
    rule = at_work(opening)
    vars(rule)["_in_towns"] = np.arange(len(rule._in_towns)) * 1000.0
    changes = rule.effect(opening.state).changes
    left = opening.state.stocks.indignation + changes["indignation"]
    assert changes["crowd"][0] == left[0] == 0
    assert (left[1:] != 0).all()


def test_what_was_vented_online_does_not_reach_the_street(opening):
    state = opening.state
    weekly = replace(state.weekly, vented=np.full_like(state.weekly.vented, 0.3))
    rule = at_work(opening)
    vented = rule.effect(replace(state, weekly=weekly)).changes["crowd"]
    assert (vented < rule.effect(state).changes["crowd"]).all()


def test_crowds_are_people_of_the_towns(opening):
    out = opening.state.weekly.crowd
    assert (out >= 0).all()
    cells = opening.setting.cells
    assert (out <= opening.setting.by_region(cells.people) * cells.urban).all()


def test_moods_are_shares():
    mood, mean = moods(np.eye(2, 64) * 500)
    np.testing.assert_allclose(mood.sum(axis=1), 1)
    np.testing.assert_allclose(mean, [0.5 / 64, 1.5 / 64])


def test_switched_off_nobody_is_seen_out_and_polls_move_only_through_protest():
    scenario = load_scenario("january-shock", {"voters": 2000, "weeks": 30})
    on = run(scenario.replace({"mechanisms.backlash": False}), 1)
    off = run(scenario.replace({"mechanisms.street_protest": False}), 1)
    assert max(off.weeks["crowd"]) == 0
    # Without backlash nobody at home feels the street.
    assert on.weeks["protest_mean"] == off.weeks["protest_mean"]
    assert on.weeks["support.nur_otan"] == off.weeks["support.nur_otan"]
