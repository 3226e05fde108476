"""What charts say is true of what they show: of parties that are not there, and in every voice."""

import itertools
import re
import threading

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from model.app.elements.options import LEAST_CONTRAST, luminance, page_looks
from model.app.ensemble import Ensemble, gather
from model.app.happenings import ENTERED, new_party
from model.app.plan import Plan, Wish
from model.app.session import Session
from model.app.views import comparison, elites, hemicycle, night, policy_space, support, voter
from model.app.views import ensemble as many_runs
from model.scenario import load_scenario, shipped_scenarios
from model.society.country import folder_of


@pytest.fixture(scope="module")
def branched() -> Session:
    """A campaign whose second future alone has a new party, from the second week on."""
    made = Session(Plan(Wish(changes={"weeks": 4}), voters=2000))
    made.branch()
    assert made.second is not None
    made.step()
    made.second.fire("new_oligarch_party", new_party(made.second))
    made.step()
    return made


@pytest.fixture(scope="module")
def runs(branched: Session) -> Ensemble:
    cases = tuple(each.as_shown() for each in branched.futures.values())
    found = gather(cases, 5, threading.Event(), lambda share: None, runs=2)
    assert found is not None
    return found


def test_many_runs_show_a_party_that_only_the_second_future_has(branched, runs):
    seats, bands = (each.option(branched.shown) for each in reversed(many_runs.charts(runs)))
    rows = seats["yAxis"][0]["data"]
    assert f"{ENTERED}, second" in rows
    assert ENTERED not in rows
    names = [each.get("name") for each in bands["series"]]
    assert f"{ENTERED}, second future" in names
    assert ENTERED not in names


def test_numbers_of_many_runs_say_of_which_future_they_are(branched, runs):
    for chart in many_runs.charts(runs):
        assert chart.table(branched.shown)["future"].unique().tolist() == [1, 2]


def test_many_runs_are_signed_with_what_they_are_of_whatever_is_played_now(branched, runs):
    first, second = runs.cases
    source = many_runs.charts(runs)[0].source(played("benchmark").shown)
    assert source == (
        f"polling day in week 4, 2000 voter agents; scenarios {first.name} ({first.hash[:16]}) and "
        f"{second.name} ({second.hash[:16]}), seeds 5 to 6."
    )
    assert runs.of(runs.cases, 5)
    assert not runs.of((first, first), 5)
    assert not runs.of(runs.cases, 6)


def test_a_run_without_a_party_counts_as_nothing_in_its_band(branched):
    case = load_scenario("elite-split")
    party = list(case.parties)[-1]
    rows = [{"seed": seed, "week": week, **{f"support.{name}": 0.1 for name in case.parties},
             f"support.{party}": 0.2 * (seed == 1 and week > 0)}
            for seed in range(1, 9) for week in range(3)]  # fmt: skip
    seats = pd.DataFrame([dict.fromkeys(case.parties, 1)] * 8)
    found = Ensemble((case,), (pd.DataFrame(rows),), (seats,))
    told = [each["told"] for each in many_runs.option(branched.shown, found)["series"]
            if "told" in each]  # fmt: skip
    assert told[-1][0].endswith(" 0.0 %, in nine runs of ten 0.0 to 13.0 %")


def test_a_party_that_has_not_entered_has_no_value_in_either_future(branched):
    series = {each["id"]: each.get("data") for each in comparison.option(branched.shown)["series"]}
    assert {value for _, value in series["one new_oligarch_party"]} == {None}
    assert [value is None for _, value in series["two new_oligarch_party"]] == [True, True, False]
    assert [value is None for _, value in series["gap new_oligarch_party"]] == [True, True, False]
    assert {value for _, value in series["gap agrarians"]} == {None}
    assert None not in {value for _, value in series["gap nur_otan"]}


def test_what_only_one_future_has_is_compared_with_nothing():
    future = Session(Plan(Wish("replication-hunters"), Wish("kazakhstan-2022"), voters=1000)).shown
    row, second = comparison.table(future).iloc[0], future.beside.rows[0]
    for name in ("nur_otan", "none_of_them"):
        assert row[f"support.{name}"] == 0
        assert row[f"difference.{name}"] == second[f"support.{name}"] > 0
    names = [each.get("name") for each in comparison.option(future)["series"]]
    printed = comparison.draw(future).findobj(Text)
    for label in ("Nur Otan", "None of them"):
        assert {label, f"{label}, second"} <= set(names)
        assert label in [each.get_text() for each in printed]


def test_none_of_them_is_printed_as_it_is_drawn(branched):
    assert "None of them" in [each.get_text() for each in support.draw(branched).findobj(Text)]


def played(scenario: str) -> Session:
    made = Session(Plan(Wish(scenario, {"weeks": 1}), voters=2000))
    made.step()
    return made


