"""What charts say is true of what they show: of parties that are not there, and in every voice."""

import threading

import pytest
from driving import Visitor
from playwright.sync_api import Browser, expect

from model.app.ensemble import Ensemble, gather
from model.app.happenings import ENTERED, new_party
from model.app.plan import Plan, Wish
from model.app.session import Session
from model.app.views import comparison
from model.app.views import ensemble as many_runs


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


def test_a_party_that_has_not_entered_has_no_value_in_either_future(branched):
    series = {each["id"]: each.get("data") for each in comparison.option(branched.shown)["series"]}
    assert {value for _, value in series["one new_oligarch_party"]} == {None}
    assert [value is None for _, value in series["two new_oligarch_party"]] == [True, True, False]
    assert [value is None for _, value in series["gap new_oligarch_party"]] == [True, True, False]
    assert {value for _, value in series["gap agrarians"]} == {None}
    assert None not in {value for _, value in series["gap nur_otan"]}


def test_a_party_that_has_not_entered_is_said_not_to_be_there(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=1&tab=5")
    visitor.press("Branch from here")
    expect(visitor.page.get_by_label("The controls below act on")).to_have_value("Second future")
    visitor.press(ENTERED)
    visitor.told("acts in week 2")
    visitor.step()
    said = visitor.said("Two futures")
    assert f"{ENTERED}, first: not there yet" in said
    assert f"{ENTERED}, second 0" not in said
    assert "Nur Otan, first 4" in said
    visitor.close()
