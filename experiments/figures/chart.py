"""What every figure is: a table of what is drawn, and a way to draw that table.

A new kind of figure is one file in this folder with one public class.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from pandas.api.types import is_numeric_dtype

from experiments.analysis.intervals import draws_told, predictive
from experiments.store.manifest import draws_used
from experiments.store.results import Results
from experiments.study.errors import UserError
from model.display.drawing import DOUBLE, in_print, percent, sheet, wrapped
from model.display.looks import BLUE

DESIGN, NEAREST, SIDE_BY_SIDE = "design", "nearest", "side by side"

POINT = "point"
"""Column that says in words which point of the design a row belongs to."""

TITLE, TITLE_LINE = 0.22, 0.13
"""Height of the name of a point, and of each further line of it, inches."""


OVER_RUNS = re.compile(
    r"% of runs|over runs$|Student|Wilson|of the mean|of paired differences|mean difference"
)
"""How an interval is called that tells how runs differ, or how well their mean is known."""

HELD = ", luck of seeds"
"""What every interval over runs holds, whatever else it holds."""


@dataclass(frozen=True)
class Caption:
    """What a reader must know to trust a figure."""

    text: str
    count: str
    interval: str
    source: str

    @classmethod
    def of(
        cls, results: Results, text: str, count: str, interval: str, outer: str = ""
    ) -> "Caption":
        """Write a caption whose seed and scenario, or file, come from the manifest.

        What the interval holds is added to its name; `outer` is what stands around it.
        """
        about = results.manifest
        kind = "file" if "file_name" in about else "scenario"
        source = (
            f"{kind} {about[f'{kind}_name']} ({str(about[f'{kind}_hash'])[:16]}), "
            f"seed {about['seeds']['root']}"
        )
        left_out = f"; {results.failed} failed runs left out" if results.failed else ""
        only = f"; only runs with {results.where}" if results.where else ""
        if kind == "scenario" and OVER_RUNS.search(interval) and HELD not in interval:
            interval += _held(about)
        return cls(results.words.told(text), count + left_out + only, interval + outer, source)

    @property
    def footer(self) -> str:
        """The small print: n, kind of interval, seed and hash."""
        return "; ".join(each for each in (self.count, self.interval, self.source) if each) + "."

    def __str__(self) -> str:
        return f"{self.text} {self.footer}"


def _held(about: Mapping[str, Any]) -> str:
    """Say what an interval over runs holds: the luck of seeds, or also what is not known."""
    draws = draws_used(about)
    return f"{HELD} and {draws} draws of what is not known" if draws else f"{HELD} only"


def around_draws(table: pd.DataFrame, results: Results, columns: Iterable[str]) -> pd.DataFrame:
    """Return the table with the band of runs under draws of what is not known, where there are any.

    `columns` names the column of the runs that each row is about, row by row.
    """
    outer = results.under_draws()
    if outer is None:
        return table
    each = list(columns)
    ends = {name: predictive(outer.runs[name].astype(float).dropna()) for name in each}
    return table.assign(
        draws_low=[ends[name]["q05"] for name in each],
        draws_high=[ends[name]["q95"] for name in each],
        draws=draws_used(outer.manifest),
    )  # fmt: skip


class FigureError(UserError, ValueError):
    """A figure that cannot be drawn from its table, in one sentence."""


class Words(str):
    """The meaning of a column that holds words, such as an empty title or the word 2021.

    A file does not say what is a word, so that without this they come back as numbers.
    """


class Chart(ABC):
    """One kind of figure. Its fields say which of several pictures of that kind it is."""

    text: ClassVar[str]
    """What is seen, and how to read it."""
    interval: ClassVar[str] = ""
    """What lies in the bars or bands."""
    width: ClassVar[float] = DOUBLE
    needs: ClassVar[dict[str, str]] = {}
    """Columns that the table must have, with their meaning."""
    obeys: ClassVar[frozenset[str]] = frozenset()
    """Which wishes it can grant: another `party`, another `outcome`, series `by` a swept path."""
    tall: ClassVar[float] = 2.6
    """Height without its lines, inches."""
    row: ClassVar[float] = 0.0
    """Height of a line, inches."""
    of: ClassVar[str] = ""
    """Column that has a line for each of its values."""
    points: ClassVar[str] = DESIGN
    """Whether it shows a whole design, or the point nearest to the scenario, or few points at
    once, side by side."""

    @classmethod
    def kind(cls) -> str:
        """Return the kind of figure: the file's name, with hyphens."""
        return cls.__module__.rsplit(".", 1)[-1].replace("_", "-")

    @property
    def name(self) -> str:
        """The name of its files and, for an experiment, of the summary table it is drawn from."""
        return self.kind()

    @classmethod
    def fits(cls, results: Results) -> bool:
        """Say whether a results folder can fill it; any can, unless a figure says otherwise."""
        return True

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """Yield the figures of this kind that a results folder can fill."""
        if cls.fits(results):
            yield cls()

    @abstractmethod
    def table(self, results: Results) -> pd.DataFrame:
        """Return exactly what is drawn."""

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say what is seen, over how many runs, with which interval."""
        return Caption.of(results, self.text, results.count, self.interval)

    @abstractmethod
    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the table on an empty figure."""

    def height(self, table: pd.DataFrame) -> float:
        """Return the height of the figure in inches."""
        return self.tall + (self.row * table[self.of].nunique() if self.of else 0.0)

    def draw(self, table: pd.DataFrame, width: float | None = None) -> Figure:
        """Draw a table in house style, in another width (inches) if one is given.

        Raises FigureError for a table without rows or lacking a column.
        """
        self._check(table)
        with in_print():
            figure = sheet(width or self.width, self.height(table))
            self.paint(figure, table)
        return figure

    def _check(self, table: pd.DataFrame) -> None:
        lacking = [f"{each} ({self.needs[each]})" for each in self.needs if each not in table]
        if lacking:
            raise FigureError(f"The table for {self.name} lacks the columns {', '.join(lacking)}.")
        if table.empty:
            raise FigureError(f"The table for {self.name} has no rows, so nothing can be drawn.")


