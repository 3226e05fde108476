"""The list of transitions for the hindcast: all of them, and nothing that was not yet public."""

import calendar
import re
import tomllib
from datetime import date
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest

from experiments.inference.official_results import election, past_elections
from experiments.inference.transitions import FACTS, TABLES, Transition, transitions
from model.scenario import Scenario, load_scenario
from model.society.country import shipped_countries, shipped_country

FILE = shipped_country("transitions.toml")
TRANSITIONS = tomllib.loads(FILE.read_text(encoding="utf-8"))
LAST = date(2022, 2, 25)
WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
TRUST = {"high", "medium-high", "medium", "low", "none"}
every = pytest.mark.parametrize("name", TRANSITIONS)


@cache
def listed() -> dict[str, Transition]:
    """Return every transition by name; to read them takes longer than most tests."""
    return {each.name: each for each in transitions()}


def begins(when: str) -> date:
    """Return the first day of a year or month, or the day."""
    assert WHEN.fullmatch(when), when
    year, month, day = (*map(int, when.split("-")), 1, 1)[:3]
    return date(year, month, day)


def facts(name: str) -> list[dict[str, object]]:
    """Return every statement about a transition, which has a source."""
    told = TRANSITIONS[name]
    single = [told[each] for each in ("approval", "law", "lists")]
    return single + [fact for each in TABLES for fact in told.get(each, {}).values()]


def parties_of(country: str, wanted: str) -> set[str]:
    cases = past_elections(country).values()
    return set(next(each.parties for each in cases if each.election == wanted))


def has_elections(country: str) -> bool:
    return (shipped_country(country) / "elections.csv").is_file()


def by_contest(country: str) -> list[list[tuple[str, Scenario]]]:
    """Return the past elections of each contest of a country, by date."""
    past = list(past_elections(country).items())
    contests = [election(case)["contest"] for _, case in past]
    return [[each for each, contest in zip(past, contests, strict=True) if contest == wanted]
            for wanted in sorted(set(contests))]  # fmt: skip


def test_there_is_every_transition_between_elections_that_have_a_scenario():
    wanted = [
        (country, earlier.election, later.election, name)
        for country in filter(has_elections, shipped_countries())
        for past in by_contest(country)
        for (_, earlier), (name, later) in pairwise(past)
    ]
    listed = [(each["country"], each["before"], each["after"], name)
              for name, each in TRANSITIONS.items()]  # fmt: skip
    assert sorted(listed) == sorted(wanted)


@every
def test_it_has_what_the_head_of_the_file_says(name):
    told = TRANSITIONS[name]
    assert {*FACTS} <= told.keys() <= {*FACTS, *TABLES}
    for fact in facts(name):
        assert str(fact["source"]).strip()
        assert fact["confidence"] in TRUST
    for table, key in (("carried", "date"), ("new", "founded"), ("gone", "date")):
        assert all(key in fact for fact in told.get(table, {}).values())


@every
def test_known_is_a_month_before_polling_day(name):
    told, row = TRANSITIONS[name], election(load_scenario(name))
    polling, known = told["polling"], told["known"]
    # Voting may take some days, of which the table has the last.
    assert 0 <= (date.fromisoformat(row["date"]) - polling).days <= 2
    year, month = divmod(12 * polling.year + polling.month - 2, 12)
    last = calendar.monthrange(year, month + 1)[1]
    assert known == date(year, month + 1, min(polling.day, last))
    assert known < LAST


@every
def test_nothing_is_dated_after_the_day_on_which_it_had_to_be_public(name):
    known = TRANSITIONS[name]["known"]
    for fact in facts(name):
        for key in {"date", "since", "founded"} & fact.keys():
            assert begins(fact[key]) <= known, (fact, key)


@every
def test_approval_is_that_of_the_series_and_of_the_scenario(name):
    told, case = TRANSITIONS[name], load_scenario(name)
    leaders = {leader: case.leaders[leader].popularity for leader in told.get("others", {})}
    assert leaders.keys() == case.leaders.keys()
    asked = [(told["approval"], case.leader.popularity)]
    asked += [(told["others"][each], value) for each, value in leaders.items()]
    for approval, used in asked:
        if "value" not in approval:
            assert approval["source"] == "none found"
            continue
        assert approval["value"] == used
        series = pd.read_csv(shipped_country(case.country.name) / "series.csv")
        row = series[(series["what"] == f"approval:{approval['who']}")
                     & (series["date"] == approval["date"])]  # fmt: skip
        assert row["value"].tolist() == [approval["value"]]


@every
def test_lists_that_come_and_go_are_those_of_the_scenarios(name):
    told = TRANSITIONS[name]
    before = parties_of(told["country"], told["before"])
    after = set(load_scenario(name).parties)
    new, gone = told.get("new", {}), told.get("gone", {})
    carried = {party: each["key"] for party, each in told.get("carried", {}).items()}
    assert set(new) == after - before - set(carried)
    assert set(gone) == before - after
    assert set(carried) <= after
    assert set(carried.values()) <= before
    assert {each["into"] for each in gone.values() if "into" in each} <= after
    assert {each["out_of"] for each in new.values() if "out_of" in each} <= before | after
    assert set(told.get("leads", {})) <= after
    assert set(told.get("alliances", {})) == set(load_scenario(name).alliances)


@every
def test_every_member_of_an_entry_stood_last_time_or_is_declared_new(name):
    transition = listed()[name]
    stood = transition.earlier.parties.keys()
    assert set(transition.known.values()) <= stood
    for joined in transition.joined.values():
        assert set(joined) <= stood
    members = {each for entry in transition.standing.alliances.values() for each in entry.members}
    assert members <= transition.known.keys() | transition.facts.get("new", {}).keys()


@every
def test_the_wealth_of_a_founder_is_that_of_the_scenario(name):
    case = load_scenario(name)
    for party, about in TRANSITIONS[name].get("new", {}).items():
        if getattr(case.parties[party], "wealth", 0) or about.get("wealth", 0):
            assert about["wealth"] == case.parties[party].wealth
