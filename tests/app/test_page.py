"""The page as a tree of components, without a browser."""

import ipyvuetify
import pytest
import solara

from model.app.page import Page


@pytest.fixture
def page():
    box, context = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    yield Pilot(context)
    context.close()


class Pilot:
    """Presses and reads what is on the page."""

    def __init__(self, context) -> None:
        self.context = context

    def button(self, label: str):
        every = [each.widget for each in self.context.find(ipyvuetify.Btn)]
        return next(each for each in every if label in each.children)

    def press(self, label: str) -> None:
        self.button(label).click()

    def text(self) -> str:
        found: list[str] = []
        for kind in (ipyvuetify.Html, ipyvuetify.Alert):
            for each in self.context.find(kind):
                found += [child for child in each.widget.children if isinstance(child, str)]
        for each in self.context.find(solara.widgets.HTML if hasattr(solara.widgets, "HTML") else ipyvuetify.Html):
            found.append(str(getattr(each.widget, "unsafe_innerHTML", "")))
        return "\n".join(found)

    def field(self, kind, label: str):
        return next(each.widget for each in self.context.find(kind) if each.widget.label == label)


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
    slider = page.context.find(ipyvuetify.Slider)[-1].widget
    slider.v_model = 0.25
    assert "1 changed; press Reset" in page.text()


def test_another_scenario_comes_with_reset(page):
    page.field(ipyvuetify.Select, "Scenario").v_model = 1
    title = page.text()
    page.press("Reset")
    assert page.text() != title
