"""What was predicted of past elections, beside what came and simple rules."""

from typing import Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, rows
from model.display.drawing import DOUBLE, percent
from model.display.looks import BLUE, FAINT, INK, ORANGE, RED

_ROW, _HEAD = 0.21, 1.0
_MARKS: dict[str, tuple[str, dict[str, Any]]] = {
    "as_last_time": ("as last time", {"marker": "|", "color": FAINT, "ms": 8, "mew": 1.4}),
    "rule": ("rule of approval", {"marker": "x", "color": ORANGE, "ms": 4.5, "mew": 1.2}),
    "official": ("official result (red: outside 90 %)", {"marker": "o", "color": INK, "ms": 4.2}),
}


class Predictions(TableChart):
    """A line for each election, a panel for each outcome."""

    text = (
        "Past elections predicted from the one before. Bars: 50 % and 90 % of runs; white mark: "
        "their median; dot: official result, red outside the 90 %; upright mark: as last time; "
        "cross: last log-odds of votes plus 0.55 of the change in those of approval, where known."
    )
    interval = "bars: 50 % and 90 % of runs"
    counted = "runs of each election"
    width: ClassVar[float] = DOUBLE
    needs: ClassVar[dict[str, str]] = {
        "panel": Words("the outcome, in words"),
        "label": Words("the election, in words"),
        "q05": "5 % of runs lie below",
        "q25": "25 % of runs lie below",
        "median": "of runs",
        "q75": "75 % of runs lie below",
        "q95": "95 % of runs lie below",
        "official": "what came",
        "as_last_time": "the last result, where it is shown",
        "rule": "of the one-line rule, where it says anything",
    }

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return _HEAD + _ROW * table["label"].nunique()

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the panels side by side, the elections from top to bottom."""
        labels = list(dict.fromkeys(table["label"]))
        parts = [part for _, part in table.groupby("panel", sort=False)]
        grid = figure.subplots(1, len(parts), sharey=True, squeeze=False).ravel()
        for axes, part in zip(grid, parts, strict=True):
            for row in rows(part):
                _line(axes, labels.index(row.label), row)
            axes.set_title(part["panel"].iloc[0])
            axes.set_xlim(0, 1)
            percent(axes.xaxis)
            axes.grid(axis="x", color="#e4e4e4", lw=0.5)
            axes.tick_params(axis="y", length=0)
        grid[0].set_yticks(range(len(labels)), labels)
        grid[0].set_ylim(len(labels) - 0.4, -0.6)
        _legend(figure, grid[0])


def _line(axes: Axes, place: int, row: Any) -> None:
    axes.plot([row.q05, row.q95], [place, place], color=BLUE, lw=1.2, solid_capstyle="butt")
    axes.plot([row.q25, row.q75], [place, place], color=BLUE, lw=4.5, solid_capstyle="butt")
    axes.plot(row.median, place, marker="|", color="white", ms=4, mew=1)
    for column, (_, look) in _MARKS.items():
        outside = column == "official" and not row.q05 <= row.official <= row.q95
        colour = {"color": RED} if outside else {}
        value = getattr(row, column)
        if np.isfinite(value):
            axes.plot(value, place, linestyle="", clip_on=False, **{**look, **colour})


def _legend(figure: Figure, axes: Axes) -> None:
    for words, look in _MARKS.values():
        axes.plot([], [], linestyle="", label=words, **look)
    figure.legend(loc="outside upper right", ncols=len(_MARKS), frameon=False)
