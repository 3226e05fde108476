"""How the spread of an outcome is shared out among its causes."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, lines_down
from model.display.drawing import SINGLE, wrapped
from model.display.looks import BLUE, INK, YELLOW

_SERIES = (
    ("first", "alone", BLUE, "", -0.19),
    ("total", "together with others", YELLOW, "////", 0.19),
)


class SobolBars(TableChart):
    """First-order and total indices with their intervals (Sobol' 1993; Saltelli 2002)."""

    text = (
        "Share of the variance of the outcome that a factor causes alone, and together with "
        "others. All points share their seeds; with other seeds the shares are somewhat others."
    )
    interval = "whiskers: 95 % bootstrap interval over points"
    width = SINGLE
    tall, row, of = 1.1, 0.28, "factor"
    needs = {
        "factor": Words("what varies, in words"),
        "first": "first-order index",
        "first_low": "low end of its interval",
        "first_high": "high end of its interval",
        "total": "total index",
        "total_low": "low end of its interval",
        "total_high": "high end of its interval",
        "outcome": Words("whose variance, in words"),
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        rows = table.sort_values("total", ascending=False, kind="stable")
        lines = np.arange(len(rows))
        for name, label, colour, hatch, shift in _SERIES:
            place = lines + shift
            axes.barh(
                place, rows[name], 0.36, color=colour, hatch=hatch, edgecolor="white", lw=0,
                label=label,
            )  # fmt: skip
            axes.hlines(place, rows[f"{name}_low"], rows[f"{name}_high"], color=INK, lw=0.9)
        axes.axvline(0, color=INK, lw=0.6)
        lines_down(axes, [wrapped(each, 28) for each in rows["factor"]])
        axes.set_xlabel(wrapped(f"Share of the variance of {rows['outcome'].iloc[0]}", 36))
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
