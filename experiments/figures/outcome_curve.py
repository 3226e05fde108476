"""An outcome against one swept number, with a line for each value of another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.intervals import bands
from experiments.figures.chart import Caption, Chart, Words, least_to_most
from experiments.store import words
from experiments.store.results import Results, digits_apart, short
from model.display.drawing import SINGLE, share_axis, wrapped
from model.display.looks import LINES

MOST_LINES = len(LINES)
"""More lines than this cannot be told apart."""

USUAL = ("seat_share",)


@dataclass(frozen=True)
class OutcomeCurve(Chart):
    """One outcome over a number, a line for each value of another factor; nothing is pooled."""

    by: str = ""

    width = SINGLE
    obeys = frozenset({"party", "outcome", "by"})
    needs = {
        "line": Words("value of the factor that tells the lines apart"),
        "line_label": Words("what that factor is"),
        "x": "value of the parameter",
        "x_label": Words("its name and unit"),
        "y_label": Words("the outcome"),
        "share": "whether the outcome is a share",
        "median": "median over runs",
        "q25": "a quarter of runs below",
        "q75": "three quarters of runs below",
        "runs": "runs at this value of this line",
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """A listed sweep fits of a number and of at most one further factor of few values."""
        if results.is_sampled or not results.wished_columns(USUAL):
            return
        if len(results.varied) == 1 and results.factors and results.wish.outcome:
            yield cls("")
        if len(results.varied) != 2:
            return
        few = [path for path in results.varied if results.runs[path].nunique() <= MOST_LINES]
        wished = [path for path in few if path == results.wish.by] if results.wish.by else few[::-1]
        found = [path for path in wished if set(results.varied) - {path} <= set(results.factors)]
        yield from map(cls, found[:1])

    def table(self, results: Results) -> pd.DataFrame:
        (path,) = (each for each in results.varied if each != self.by)
        (column,) = results.wished_columns(USUAL)[:1]
        values = pd.DataFrame(
            {"x": results.runs[path], "value": results.runs[column].astype(float)}
        )
        values = values.assign(line=self._lines(results)).sort_values("x", kind="stable")
        sizes = values.groupby(["line", "x"]).size().rename("runs").reset_index()
        drawn = bands(values, ["line", "x"]).merge(sizes, on=["line", "x"])
        drawn = drawn.assign(
            line_label=results.factor_words(self.by) if self.by else "",
            x_label=results.factor_words(path),
            y_label=words.sentence(words.outcome(column, results.labels)),
            share=words.is_share(column),
        )
        rank = drawn["line"].map(_places(list(values["line"].unique())))
        return drawn.iloc[rank.argsort(kind="stable")][list(self.needs)].reset_index(drop=True)

    def _lines(self, results: Results) -> pd.Series | str:
        """Return the line of each run."""
        if not self.by:
            return "all runs"
        values = results.runs[self.by]
        digits = digits_apart(values)
        return values.map(lambda value: short(value, digits))

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        lines = f", a line for each value of: {table['line_label'].iloc[0]}" if self.by else ""
        text = (
            f"{table['y_label'].iloc[0]} over one swept number{lines}. Line: median over "
            "runs; band: half of the runs."
        )
        count = f"n = {table['runs'].sum()} runs, {least_to_most(table['runs'])} at each point"
        return Caption.of(results, text, count, "bands: 50 % of runs")

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        for (colour, marker, dashes), (name, rows) in zip(
            LINES, table.groupby("line", sort=False), strict=False
        ):
            axes.fill_between(rows["x"], rows["q25"], rows["q75"], color=colour, alpha=0.2, lw=0)
            axes.plot(
                rows["x"], rows["median"], color=colour, marker=marker, linestyle=dashes,
                label=name, clip_on=False,
            )  # fmt: skip
        about: Any = table.iloc[0]
        axes.set(xlabel=wrapped(about.x_label, 44), ylabel=wrapped(about.y_label, 34))
        if about["share"]:
            share_axis(axes)
        if about.line_label:
            axes.legend(
                title=wrapped(about.line_label, 44), loc="lower left", bbox_to_anchor=(0, 1),
                ncols=3,
            )  # fmt: skip


def _places(names: Sequence[str]) -> dict[str, float]:
    """Return where each line stands: numbers by size, words in their order."""
    try:
        return {name: float(name) for name in names}
    except ValueError:
        return {name: float(place) for place, name in enumerate(names)}
