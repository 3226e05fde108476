"""What was predicted of past elections, beside what came and simple rules."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import LinesOfShares, Words, nested_bars
from model.display.looks import FAINT, INK, ORANGE, RED

_MARKS: dict[str, tuple[str, dict[str, Any]]] = {
    "as_last_time": ("as last time", {"marker": "|", "color": FAINT, "ms": 8, "mew": 1.4}),
    "rule": ("rule of approval", {"marker": "x", "color": ORANGE, "ms": 4.5, "mew": 1.2}),
    "official": ("official result (red: outside 90 %)", {"marker": "o", "color": INK, "ms": 4.2}),
}


class Predictions(LinesOfShares):
    """A line for each election, a panel for each outcome."""

    text = (
        "Past elections predicted from the one before. Bars: 50 % and 90 % of runs; white mark: "
        "their median; dot: official result, red outside the 90 %; upright mark: as last time; "
        "cross: last log-odds of votes plus 0.55 of the change in those of approval, where known."
    )
    interval = "bars: 50 % and 90 % of runs"
    counted = "runs of each election"
    row, tall = 0.21, 1.0
    needs = {
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

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        super().paint(figure, table)
        for words, look in _MARKS.values():
            figure.axes[0].plot([], [], linestyle="", label=words, **look)
        figure.legend(loc="outside upper right", ncols=len(_MARKS), frameon=False)

    def line(self, axes: Axes, place: int, row: Any) -> None:
        nested_bars(axes, place, (row.q05, row.q95), (row.q25, row.q75))
        axes.plot(row.median, place, marker="|", color="white", ms=4, mew=1)
        for column, (_, look) in _MARKS.items():
            outside = column == "official" and not row.q05 <= row.official <= row.q95
            colour = {"color": RED} if outside else {}
            value = getattr(row, column)
            if np.isfinite(value):
                axes.plot(value, place, linestyle="", clip_on=False, **{**look, **colour})
