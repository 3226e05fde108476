"""Where outcomes tip as one parameter rises: the tries of the search, and its bracket."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.intervals import wilson
from experiments.figures.chart import TableChart, Words, panels_of, rows
from experiments.store.words import sentence
from model.display.drawing import SINGLE, percent
from model.display.looks import BLUE, FAINT


class TippingPoints(TableChart):
    """A panel an outcome; every value that was tried, with the share of runs in which it held."""

    text = (
        "Share of runs in which an outcome holds, at the values that the search by halving tried; "
        "all values meet the same random numbers. Grey: the bracket in which it tips."
    )
    interval = "bars: 95 % Wilson interval"
    width = SINGLE
    tall, row, of = 0.5, 1.4, "outcome"
    needs = {
        "outcome": Words("what is asked"),
        "parameter": Words("what is varied, in words"),
        "value": "value tried",
        "held": "runs in which the outcome held",
        "runs": "runs at that value",
        "below": "lower end of the bracket",
        "above": "upper end of the bracket",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        for axes, part in panels_of(figure, table, "outcome", across=1, sharex=True):
            _panel(axes, part.sort_values("value"))
        axes.set_xlabel(table["parameter"].iloc[0])


def _panel(axes: Axes, part: pd.DataFrame) -> None:
    about: Any = part.iloc[0]
    axes.axvspan(about.below, about.above, color="#c9c9c9", lw=0, zorder=0)
    axes.axhline(0.5, color=FAINT, lw=0.6, ls=":")
    share = part["held"] / part["runs"]
    low, high = np.transpose([wilson(int(row.held), int(row.runs)) for row in rows(part)])
    axes.errorbar(part["value"], share, yerr=[share - low, high - share], fmt="o", color=BLUE,
                  lw=0.9, capsize=1.5, clip_on=False)  # fmt: skip
    axes.set_xscale("symlog", linthresh=part["value"][part["value"] > 0].min())
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set(title=sentence(about.outcome), ylim=(0, 1), ylabel="Share of runs")
    percent(axes.yaxis)
