"""What charts say is true of what they show: of parties that are not there, and in every voice."""

import threading

import pytest

from model.app.ensemble import Ensemble, gather
from model.app.happenings import ENTERED, new_party
from model.app.plan import Plan, Wish
from model.app.session import Session
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
