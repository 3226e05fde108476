"""What is to be expected of several scenarios, with luck and ignorance apart."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import LinesOfShares, Words, nested_bars
from model.display.looks import BLUE

OF_RUNS = "thick: 90 % of runs, luck alone\nthin: with what is not known\nwhite: median"
OF_SHARES = "dot: share of runs\nbar: its 95 % interval"
"""What stands below a panel, for a figure is shown without its caption, too."""


class Outlook(LinesOfShares):
    """A line for each scenario, a panel for each outcome."""

    text = (
        "What is to be expected of each scenario. Thick bars: 90 % of runs that differ in luck "
        "only, laid around the median; thin bars: 90 % of runs that differ in what is not known "
        "as well, which may lie on one side of it for the most part; white mark: median. Of a "
        "probability the dot is the share of runs, and the bar the interval that so many draws "
        "allow."
    )
    interval = "bars: 90 % of runs, thick by luck alone; probabilities: 95 %, Wilson, of draws"
    counted = "runs of each scenario"
    row, tall = 0.27, 1.05
    needs = {
        "panel": Words("the outcome, in words"),
        "label": Words("the scenario, in words"),
        "median": "of runs, or the probability",
        "q05": "5 % of runs lie below",
        "q95": "95 % of runs lie below",
        "chance_q05": "5 % of runs lie below, if they differ in luck only",
        "chance_q95": "95 % of runs lie below, if they differ in luck only",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        super().paint(figure, table)
        for axes, (_, part) in zip(figure.axes, table.groupby("panel", sort=False), strict=True):
            known = (part["chance_q05"] == part["chance_q95"]).all()
            axes.set_xlabel(OF_SHARES if known else OF_RUNS, size=6)

    def line(self, axes: Axes, place: int, row: Any) -> None:
        luck = (row.chance_q05, row.chance_q95)
        nested_bars(axes, place, (row.q05, row.q95), luck)
        known = luck[0] == luck[1]
        colour, marker, size = (BLUE, "o", 5) if known else ("white", "|", 4)
        axes.plot(row.median, place, marker, color=colour, ms=size, clip_on=False)
