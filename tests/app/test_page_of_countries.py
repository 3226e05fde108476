"""The page tells the truth of every country: of coalitions, presidents, districts, its parts."""

import json
import re
import threading
from functools import cache

import numpy as np
import pytest
from matplotlib.text import Text

from model.app.elements.options import FARTHEST, LINE, SIZE, names_at_ends
from model.app.ensemble import gather
from model.app.happenings import BUTTONS
from model.app.panels.controls import means_something, turn
from model.app.plan import Plan, Wish
from model.app.session import Session
from model.app.story.chronicle import entries, meanings, nothing
from model.app.story.sentence import heading, question, standing, what_decided
from model.app.story.starts import starts
from model.app.views import comparison, elites, hemicycle, night, regions, support, voter
from model.app.views.ensemble import charts, verdict
from model.measures.sides import in_power, rivals, strongest_rival
from model.parameters.registry import load
from model.politics.contracts import Lever
from model.scenario import load_scenario

COUNTRIES = (
    "duma-2003", "parliament-2012", "ge-2018", "deputies-2000", "mexico-president-2000",
    "taiwan-2004", "kazakhstan-2022",
)  # fmt: skip
LEVERS = load("levers", Lever)


@cache
def played(name: str, second: bool = False) -> Session:
    """A campaign at its end, which tests only look at."""
    changes = {"weeks": 3}
    made = Session(Plan(Wish(name, changes), Wish(name, changes) if second else None, voters=2000))
    while not made.over:
        made.step()
    assert not made.problem
    return made


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_lever_on_offer_can_be_pulled_and_written_down(name: str):
    case = load_scenario(name)
    offered = [kind for kind in LEVERS.values() if means_something(case, kind)]
    watched = Session(Plan(Wish(name), voters=1000))
    for kind in offered:
        turn(watched, kind, True, "")
    watched.step()
    assert not watched.problem
    assert len(watched.as_shown().levers.active()) == len(offered) >= 3


def test_a_lever_that_means_nothing_in_the_contest_is_not_offered():
    offered = {
        key for key, kind in LEVERS.items() if means_something(load_scenario("ge-2018"), kind)
    }
    assert not offered & {"taboo_move", "parliamentary_party", "consent_and_safety", "middle_class"}
    nobody = load_scenario("replication-hunters")
    assert not any(means_something(nobody, kind) for kind in LEVERS.values())
    home = load_scenario("kazakhstan-2022")
    assert all(means_something(home, kind) for kind in LEVERS.values())


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_button_on_offer_works_in_week_0(name: str):
    watched = Session(Plan(Wish(name), voters=1000))
    for button in BUTTONS:
        if button.offered(watched.case):
            watched.fire(button.name, button.event(watched))


def test_a_coalition_is_told_as_one():
    future = played("ge-2018").shown
    power, result = in_power(future.case), future.result()
    assert (power.label, len(power.names)) == ("Barisan Nasional", 6)
    seats = int(result["alliance_seats.bn"])
    assert power.total(result, "seats") == seats > result["seats.umno"]
    assert f"Barisan Nasional has no majority: {seats} of 222 seats" in heading(future)
    assert f"and {seats} of 222 seats" in standing(future)
    assert "UMNO" not in question(future) + heading(future) + standing(future)
    assert str(strongest_rival(future.case, result).label) == "Pakatan Harapan"
    assert f"Barisan Nasional {seats}" in hemicycle.CHART.option(future)["title"]["subtext"]
    assert "Barisan Nasional" in elites.CHART.option(future)["title"]["text"]
    sarawak = future.campaign.setting.cells.regions.codes.index("SWK")
    assert regions.share_of_power(future)[sarawak] > 0.1
    assert sum(len(side.names) for side in (power, *rivals(future.case))) == len(
        future.case.parties
    )


def test_allies_lead_in_a_region_as_one():
    future = played("ge-2018").shown
    sides = in_power(future.case), *rivals(future.case)
    votes = [future.today.votes[:, side.columns(future.case)].sum(axis=1) for side in sides]
    expected = [sides[place].label for place in np.argmax(votes, axis=0)]
    assert regions.table(future)[regions.LEADING].tolist() == expected
    assert "Barisan Nasional" in expected
    tiles = regions.tile_option(future, regions.LEADING)
    labels = {each["value"]: each["label"] for each in tiles["visualMap"]["pieces"]}
    drawn = [labels[each["value"][2]] for each in tiles["series"][0]["data"]]
    assert drawn == expected
    assert not {"UMNO", "DAP"} & set(labels.values())


