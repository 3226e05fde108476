"""The look that all charts of the page share, in the words of ECharts."""

import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from model.display.drawing import apart
from model.display.looks import FAINT, INK, Look, look, looks, words
from model.numerics.arrays import Array
from model.parameters.names import NONE_OF_THEM
from model.scenario import Scenario

SIZE = 12
"""Letters, CSS pixels: nothing on the page is smaller than 11."""

LINE = 14
"""From one line of letters to the next, CSS pixels."""

SYMBOLS = {
    "o": "circle", "s": "rect", "D": "diamond", "d": "diamond", "^": "triangle",
    "h": "path://M0,-10L8.7,-5V5L0,10-8.7,5V-5Z", "H": "roundRect", "v": "path://M-9,-8H9L0,8Z",
    "p": "path://M0,-10L9.5,-3.1 5.9,8.1-5.9,8.1-9.5,-3.1Z",
    "P": "path://M-3,-9H3V-3H9V3H3V9H-3V3H-9V-3H-3Z",
    "X": "path://M-9,-5L-5,-9 0,-4 5,-9 9,-5 4,0 9,5 5,9 0,4-5,9-9,5-4,0Z",
    "*": "path://M0,-10L2.4,-3.2 9.5,-3.1 3.8,1.2 5.9,8.1 0,4-5.9,8.1-3.8,1.2-9.5,-3.1-2.4,-3.2Z",
}  # fmt: skip
"""The markers of the figures in the words of ECharts; a path where it has no shape of its own."""
DASHES = ("solid", [7, 3], [2, 3], [9, 3, 2, 3])
SOLID = 6
"""Lines that are solid; of the others no neighbours have the same dashes."""
LEAST_CONTRAST = 3.0
"""Of lines and areas against the white of the page (WCAG 2.1, criterion 1.4.11)."""

OPAQUE = {"opacity": 1}
"""How dots are filled: as ECharts does it by itself they are too pale."""

CIVIDIS = ["#00224e", "#35456c", "#666970", "#948e77", "#c8b866", "#fee838"]
"""The sequential map of the figures, matplotlib's cividis, at six even steps."""


def base(**parts: Any) -> dict[str, Any]:
    """Return a picture with the page's letters and movement, and the given parts."""
    return {
        "textStyle": {"fontFamily": "Roboto, Helvetica, Arial, sans-serif", "fontSize": SIZE,
                      "color": INK},
        "animationDuration": 300,
        "animationDurationUpdate": 250,
        "tooltip": {"trigger": "item", "textStyle": {"fontSize": 13, "color": INK}},
        **parts,
    }  # fmt: skip


def room(left: int = 44, right: int = 12, top: int = 12, bottom: int = 40) -> dict[str, Any]:
    """Return the place of a plot in its frame, pixels from each side."""
    return {"left": left, "right": right, "top": top, "bottom": bottom}


def axis(name: str, low: float, high: float, unit: str = "", **more: Any) -> dict[str, Any]:
    """Return an axis of numbers with a fixed range."""
    return {
        "type": "value", "min": low, "max": high, "name": name, "nameLocation": "middle",
        "nameGap": 26, "nameTextStyle": {"color": INK, "fontSize": SIZE},
        "axisLabel": {"color": INK, "fontSize": SIZE, "formatter": "{value}" + unit,
                      "hideOverlap": True},
        "axisLine": {"show": True, "lineStyle": {"color": FAINT}},
        "splitLine": {"lineStyle": {"color": "#e4e4e4"}},
        **more,
    }  # fmt: skip


def categories(names: list[str], width: int = 118, **more: Any) -> dict[str, Any]:
    """Return an axis with a place for each name, the first on top."""
    return {
        "type": "category", "data": names, "inverse": True,
        "axisLabel": {"color": INK, "fontSize": SIZE, "interval": 0, "width": width,
                      "overflow": "break", "lineHeight": SIZE},
        "axisLine": {"lineStyle": {"color": FAINT}}, "axisTick": {"show": False},
        **more,
    }  # fmt: skip


def ceiling(value: float, step: float) -> float:
    """Return the end of an axis: the next multiple of a step, so that it moves rarely."""
    return step * max(math.ceil(value / step + 1e-9), 1)


def per_cent(share: float) -> float:
    """Return a share in per cent with one decimal."""
    return round(100 * float(share), 1)


def page_looks(case: Scenario) -> list[Look]:
    """Return the looks of the parties, pale colours as much darker as a screen needs."""
    return [replace(each, colour=_strong(each.colour)) for each in looks(case.parties)]


@cache
def _strong(colour: str) -> str:
    """Return a colour of the same hue with enough contrast against white."""
    red, green, blue = to_rgb(colour)
    while 1.05 / (luminance(red, green, blue) + 0.05) < LEAST_CONTRAST:
        red, green, blue = 0.97 * red, 0.97 * green, 0.97 * blue
    return to_hex((red, green, blue))


