"""The look that all charts of the page share, in the words of ECharts."""

import math
from typing import Any

from model.display.drawing import apart
from model.display.looks import FAINT, INK, Look, looks, words
from model.scenario import Scenario

SIZE = 12
"""Letters, CSS pixels: nothing on the page is smaller than 11."""

SYMBOLS = {
    "o": "circle", "s": "rect", "D": "diamond", "d": "diamond", "^": "triangle", "v": "arrow",
    "p": "pin", "h": "roundRect", "H": "roundRect", "P": "pin", "X": "rect", "*": "pin",
}  # fmt: skip
DASHES = ("solid", [7, 3], [2, 3], [9, 3, 2, 3])
ELSE = Look("#8f8f8f", "o", "")
"""Look of what is no party, such as nobody."""

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


def categories(names: list[str], **more: Any) -> dict[str, Any]:
    """Return an axis with a place for each name, the first on top."""
    return {
        "type": "category", "data": names, "inverse": True,
        "axisLabel": {"color": INK, "fontSize": SIZE, "interval": 0, "width": 118,
                      "overflow": "break"},
        "axisLine": {"lineStyle": {"color": FAINT}}, "axisTick": {"show": False},
        **more,
    }  # fmt: skip


def ceiling(value: float, step: float) -> float:
    """Return the end of an axis: the next multiple of a step, so that it moves rarely."""
    return step * max(math.ceil(value / step + 1e-9), 1)


def per_cent(share: float) -> float:
    """Return a share in per cent with one decimal."""
    return round(100 * float(share), 1)


def columns_of(case: Scenario, row: dict[str, Any], what: str) -> list[tuple[str, Look]]:
    """Return what a week's row tells of by name: the parties in their order, then anything else."""
    known = dict(zip(case.parties, looks(case.parties), strict=True))
    found = [name.removeprefix(f"{what}.") for name in row if name.startswith(f"{what}.")]
    rest = [name for name in found if name not in known]
    extra = [(name, Look(ELSE.colour, ELSE.marker, "", words(name))) for name in rest]
    return [*known.items(), *extra]


def line_of(look: Look, place: int) -> dict[str, Any]:
    """Return how the line of a party is drawn: colour, mark and dashes say the same."""
    return {
        "type": "line", "name": look.label, "symbol": SYMBOLS.get(look.marker, "circle"),
        "symbolSize": 7, "showSymbol": False, "itemStyle": {"color": look.colour},
        "lineStyle": {"color": look.colour, "width": 2.5,
                      "type": DASHES[(place // 6) % len(DASHES)]},
        "emphasis": {"focus": "series"},
    }  # fmt: skip


def names_at_ends(lines: list[dict[str, Any]], frame: tuple[float, float]) -> dict[str, Any]:
    """Return a series that writes the name of each line where it ends, names moved apart.

    `frame` is the height of the plot, pixels, and of its axis, in the axis's units.
    """
    height, reach = frame
    ends = [(line, _end(line["data"])) for line in lines]
    seen = [(line, end) for line, end in ends if end is not None]
    places = apart([end[1] for _, end in seen], SIZE * 1.15 * reach / height)
    data = [
        {"name": line["name"], "value": [end[0], round(float(place), 3)]}
        for (line, end), place in zip(seen, places, strict=True)
    ]
    return {
        "type": "scatter", "symbolSize": 1, "itemStyle": {"color": "transparent"}, "data": data,
        "silent": True, "clip": False, "tooltip": {"show": False}, "z": 6,
        "label": {"show": True, "position": "right", "formatter": "{b}", "color": INK,
                  "fontSize": SIZE, "distance": 5, "textBorderColor": "white",
                  "textBorderWidth": 2},
    }  # fmt: skip


def _end(data: list[list[Any]]) -> list[Any] | None:
    return next((each for each in reversed(data) if each[1] is not None), None)
