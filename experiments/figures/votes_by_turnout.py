"""Votes by turnout of the polling station: what grows with turnout, and what does not."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, panels_of
from model.display.drawing import percent, wrapped
from model.display.looks import BLUE, GREY, ORANGE


class VotesByTurnout(TableChart):
    """Votes of the winner, of the others, and the others' scaled to the winner, by `panel`.

    Source: Shpilkin (2011); Kobak, Shpilkin and Pshenichnikov (2016), doi:10.1214/16-AOAS904.
    """

    text = (
        "Votes by turnout of the station. Dashed: the others' votes times the ratio in which "
        "the examined party stands to them up to normal turnout. Hatched: votes above "
        "that line, beyond normal turnout. Shpilkin's estimate is the hatched area less what falls "
        "short of the line there: votes that came with turnout and for one party only. It does "
        "not say whether their voters were brought or do not exist."
    )
    interval = "all stations of one run a picture, no interval"
    needs = {
        "panel": Words("title of the picture"),
        "turnout": "lower edge of the bin",
        "winner": "votes of the examined party",
        "others": "votes of all others",
        "expected": "the others' votes times the ratio up to normal turnout",
        "normal": "normal turnout, lower edge of its bin",
        "surplus": "Shpilkin's estimate, share of the winner's votes",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        panels = panels_of(figure, table, "panel", sharex=True, sharey=True)
        for axes, rows in panels:
            _histogram(axes, rows)
            axes.set(
                title=wrapped(rows["panel"].iloc[0], 24), xlim=(0, 1), xticks=[0, 0.5, 1],
                xlabel=f"Turnout; estimate {100 * rows['surplus'].iloc[0]:.0f} %",
            )  # fmt: skip
            percent(axes.xaxis)
        panels[0][0].set(ylabel="Votes, thousands", ylim=(0, None))
        handles, labels = panels[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=len(labels))


def _histogram(axes: Axes, rows: pd.DataFrame) -> None:
    left = rows["turnout"].to_numpy(float)
    winner, others, expected = (rows[each].to_numpy(float) / 1000
                                for each in ("winner", "others", "expected"))  # fmt: skip
    axes.step(left, winner, where="post", color=BLUE, label="examined party")
    axes.step(left, others, where="post", color=GREY, label="all others")
    axes.step(left, expected, where="post", color=BLUE, linestyle="--", lw=0.8,
              label="all others, scaled")  # fmt: skip
    beyond = left > float(rows["normal"].iloc[0]) + 1e-9
    axes.fill_between(
        left, expected, winner, where=beyond & (winner > expected), step="post", hatch="////",
        facecolor=ORANGE, alpha=0.5, lw=0, label="beyond the ratio",
    )  # fmt: skip
