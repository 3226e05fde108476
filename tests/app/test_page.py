"""The page as a tree of components, without a browser."""

import ipyvuetify
import pytest
import solara
from ipywidgets import Widget

from model.app.page import Page
from model.parameters.registry import load
from model.politics.contracts import Lever

SECOND = "Second scenario (same seed and number of voters)"


@pytest.fixture
def page():
    box, context = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    yield Pilot(box)
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

    def press(self, label: str) -> None:
        next(each for each in self.find(ipyvuetify.Btn) if label in each.children).click()

    def text(self) -> str:
        parts = [getattr(each, "children", []) for each in self.everything()]
        return "\n".join(each for part in parts for each in part if isinstance(each, str))

    def field(self, label: str):
        return next(each for each in self.everything() if getattr(each, "label", None) == label)


def test_step_plays_a_week_and_reset_starts_again(page):
    assert "Week 0." in page.text()
    page.press("Step")
    page.press("Step")
    assert "Week 2." in page.text()
    page.press("Reset")
    assert "Week 0." in page.text()


def test_a_button_fires_an_event_and_says_when(page):
    page.press("Snap election in 8 weeks")
    assert "acts in week 1" in page.text()
    page.press("Step")
    assert "Polling day is in week 8." in page.text()
    page.press("Snap election in 8 weeks")
    assert "due by week 9 already" in page.text()


def test_a_slider_waits_for_reset(page):
    shown = [each for each in page.find(ipyvuetify.Slider) if each.max == 0.95]
    assert [each.v_model for each in shown] == [0.62]
    shown[0].v_model = 0.25
    assert "1 changed; press Reset" in page.text()
    assert "Popularity: 0.25 share" in page.text()


def test_another_scenario_comes_with_reset(page):
    page.field("Scenario").v_model = "snap-election"
    assert "Polling day is in week 52." in page.text()
    page.press("Reset")
    assert "Snap election in 8 weeks" in page.text()
    page.press("Step")
    assert "Polling day is in week 8." in page.text()


def test_a_wrong_start_week_is_refused_with_a_sentence(page):
    page.field("Start week (empty: next week)").v_model = "soon"
    switch = page.find(ipyvuetify.Switch)[0]
    switch.v_model = True
    assert "'soon' is no start week: give a whole number from 1 to 520." in page.text()


def test_a_second_scenario_is_drawn_beside_the_first(page):
    tabs = page.find(ipyvuetify.Tabs)[0]
    tabs.v_model = 5
    assert "Choose a second scenario above" in page.text()
    page.field(SECOND).v_model = "chairman-leaves-early"
    assert "Choose a second scenario above" not in page.text()


def test_every_lever_has_a_switch(page):
    assert len(page.find(ipyvuetify.Switch)) == len(load("levers", Lever))
