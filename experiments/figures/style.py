"""The house style: widths, type, and one fixed look for every party.

Colours are the ten of Petroff (2021, arXiv:2107.02270), chosen to be told apart with
colour-blind eyes; a marker and a hatch say the same in greyscale. The party of power is
always blue, new parties are warm, established ones are muted. The place of a party among
those of its kind fixes its look, so a further entrant recolours nobody.
"""

import textwrap
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

SINGLE = 3.5
"""Width of one column of a journal, inches."""

DOUBLE = 7.2
"""Width of the page, inches."""

INK = "#222222"
FAINT = "#8a8a8a"
SEQUENTIAL = "cividis"
FOOTER_SIZE = 4.8

HOUSE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 7,
    "axes.titlesize": 7.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 7,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "lines.linewidth": 1.3,
    "lines.markersize": 3.5,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.dpi": 300,
    "pdf.fonttype": 42,
    "text.parse_math": False,
    "hatch.color": "white",
}

_COLOURS = {
    "incumbent": ("#3f90da",),
    "established": ("#94a4a2", "#a96b59", "#b9ac70", "#717581", "#92dadd"),
    "oligarch_entrant": ("#e76300", "#ffa90e", "#bd1f01"),
    "niche": ("#832db6", "#d98fd0"),
}
_OTHER = ("#3b3b3b", "#5f9e8f", "#c4b7d8")
_MARKERS = {
    "incumbent": ("o",),
    "established": ("s", "p", "h", "d", "8"),
    "oligarch_entrant": ("^", ">", "<"),
    "niche": ("D", "P", "H"),
}
_OTHER_MARKERS = ("X", "*", "v")
_HATCHES = {
    "incumbent": ("",),
    "established": ("////", "....", "\\\\\\\\", "----", "||||"),
    "oligarch_entrant": ("xxxx", "++++", "oo"),
    "niche": ("**", "OO", "o."),
}
_OTHER_HATCHES = ("/.", "\\.", "x.")


@dataclass(frozen=True)
class Look:
    """How a party is drawn wherever it appears."""

    colour: str
    marker: str
    hatch: str


def look(kind: str, rank: int) -> Look:
    """Return the look of the party that is number `rank` (from 0) among those of its kind.

    When a kind has more parties than colours the colours come round again with the next
    marker and hatch, so that at least the first six of a kind look different.
    """
    colours = _COLOURS.get(kind, _OTHER)
    again, place = divmod(rank, len(colours))
    markers, hatches = _MARKERS.get(kind, _OTHER_MARKERS), _HATCHES.get(kind, _OTHER_HATCHES)
    return Look(
        colour=colours[place],
        marker=markers[(place + again) % len(markers)],
        hatch=hatches[(place + again) % len(hatches)],
    )


def house() -> AbstractContextManager[None]:
    """Return a context in which everything drawn or saved is in house style."""
    return matplotlib.rc_context(HOUSE)


def canvas(width: float, height: float) -> Figure:
    """Return an empty figure, width and height in inches, with room for the footer."""
    figure = Figure(figsize=(width, height), layout="constrained")
    room = 0.24 / height
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.set(rect=(0.0, room, 1.0, 1.0 - room))  # type: ignore[call-arg]
    return figure


def percent(axis: Any) -> None:
    """Write the ticks of an axis of shares as per cent."""
    axis.set_major_formatter(lambda share, _: percentage(share))


def percentage(share: float, unit: str = " %") -> str:
    """Write a share as per cent, with a true minus sign and without idle zeros."""
    return f"{round(100 * share, 6):g}{unit}".replace("-", "\N{MINUS SIGN}")


def apart(places: Sequence[float], gap: float) -> NDArray[np.float64]:
    """Move labels as little as possible so that neighbours are at least `gap` apart.

    The least-squares answer: isotonic regression of the places, each lowered by the room
    that those below it need.
    """
    given = np.asarray(places, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    steps = gap * np.arange(len(given))
    moved = np.empty_like(given)
    moved[order] = isotonic_regression(given[order] - steps).x + steps
    return moved


def wrapped(words: object, width: int) -> str:
    """Break a label into lines of at most `width` letters."""
    return textwrap.fill(str(words), width)


def legible(axes: Axes, x: float, y: float, text: str, **kwargs: Any) -> None:
    """Write text with a white rim, so that it can be read on any ground."""
    effects = [withStroke(linewidth=1.6, foreground="white")]
    axes.text(x, y, text, path_effects=effects, **kwargs)


def ink_on(share: float) -> str:
    """Return the ink to write with on the sequential map at `share` (0..1) of its range."""
    return "white" if share < 0.5 else "black"


def bare(axes: Axes) -> None:
    """Take away ticks and frame: for maps and diagrams that have no scale."""
    axes.set_axis_off()
