"""Every run as a dot: how outcomes are spread."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.analysis.intervals import RUNS_UNDER_DRAWS, draws_told
from experiments.figures.chart import SIDE_BY_SIDE, Caption, Chart, Words, around_draws
from experiments.store import words
from experiments.store.results import Results, counted, evenly
from model.display.drawing import SINGLE, percent, wrapped
from model.display.looks import BLUE, FAINT, INK

_GOLDEN = (np.sqrt(5) - 1) / 2


class OutcomeStrip(Chart):
    """The spread of the main shares over runs, one line each."""

    text = (
        "How outcomes are spread over runs. Dot: one run; upright mark: median; thick bar: "
        "half of the runs; thin bar: nine of ten."
    )
    interval = "bars: 50 % and 90 % of runs"
    outer = "pale bar"
    width = SINGLE
    points = SIDE_BY_SIDE
    obeys = frozenset({"party", "outcome"})
    tall, row, of = 0.8, 0.36, "outcome"
    needs = {
        "outcome": Words("what, in words"),
        "value": "share, one row a run",
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """Any results of at least two runs fit."""
        return len(results.runs) > 1 and bool(_columns(results))

    def table(self, results: Results) -> pd.DataFrame:
        columns = _columns(results)
        runs = results.runs[columns].astype(float).melt(var_name="outcome")
        said = {each: words.sentence(words.outcome(each, results.labels)) for each in columns}
        told = around_draws(runs, results, runs["outcome"])
        return told.assign(outcome=told["outcome"].map(said))

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        outer = draws_told(table, self.outer, RUNS_UNDER_DRAWS)
        return Caption.of(results, self.text, counted(results), self.interval, outer)

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        for line, (_, part) in enumerate(table.groupby("outcome", sort=False)):
            values, dots = part["value"], evenly(part)["value"]
            axes.plot(
                dots, line - 0.06 - 0.26 * scatter(len(dots)), linestyle="", marker="o", ms=1.8,
                color=BLUE, alpha=0.5, mew=0, clip_on=False,
            )  # fmt: skip
            q05, q25, middle, q75, q95 = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
            if "draws_low" in part:
                ends = part[["draws_low", "draws_high"]].iloc[0]
                axes.plot(ends, [line + 0.14] * 2, color=FAINT, lw=5, alpha=0.3,
                          solid_capstyle="butt")  # fmt: skip
            axes.plot([q05, q95], [line + 0.14] * 2, color=INK, lw=0.8)
            axes.plot([q25, q75], [line + 0.14] * 2, color=INK, lw=2.4, solid_capstyle="butt")
            axes.plot(middle, line + 0.14, marker="|", ms=7, mew=1.2, color=INK)
        names = [wrapped(name, 28) for name in table["outcome"].unique()]
        axes.set(
            xlim=(0, 1), ylim=(len(names) - 0.5, -0.6), yticks=range(len(names)), yticklabels=names
        )
        axes.tick_params(axis="y", length=0)
        percent(axes.xaxis)


def _columns(results: Results) -> list[str]:
    """Return the shares that are asked for; those of parties are of one party."""
    columns = results.wished_columns(words.main_shares())
    return [each for each in columns if words.is_share(each)]


def scatter(count: int) -> NDArray[np.float64]:
    """Return `count` places in 0..1 that keep neighbours apart: the golden-ratio sequence."""
    return np.asarray((np.arange(count) + 0.5) * _GOLDEN % 1.0)
