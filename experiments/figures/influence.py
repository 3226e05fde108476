"""Which of the swept numbers matter, by each measure that the design allows."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, lines_down, panels_of
from model.display.drawing import wrapped
from model.display.looks import BLUE, INK


class Influence(TableChart):
    """A panel for each measure, a bar for each factor, the most influential on top."""

    text = (
        "How much each factor matters for the outcome named below. By PAWN, bars no longer than "
        "that of a factor called dummy are noise. By the other measures the dummy has no bar, as "
        "all points share their seeds."
    )
    interval = "whiskers: 95 % bootstrap interval over points"
    tall, row, of = 1.1, 0.24, "factor"
    needs = {
        "factor": Words("what varies, in words"),
        "measure": Words("of what the index is, in words"),
        "index": "how much the factor matters",
        "low": "low end of its interval",
        "high": "high end of its interval",
        "outcome": Words("for what, in words"),
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        panels = panels_of(figure, table, "measure", sharey=True)
        last = panels[-1][1].sort_values("index", ascending=False, kind="stable")
        order = list(last["factor"])
        lines = np.arange(len(order))
        for axes, part in panels:
            rows = part.set_index("factor").loc[order]
            axes.barh(lines, rows["index"], 0.66, color=BLUE)
            axes.hlines(lines, rows["low"], rows["high"], color=INK, lw=0.9)
            axes.axvline(0, color=INK, lw=0.6)
            axes.set_title(wrapped(rows["measure"].iloc[0], 22))
            axes.tick_params(axis="y", length=0)
        lines_down(panels[0][0], [wrapped(each, 28) for each in order])
        panels[0][0].set_xlabel(wrapped(f"For the {table['outcome'].iloc[0]}", 36), loc="left")
