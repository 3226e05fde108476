"""In which futures a package fails, and the box that tells them apart."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.chart import TableChart, Words, panels_of
from model.display.drawing import wrapped
from model.display.looks import BLUE, FAINT, RED


class FailingFutures(TableChart):
    """A panel a package, a mark a future, in the plane of the two uncertainties that tell most.

    Source: Bryant and Lempert (2010), doi:10.1016/j.techfore.2009.08.002.
    """

    text = (
        "Futures in which a package keeps the majority (circles) and in which it fails (crosses), "
        "over the two uncertainties that most often set failures apart. Shaded: the box found by "
        "the patient rule induction method; the line above says it in words."
    )
    interval = "each mark one future, no interval"
    needs = {
        "package": Words("what is chosen, in words"),
        "sentence": Words("when it fails, in words"),
        **dict.fromkeys(("x", "y"), "value of the uncertainty in this future"),
        **{f"{axis}_name": Words("the uncertainty, in words") for axis in ("x", "y")},
        "fails": "1 where the package fails, else 0",
        **dict.fromkeys(("left", "right", "bottom", "top"), "limit of the box"),
    }

    def height(self, table: pd.DataFrame) -> float:
        return 0.3 + 2.5 * -(-table["package"].nunique() // 2)

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        for axes, part in panels_of(figure, table, "package", across=2):
            _panel(axes, part)
            axes.set(xlim=_span(table["x"]), ylim=_span(table["y"]))


def _span(values: pd.Series) -> tuple[float, float]:
    room = 0.05 * float(values.max() - values.min())
    return float(values.min()) - room, float(values.max()) + room


def _panel(axes: Axes, part: pd.DataFrame) -> None:
    about: Any = part.iloc[0]
    fails = part["fails"] == 1
    if pd.notna(about.left):
        size = (about.right - about.left, about.top - about.bottom)
        axes.add_patch(
            Rectangle((about.left, about.bottom), *size, color="#f3c9c0", lw=0, zorder=0)
        )
    kept, lost = part[~fails], part[fails]
    axes.scatter(kept["x"], kept["y"], facecolor="white", edgecolor=BLUE, lw=1)
    axes.scatter(lost["x"], lost["y"], color=RED, marker="x", lw=1)
    said = wrapped(about.sentence, 74)
    axes.set_title(wrapped(about.package, 60), pad=13 + 7 * said.count("\n"))
    axes.text(0, 1.01, said, transform=axes.transAxes, size=5.5, color=FAINT, va="bottom")
    axes.set(xlabel=wrapped(about.x_name, 50), ylabel=wrapped(about.y_name, 26))
