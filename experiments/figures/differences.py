"""How scenarios, or other few points of a design, differ from the first of them."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.comparison import can_be_compared, differences_in_headline
from experiments.figures.chart import Caption, Chart, Words, least_to_most, lines_down
from experiments.store.results import Results
from model.display.drawing import percentage, wrapped
from model.display.looks import BLUE, INK, SILVER, YELLOW

_MARKS = ((BLUE, "o"), (YELLOW, "s"), (INK, "^"), (SILVER, "D"), (BLUE, "v"), (YELLOW, "P"),
          (INK, "X"))  # fmt: skip


WIDEST, SHORT, NAME = 70, 36, 36
"""Letters on a line of the legend, of a point that leaves room beside it, and of an outcome."""


class Differences(Chart):
    """The change of each headline share against the first point, in pairs of equal seeds."""

    needs = {
        "point": Words("which point, in words"),
        "reference": Words("against which"),
        "outcome": Words("what, in words"),
        "change": "mean difference of pairs, share",
        "low": "low end of its interval",
        "high": "high end of its interval",
        "n": "pairs",
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """Few points fit that somebody listed."""
        return can_be_compared(results)

    def table(self, results: Results) -> pd.DataFrame:
        table = differences_in_headline(results)
        return table[table["is_share"]][list(self.needs)].reset_index(drop=True)

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        text = (
            f"How the headline outcomes differ from those of {table['reference'].iloc[0]}, in "
            "percentage points. The same seeds meet in each pair of runs, so that what differs is "
            "due to what differs between the points. A mark whose line crosses zero is no "
            "difference that these runs can tell."
        )
        count = f"n = {least_to_most(table['n'])} pairs of runs"
        interval = "lines: 95 % interval of the mean difference (Student's t)"
        if table["n"].max() < 2:
            interval = "no interval: one pair"
        return Caption.of(results, text, count, interval)

    def height(self, table: pd.DataFrame) -> float:
        points = list(dict.fromkeys(table["point"]))
        lines = sum(1 + wrapped(each, WIDEST).count("\n") for each in points) // _columns(points)
        return 0.8 + 0.13 * lines + table["outcome"].nunique() * (0.12 + 0.13 * len(points))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        outcomes = list(dict.fromkeys(table["outcome"]))
        points = list(dict.fromkeys(table["point"]))
        for number, (point, rows) in enumerate(table.groupby("point", sort=False)):
            shift = (number - (len(points) - 1) / 2) * 0.7 / len(points)
            places = [outcomes.index(each) + shift for each in rows["outcome"]]
            colour, marker = _MARKS[number % len(_MARKS)]
            axes.hlines(places, rows["low"], rows["high"], color=colour, lw=1.2)
            axes.plot(
                rows["change"], places, linestyle="", marker=marker, color=colour, mec=INK,
                mew=0.4, label=wrapped(point, WIDEST),
            )  # fmt: skip
        axes.axvline(0, color=INK, lw=0.8)
        lines_down(axes, [wrapped(each, NAME) for each in outcomes])
        axes.margins(x=0.08)
        reference = str(table["reference"].iloc[0])
        axes.set_xlabel(wrapped(f"Difference from {reference} (percentage points)", 70))
        axes.xaxis.set_major_formatter(lambda share, _: percentage(share, ""))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=_columns(points))


def _columns(points: Sequence[str]) -> int:
    """Return in how many columns the points are listed: two where that leaves room for both."""
    return 2 if len(points) > 1 and max(map(len, points)) <= SHORT else 1
