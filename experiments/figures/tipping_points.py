"""Where outcomes tip as one parameter rises: the tries of the search, and its bracket."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.intervals import wilson
from experiments.figures.chart import TableChart, Words, least_to_most, panels_of, rows
from experiments.store.results import Results
from experiments.store.words import sentence
from model.display.drawing import SINGLE, percent
from model.display.looks import BLUE, FAINT


class TippingPoints(TableChart):
    """A panel an outcome; every value that was tried, with the share of runs in which it held."""

    text = (
        "Share of runs in which an outcome holds, at the values that the search by halving tried; "
        "all values meet the same random numbers. Dark grey: where the search ended. Pale: from "
        "the last value whose bar lies on one side of one half to the first whose bar lies on the "
        "other. So many runs leave open where in between it tips."
    )
    interval = "bars: 95 % Wilson interval"
    counted = "runs at each value"
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
        axes.set_xlabel(f"{table['parameter'].iloc[0]}\n(logarithmic scale, from 0)")

    def _count(self, results: Results, table: pd.DataFrame) -> str:
        return f"{least_to_most(table['runs'])} {self.counted}"


def _panel(axes: Axes, part: pd.DataFrame) -> None:
    about: Any = part.iloc[0]
    share = part["held"] / part["runs"]
    low, high = np.transpose([wilson(int(row.held), int(row.runs)) for row in rows(part)])
    if about.below < about.above:
        axes.axvspan(*_open(part["value"].to_numpy(float), low, high), color="#ececec", lw=0)
    axes.axvspan(about.below, about.above, color="#b5b5b5", lw=0)
    axes.axhline(0.5, color=FAINT, lw=0.6, ls=":")
    axes.errorbar(part["value"], share, yerr=[share - low, high - share], fmt="o", color=BLUE,
                  lw=0.9, capsize=1.5, clip_on=False)  # fmt: skip
    axes.set_xscale("symlog", linthresh=part["value"][part["value"] > 0].min())
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set(title=sentence(about.outcome), ylim=(0, 1), ylabel="Share of runs")
    percent(axes.yaxis)


def _open(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """Return between which of the values it may tip, as far as the intervals tell.

    A value has not tipped yet, or has, if its interval lies on one side of one half: on which one,
    says whether the share rises or falls.
    """
    before, after = values[high < 0.5], values[low > 0.5]
    if low[0] + high[0] > low[-1] + high[-1]:
        before, after = after, before
    return max(before, default=values.min()), min(after, default=values.max())
