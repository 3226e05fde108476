"""The page as a tree of components, without a browser."""

import threading

import ipyvuetify
import pandas as pd
import pytest
import solara
from ipywidgets import Widget

from model.app.address import TABS
from model.app.ensemble import Ensemble
from model.app.page import Page
from model.app.panels import manyruns
from model.scenario import load_scenario


@pytest.fixture
def page():
    box, context = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    pilot = Pilot(box)
    pilot.arrive("")
    yield pilot
    context.close()


class Pilot:
    """Presses and reads what is on the page."""

    def __init__(self, box) -> None:
        self.box = box

    def everything(self) -> list:
        found: dict[int, object] = {}
        waiting = [self.box]
        while waiting:
            widget = waiting.pop()
            if isinstance(widget, Widget) and id(widget) not in found:
                found[id(widget)] = widget
                waiting += list(getattr(widget, "children", []))
                for slot in getattr(widget, "v_slots", []):
                    inside = slot["children"]
                    waiting += inside if isinstance(inside, list) else [inside]
        return list(found.values())

    def find(self, kind) -> list:
        return [each for each in self.everything() if isinstance(each, kind)]

    def own(self, *traits: str):
        """The part of the page, made by a file of its own, that has these traits."""
        return next(
            each for each in self.everything() if all(each.has_trait(name) for name in traits)
        )

    def arrive(self, query: str) -> None:
        """Tell the page its address, as the browser does."""
        self.own("state").vue_arrive(query)

    def press(self, label: str) -> None:
        next(each for each in self.find(ipyvuetify.Btn) if label in each.children).click()

    def text(self) -> str:
        parts = [getattr(each, "children", []) for each in self.everything()]
        plain = [each for part in parts for each in part if isinstance(each, str)]
        state = [each for each in self.everything() if each.has_trait("heading")]
        said = [line for each in state for line in (each.heading, *each.lines)]
        return "\n".join([*plain, *said])

    def field(self, label: str):
        return next(each for each in self.everything() if getattr(each, "label", None) == label)

    def type_seed(self, text: str) -> None:
        field = self.field("Seed of the random numbers")
        field.v_model = text
        field.fire_event("keyup.enter", {})

    def knob(self, name: str):
        knobs = [each for each in self.everything() if each.has_trait("high")]
        return next(each for each in knobs if each.name == name)

    def open(self, tab: str) -> None:
        next(
            each for each in self.everything() if type(each).__name__ == "Tabs"
        ).v_model = TABS.index(tab)


def test_step_plays_a_week_and_reset_starts_again(page):
    assert "Week 0." in page.text()
    page.press("Step")
    page.press("Step")
    assert "Week 2." in page.text()
    page.press("Reset")
    assert "Week 0." in page.text()


def test_a_button_fires_an_event_and_says_when(page):
    page.press("Snap election in 8 weeks")
    assert "Snap election in 8 weeks: acts in week 1." in page.text()
    page.press("Step")
    assert "Polling day is in week 8." in page.text()
    page.press("Snap election in 8 weeks")
    assert "due by week 9 already" in page.text()


def test_a_slider_plays_the_same_weeks_again_with_its_number(page):
    page.press("Step")
    popularity = page.knob("Popularity")
    assert popularity.value == 0.62
    popularity.vue_change(0.25)
    assert "1 number differs" in page.text()
    assert "Week 1." in page.text()
    assert popularity.value == 0.25


def test_another_seed_or_number_of_voters_keeps_all_that_was_done(page):
    page.field("Voter agents").vue_pick("1000")
    page.knob("Popularity").vue_change(0.25)
    page.press("Snap election in 8 weeks")
    page.press("Step")
    page.press("Branch from here")
    for choose in (page.type_seed, page.field("Voter agents").vue_pick):
        choose("3000")
        assert "Week 0." in page.text()
        assert page.knob("Popularity").value == 0.25
        assert page.field("The controls below act on").value == "Second future"
        page.press("Step")
        assert "Polling day is in week 8." in page.text()


def test_a_number_that_is_refused_is_answered_and_the_message_goes_with_the_next(page):
    popularity = page.knob("Popularity")
    popularity.vue_change(3)
    assert "allowed is 0.05" in page.text()
    assert (popularity.value, popularity.answered) == (0.62, 1)
    popularity.vue_change(0.62)
    assert "allowed is 0.05" not in page.text()
    assert (popularity.value, popularity.answered) == (0.62, 2)


def test_messages_go_with_what_they_speak_of(page):
    page.arrive("seed=soon")
    page.type_seed("soon")
    for told in ("This address cannot be read", "'soon' is no seed"):
        assert told in page.text()
    page.press("Reset")
    for told in ("This address cannot be read", "'soon' is no seed"):
        assert told not in page.text()
    assert page.field("Seed of the random numbers").v_model == "1"
    page.knob("Popularity").vue_change(0.3)
    assert "Popularity is 0.3 now" in page.text()
    page.press("Reset")
    assert "Popularity is 0.3 now" not in page.text()


def test_another_scenario_begins_at_once(page):
    page.press("Step")
    page.field("Scenario").vue_pick("snap-election")
    assert "Week 0." in page.text()
    assert "Snap election in 8 weeks" in page.text()
    page.press("Step")
    assert "Polling day is in week 8." in page.text()


def test_a_second_scenario_is_drawn_beside_the_first(page):
    page.open("Compare")
    assert "Choose a second future above" in page.text()
    page.field("Second future, same seed and voters").vue_pick("chairman-leaves-early")
    assert "Choose a second future above" not in page.text()


def test_runs_that_were_cut_off_by_leaving_the_tab_replace_no_result(page, monkeypatch):
    case = load_scenario("kazakhstan-2022")
    week = {"seed": 1, "week": 0, **{f"support.{name}": 0.1 for name in case.parties}}
    cut_off = Ensemble(
        (case,), (pd.DataFrame([week]),), (pd.DataFrame([dict.fromkeys(case.parties, 1)]),)
    )
    threads: list[threading.Thread] = []

    def gather(cases, seed, cancelled, *rest):
        threads.append(threading.current_thread())
        cancelled.wait(60)
        return cut_off

    monkeypatch.setattr(manyruns, "gather", gather)
    for cut, kept in ((lambda: page.open("Overview"), False), (lambda: page.press("Cancel"), True)):
        page.open("Many runs")
        page.press("Play 20 runs")
        cut()
        threads[-1].join(60)
        page.open("Many runs")
        assert ("a majority in" in page.text()) == kept


def test_one_deed_is_one_step_that_back_undoes(page):
    pushed: list[str] = []

    def note(now) -> None:
        pushed.extend([now.new["query"]] * now.new["push"])

    page.own("state").observe(note, "state")
    page.open("Compare")
    page.field("Scenario").vue_pick("snap-election")
    page.arrive("scenario=snap-election&voters=1000&week=7")
    page.press("Branch from here")
    page.press("Step")
    page.press("Weather")
    acts = "acts_on=Second+future"
    deeds = ("tab=5", "scenario=snap-election", acts, f"tab=5&{acts}")
    assert [query.endswith(deed) for deed, query in zip(deeds, pushed, strict=True)] == [True] * 4


def test_a_file_that_is_asked_for_twice_comes_twice(page):
    page.open("Take away")
    below, sent = page.own("offers", "made"), []
    below.observe(lambda now: sent.append(now.new.data["name"]), "made")
    for _ in range(2):
        below.vue_ask("Weeks so far (CSV)")
    assert sent == ["weeks.csv"] * 2