class TableChart(Chart):
    """A figure of a summary table that an experiment left in its folder under `tables`."""

    outer: ClassVar[str] = "pale bands"
    """How the interval over draws of what is not known is drawn, where the table has one."""
    counted: ClassVar[str] = "runs"
    """What the column `n` of the table counts."""

    @classmethod
    def fits(cls, results: Results) -> bool:
        """Say whether an experiment left the table."""
        return results.has_table(cls.kind())

    def table(self, results: Results) -> pd.DataFrame:
        return read_table(results.file(self.kind()), self.needs)

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say what the table shows; columns `text`, `n` and `interval`, if any, say it better.

        A column `note` is added to the text.
        """
        text, interval = (
            str(table[each].iloc[0]) if each in table else getattr(self, each)
            for each in ("text", "interval")
        )  # fmt: skip
        text += f" {table['note'].iloc[0]}" if "note" in table else ""
        if "low" in table and table["low"].isna().all():
            interval = "no interval: one replicate"
        count, outer = f"n = {self._count(results, table)}", draws_told(table, self.outer)
        return Caption.of(results, text, count, interval, outer)

    def _count(self, results: Results, table: pd.DataFrame) -> str:
        if "n" not in table:
            return f"{len(results.runs)} runs"
        if not is_numeric_dtype(table["n"]):
            return str(table["n"].iloc[0])
        return f"{least_to_most(table['n'])} {self.counted}"


class LinesOfShares(TableChart):
    """A line for each case, from top to bottom, and a panel for each outcome, a share.

    The table has the columns `panel` and `label`; what stands on a line is drawn by `line`.
    """

    of = "label"

    @abstractmethod
    def line(self, axes: Axes, place: int, row: Any) -> None:
        """Draw a row of the table on the line at this place."""

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        labels = list(dict.fromkeys(table["label"]))
        panels = panels_of(figure, table, "panel", sharey=True)
        ticks = np.linspace(0, 1, 6 if len(panels) < 3 else 3)
        for axes, part in panels:
            for row in rows(part):
                self.line(axes, labels.index(row.label), row)
            axes.set(title=part["panel"].iloc[0], xlim=(0, 1), xticks=ticks)
            percent(axes.xaxis)
            axes.grid(axis="x", color="#e4e4e4", lw=0.5)
            axes.tick_params(axis="y", length=0)
        lines_down(panels[0][0], labels)


def panels_of(
    figure: Figure | SubFigure, table: pd.DataFrame, column: str, across: int = 99, **grid: Any
) -> list[tuple[Axes, pd.DataFrame]]:
    """Return axes and rows for each value of a column, at most so many panels side by side."""
    parts = [part for _, part in table.groupby(column, sort=False)]
    across = min(across, len(parts))
    panels = figure.subplots(-(-len(parts) // across), across, squeeze=False, **grid).ravel()
    for idle in panels[len(parts) :]:
        idle.remove()
    return list(zip(panels, parts, strict=False))


def lines_down(axes: Axes, labels: Sequence[str]) -> None:
    """Give an axis a line for each label, from top to bottom."""
    count = len(labels)
    axes.set(yticks=range(count), yticklabels=labels, ylim=(count - 0.4, -0.6))
    axes.tick_params(axis="y", length=0)


def least_to_most(counts: "Sequence[int] | pd.Series[int]") -> str:
    """Write a count, or the least and the most of counts that differ."""
    low, high = min(counts), max(counts)
    return f"{low}" if low == high else f"{low} to {high}"


def nested_bars(
    axes: Axes, place: int, outer: tuple[float, float], inner: tuple[float, float]
) -> None:
    """Draw a wider interval as a thin bar, and one inside it as a thick one."""
    for ends, thick in ((outer, 1.2), (inner, 4.5)):
        axes.plot(ends, [place, place], color=BLUE, lw=thick, solid_capstyle="butt")


@dataclass(frozen=True)
class OfPoints(Chart):
    """A figure of one point, drawn for each of the points that are shown, one below the other.

    Numbers of different points are never put together; all have the same scales.
    """

    chart: Chart

    @property
    def name(self) -> str:
        return self.chart.name

    @property
    def width(self) -> float:  # type: ignore[override]
        return self.chart.width

    def table(self, results: Results) -> pd.DataFrame:
        """Return the tables of all points, one below the other, with the point in words."""
        parts = self._parts(results)
        if len(parts) == 1:
            return self.chart.table(parts[0])
        tables = [self.chart.table(each).assign(**{POINT: each.which}) for each in parts]
        return pd.concat(tables, ignore_index=True)

    def _parts(self, results: Results) -> list[Results]:
        several = len(results.shown) > 1
        return [results.nearest] if several and self.chart.points == NEAREST else results.shown

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say it as the figure says it of one point."""
        parts = self._parts(results)
        first = self.chart.caption(parts[0], self.chart.table(parts[0]))
        if len(parts) == 1:
            return first
        text = f"{first.text} One picture for each point of the design, all on the same scales."
        counts = [len(each.runs) for each in parts]
        runs = f"n = {sum(counts)} runs, {least_to_most(counts)} in each picture"
        return Caption.of(results, text, runs, first.interval)

    def height(self, table: pd.DataFrame) -> float:
        if POINT not in table:
            return self.chart.height(table)
        return sum(self._height(*each) for each in table.groupby(POINT, sort=False))

    def _height(self, name: object, part: pd.DataFrame) -> float:
        return self.chart.height(part) + TITLE + TITLE_LINE * self._title(name).count("\n")

    def _title(self, name: object) -> str:
        """Break the name of a point into lines that the figure has room for."""
        return wrapped(name, int(12.5 * self.width))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw each point below its name."""
        if POINT not in table:
            self.chart.paint(figure, table)
            return
        parts = {str(name): part for name, part in table.groupby(POINT, sort=False)}
        heights = [self._height(*each) for each in parts.items()]
        below = figure.subfigures(len(parts), 1, height_ratios=heights, squeeze=False)[:, 0]
        for place, (name, part) in zip(below, parts.items(), strict=True):
            place.suptitle(self._title(name), x=0.01, ha="left", size=8, weight="bold")
            self.chart.paint(place, part.reset_index(drop=True))
        same_scales(below)

    def _check(self, table: pd.DataFrame) -> None:
        self.chart._check(table)


def same_scales(figures: Iterable[SubFigure]) -> None:
    """Give the axes at one place in each figure the widest limits that any of them has."""
    for group in zip(*(each.axes for each in figures), strict=False):
        for side in ("xlim", "ylim"):
            ends = [getattr(axes, f"get_{side}")() for axes in group]
            limits = np.min(ends), np.max(ends)
            if ends[0][0] > ends[0][1]:  # upside down
                limits = limits[::-1]
            for axes in group:
                axes.set(**{side: limits})


def rows(table: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a table, their columns as attributes."""
    yield from table.itertuples()


def read_table(file: Path, needs: Mapping[str, str]) -> pd.DataFrame:
    """Read a table of a figure such that it can be drawn again to the last bit."""
    words = [column for column, meaning in needs.items() if isinstance(meaning, Words)]
    kinds = dict.fromkeys(words, str)
    table = pd.read_csv(file, dtype=kinds, keep_default_na=False, na_values=[""])
    return table.fillna(dict.fromkeys(words, ""))
