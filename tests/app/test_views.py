"""Every picture can be drawn, for every kind of scenario, and says what it shows."""

import json
import re
import threading
import tracemalloc

import mesa
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from model.app.elements.options import SYMBOLS, columns_of, luminance, page_looks
from model.app.elements.picture import csv_of
from model.app.elements.wire import Wire, differences
from model.app.ensemble import drawn_anew, gather
from model.app.future import Future
from model.app.panels.inspect import about_region
from model.app.plan import Plan, Wish
from model.app.session import Session
from model.app.views import (
    comparison,
    elites,
    flows,
    hemicycle,
    night,
    policy_space,
    poll,
    protest,
    regions,
    support,
    voter,
)
from model.app.views.ensemble import charts, verdict
from model.draws import posterior
from model.scenario import ScenarioError, load_scenario, shipped_scenarios

CHARTS = [
    support.CHART, hemicycle.CHART, poll.CHART, flows.CHART, protest.CHART, elites.CHART,
    night.CHART, night.count_chart(0), night.count_chart(5), comparison.CHART,
    policy_space.chart((0, 3)), voter.chart(11),
    *(regions.map_chart(choice) for choice in regions.CHOICES),
    *(regions.tile_chart(choice) for choice in regions.CHOICES),
]  # fmt: skip


@pytest.fixture(scope="module")
def session() -> Session:
    made = Session(Plan(second=Wish("chairman-leaves-early"), voters=3000))
    for _ in range(3):
        made.step()
    return made


@pytest.fixture
def watched(session) -> Future:
    return session.shown


@pytest.mark.parametrize("shown", CHARTS, ids=lambda c: c.title)
def test_a_chart_is_drawn_and_its_downloads_hold_something(watched, shown):
    series = json.loads(json.dumps(shown.option(watched), allow_nan=False))["series"]
    # By its name a series is drawn on or, where the next picture lacks it, taken away.
    assert len({each["id"] for each in series}) == len(series) > 0
    pdf = shown.printed(watched)
    assert pdf.startswith(b"%PDF")
    assert pdf == shown.printed(watched)
    table = shown.table(watched)
    assert len(table) > 0
    assert csv_of(table).decode().splitlines()[0] == ",".join(table.columns)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_the_overview_lives_with_every_shipped_scenario(name):
    made = Session(Plan(Wish(name), voters=3000))
    made.step()
    assert not made.problem
    for shown in (support.CHART, hemicycle.CHART, poll.CHART, regions.tile_chart("Protest")):
        assert shown.option(made.shown)["series"]
        shown.draw(made.shown)


def test_support_in_a_region_is_a_share_of_all_who_live_there(watched):
    setting, row = watched.campaign.setting, watched.rows[-1]
    people = setting.by_region(watched.campaign.state.public.people)
    told = [about_region(watched, code)["Private support"] for code in setting.cells.regions.codes]
    for label, name in (("Nur Otan", "nur_otan"), ("None of them", "none_of_them")):
        shares = [float(re.search(rf"{label} ([\d.]+)", each)[1]) for each in told]
        mean = np.average(shares, weights=people)
        assert mean == pytest.approx(100 * row[f"support.{name}"], abs=0.06)


def test_readiness_to_protest_is_told_as_it_is_and_shares_in_per_cent(watched):
    place, code = 3, watched.campaign.setting.cells.regions.codes[3]
    value = regions.table(watched)["Protest"][place]
    protest, turnout = (regions.tile_chart(name) for name in ("Protest", "Turnout"))
    option = protest.option(watched)
    assert protest.help.startswith("Mean readiness to protest, 0 to 1.")
    assert option["series"][0]["data"][place]["value"][3] == round(value, 2) <= 1
    assert about_region(watched, code)["Protest"] == f"{value:.2f}"
    scale, shares = option["visualMap"], turnout.option(watched)["visualMap"]["text"]
    assert (option["unit"], scale["min"] <= value <= scale["max"] <= 1) == ("", True)
    assert "%" not in "".join(scale["text"])
    assert all(each.endswith(" %") for each in shares)
    printed = [each.get_text() for each in protest.draw(watched).findobj(Text)]
    assert f"{value:.2f}" in printed
    assert not any("%" in each for each in printed)


def test_every_region_can_be_picked_on_the_map(watched):
    series = regions.map_chart(regions.LEADING).option(watched)["series"]
    picked = [each["id"] for part in series for each in part["data"]]
    assert sorted(picked) == sorted(watched.campaign.setting.cells.regions.codes)
    drawn = regions.shapes_of(watched)["shapes"]["features"]
    named = {each["properties"]["name"] for each in drawn}
    assert named == {each["name"] for each in series[0]["data"]}


