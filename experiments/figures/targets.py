"""The model beside what is known, each in units of the tolerance that was set."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, panels_of, rows
from model.display.drawing import DOUBLE, wrapped
from model.display.looks import BLUE, FAINT, RED

_EDGE = 2.0
"""Tolerances; what lies farther off is drawn here."""
_ROW, _HEAD = 0.155, 0.3
_SIGNS = {"about": "", "below": "< ", "above": "> "}


class Targets(TableChart):
    """A line for each target, a panel for each group of them."""

    text = (
        "The model beside what is known. Dot: the model less the target, in units of the "
        "tolerance (grey band: within it; bar: 95 % interval of the mean); triangle: the side "
        "of a bound on which the model lies, where only the side counts. Beside it the model's "
        "value and the target."
    )
    interval = "bars: 95 % interval of the mean"
    counted = "runs behind each mean"
    width: ClassVar[float] = DOUBLE
    needs: ClassVar[dict[str, str]] = {
        "panel": Words("what belongs together"),
        "label": Words("the target, in words"),
        "value": "of the model",
        "low": "end of the model's interval",
        "high": "end of the model's interval",
        "relation": Words("about, below or above"),
        "target": "what is known",
        "tolerance": "how far off the model may be",
        "verdict": Words("pass or fail"),
    }

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return 0.5 + _HEAD * table["panel"].nunique() + _ROW * len(table)

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the panels one below the other, on one scale."""
        heights = _HEAD + _ROW * table.groupby("panel", sort=False).size()
        for axes, part in panels_of(figure, table, "panel", across=1, height_ratios=list(heights)):
            _panel(axes, part)
        axes.tick_params(axis="x", labelbottom=True)
        axes.set_xlabel("Model less target, in tolerances")


def _panel(axes: Axes, part: pd.DataFrame) -> None:
    axes.axvspan(-1, 1, color="#ececec", lw=0, zorder=0)
    axes.axvline(0, color=FAINT, lw=0.6, zorder=0)
    for line, row in enumerate(rows(part)):
        (_side if row.relation != "about" else _deviation)(axes, line, row)
        axes.text(
            1.02, line, _numbers(row), transform=axes.get_yaxis_transform(), va="center", size=6
        )
    axes.set_title(part["panel"].iloc[0])
    axes.set_yticks(range(len(part)), [wrapped(label, 90) for label in part["label"]], size=6)
    axes.set_ylim(len(part) - 0.4, -0.6)
    axes.set_xlim(-_EDGE - 0.15, _EDGE + 0.15)
    axes.tick_params(axis="both", length=0, labelbottom=False)
    axes.spines[["left", "bottom"]].set_visible(False)


def _deviation(axes: Axes, line: int, row: Any) -> None:
    low, value, high = _in_tolerances(row, (row.low, row.value, row.high))
    axes.plot([low, high], [line, line], color=_colour(row), lw=1.1)
    axes.plot(value, line, marker="o", ms=3.4, color=_colour(row), clip_on=False)


def _in_tolerances(row: Any, values: Sequence[float]) -> Any:
    """Return deviations in tolerances; where none is allowed, any is off the scale."""
    off = np.array(values, dtype=float) - row.target
    scaled = off / row.tolerance if row.tolerance > 0 else _EDGE * np.sign(off)
    return np.clip(scaled, -_EDGE, _EDGE)


def _side(axes: Axes, line: int, row: Any) -> None:
    place, marker = (0.5, ">") if row.value > row.target else (-0.5, "<")
    axes.plot(place, line, marker=marker, ms=3.4, linestyle="", color=_colour(row))


def _colour(row: Any) -> str:
    return BLUE if row.verdict == "pass" else RED


def _numbers(row: Any) -> str:
    """Write model, target and, where the model misses it, that it does."""
    missed = "" if row.verdict == "pass" else "  missed"
    said = f"{round(row.value, 5):.3g}   ({_SIGNS[row.relation]}{row.target:.3g}){missed}"
    return said.replace("-", "\N{MINUS SIGN}")
