"""Make the pictures of the page that the documents show: `make screenshots`."""

import sys
from collections.abc import Callable
from pathlib import Path

from test_browser import Visitor, running, serving

HEIGHT = 1130
SECOND = "chairman-leaves-early"


def main(folder: Path) -> None:
    """Play an eventful campaign beside a second one, and photograph every tab."""
    with serving() as address, running() as browser:
        visitor = Visitor(browser, address)
        visitor.page.set_viewport_size({"width": 1280, "height": HEIGHT})
        _play(visitor)
        for tab, act in TABS.items():
            visitor.open(tab)
            act(visitor)
            visitor.page.wait_for_timeout(2000)
            name = tab.lower().replace(" ", "-")
            visitor.page.screenshot(path=folder / f"{name}.png")
        assert visitor.wrong == []


def _play(visitor: Visitor) -> None:
    visitor.open("Compare")
    visitor.choose("Second scenario", SECOND)
    visitor.open("Overview")
    for week in range(1, 31):
        if week in EVENTS:
            visitor.press(EVENTS[week])
        visitor.press("Step")
        visitor.weeks(week)


def _nothing(visitor: Visitor) -> None:
    """Leave the tab as it opens."""


def _region(visitor: Visitor) -> None:
    visitor.choose("Region", "Mangystau")
    visitor.page.evaluate("document.activeElement.blur()")


def _many_runs(visitor: Visitor) -> None:
    visitor.press("Play 20 runs")
    visitor.page.get_by_role("heading", name="20 runs").wait_for()


EVENTS = {
    9: "Chairman leaves", 10: "New oligarch party", 16: "January shock",
    23: "Snap election in 8 weeks",
}  # fmt: skip
"""What happens in which week."""

TABS: dict[str, Callable[[Visitor], None]] = {
    "Overview": _nothing, "Regions": _region, "Voters": _nothing, "Elite": _nothing,
    "Election night": _nothing, "Compare": _nothing, "Many runs": _many_runs,
    "Voter": _nothing, "Take away": _nothing,
}  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