@pytest.mark.parametrize("shown", CHARTS, ids=lambda c: c.title)
def test_patches_make_the_next_picture_of_the_last(session, shown):
    before, now = (shown.option(with_second(session, week)) for week in (2, 3))
    copy = json.loads(json.dumps(before))
    for way, *rest in json.loads(json.dumps(differences(before, now))):
        inside = copy
        for step in way[:-1]:
            inside = inside[step]
        if len(rest) == 1:
            inside[way[-1]] = rest[0]
        else:
            start, removed, items = rest
            inside[way[-1]][start : start + removed] = items
    assert without_none(copy) == without_none(json.loads(json.dumps(now)))


def with_second(session: Session, week: int) -> Future:
    session.look(week)
    shown = session.shown
    session.look(session.now)
    return shown


def without_none(option):
    """What is set to nothing is as good as gone."""
    if isinstance(option, dict):
        return {k: without_none(v) for k, v in option.items() if v is not None}
    if isinstance(option, list):
        return [without_none(each) for each in option]
    return option


def test_a_chamber_whose_seats_are_all_vacant_can_be_drawn():
    axes = Figure().subplots()
    nobody = {"seats": [0, 0], "colour": ["red", "blue"], "marker": ["o", "s"], "party": ["A", "B"]}
    hemicycle.draw_seats(axes, pd.DataFrame(nobody))
    assert [each.get_text() for each in axes.texts] == ["majority: 1 of 0"]


def test_a_half_circle_for_nobody_has_no_places():
    assert hemicycle.half_circle(0).shape == (0, 2)


def test_the_bars_of_a_voter_add_up_to_where_support_goes(watched):
    campaign, row = watched.campaign, 42
    rows = voter.terms(watched, row)
    week = campaign.week_tables()
    expected = voter.voter_at(watched, row).consider(week).support
    present = dict(zip(rows["party"], rows["support"], strict=True))
    for party, look in zip(watched.case.parties, regions.looks(watched.case.parties), strict=True):
        if look.label in present:
            j = campaign.setting.column(party)
            goal = rows.drop(columns="support").set_index("party").loc[look.label].sum()
            moved = present[look.label] + week.inertia[j] * (goal - present[look.label])
            assert moved == pytest.approx(expected[j], abs=1e-6)


def test_looking_at_a_voter_adds_nobody_to_the_model(session):
    # Asked of the plain Mesa model: ours would make all voters first.
    registered = mesa.Model.agents.fget
    before = list(registered(session))
    voter.about(session.shown, 5)
    assert list(registered(session)) == before


@pytest.mark.parametrize("text", ["", "x", "-1", "3000", "1.5"])
def test_a_number_that_is_no_voter_is_refused(watched, text):
    with pytest.raises(ValueError, match="from 0 to 2999"):
        voter.row_of(watched, text)


def test_many_runs_are_whole_and_can_be_cancelled(watched):
    case = load_scenario("kazakhstan-2022", {"voters": 3000, "weeks": 2})
    seen: list[float] = []
    found = gather((case,), 5, threading.Event(), seen.append, runs=6)
    assert found is not None
    assert found.runs == 6 == len(seen)
    assert seen[-1] == 1
    assert found.weeks[0].groupby("seed").size().eq(3).all()
    for each in charts(found):
        assert each.option(watched)["series"]
        each.draw(watched)
        assert each.table(watched)["future"].eq(1).all()
        assert each.count.startswith("n = 6 runs, ")
        assert "second future" not in each.help
    stop = threading.Event()
    part = gather((case,), 5, stop, lambda share: stop.set() if share >= 0.5 else None, runs=6)
    assert part is not None
    assert part.runs == 3
    pd.testing.assert_frame_equal(part.seats[0], found.seats[0].head(3))
    assert gather((case,), 5, stop, seen.append) is None


def test_many_runs_of_two_futures_are_pairs(watched):
    cases = tuple(
        load_scenario(name, {"voters": 3000, "weeks": 12})
        for name in ("kazakhstan-2022", "chairman-leaves-early")
    )
    chance = gather(cases, 5, threading.Event(), lambda share: None, runs=12)
    both = gather(cases, 5, threading.Event(), lambda share: None, ignorance=True, runs=12)
    assert chance is not None
    assert both is not None
    low, high = (each.seats[0]["nur_otan"].std() for each in (chance, both))
    assert high > low
    same = gather((cases[0],) * 2, 5, threading.Event(), lambda share: None, True, 3)
    assert same is not None
    pd.testing.assert_frame_equal(same.seats[0], same.seats[1])
    assert "the same number of seats" in verdict(same)
    assert "second future" in charts(same)[1].help
    middle = (chance.seats[1]["nur_otan"] - chance.seats[0]["nur_otan"]).median()
    assert f"{abs(middle):.0f} {'more' if middle > 0 else 'fewer'} seats" in verdict(chance)