def test_the_swing_is_since_the_last_election_where_its_regions_are_known():
    future = played("duma-2021").shown
    count = tuple(night.order_of(future))
    swing = night.swing_table(future, count).set_index("region")["swing"]
    share = night.swing_table(future, count).set_index("region")["share"]
    # Of the valid votes of September 2016 in the Volga district; the official share is of ballots.
    rows = pd.read_csv(folder_of("russia") / "results.csv").query("election == 'duma-2016'")
    volga = rows[rows["unit"] == "VFO"].set_index("party")["vote_share"]
    then = 100 * volga["ur"] / volga.sum()
    label = future.campaign.setting.cells.regions.labels[
        future.campaign.setting.cells.regions.codes.index("VFO")
    ]
    assert swing[label] == pytest.approx(share[label] - then, abs=0.11)
    assert "since 2016. In all" in night.say(future, len(count))
    assert night.since(future).startswith("Swings are measured from the election of 2016")


@pytest.mark.parametrize(
    ("scenario", "year"),
    [("ge-2018", "2013"), ("taiwan-2004", "2000"), ("mexico-president-2000", "1994")],
)
def test_the_last_election_is_the_one_of_its_kind_before(scenario, year):
    assert night.before(played(scenario).shown)[0] == year


def test_a_swing_says_why_it_is_since_week_0():
    national, none = played("kazakhstan-2022").shown, played("duma-2003").shown
    regions = len(night.order_of(national))
    assert "only the national result of the election of 2021" in night.since(national)
    assert "no earlier result for those in power" in night.since(none)
    assert "points since week 0." in night.say(national, 3)
    assert "since 2021" not in night.say(national, regions - 1)
    told = re.search(r"has ([\d.]+) % of the votes \((\S+) points since 2021\)",
                     night.say(national, regions))  # fmt: skip
    assert told is not None
    swing = float(told[2].replace("\N{MINUS SIGN}", "-"))
    assert float(told[1]) - swing == pytest.approx(71.09, abs=0.11)


def test_charts_of_many_runs_and_the_count_speak_too(branched, runs):
    bands, seats = (each.option(branched.shown)["series"] for each in many_runs.charts(runs))
    told = [words for each in bands for words in each.get("told", [])]
    assert re.match(r"Nur Otan [\d.]+ %, in nine runs of ten [\d.]+ to [\d.]+ %$", told[0])
    assert re.match(r"Nur Otan: \d+ seats in the middle, \d+ to \d+$", seats[0]["told"][0])
    (words,) = night.CHART.option(branched.shown)["series"][0]["told"]
    assert re.match(r"Half of the stations .* [\d.]+ %, half give Nur Otan over [\d.]+ %$", words)


def contrast(colour: str) -> float:
    return 1.05 / (luminance(*to_rgb(colour)) + 0.05)


def test_dots_are_as_strong_as_their_colours(branched, runs):
    shown = branched.shown
    charts = [hemicycle.CHART, night.count_chart(5), elites.CHART, policy_space.chart((0, 3)),
              many_runs.charts(runs)[1]]  # fmt: skip
    for chart in charts:
        dots = [each for each in chart.option(shown)["series"] if each["type"] == "scatter"]
        for each in (each for each in dots if not each.get("silent") and each["data"]):
            filled = {**each.get("itemStyle", {}), **each["data"][0]["itemStyle"]}
            assert filled["opacity"] == 1, (chart.name, each["id"])


def test_a_seat_that_is_out_has_a_rim_that_can_be_seen(branched):
    style = night.count_chart(0).option(branched.shown)["series"][0]["data"][0]["itemStyle"]
    assert style["color"] == "white"
    assert contrast(style["borderColor"]) >= LEAST_CONTRAST


def test_shades_of_a_voters_reasons_are_strong_and_mean_no_party():
    parties = {each.colour for name in shipped_scenarios()
               for each in page_looks(load_scenario(name))}  # fmt: skip
    assert min(map(contrast, voter.SHADES)) >= LEAST_CONTRAST
    assert len(set(voter.SHADES)) == len(voter.SHADES)
    assert not parties & set(voter.SHADES)


@pytest.mark.parametrize("scenario", ["dozen-entrants", "benchmark", "mixed-law"])
def test_lines_of_like_colour_have_other_marks_or_dashes(scenario):
    lines = [each for each in support.CHART.option(played(scenario).shown)["series"]
             if each["type"] == "line" and each.get("name")]  # fmt: skip
    assert len(lines) > 2
    for one, other in itertools.combinations(lines, 2):
        apart = np.subtract(*(to_rgb(each["itemStyle"]["color"]) for each in (one, other)))
        marks = {(each["symbol"], str(each["lineStyle"]["type"])) for each in (one, other)}
        assert np.abs(apart).max() > 0.08 or len(marks) == 2, (one["name"], other["name"])


def test_both_panels_of_compare_name_their_lines(branched):
    names = {each["id"]: each["data"] for each in comparison.option(branched.shown)["series"]
             if str(each["id"]).startswith("names")}  # fmt: skip
    assert names.keys() == {"names", "names above"}
    for each in names.values():
        assert {"Nur Otan", ENTERED} <= {end["name"] for end in each}
