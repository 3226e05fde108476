"""The result among stations up to each turnout: a fair count may level off."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words
from model.display.drawing import apart, legible, percent
from model.display.looks import LINES

_GAP = 0.045
"""Least distance between two names at the right end, in shares."""


class CumulativeCurve(TableChart):
    """The winner's share among the electors of all stations up to a turnout, a line a `series`.

    Source: Klimek, Yegorov, Hanel and Thurner (2012), doi:10.1073/pnas.1210722109.
    """

    text = (
        "Stations in the order of their turnout: the share of the examined party in the first "
        "part of the electorate, up to the result at the right end. A fair count may be "
        "level; one that goes on climbing may have votes that came with turnout, brought or "
        "invented, or a party that is strong where turnout is high."
    )
    interval = "all stations of one run a line, no interval"
    needs = {
        "series": Words("whose count, in words"),
        "electorate": "electors of the stations so far, share of all",
        "share": "the winner's share of the votes of these stations",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        series = table.groupby("series", sort=False)
        heights = apart(series["share"].last().tolist(), _GAP)
        for number, ((name, line), height) in enumerate(zip(series, heights, strict=True)):
            colour, _, style = LINES[number % len(LINES)]
            axes.plot(line["electorate"], line["share"], color=colour, linestyle=style)
            legible(axes, 1.01, float(height), str(name), color=colour, va="center", size=6.5)
        percent(axes.xaxis, axes.yaxis)
        axes.set(
            xlim=(0, 1), xlabel="Electors of the stations with the lowest turnout, share of all",
            ylim=(0, max(1.0, float(np.max(heights)))), ylabel="Share of the examined party",
        )  # fmt: skip
