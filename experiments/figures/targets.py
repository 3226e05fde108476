"""The model beside what is known, each in units of the tolerance that was set."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, lines_down, panels_of, rows
from model.display.drawing import wrapped
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
    needs = {
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
        return 0.5 + _HEAD * table["panel"].nunique() + _ROW * len(table)

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        heights = _HEAD + _ROW * table.groupby("panel", sort=False).size()
        for axes, part in panels_of(figure, table, "panel", across=1, height_ratios=list(heights)):
            _panel(axes, part)
        axes.tick_params(axis="x", labelbottom=True)
        axes.set_xlabel("Model less target, in tolerances")


def _panel(axes: Axes, part: pd.DataFrame) -> None:
    axes.axvspan(-1, 1, color="#ececec", lw=0, zorder=0)
    axes.axvline(0, color=FAINT, lw=0.6, zorder=0)
    for line, row in enumerate(rows(part)):
        _mark(axes, line, row)
        axes.text(
            1.02, line, _numbers(row), transform=axes.get_yaxis_transform(), va="center", size=6
        )
    axes.set(title=part["panel"].iloc[0], xlim=(-_EDGE - 0.15, _EDGE + 0.15))
    lines_down(axes, [wrapped(label, 90) for label in part["label"]])
    axes.tick_params(axis="y", labelsize=6)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines[["left", "bottom"]].set_visible(False)


def _mark(axes: Axes, line: int, row: Any) -> None:
    """Draw how far the model is off, or on which side of a bound it lies."""
    colour = BLUE if row.verdict == "pass" else RED
    if row.relation != "about":
        place, marker = (0.5, ">") if row.value > row.target else (-0.5, "<")
        axes.plot(place, line, marker=marker, ms=3.4, color=colour)
        return
    low, value, high = _in_tolerances(row, (row.low, row.value, row.high))
    axes.plot([low, high], [line, line], color=colour, lw=1.1)
    axes.plot(value, line, marker="o", ms=3.4, color=colour, clip_on=False)


def _in_tolerances(row: Any, values: Sequence[float]) -> Any:
    """Return deviations in tolerances; where none is allowed, any is off the scale."""
    off = np.array(values, dtype=float) - row.target
    scaled = off / row.tolerance if row.tolerance > 0 else _EDGE * np.sign(off)
    return np.clip(scaled, -_EDGE, _EDGE)


def _numbers(row: Any) -> str:
    """Write model, target and, where the model misses it, that it does."""
    missed = "" if row.verdict == "pass" else "  missed"
    said = f"{round(row.value, 5):.3g}   ({_SIGNS[row.relation]}{row.target:.3g}){missed}"
    return said.replace("-", "\N{MINUS SIGN}")
