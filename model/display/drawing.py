"""How figures are drawn: sizes and type for print, the small print, axes that can be read."""

import textwrap
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colorbar import Colorbar
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from model.display.looks import FAINT, INK

SINGLE = 3.5
"""Width of one column of a journal, inches."""

HALF_AGAIN = 5.0
"""Width of a column and a half, inches: for pictures of the page in the browser."""

DOUBLE = 7.2
"""Width of the page, inches."""

FOOTER_SIZE = 4.8

_PRINT: Any = {
    "font.family": ["DejaVu Sans"],
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "text.parse_math": False,
    "pdf.fonttype": 42,
    "font.size": 7,
    "axes.titlesize": 7.5,
    "axes.labelsize": 7,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 6.5,
    "lines.linewidth": 1.3,
    "lines.markersize": 3.5,
    "hatch.linewidth": 0.6,
    "hatch.color": "white",
    "figure.facecolor": "white",
    "savefig.dpi": 300,
}


def in_print() -> AbstractContextManager[None]:
    """Return a context in which everything drawn or saved is as in a journal."""
    return matplotlib.rc_context(_PRINT)


def sheet(width: float, height: float) -> Figure:
    """Return an empty figure that arranges itself, inches, with room for the small print.

    Never pyplot, whose figures pile up.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    room = 0.24 / height
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.set(rect=(0.0, room, 1.0, 1.0 - room))  # type: ignore[call-arg]
    return figure


def framed(width: float, height: float, **margins: float) -> Figure:
    """Return an empty figure with given margins (shares) instead of arranging itself."""
    figure = Figure(figsize=(width, height))
    figure.subplots_adjust(**margins)
    return figure


def sign(figure: Figure, footer: str) -> None:
    """Print the small print at the foot of a figure; below it if it keeps no room there."""
    width, height = figure.get_size_inches()
    per_line = int(width * 72 / (FOOTER_SIZE * 0.56))
    lines = textwrap.fill(footer.replace("seed ", "seed\N{NO-BREAK SPACE}"), per_line)
    room = figure.get_layout_engine() is not None
    place = 0.02 if room else _lowest(figure) - 0.04
    figure.text(
        0.01, place / height, lines, size=FOOTER_SIZE, color=FAINT, va="bottom" if room else "top"
    )  # fmt: skip


def _lowest(figure: Figure) -> float:
    """Return how far down a figure is drawn, inches above its foot."""
    figure.draw_without_rendering()
    return min(0.0, float(figure.get_tightbbox().y0))


def said(share: float) -> str:
    """Write a share as per cent with one decimal."""
    return f"{100 * share:.1f} %"


def percent(*axes_of_shares: Any) -> None:
    """Write the ticks of axes of shares as per cent."""
    for axis in axes_of_shares:
        axis.set_major_formatter(lambda share, _: percentage(share))


def share_axis(axes: Axes) -> None:
    """Write the upright axis as per cent; it ends at 0 and 1 unless what is drawn goes beyond."""
    percent(axes.yaxis)
    drawn = [each.dataLim.intervaly for each in axes.get_shared_y_axes().get_siblings(axes)]
    low, high = axes.get_ylim()
    axes.set_ylim(
        low if np.min(drawn) < 0 else max(low, 0.0), high if np.max(drawn) > 1 else min(high, 1.0)
    )


def scale_beside(axes: Any, shades: ScalarMappable, **where: Any) -> Colorbar:
    """Draw the scale of colours beside axes, without a frame."""
    figure = np.ravel(axes)[0].figure
    bar: Colorbar = figure.colorbar(shades, ax=axes, **{"pad": 0.02, **where})
    bar.outline.set_visible(False)
    return bar


def scale_below(axes: Axes, shades: ScalarMappable) -> Colorbar:
    """Draw the scale of a map's colours below it, in per cent, with ticks far enough apart."""
    bar = scale_beside(axes, shades, location="bottom", shrink=0.6, aspect=35, ticks=MaxNLocator(4))
    percent(bar.ax.xaxis)
    return bar


def percentage(share: float, unit: str = " %") -> str:
    """Write a share as per cent, with a true minus sign and without idle zeros."""
    return f"{round(100 * share, 6):g}{unit}".replace("-", "\N{MINUS SIGN}")


def apart(
    places: Sequence[float], gap: float, within: tuple[float, float] = (-np.inf, np.inf)
) -> NDArray[np.float64]:
    """Move labels as little as possible so that neighbours are at least `gap` apart.

    None leaves the range `within`, in which there must be room for all.

    The least-squares answer: isotonic regression of the places, each lowered by the room
    that those below it need.
    """
    given = np.asarray(places, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    steps = gap * np.arange(len(given))
    moved = np.empty_like(given)
    low, high = within[0], within[1] - gap * (len(given) - 1)
    moved[order] = isotonic_regression(given[order] - steps).x.clip(low, high) + steps
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
