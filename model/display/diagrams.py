"""Pictures that figures and page have in common: a chamber, flows of voters, a map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from model.display.drawing import apart, bare, legible, wrapped
from model.display.looks import INK, Look
from model.display.outlines import Geography, centre

_GAPS = 0.25
"""Share of a bar that is left free between its blocks, at most."""
_GAP = 0.025
_LINE, _MARGINS = 0.15, 0.75
"""Height of a line of text, and what lies above and below the bars, inches."""
_BAR = 0.03
_LETTERS = 28
"""In a line of a name and its people."""

Pair = tuple[float, float]


def draw_chamber(axes: Axes, seated: Iterable[tuple[int, Look]], largest: float) -> None:
    """Draw a mark for each seat, at most so large (points), and the line of a majority."""
    parties = list(seated)
    total = sum(number for number, _ in parties)
    places = half_circle(total)
    first = 0
    for number, look in parties:
        here = places[first : first + number]
        axes.plot(
            here[:, 0], here[:, 1], linestyle="", marker=look.marker, color=look.colour, mec=INK,
            mew=0.3, ms=min(90 / np.sqrt(max(total, 1)), largest), label=f"{look.label}  {number}",
        )  # fmt: skip
        first += number
    axes.plot([0, 0], [0.3, 1.1], color=INK, lw=1)
    axes.text(0, 1.13, f"majority: {total // 2 + 1} of {total}", ha="center", va="bottom", size=6.5)
    axes.set(aspect="equal", anchor="N", xlim=(-1.1, 1.1), ylim=(-0.1, 1.25))
    bare(axes)


def half_circle(total: int) -> NDArray[np.float64]:
    """Return the places of seats in a half-circle, shape (total, 2), from left to right.

    Rows are evenly spaced, and each has seats in proportion to its length. Both halves mirror
    each other, so that no seat lies on the middle line unless the total is odd.
    """
    count = max(int(np.ceil(np.sqrt(total / 4.2))), 1)
    radii = np.linspace(0.42, 1.0, count) if count > 1 else np.ones(1)
    edges = np.rint((total // 2) * np.cumsum(radii) / radii.sum()).astype(int)
    in_row = 2 * np.diff(edges, prepend=0)
    in_row[-1] += total % 2
    angles = np.concatenate([_angles(each) for each in in_row])
    lengths = np.repeat(radii, in_row)
    order = np.lexsort((lengths, -angles.round(9)))
    places = np.column_stack([lengths * np.cos(angles), lengths * np.sin(angles)])
    return np.asarray(places[order])


def _angles(seats: int) -> NDArray[np.float64]:
    return np.linspace(np.pi, 0, seats) if seats > 1 else np.full(seats, np.pi / 2)


def draw_map(axes: Axes, known: Geography, colours: Mapping[str, Any]) -> None:
    """Draw the outlines of regions in their colours; cities are circles with their names."""
    for region in sorted((each for each in colours if each in known.outlines), key=known.is_city):
        colour, outline = colours[region], known.outlines[region]
        if known.is_city(region):
            x, y = centre(outline)
            axes.plot(x, y, marker="o", ms=9, mfc=colour, mec="white", mew=2.2)
            axes.plot(x, y, marker="o", ms=9, mfc=colour, mec=INK, mew=0.8)
            legible(axes, x, y - 0.75, known.label(region), ha="center", va="top", size=6)
        else:
            axes.add_patch(PathPatch(outline, facecolor=colour, edgecolor="white", lw=0.6))
    axes.autoscale_view()
    axes.set_aspect(known.aspect)
    bare(axes)


def draw_flows(
    axes: Axes, flows: pd.DataFrame, known: Mapping[Any, Look], alphas: Pair = (0.5, 0.5)
) -> None:
    """Draw flows of people as ribbons between two bars; a ribbon has the colour it comes from.

    `flows` has the columns `from`, `to` and `people`; `known` the look of each end, in the order
    of the bars; `alphas` how opaque the ribbons are of those who moved, and of those who stayed.
    """
    left, right = (_stack(flows, end, known) for end in ("from", "to"))
    _ribbons(axes, flows, (left, right), known, alphas)
    # Of a figure, or of its part in a larger one.
    height = float(axes.figure.bbox.height / axes.figure.dpi)
    for x, blocks in ((0.0, left), (1.0, right)):
        _bar(axes, x, blocks, known)
        _name(axes, x, blocks, known, _LINE / (height - _MARGINS))


def height_of_flows(flows: pd.DataFrame, known: Mapping[Any, Look]) -> float:
    """Return the least height (inches) in which the names beside the bars keep apart."""
    names = [_words(_gathered(flows, end, known), known) for end in ("from", "to")]
    return _MARGINS + _LINE * max(len(each) * _most_lines(each) for each in names)


@dataclass(frozen=True)
class _Block:
    """One end's part of a bar: from `top` down by `tall`."""

    people: float
    top: float
    tall: float