def luminance(*parts: float) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def columns_of(
    case: Scenario, row: dict[str, Any], what: str, *, printed: bool = False
) -> list[tuple[str, Look]]:
    """Return what a week's row tells of by name: the parties in their order, then anything else.

    The looks are those of the page, or `printed` those of the figures.
    """
    drawn = looks(case.parties) if printed else page_looks(case)
    known = dict(zip(case.parties, drawn, strict=True))
    found = [name.removeprefix(f"{what}.") for name in row if name.startswith(f"{what}.")]
    rest = [name for name in found if name not in known]
    return [*known.items(), *((name, no_party(name)) for name in rest)]


def option_looks(case: Scenario) -> list[Look]:
    """Return the looks of all that a voter may favour: the parties and, last, none of them."""
    parties = page_looks(case)
    return [*parties, *(no_party(name) for name in case.options[len(parties) :])]


def no_party(name: str) -> Look:
    """Return the look of what is no party, such as none of them: a light grey of its own."""
    drawn = look(NONE_OF_THEM, 0)
    return replace(drawn, colour=_strong(drawn.colour), label=words(name))


def line_of(drawn: Look, place: int) -> dict[str, Any]:
    """Return how the line of a party is drawn: colour, mark and dashes say the same."""
    dashes = DASHES[1 + place % (len(DASHES) - 1)] if place >= SOLID else DASHES[0]
    return {
        "type": "line", "name": drawn.label, "symbol": SYMBOLS.get(drawn.marker, "circle"),
        "symbolSize": 7, "showSymbol": False, "itemStyle": {"color": drawn.colour},
        "lineStyle": {"color": drawn.colour, "width": 2.5, "type": dashes},
        "emphasis": {"focus": "series"},
    }  # fmt: skip


MANY = 12
"""Lines from which on a list below the chart names them all; their ends name a few."""


def listed(names: list[str]) -> dict[str, Any]:
    """Return a list of many lines by name, each with its mark; none of a few."""
    return {"show": len(names) > MANY, "bottom": 0, "left": 8, "data": names, "itemWidth": 18,
            "itemGap": 8, "textStyle": {"fontSize": SIZE, "color": INK}}  # fmt: skip


def room_for_list(lines: int) -> int:
    """Return pixels that the list of so many lines takes, on a phone too."""
    return 22 * math.ceil(lines / 3) if lines > MANY else 0


def names_at_ends(
    lines: list[dict[str, Any]], height: float, within: tuple[float, float]
) -> dict[str, Any]:
    """Return a series that writes the name of each line where it ends, names moved apart.

    No name leaves the axis, which ends at `within`; the plot is `height` pixels high. Where
    names would stand far from their lines the smallest are only counted: hovering tells them.
    """
    gap = LINE * (within[1] - within[0]) / height
    ends = [(line, _end(line["data"])) for line in lines]
    seen = sorted(
        ((line, end) for line, end in ends if end is not None), key=lambda each: -abs(each[1][1])
    )
    named, places = len(seen), _places(seen, len(seen), gap, within)
    while named > 1 and _far(seen, places, gap, within):
        named -= 1
        places = _places(seen, named, gap, within)
    data: list[dict[str, Any]] = [
        {"name": line["name"], "value": [end[0], round(float(place), 2)],
         "symbol": line["symbol"], "itemStyle": line["itemStyle"]}
        for (line, end), place in zip(seen[:named], places, strict=False)
    ]  # fmt: skip
    if named < len(seen):
        data.append({"name": f"{len(seen) - named} more", "symbolSize": 0.1,
                     "value": [seen[named][1][0], round(float(places[-1]), 2)]})  # fmt: skip
    return {
        "type": "scatter", "symbolSize": 8, "symbolOffset": [9, 0], "itemStyle": {"opacity": 1},
        "data": data, "silent": True, "clip": False, "tooltip": {"show": False}, "z": 6,
        "label": {"show": True, "position": "right", "formatter": "{b}", "color": INK,
                  "fontSize": SIZE, "distance": 4, "textBorderColor": "white",
                  "textBorderWidth": 2, "width": 166, "overflow": "break",
                  "lineHeight": LINE},
    }  # fmt: skip


FARTHEST = 2.5
"""Heights of a name that it may stand from the end of its line."""

Ends = list[tuple[dict[str, Any], list[Any]]]


def _places(seen: Ends, named: int, gap: float, within: tuple[float, float]) -> Array:
    """Return the places of the first names and of the count of the others, moved apart."""
    ends = [end[1] for _, end in seen[: named + 1]]
    return apart(ends, min(gap, (within[1] - within[0]) / max(len(ends) - 1, 1)), within)


def _far(seen: Ends, places: Array, gap: float, within: tuple[float, float]) -> bool:
    ends = np.array([end[1] for _, end in seen[: len(places)]])
    crowded = gap * (len(places) - 1) > within[1] - within[0]
    return crowded or bool((np.abs(places - ends) > FARTHEST * gap).any())


def _end(data: list[list[Any]]) -> list[Any] | None:
    return next((each for each in reversed(data) if each[1] is not None), None)