def test_reasons_add_up_to_the_change_of_a_coalition():
    watched = played("ge-2018")
    power = in_power(watched.case)
    moved = [power.total(row, "support") for row in watched.rows]
    gains = watched.ledger.weeks
    assert [each.total for each in gains[1:]] == pytest.approx(np.diff(moved), abs=1e-9)
    for gain in gains:
        assert sum(gain.reasons.values()) == pytest.approx(gain.total, abs=1e-9)


@pytest.mark.parametrize("name", COUNTRIES)
def test_the_night_ends_with_the_result(name: str):
    future = played(name).shown
    order = night.order_of(future)
    votes = future.today.votes.sum()
    share = in_power(future.case).total(future.result(), "vote_share")
    decided = 0
    for counted in range(1, len(order) + 1):
        count = night.Count(future, tuple(order[:counted]))
        assert decided <= count.seats.sum() <= future.today.seats.sum()
        decided = int(count.seats.sum())
    assert count.seats.tolist() == future.today.seats.tolist()
    assert count.votes.sum() == votes
    assert f"has {round(100 * share, 1)} % of the votes" in night.say(future, len(order))
    assert night.say(future, len(order)) == night.say(future, len(order) + 1)


def test_seats_of_districts_that_are_out_are_open():
    future = played("ge-2018").shown
    count = night.Count(future, tuple(night.order_of(future)[:2]))
    dots = night.count_chart(2).option(future)["series"][0]["data"]
    still_out = [dot for dot in dots if dot["name"] == hemicycle.OUT[0]]
    assert (len(dots), len(still_out)) == (222, 222 - count.seats.sum())
    assert f"of the {count.seats.sum()} that are decided" in night.say(future, 2)


def test_seats_of_lists_are_a_projection_until_all_is_counted():
    future = played("duma-2016").shown
    count = night.Count(future, tuple(night.order_of(future)[:1]))
    decided = int(count.decided.sum())
    assert (count.decided <= count.seats).all()
    assert int(count.seats.sum()) == decided + 225
    said = night.say(future, 1)
    assert f"of the {decided} that are decided, and would have " in said
    assert "of the 225 list seats. 226 of 450 seats are a majority." in said


@pytest.mark.parametrize("name", COUNTRIES)
def test_shares_of_votes_agree_wherever_they_stand(name: str):
    future = played(name).shown
    result, table = future.result(), hemicycle.CHART.table(future).set_index("party")
    option = hemicycle.CHART.option(future)
    names, bars = option["yAxis"][1]["data"], option["series"][1]["data"]
    drawn = {label: bar["value"] for label, bar in zip(names, bars, strict=True)}
    for label, value in drawn.items():
        assert value == round(100 * table.loc[label, "vote_share"], 1)
    labels = {side.label: side for side in (in_power(future.case), *rivals(future.case))}
    for label, side in labels.items():
        if label in drawn:
            assert drawn[label] == round(100 * side.total(result, "vote_share"), 1)
    electors = future.today.votes.sum(axis=1)
    power = in_power(future.case).total(result, "vote_share")
    assert np.average(regions.share_of_power(future), weights=electors) == pytest.approx(power)


def test_against_all_has_a_bar():
    option = hemicycle.CHART.option(played("duma-2003").shown)
    assert option["yAxis"][1]["data"][-1] == "Against all"


@pytest.mark.parametrize("name", ["mexico-president-2000", "taiwan-2004"])
def test_a_president_is_not_told_in_seats(name: str):
    session = played(name, second=True)
    future = session.shown
    every = [night.say(future, 0), night.say(future, 3), comparison.say(future)]
    every += [question(future), heading(future), standing(future)]
    every.append(json.dumps([hemicycle.CHART.option(future), night.count_chart(3).option(future)]))
    case = session.as_shown()
    runs = gather((case, case), 1, threading.Event(), lambda share: None, runs=2)
    every.append(verdict(runs))
    every += [json.dumps(chart.option(future)) for chart in charts(runs)]
    every += [each.get_text() for each in charts(runs)[1].draw(future).findobj(Text)]
    for text in every:
        # The names of the series are no words for a visitor.
        shown = text.replace('"id": "seats"', "")
        assert "seat" not in shown
        assert "ajority" not in shown


def test_seats_and_a_presidency_are_not_compared():
    names = "deputies-2000", "mexico-president-2000"
    house, office = (Wish(name, {"weeks": 2}) for name in names)
    future = Session(Plan(house, office, voters=1000)).shown
    assert re.fullmatch(
        rf"{comparison.UNLIKE} In the second future PRI has .* of votes and .* support\.",
        comparison.say(future),
    )
    cases = tuple(each.case(1000) for each in (house, office))
    runs = gather(cases, 1, threading.Event(), lambda share: None, runs=2)
    told = verdict(runs)
    assert "First future: PRI has a majority in " in told
    assert re.search("Second future: PRI.* wins the presidency in ", told)
    assert "median" not in told
    _, seats, winners = charts(runs)
    assert "majority: 251" in json.dumps(seats.option(future))
    assert "ajority" not in json.dumps(winners.option(future))
    assert all(chart.draw(future) for chart in charts(runs))