Known = Mapping[Any, Look]
Blocks = dict[Any, _Block]
Ends = tuple[Blocks, Blocks]


def _stack(flows: pd.DataFrame, end: str, known: Known) -> Blocks:
    """Pile up one end's people between 1 and 0, in the order of what is known."""
    people = _gathered(flows, end, known)
    gap = min(_GAP, _GAPS / len(people))
    scale = (1 - gap * (len(people) - 1)) / people.sum()
    blocks, top = {}, 1.0
    for name, number in people.items():
        blocks[name] = _Block(float(number), top, float(number * scale))
        top -= blocks[name].tall + gap
    return blocks


def _gathered(flows: pd.DataFrame, end: str, known: Known) -> "pd.Series[float]":
    people = flows.groupby(end, sort=False)["people"].sum()
    return people[[name for name in known if name in people.index]]


def _bar(axes: Axes, x: float, blocks: Blocks, known: Known) -> None:
    for name, block in blocks.items():
        corner = (x - _BAR / 2, block.top - block.tall)
        axes.add_patch(Rectangle(corner, _BAR, block.tall, color=known[name].colour, lw=0))


def _name(axes: Axes, x: float, blocks: Blocks, known: Known, room: float) -> None:
    """Write the ends beside their blocks, so far apart that each line has room (share of a bar)."""
    outward = -1 if x == 0 else 1
    middles = [block.top - block.tall / 2 for block in blocks.values()]
    edge = x + outward * _BAR / 2
    words = _words({name: block.people for name, block in blocks.items()}, known)
    gap = room * _most_lines(words)
    places = apart(middles, gap, (gap / 2, 1 - gap / 2))
    for said, middle, place in zip(words, middles, places, strict=True):
        axes.plot([edge, edge + outward * 0.025], [middle, place], color=INK, lw=0.4)
        axes.text(
            edge + outward * 0.035, float(place), said,
            ha="right" if x == 0 else "left", va="center",
        )  # fmt: skip


def _words(people: "Mapping[Any, float] | pd.Series[float]", known: Known) -> list[str]:
    return [
        wrapped(f"{known[name].label}  {_people(number)}", _LETTERS)
        for name, number in people.items()
    ]


def _most_lines(names: Iterable[str]) -> int:
    return max(each.count("\n") + 1 for each in names)


def _people(number: float) -> str:
    """Write a number of people such that no line breaks in it."""
    if round(number, -3) >= 1e6:
        return f"{number / 1e6:.2f}\N{NO-BREAK SPACE}million"
    return (
        f"{number / 1e3:,.0f}\N{NO-BREAK SPACE}thousand"
        if round(number) >= 1e3
        else f"{number:,.0f}"
    )


def _ribbons(axes: Axes, flows: pd.DataFrame, ends: Ends, known: Known, alphas: Pair) -> None:
    left, right = ends
    next_left = {name: block.top for name, block in left.items()}
    next_right = {name: block.top for name, block in right.items()}
    order = {name: place for place, name in enumerate(right)}
    # From the top of each origin down, in the order of the destinations: fewest crossings.
    for origin in left:
        leaving = flows[flows["from"] == origin]
        for end, people in sorted(
            zip(leaving["to"], leaving["people"], strict=True), key=lambda f: order[f[0]]
        ):
            out = people * left[origin].tall / left[origin].people
            into = people * right[end].tall / right[end].people
            shape = _ribbon((next_left[origin], out), (next_right[end], into))
            colour, alpha = known[origin].colour, alphas[origin == end]
            axes.add_patch(PathPatch(shape, facecolor=colour, alpha=alpha, lw=0))
            next_left[origin] -= out
            next_right[end] -= into


def _ribbon(left: tuple[float, float], right: tuple[float, float]) -> Outline:
    (top, out), (end, into) = left, right
    a, b = _BAR / 2, 1 - _BAR / 2
    corners = [
        (a, top), (0.5, top), (0.5, end), (b, end),
        (b, end - into), (0.5, end - into), (0.5, top - out), (a, top - out), (a, top),
    ]  # fmt: skip
    move, line, curve = Outline.MOVETO, Outline.LINETO, Outline.CURVE4
    return Outline(
        corners, [move, curve, curve, curve, line, curve, curve, curve, Outline.CLOSEPOLY]
    )
