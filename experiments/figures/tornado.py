"""Which factors matter, and which pieces of the model carry the result."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.intervals import by_replicate, of_mean
from experiments.figures.chart import Caption, TableChart, Words, lines_down
from experiments.store import words
from experiments.store.results import Results
from model.display.drawing import SINGLE, percentage, wrapped
from model.display.looks import BLUE, FAINT, INK, SILVER, YELLOW

_FILLS = ((BLUE, ""), (YELLOW, "////"), (SILVER, "...."))

_THICK = 0.7

USUAL = ("seat_share",)


class Tornado(TableChart):
    """How far an outcome moves when one factor is low or high, or one mechanism is taken out.

    One row a bar; bars of one factor share a line. An experiment may leave the table; for a
    sweep of three numbers or more it is worked out from the lowest and highest third of runs.
    Optional columns: `draws_low`, `draws_high`, the ends of a thin line.
    The outcome is a share unless the table has a column `share` that denies it.
    """

    width = SINGLE
    obeys = frozenset({"party", "outcome"})
    text = (
        "Change of the outcome against the reference, factor by factor, the largest on top; "
        "whiskers show the interval of each change."
    )
    interval = "whiskers: 95 % interval of the mean difference, replicate by replicate"
    outer = "thin lines"
    counted = "runs behind each mean"
    needs = {
        "factor": Words("what is changed, in words"),
        "setting": Words("how, as in low, high or without"),
        "change": "change of the outcome",
        "low": "low end of the interval",
        "high": "high end of the interval",
        "outcome": Words("what changes, in words"),
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """The experiment's table fits, or a sweep of at least three numbers."""
        swept = len(results.factors) >= 3 and results.wished_columns(USUAL)
        return super().fits(results) or bool(swept)

    def table(self, results: Results) -> pd.DataFrame:
        """Return the experiment's table, or compare thirds of the runs of a sweep."""
        if super().fits(results):
            return super().table(results)
        column = results.wished_columns(USUAL)[0]
        outcome = words.outcome(column, results.labels)
        rows = [
            {"factor": words.factor(path, "", results.labels), **bar, "outcome": outcome}
            for path in results.factors
            for bar in _thirds(results.runs, path, column)
        ]
        return pd.DataFrame(rows).assign(share=words.is_share(column))

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        written = super().caption(results, table)
        if super().fits(results):
            return written
        text = (
            f"{self.text} Low and high: runs in the lowest and in the highest third of the "
            "factor's range, against all runs."
        )
        return replace(written, text=text)

    def height(self, table: pd.DataFrame) -> float:
        factors = table["factor"].nunique()
        return 1.05 + (0.3 if factors <= 15 else 0.22) * factors

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        largest = table["change"].abs().groupby(table["factor"], sort=False).max()
        order = list(largest.sort_values(ascending=False, kind="stable").index)
        settings = list(dict.fromkeys(table["setting"]))
        for number, setting in enumerate(settings):
            rows = table[table["setting"] == setting]
            shift = (number - (len(settings) - 1) / 2) * _THICK / len(settings)
            place = [order.index(factor) + shift for factor in rows["factor"]]
            colour, hatch = _FILLS[number % len(_FILLS)]
            axes.barh(
                place, rows["change"], 0.94 * _THICK / len(settings), color=colour, hatch=hatch,
                edgecolor="white", lw=0, label=setting,
            )  # fmt: skip
            if "draws_low" in rows:
                axes.hlines(place, rows["draws_low"], rows["draws_high"], color=FAINT, lw=0.6)
            axes.hlines(place, rows["low"], rows["high"], color=INK, lw=0.9)
            axes.plot(rows[["low", "high"]], place, linestyle="", marker="|", ms=4, color=INK)
        axes.axvline(0, color=INK, lw=0.8)
        lines_down(axes, [wrapped(each, 28) for each in order])
        _name_changes(axes, table)
        if len(settings) > 1:
            axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(settings))


def _name_changes(axes: Axes, table: pd.DataFrame) -> None:
    changes = f"Change of {table['outcome'].iloc[0]}"
    if "share" not in table or table["share"].iloc[0]:
        changes += " (percentage points)"
        axes.xaxis.set_major_formatter(lambda share, _: percentage(share, ""))
    axes.set_xlabel(wrapped(changes, 32))


def _thirds(runs: pd.DataFrame, path: str, column: str) -> Iterator[dict[str, Any]]:
    values = runs[path].astype(float)
    low, high = values.min(), values.max()
    third = (high - low) / 3
    for setting, chosen in (("low", values <= low + third), ("high", values >= high - third)):
        found = of_mean(_mean(runs[chosen], column) - _mean(runs, column))
        yield {"setting": setting, "change": found.mean, "low": found.low, "high": found.high}


def _mean(runs: pd.DataFrame, column: str) -> pd.Series:
    """Return the mean over the points of the design, replicate by replicate."""
    return by_replicate(runs, [], [column]).set_index("replicate")[column]