def test_many_runs_tell_of_the_coalition():
    case = load_scenario("ge-2018", {"voters": 1000, "weeks": 2})
    runs = gather((case,), 1, threading.Event(), lambda share: None, ignorance=True, runs=2)
    assert verdict(runs).startswith("Barisan Nasional has a majority in ")
    chart, future = charts(runs)[1], played("ge-2018").shown
    rows = chart.option(future)["yAxis"][0]["data"]
    assert {"Barisan Nasional", "Pakatan Harapan", "UMNO"} <= set(rows)
    printed = chart.draw(future).axes[1].get_yticklabels()
    assert [each.get_text().replace("\n", " ") for each in printed] == rows


@pytest.mark.parametrize("name", COUNTRIES)
def test_the_question_asks_only_what_can_happen(name: str):
    text, case = question(played(name).shown), load_scenario(name)
    active = case.mechanisms.active()
    assert ("officials" in text) == ("administrative_mobilisation" in active)
    assert ("its own people leave" in text) == ("elite_defection" in active)
    assert ("majority" in text) == (name not in ("taiwan-2004", "mexico-president-2000"))


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_scenario_is_among_its_own_starts(name: str):
    guided = name == "kazakhstan-2022"
    assert guided or name in {each.name for each in starts(name)}


def test_a_quiet_campaign_says_so():
    future = played("ge-2018").at(0)
    assert entries(future) == []
    assert nothing(future) == "Nothing has happened yet."
    assert "0.3 points" in nothing(played("ge-2018"))
    assert "went from" not in what_decided(future)


@pytest.mark.parametrize(
    ("name", "told", "word"),
    [
        ("machine-imitated", "Akims only pretend to campaign", "Akim"),
        ("chairman-leaves-early", "Established parties break their deal", "Deal"),
    ],
)
def test_words_of_the_chronicle_have_a_note(name: str, told: str, word: str):
    watched = Session(Plan(Wish(name), voters=1000, weeks=(24, 0)))
    assert any(told in each["what"] for each in entries(watched))
    assert meanings(watched)[word].startswith("The ")


def test_a_voter_does_not_weigh_parties_that_do_not_stand_there():
    future = played("ge-2018").shown
    setting = future.campaign.setting
    told = set(voter.terms(future, 0)["party"])
    region = setting.cells.region[voter.voter_at(future, 0).cell]
    there = setting.present[region] * future.campaign.state.stocks.standing
    assert len(told) == there.sum() + 1
    assert "Warisan" not in told


def test_dots_of_stations_differ_by_how_many_there_are():
    shades = {dot[2] for dot in night.CHART.option(played("duma-2003").shown)["series"][0]["data"]}
    assert max(shades) == 1
    assert len(shades) > 10


@pytest.mark.parametrize("name", ["duma-2021", "ge-2018", "dozen-entrants"])
def test_a_name_stands_near_the_end_of_its_line(name: str):
    option = support.CHART.option(Session(Plan(Wish(name), voters=1000)).shown)
    names = next(each for each in option["series"] if each["id"] == "names")["data"]
    ends = {each["name"]: each["data"][-1][1] for each in option["series"] if each["type"] == "line"
            and each["data"]}  # fmt: skip
    gap = LINE * option["yAxis"]["max"] / 276
    for each in names:
        if each["name"] in ends:
            assert abs(each["value"][1] - ends[each["name"]]) <= FARTHEST * gap + 0.01
    assert names[0]["name"] in ends


def test_no_name_is_left_out_where_there_is_room():
    lines = [{"name": str(k), "data": [[0, 10.0 * k]], "symbol": "", "itemStyle": {}}
             for k in range(1, 9)]  # fmt: skip
    names = names_at_ends(lines, 300, (0, 100))["data"]
    assert sorted(each["name"] for each in names) == [str(k) for k in range(1, 9)]


@pytest.mark.parametrize("name", ["duma-2021", "ge-2018", "dozen-entrants"])
def test_every_bar_has_room_for_its_name(name: str):
    future = Session(Plan(Wish(name), voters=1000)).shown
    option = hemicycle.CHART.option(future)
    grid = option["grid"][1]
    room = hemicycle.CHART.height_of(future) - grid["top"] - grid["bottom"]
    assert room / len(option["yAxis"][1]["data"]) >= 2 * SIZE
