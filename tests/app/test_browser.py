"""The page in a real browser: everything works, and nothing leaves the machine."""

import os
import re
import shutil
import socket
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from experiments.tools.view import arguments, offline
from model.scenario import Scenario, validated

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60_000
"""Milliseconds after which a page that does not answer counts as broken."""


@contextmanager
def serving() -> Iterator[str]:
    """Serve the page at a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, **offline()}
    with subprocess.Popen(
        arguments("127.0.0.1", port), env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        address = f"http://127.0.0.1:{port}/"
        wait_for(address + "readyz", process)
        yield address
        process.terminate()


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")


@contextmanager
def running() -> Iterator[Browser]:
    """Run a browser without a window."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as started:
        yield started


class Visitor:
    """A browser tab, and everything that went wrong in it."""

    def __init__(self, browser: Browser, address: str, zoom: int = 1) -> None:
        screen = {"width": 1280 // zoom, "height": 900 // zoom}
        self.page: Page = browser.new_page(viewport=screen, device_scale_factor=zoom)
        self.page.set_default_timeout(PATIENCE)
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("requestfailed", lambda each: self.wrong.append(f"failed: {each.url}"))
        self.page.on("request", lambda each: self._check(each.url, address))
        self.page.on("response", lambda each: self._answered(each.status, each.url))
        self.page.goto(address)
        self.page.locator(".picture svg").nth(3).wait_for()
        self.weeks(0)

    def _check(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.wrong.append(f"another host: {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.wrong.append(f"{status}: {url}")

    def weeks(self, week: int) -> None:
        expect(self.page.locator(".week")).to_contain_text(f"Week {week}.", timeout=PATIENCE)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, field: str, choice: str) -> None:
        self.page.locator(".v-select", has_text=field).click()
        self.page.get_by_role("option", name=choice, exact=True).click()

    def open(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab, exact=True).click()

    def picture(self, title: str) -> str:
        part = self.page.locator(".chart", has=self.page.get_by_role("heading", name=title))
        return part.locator(".picture").first.inner_html()

    def download(self, label: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=label).first.click()
        return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitor]:
    guest = Visitor(browser, server)
    yield guest
    guest.page.close()
    assert guest.wrong == []


def test_play_pause_step_and_reset(visitor: Visitor):
    before = visitor.picture("Support by week")
    visitor.press("Step")
    visitor.weeks(1)
    assert visitor.picture("Support by week") != before
    visitor.press("▶ play or pause")
    # It plays on while we look, so any later week will do: waiting for one could miss it.
    later = re.compile(r"Week ([3-9]|[1-5]\d)\.")
    expect(visitor.page.locator(".week")).to_contain_text(later, timeout=PATIENCE)
    visitor.press("❚❚ play or pause")
    expect(visitor.page.get_by_role("button", name="Step", exact=True)).to_be_enabled()
    visitor.press("Reset")
    visitor.weeks(0)


def test_events_act_and_the_file_plays_them_again(visitor: Visitor):
    visitor.press("Snap election in 8 weeks")
    visitor.press("Step")
    expect(visitor.page.locator(".week")).to_contain_text("Polling day is in week 8.")
    visitor.open("Take away")
    shown = validated(tomllib.loads(visitor.download("Scenario (TOML)").decode()), "the file")
    assert shown.events["snap_election"].to["election_week"] == 8
    command = visitor.page.locator("pre").inner_text()
    assert command.strip().endswith(f"{shown.hash[:8]}.toml --seed 1")


def test_a_slider_waits_for_reset_and_moves_by_keyboard(visitor: Visitor):
    sliders = visitor.page.get_by_role("slider")
    last = sliders.nth(sliders.count() - 2)
    last.focus()
    for _ in range(20):
        last.press("ArrowLeft")
    expect(visitor.page.get_by_text("changed; press Reset")).to_be_visible()
    before = visitor.picture("Support by week")
    visitor.press("Reset")
    visitor.weeks(0)
    expect(visitor.page.locator(".week")).to_be_visible()
    visitor.page.wait_for_function(
        "before => document.querySelector('.picture').innerHTML != before", arg=before
    )


def test_figures_and_tables_can_be_taken_away(visitor: Visitor):
    assert visitor.download("Figure (PDF)").startswith(b"%PDF")
    assert visitor.download("Table (CSV)").startswith(b"week,")


def test_two_futures_side_by_side(visitor: Visitor):
    visitor.open("Compare")
    visitor.choose("Second scenario", "chairman-leaves-early")
    visitor.page.get_by_role("heading", name="Two futures").wait_for()
    visitor.page.locator(".picture svg").first.wait_for()
    before = visitor.picture("Two futures")
    visitor.press("Step")
    visitor.weeks(1)
    visitor.page.wait_for_function(
        "before => document.querySelector('.picture').innerHTML != before", arg=before
    )


def test_a_region_is_inspected_from_the_map_by_keyboard_and_then_a_voter(visitor: Visitor):
    region = visitor.page.get_by_role("button", name="Mangystau")
    region.focus()
    region.press("Enter")
    expect(visitor.page.get_by_role("row", name="Electors")).to_be_visible()
    visitor.press("Pick a voter from here")
    expect(visitor.page.get_by_role("row", name="Region Mangystau")).to_be_visible()
    field = visitor.page.get_by_label("Number of a voter")
    field.fill("nobody")
    field.press("Enter")
    expect(visitor.page.get_by_text("'nobody' is no voter")).to_be_visible()


def test_the_controls_act_on_either_future(visitor: Visitor):
    visitor.open("Compare")
    visitor.choose("Second scenario", "kazakhstan-2022")
    visitor.choose("The controls below act on", "Second run")
    visitor.page.get_by_text("Let it happen now (second run)").wait_for()
    visitor.press("January shock")
    expect(visitor.page.get_by_text("January shock: acts in week 1.")).to_be_visible()
    visitor.press("Step")
    visitor.weeks(1)
    visitor.open("Take away")
    files = visitor.page.get_by_role("button", name="Scenario (TOML)")
    expect(files).to_have_count(2)
    ours, theirs = (taken(visitor, files.nth(place)) for place in range(2))
    assert "january_shock" not in ours.events
    assert theirs.events["january_shock"].week == 1


def taken(visitor: Visitor, button: Locator) -> Scenario:
    with visitor.page.expect_download() as waiting:
        button.click()
    return validated(tomllib.loads(Path(waiting.value.path()).read_text()), "the file")


def test_everything_that_can_be_pressed_has_a_name_and_shows_that_it_is_reached(visitor: Visitor):
    controls = visitor.page.locator("body").aria_snapshot()
    kinds = r"(button|slider|textbox|combobox|switch|checkbox|tab)"
    assert re.findall(rf"^\s*- {kinds}(?: \[.*\])?:?$", controls, re.MULTILINE) == []
    reached = "document.activeElement"
    while visitor.page.evaluate(f"{reached}.innerText") != "Take away":
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(f"{reached}.matches('[role=tab], [role=slider], button')"):
            assert visitor.page.evaluate(f"getComputedStyle({reached}).outlineStyle") == "solid"


def test_twice_enlarged_nothing_lies_on_the_pictures_or_sticks_out(browser: Browser, server: str):
    visitor = Visitor(browser, server, zoom=2)
    visitor.press("Step")
    visitor.weeks(1)
    controls = visitor.page.locator(".v-navigation-drawer").bounding_box()
    picture = visitor.page.locator(".picture").first.bounding_box()
    assert controls["x"] + controls["width"] <= picture["x"]
    for tab in ("Regions", "Voters", "Elite", "Election night", "Many runs", "Voter", "Take away"):
        visitor.open(tab)
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
    visitor.page.close()
    assert visitor.wrong == []


def test_many_runs_can_be_watched_and_cancelled(visitor: Visitor):
    visitor.open("Many runs")
    visitor.press("Play 20 runs")
    visitor.press("Step")
    visitor.weeks(1)
    visitor.press("Cancel")
    expect(visitor.page.get_by_text("Cancelled.")).to_be_visible(timeout=PATIENCE)


def test_every_tab_shows_something(visitor: Visitor):
    for tab in ("Regions", "Voters", "Elite", "Election night", "Voter"):
        visitor.open(tab)
        visitor.page.locator(".picture svg").first.wait_for()


def test_two_visitors_do_not_disturb_each_other(visitor: Visitor, browser: Browser, server: str):
    other = Visitor(browser, server)
    visitor.press("Step")
    visitor.weeks(1)
    other.press("Step")
    other.weeks(1)
    visitor.press("Step")
    visitor.weeks(2)
    other.weeks(1)
    other.page.close()
    assert other.wrong == []
