"""Strategies by the votes that they win in the long run."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words
from experiments.store.words import sentence
from model.display.drawing import SINGLE, percent
from model.display.looks import BLUE, INK


class Ranking(TableChart):
    """A bar a strategy, the best on top."""

    text = (
        "Strategies by the share of votes that all their parties win together, mean over "
        "elections and runs; beside each bar the number of its parties that stand on average."
    )
    interval = "whiskers: 95 % interval over runs"
    counted = "runs behind each mean"
    width = SINGLE
    tall, row, of = 0.9, 0.28, "strategy"
    needs = {
        "strategy": Words("name of the strategy"),
        "share": "mean share of votes",
        "low": "end of the interval",
        "high": "end of the interval",
        "parties": "mean number of parties standing",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        table = table.sort_values("share", ascending=False, kind="stable", ignore_index=True)
        lines = np.arange(len(table))
        axes.barh(lines, table["share"], height=0.62, color=BLUE)
        whiskers = [table["share"] - table["low"], table["high"] - table["share"]]
        axes.errorbar(table["share"], lines, xerr=whiskers, fmt="none", color=INK, capsize=2, lw=1)
        ends = table["high"].fillna(table["share"])
        for line, (high, parties) in enumerate(zip(ends, table["parties"], strict=True)):
            axes.annotate(
                f"{parties:.1f}", (high, line), xytext=(4, 0), textcoords="offset points",
                va="center", size=6.5,
            )  # fmt: skip
        axes.set_yticks(lines, [sentence(str(each)) for each in table["strategy"]])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.set(xlim=(0, min(1.15 * ends.max(), 1)), xlabel="Share of votes")
        percent(axes.xaxis)
