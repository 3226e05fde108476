"""Make the pictures of the page that the documents show: `make screenshots`."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from driving import Visitor, running, serving
from PIL import Image

HEIGHT = 1130
SECOND = "The chairman stays"
FRAME = 640
"""Width of the moving picture, pixels."""


def main(folder: Path) -> None:
    """Play an eventful campaign beside a second one, and photograph every tab."""
    with serving() as address, running() as browser:
        visitor = Visitor(browser, address, size=(1280, HEIGHT), reduced_motion="no-preference")
        frames = _play(visitor)
        for tab, act in TABS.items():
            visitor.open(tab)
            act(visitor)
            visitor.page.wait_for_timeout(2000)
            name = tab.lower().replace(" ", "-")
            visitor.page.screenshot(path=folder / f"{name}.png")
        visitor.close()
        phone = Visitor(browser, address, "?week=20", size=(390, 844), device_scale_factor=2)
        phone.page.locator(".canvas[data-drawn]").first.wait_for()
        phone.page.wait_for_timeout(1000)
        phone.page.screenshot(path=folder / "phone.png")
        phone.close()
    _moving(frames, folder / "campaign.webp")


def _play(visitor: Visitor) -> list[bytes]:
    """Play to polling day; gives a picture of each week."""
    frames = []
    visitor.picture("Private support by week")
    for week in range(1, 31):
        if week in EVENTS:
            visitor.press(EVENTS[week])
            visitor.told(f"acts in week {week}")
        visitor.step()
        visitor.page.wait_for_timeout(350)
        frames.append(visitor.page.screenshot())
    return frames


def _moving(frames: list[bytes], file: Path) -> None:
    """Write the pictures as one that moves, small enough for a document."""
    pictures = [Image.open(io.BytesIO(each)) for each in frames]
    size = (FRAME, round(FRAME * pictures[0].height / pictures[0].width))
    first, *rest = (each.convert("RGB").resize(size, Image.Resampling.LANCZOS) for each in pictures)
    pace = [300] * len(rest) + [3000]
    first.save(file, save_all=True, append_images=rest, duration=pace, loop=0, quality=60)


def _nothing(visitor: Visitor) -> None:
    """Leave the tab as it opens."""


def _region(visitor: Visitor) -> None:
    visitor.choose("Region", "Mangystau")


def _night(visitor: Visitor) -> None:
    for _ in range(9):
        visitor.press("Next region")


def _second(visitor: Visitor) -> None:
    visitor.choose("Second future, same seed and voters", SECOND)
    visitor.told("In the second future")


def _many_runs(visitor: Visitor) -> None:
    visitor.press("Play 20 runs")
    visitor.told("On the same random numbers")


EVENTS = {
    9: "The President leaves the party", 12: "New oligarch party",
    16: "A sudden shock to protest", 23: "Snap election in 8 weeks",
}  # fmt: skip
"""What happens in which week."""

TABS: dict[str, Callable[[Visitor], None]] = {
    "Overview": _nothing, "Regions": _region, "Voters": _nothing, "Elite": _nothing,
    "Election night": _night, "Compare": _second, "Many runs": _many_runs,
    "Voter": _nothing, "Take away": _nothing,
}  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
