"""The page as a tree of components, without a browser."""

import ipyvuetify
import pytest
import solara
from ipywidgets import Widget

from model.app.page import Page
from model.app.visit import TABS


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
    assert "acts in week 1" in page.text()
    page.press("Step")
    assert "Polling day is in week 8." in page.text()
    page.press("Snap election in 8 weeks")
    assert "due by week 9 already" in page.text()


def test_a_slider_plays_the_same_weeks_again_with_its_number(page):
    page.press("Step")
    knobs = [each for each in page.everything() if each.has_trait("high")]
    popularity = next(each for each in knobs if each.name == "Popularity")
    assert popularity.value == 0.62
    popularity.vue_change(0.25)
    assert "1 number differs" in page.text()
    assert "Week 1." in page.text()
    assert popularity.value == 0.25


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
