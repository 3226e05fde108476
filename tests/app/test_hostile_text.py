"""A text from a file is shown as text: on every view of the page, in figures and in the report."""

import json
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
import solara
import tomli_w
from ipywidgets import Widget
from test_page import Pilot
from test_views import CHARTS
from typer.testing import CliRunner

from experiments.cli import application
from experiments.publish.report import report
from model.app.address import TABS
from model.app.happenings import BUTTONS
from model.app.page import SCENARIO_VARIABLE, Page
from model.app.panels.takeaway import toml_of
from model.app.plan import Plan, Wish
from model.app.session import Session
from model.app.views import protest, regions, voter
from model.parameters.parameter import Component
from model.scenario import Scenario, ScenarioError, load_scenario, validated
from model.society.regions import shipped_regions

HOSTILE = "<img src=x onerror=a()>&amp;$x^{$"
SHOWN_AS_TEXT = {"label", "v_model", "value", "filename", "tooltip"}
"""What a widget shows as text, by its own template; `children` are text wherever they are."""

CHOSEN = {"kind", "regions", "faction", "issue", "party"}
"""Texts that name something else; a scenario in which they name nothing is refused."""


READ_BY_NOBODY = ".country..text"
"""What a country's file says of its words, which nothing shows."""


class Markup(HTMLParser):
    """The elements in a text that HOSTILE would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag == "img" or "onerror" in dict(attrs) else []


def strings(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        yield from content
        for each in content.values():
            yield from strings(each)
    elif isinstance(content, list):
        for each in content:
            yield from strings(each)
    elif isinstance(content, str):
        yield content


def renamed(content: Any, old: str, new: str) -> Any:
    """Say `new` for `old` wherever it is a value or a name."""
    if isinstance(content, dict):
        return {new if k == old else k: renamed(v, old, new) for k, v in content.items()}
    if isinstance(content, list):
        return [renamed(each, old, new) for each in content]
    return new if content == old else content


def made_hostile(content: dict[str, Any]) -> Scenario:
    """Put HOSTILE into every text, and every name, that a scenario may choose freely."""
    case = validated(content, "test")
    for word in sorted(set(strings(content))):
        try:
            tried = renamed(content, word, HOSTILE + word)
            case = validated(tried, "test")
        except (ScenarioError, OSError, TypeError):
            continue
        content = tried
    return case


def texts(part: Component, way: str = "") -> Iterator[tuple[str, str]]:
    """Walk the text fields of a part of a scenario, with their places."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        several = value.items() if isinstance(value, dict) else [("", value)]
        for key, each in several:
            if isinstance(each, Component):
                yield from texts(each, f"{way}.{name}.{key}")
            elif type(part).model_fields[name].annotation in (str, str | None):
                yield f"{way}.{name}", each


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Scenario:
    folder = tmp_path_factory.mktemp("hostile")
    table = pd.read_csv(shipped_regions("kazakhstan"))
    table["label"] = HOSTILE + table["label"]
    table.to_csv(folder / f"{HOSTILE}regions.csv", index=False)
    base = load_scenario("elite-split", {"voters": 1000, "weeks": 9})
    content = tomllib.loads(toml_of(base).decode())
    content |= {"title": "a title"}
    content["leader"]["name"] = "a leader"
    content["population"]["regions"] = str(folder / f"{HOSTILE}regions.csv")
    content["events"]["storm"] = {"name": "a storm", "week": 1, "by": {"readiness": 0.1}}
    for name, each in [*content["parties"].items(), *content["elites"]["factions"].items()]:
        each.setdefault("label", name)
    return made_hostile(content)


@pytest.fixture(scope="module")
def file(case, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("hostile") / "case.toml"
    path.write_bytes(tomli_w.dumps(tomllib.loads(toml_of(case).decode())).encode())
    return str(path)


@pytest.fixture(scope="module")
def watched(file) -> Session:
    made = Session(Plan(Wish(file), Wish(file), voters=1000))
    for button in BUTTONS[:2]:
        next(iter(made.futures.values())).fire(button.name, button.event(made))
    for _ in range(3):
        made.step()
    assert not made.problem
    return made


def test_every_text_field_is_hostile(case):
    harmless = [
        way for way, text in texts(case)
        if HOSTILE not in (text or HOSTILE) and way.rsplit(".", 1)[-1] not in CHOSEN
        and way != READ_BY_NOBODY
    ]  # fmt: skip
    assert not harmless
    assert case.title.startswith(HOSTILE)


def test_the_page_shows_it_as_text(file, monkeypatch):
    monkeypatch.setenv(SCENARIO_VARIABLE, file)
    box, context = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    try:
        page = Pilot(box)
        page.arrive("")
        page.press("Step")
        for tab in TABS:
            page.open(tab)
            assert HOSTILE in page.text(), tab
            for widget in page.everything():
                assert not list(markup_of(widget)), (tab, widget)
    finally:
        context.close()


def markup_of(widget: Widget) -> Iterator[str]:
    for name in widget.trait_names(sync=True):
        value = getattr(widget, name)
        if isinstance(value, str) and name not in SHOWN_AS_TEXT:
            yield from Markup(value).found


@pytest.mark.parametrize("shown", CHARTS, ids=lambda c: c.title)
def test_pictures_show_it_as_text(shown, watched):
    # The browser writes all of it as text: it never becomes a part of the page.
    if shown is not protest.CHART:  # which names nobody
        told = json.dumps(shown.option(watched.shown)).encode().decode("unicode_escape")
        assert HOSTILE in told
    assert shown.printed(watched.shown).startswith(b"%PDF")


def test_the_map_names_regions_in_full(watched):
    tiles = regions.tile_chart("Protest").option(watched.shown)["series"][0]["data"]
    assert all(each["name"].startswith("<img") for each in tiles)
    assert "<img" in voter.about(watched.shown, 0)["Region"]


# Long names leave little room for what is drawn; here they are only to be harmless.
@pytest.mark.filterwarnings("ignore:constrained_layout not applied")
def test_the_report_and_the_figures_show_it_as_text(file, tmp_path):
    out = str(tmp_path / "out")
    asked = ["sweep", file, "--replicates", "2", "--engine", "serial", "--out", out]
    assert CliRunner().invoke(application(), asked).exit_code == 0
    page = report(tmp_path / "out")
    assert len(re.findall("<img ", page)) == page.count('src="data:image/png;base64,') > 0
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
