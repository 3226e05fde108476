"""What is to be expected of several scenarios, with luck and ignorance apart."""

from typing import Any, ClassVar

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, rows
from model.display.drawing import DOUBLE, percent
from model.display.looks import BLUE

_ROW, _HEAD = 0.27, 0.75


class Outlook(TableChart):
    """A line for each scenario, a panel for each outcome."""

    text = (
        "What is to be expected of each scenario. Thick bars: 90 % of runs that differ in luck "
        "only; thin bars: 90 % of runs that differ in what is not known as well; white mark: "
        "median. Of a probability the dot is the share of runs, and the bar the interval that "
        "so many draws allow."
    )
    interval = "bars: 90 % of runs; probabilities: 95 %, Wilson, of draws"
    counted = "runs of each scenario"
    width: ClassVar[float] = DOUBLE
    needs: ClassVar[dict[str, str]] = {
        "panel": Words("the outcome, in words"),
        "label": Words("the scenario, in words"),
        "median": "of runs, or the probability",
        "q05": "5 % of runs lie below",
        "q95": "95 % of runs lie below",
        "chance_q05": "5 % of runs lie below, if they differ in luck only",
        "chance_q95": "95 % of runs lie below, if they differ in luck only",
    }

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return _HEAD + _ROW * table["label"].nunique()

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the panels side by side, the scenarios from top to bottom."""
        labels = list(dict.fromkeys(table["label"]))
        parts = [part for _, part in table.groupby("panel", sort=False)]
        grid = figure.subplots(1, len(parts), sharey=True, squeeze=False).ravel()
        for axes, part in zip(grid, parts, strict=True):
            for row in rows(part):
                _line(axes, labels.index(row.label), row)
            axes.set_title(part["panel"].iloc[0])
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 0.5, 1])
            percent(axes.xaxis)
            axes.grid(axis="x", color="#e4e4e4", lw=0.5)
            axes.tick_params(axis="y", length=0)
        grid[0].set_yticks(range(len(labels)), labels)
        grid[0].set_ylim(len(labels) - 0.4, -0.6)


def _line(axes: Axes, place: int, row: Any) -> None:
    spread = row.chance_q95 - row.chance_q05
    axes.plot([row.q05, row.q95], [place, place], color=BLUE, lw=1.2, solid_capstyle="butt")
    axes.plot([row.chance_q05, row.chance_q95], [place, place], color=BLUE, lw=4.5,
              solid_capstyle="butt")  # fmt: skip
    look = {"color": "white", "marker": "|", "ms": 4} if spread else {"color": BLUE, "marker": "o"}
    axes.plot(row.median, place, linestyle="", clip_on=False, **look)
