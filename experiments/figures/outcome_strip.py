"""Every run as a dot: how outcomes are spread."""

from collections.abc import Iterator
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures.chart import SIDE_BY_SIDE, Caption, Chart, Words
from experiments.store import words
from experiments.store.results import Results, counted, evenly
from model.display.drawing import percent, wrapped
from model.display.looks import BLUE, INK

_GOLDEN = (np.sqrt(5) - 1) / 2


class OutcomeStrip(Chart):
    """The spread of the main shares over runs, one line each."""

    points = SIDE_BY_SIDE
    obeys = frozenset({"party", "outcome"})
    tall, row, of = 0.8, 0.36, "outcome"
    needs: ClassVar[dict[str, str]] = {
        "outcome": Words("what, in words"),
        "value": "share, one row a run",
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """Any results of at least two runs fit."""
        if len(results.runs) > 1 and _columns(results):
            yield cls()

    def table(self, results: Results) -> pd.DataFrame:
        """Return one row for each run and outcome."""
        runs = evenly(results.runs)
        tables = [
            pd.DataFrame(
                {
                    "outcome": words.sentence(words.outcome(column, results.labels)),
                    "value": runs[column].astype(float),
                }
            )
            for column in _columns(results)
        ]
        return pd.concat(tables, ignore_index=True)

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say what dots and bars are."""
        text = (
            "How outcomes are spread over runs. Dot: one run; upright mark: median; thick bar: "
            "half of the runs; thin bar: nine of ten."
        )
        count = counted(results)
        return Caption.of(results, text, count, "bars: 50 % and 90 % of runs")

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw one strip an outcome."""
        axes = figure.subplots()
        names = list(dict.fromkeys(table["outcome"]))
        for line, name in enumerate(names):
            values = table.loc[table["outcome"] == name, "value"].to_numpy(float)
            axes.plot(
                values, line - 0.06 - 0.26 * scatter(len(values)), linestyle="", marker="o", ms=1.8,
                color=BLUE, alpha=0.5, mew=0, clip_on=False,
            )  # fmt: skip
            q05, q25, middle, q75, q95 = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
            axes.plot([q05, q95], [line + 0.14] * 2, color=INK, lw=0.8)
            axes.plot([q25, q75], [line + 0.14] * 2, color=INK, lw=2.4, solid_capstyle="butt")
            axes.plot(middle, line + 0.14, marker="|", ms=7, mew=1.2, color=INK)
        axes.set_yticks(range(len(names)), [wrapped(name, 28) for name in names])
        axes.set_ylim(len(names) - 0.5, -0.6)
        axes.set_xlim(0, 1)
        axes.tick_params(axis="y", length=0)
        percent(axes.xaxis)


def _columns(results: Results) -> list[str]:
    """Return the shares that are asked for; those of parties are of one party."""
    columns = results.wished_columns(words.main_shares())
    return [each for each in columns if words.is_share(each)]


def scatter(count: int) -> NDArray[np.float64]:
    """Return `count` places in 0..1 that keep neighbours apart: the golden-ratio sequence."""
    return np.asarray((np.arange(count) + 0.5) * _GOLDEN % 1.0)
