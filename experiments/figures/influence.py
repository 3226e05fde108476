"""Which of the swept numbers matter, by each measure that the design allows."""

from typing import ClassVar

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words
from model.display.drawing import DOUBLE, wrapped
from model.display.looks import BLUE, INK

_COLOUR = BLUE


class Influence(TableChart):
    """A panel for each measure, a bar for each factor, the most influential on top."""

    text = (
        "How much each factor matters for the outcome named below. A factor called dummy has no "
        "effect: bars no longer than its own are noise."
    )
    interval = "whiskers: 95 % bootstrap interval"
    width: ClassVar[float] = DOUBLE
    needs: ClassVar[dict[str, str]] = {
        "factor": Words("what varies, in words"),
        "measure": Words("of what the index is, in words"),
        "index": "how much the factor matters",
        "low": "low end of its interval",
        "high": "high end of its interval",
        "outcome": Words("for what, in words"),
    }

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return 1.1 + 0.24 * table["factor"].nunique()

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the panels side by side, with factors in the order of the last."""
        parts = dict(tuple(table.groupby("measure", sort=False)))
        last = list(parts.values())[-1].sort_values("index", ascending=False, kind="stable")
        order = list(last["factor"])
        panels = figure.subplots(1, len(parts), sharey=True, squeeze=False)[0]
        lines = np.arange(len(order))
        for axes, (measure, part) in zip(panels, parts.items(), strict=True):
            rows = part.set_index("factor").loc[order]
            axes.barh(lines, rows["index"], 0.66, color=_COLOUR)
            axes.hlines(lines, rows["low"], rows["high"], color=INK, lw=0.9)
            axes.axvline(0, color=INK, lw=0.6)
            axes.set_title(wrapped(str(measure), 22))
            axes.tick_params(axis="y", length=0)
        panels[0].set_yticks(lines, [wrapped(each, 28) for each in order])
        panels[0].set_ylim(len(order) - 0.4, -0.6)
        panels[0].set_xlabel(wrapped(f"For the {table['outcome'].iloc[0]}", 36), loc="left")