def test_ignorance_is_the_posterior_and_what_the_visitor_has_set_stays():
    case = load_scenario("kazakhstan-2022", {"voters": 3000, "leader.popularity": 0.4})
    draws = posterior(case)
    (drawn,), row = drawn_anew((case,), [draws], 7), draws.rows[7]
    values = {each.path: each.value for each in drawn.parameters()}
    assert {path for path, value in row.items() if values[path] != value} == {"leader.popularity"}
    assert values["leader.popularity"] == 0.4
    assert drawn.weeks == case.weeks


def test_a_country_without_draws_says_how_to_make_them():
    cases = (load_scenario("replication-hunters"),)
    with pytest.raises(ScenarioError, match="partyofpower calibrate"):
        gather(cases, 1, threading.Event(), lambda share: None, ignorance=True)


def test_the_count_comes_to_the_result(watched):
    order = night.order_of(watched)
    assert sorted(order) == list(range(len(watched.campaign.setting.cells.regions.codes)))
    whole = night.Count(watched, tuple(order))
    assert whole.seats.tolist() == watched.today.seats.tolist()
    table = night.swing_table(watched.at(0), tuple(order))
    assert (table["swing"] == 0).all()


@pytest.mark.parametrize(
    "name", ["dozen-entrants", "benchmark", "mixed-law", "kazakhstan-2022", "duma-2021", "ge-2018"]
)
def test_parties_can_be_told_apart_on_the_page(name):
    every = page_looks(load_scenario(name))
    assert len({each.colour for each in every}) == len(every)
    assert len({each.label for each in every}) == len(every)


def test_luminance_gives_the_contrasts_that_are_known():
    grey = 1.05 / (luminance(*to_rgb("#767676")) + 0.05)
    red = 1.05 / (luminance(*to_rgb("#ff0000")) + 0.05)
    assert (round(grey, 2), round(red, 2)) == (4.54, 4.0)


def test_lines_and_areas_have_enough_contrast():
    for name in shipped_scenarios():
        for each in page_looks(load_scenario(name)):
            assert 1.05 / (luminance(*to_rgb(each.colour)) + 0.05) >= 2.99


def test_letters_on_tiles_have_enough_contrast():
    scale = {"min": 0, "max": 100}
    parties = [each.colour for each in page_looks(load_scenario("ge-2018"))]
    for colour in (*parties, *(regions.colour_of(scale, value) for value in range(101))):
        ink, ground = luminance(*to_rgb(regions.ink(colour))), luminance(*to_rgb(colour))
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5


def test_markers_have_shapes_of_their_own():
    same = {frozenset("dD"), frozenset("hH")}
    shapes = {shape: frozenset(m for m in SYMBOLS if SYMBOLS[m] == shape)
              for shape in SYMBOLS.values()}  # fmt: skip
    assert all(len(each) == 1 or each in same for each in shapes.values())
    # Its tip, not its middle, would stand where the party is.
    assert "pin" not in shapes


def test_nobody_is_drawn_last_in_light_grey():
    case = load_scenario("kazakhstan-2022")
    row = {"support.none_of_them": 0.3, **{f"support.{name}": 0.1 for name in case.parties}}
    name, look = columns_of(case, row, "support")[-1]
    assert (name, look.label) == ("none_of_them", "None of them")
    assert len(set(to_rgb(look.colour))) == 1


def test_a_whole_picture_says_which_patch_it_holds_for_a_canvas_that_mounts_late():
    wire = Wire()
    for week in range(3):
        wire.tell({"week": week})
    assert (wire.whole.data, wire.serial) == ({"serial": 0, "option": {"week": 0}}, 2)
    wire.start(wire.latest)
    assert wire.whole.data == {"serial": 2, "option": {"week": 2}}


def test_a_week_of_the_overview_sends_few_bytes():
    made = Session(Plan(voters=3000))
    charts = (support.CHART, hemicycle.CHART, poll.CHART, regions.map_chart(regions.CHOICES[1]))
    wires = [Wire() for _ in charts]
    sent = 0
    for week in range(11):
        for chart, wire in zip(charts, wires, strict=True):
            wire.tell(chart.option(made.shown))
            sent += len(json.dumps(wire.patch.data)) if week else 0
        made.step()
    assert sent / 10 < 3000


def test_a_week_of_play_keeps_only_its_numbers_in_memory():
    made = Session(Plan(Wish(changes={"weeks": 100}), voters=1000))
    wire, sizes = Wire(), []
    tracemalloc.start()
    for week in range(100):
        made.step()
        wire.tell(support.CHART.option(made.shown))
        if week in (49, 99):
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert made.over
    assert sizes[1] - sizes[0] < 50 * 20_000
