"""The page served, a browser without a window, and a visitor who notes all that goes wrong."""

import io
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from experiments.tools.view import arguments, environment
from model.society.country import first_scenario

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60_000
"""Milliseconds after which a page that does not answer counts as broken."""
expect.set_options(timeout=PATIENCE)
EMPTY = "about:blank"

TOLD = {
    "Overview": "Private support by week", "Regions": "Regions as tiles",
    "Voters": "Who changed sides", "Elite": "The elite, by the party",
    "Election night": re.compile("The polls close in|The count, region by region"),
    "Compare": "Two futures", "Many runs": re.compile("Plays .* to polling day"),
    "Voter": "Why voter", "Take away": "play the same again",
}  # fmt: skip
"""What each tab alone says."""


@contextmanager
def serving() -> Iterator[str]:
    """Serve the page at a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        arguments("127.0.0.1", port), env=environment(first_scenario()),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_for(address + "readyz", process)
            yield address
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")


@contextmanager
def running() -> Iterator[Browser]:
    """Run a browser without a window; its tabs share what they load, and pictures do not move."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        started.new_context(reduced_motion="reduce")
        yield started
        started.close()


def tab(browser: Browser, screen: dict[str, int], **more: object) -> Page:
    """Return an empty tab; one that asks for more has a place of its own, and shares nothing.

    A tab that was left is taken again, for it has read the scripts, which takes a new one longer
    than all the rest of opening the page.
    """
    if more:
        return browser.new_page(viewport=screen, **{"reduced_motion": "reduce", **more})
    shared = browser.contexts[0]
    page = next((each for each in shared.pages if each.url == EMPTY), None) or shared.new_page()
    page.set_viewport_size(screen)
    page.mouse.move(0, 0)
    page.bring_to_front()
    return page


class Visitor:
    """A browser tab, and everything that went wrong in it."""

    def __init__(
        self, browser: Browser, address: str, query: str = "", size: tuple[int, int] = (1280, 900),
        **more: object,
    ) -> None:  # fmt: skip
        screen = {"width": size[0], "height": size[1]}
        self.address, self.browser = address, browser
        self.page = tab(browser, screen, **more)
        self.page.set_default_timeout(PATIENCE)
        self.wrong: list[str] = []
        self.heard = {
            "pageerror": lambda error: self.wrong.append(f"error: {error}"),
            "requestfailed": lambda each: self._failed(each.url, each.failure),
            "request": lambda each: self._check(each.url),
            "response": lambda each: self._answered(each.status, each.url),
        }
        for event, hear in self.heard.items():
            self.page.on(event, hear)
        self.go(query)

    def front(self) -> None:
        """Come to the front: a tab behind another one draws once a second."""
        self.page.bring_to_front()

    def go(self, query: str) -> None:
        self.page.goto(self.address + query)
        self.drawn()

    def drawn(self) -> None:
        self.page.locator(".transport").wait_for()
        self.page.locator(".week").wait_for()

    def _check(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"another host: {url}")

    def _failed(self, url: str, reason: str | None) -> None:
        # Who leaves a page cuts off what it still loads, such as its icon.
        if reason != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {url} ({reason})")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.wrong.append(f"{status}: {url}")

    def close(self) -> None:
        """Leave the tab to the next visitor, or close it if it has a place of its own."""
        for event, hear in self.heard.items():
            self.page.remove_listener(event, hear)
        if self.page.context == self.browser.contexts[0]:
            self.page.goto(EMPTY)
        else:
            self.page.close()
        assert not self.wrong, self.wrong

    def weeks(self, week: int) -> None:
        expect(self.page.locator(".end")).to_contain_text(f"Week {week} of")

    @property
    def week(self) -> int:
        """The week that is shown."""
        return int(self.page.locator(".timeline input").input_value())

    def past(self, week: int) -> None:
        """Wait until a week has come, however many more play meanwhile."""
        self.page.wait_for_function(
            "week => document.querySelector('.timeline input').value >= week", arg=week
        )

    def step(self, weeks: int = 1) -> None:
        """Play as many weeks one by one."""
        for _ in range(weeks):
            now = self.week
            self.press("Step")
            self.weeks(now + 1)

    def finish(self) -> None:
        """Play to polling day, fast."""
        self.page.get_by_label("Speed").select_option("fast")
        self.play()
        expect(self.page.locator(".week")).to_contain_text("Polling day.")
        expect(self.playing("Play")).to_be_disabled()

    def look(self, week: int) -> None:
        """Move the scrubber."""
        self.page.locator(".timeline input").evaluate(
            "(bar, week) => { bar.value = week; bar.dispatchEvent(new Event('input')); }", week
        )
        self.weeks(week)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def playing(self, name: str) -> Locator:
        """The button of Mesa that plays and pauses, which the page gives its words."""
        return self.page.get_by_role("button", name=re.compile(rf"\b{name}$"))

    def play(self) -> None:
        self.playing("Play").click()

    def pause(self) -> None:
        self.playing("Pause").click()

    def press(self, name: str) -> None:
        self.button(name).first.click()

    def choose(self, field: str, choice: str) -> None:
        self.page.get_by_label(field, exact=True).select_option(label=choice)

    def set_popularity(self) -> None:
        """Make the leader less popular, by a number of the column beside the campaign."""
        self.choose("Group of numbers", "Leader")
        field = self.page.get_by_role("spinbutton", name="Popularity")
        field.fill("0.4")
        field.press("Enter")
        self.told("Popularity is 0.4 now")

    def open(self, tab: str) -> None:
        """Open a tab and wait until all that it shows is drawn."""
        self.page.get_by_role("tab", name=tab, exact=True).click()
        self.page.locator(".main").get_by_text(TOLD[tab]).first.wait_for()
        self.page.wait_for_function("!document.querySelector('.canvas:not([data-drawn])')")
        self.frames()

    def frames(self) -> None:
        """Wait until the browser has laid out, resized and drawn what has changed."""
        self.page.evaluate(
            "async () => { for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame); }"
        )

    def told(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def chart(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title)
        return self.page.locator(".chart", has=heading)

    def picture(self, title: str) -> str:
        drawing = self.chart(title).locator(".canvas[data-drawn]")
        drawing.wait_for()
        return drawing.inner_html()

    def said(self, title: str) -> str:
        """What a chart says, of the week that is shown, to who cannot see it."""
        week = self.page.locator(".timeline input").input_value()
        drawing = self.chart(title).locator(f".canvas[data-drawn][data-week='{week}']")
        return drawing.get_attribute("aria-label") or ""

    def take(self, button: Locator) -> bytes:
        with self.page.expect_download() as waiting:
            button.click()
        return Path(waiting.value.path()).read_bytes()

    def download(self, label: str) -> bytes:
        return self.take(self.page.get_by_role("button", name=label).first)

    def numbers(self) -> list[pd.DataFrame]:
        """All numbers by week of each future, as they are written: to the last digit."""
        self.open("Take away")
        self.page.get_by_role("button", name="weeks.csv").first.wait_for()
        files = self.page.get_by_role("button", name="weeks.csv")
        return [
            pd.read_csv(io.BytesIO(self.take(files.nth(k))), dtype=str)
            for k in range(files.count())
        ]
