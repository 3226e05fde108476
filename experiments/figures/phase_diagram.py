"""Where the majority tips, over two swept parameters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from experiments.figures.chart import Caption, Chart, Words, least_to_most
from experiments.store.results import Results, together
from experiments.store.words import sentence
from experiments.study.design import SCENARIO
from model.display.drawing import ink_on, percent, scale_beside, wrapped
from model.display.looks import SEQUENTIAL

PANELS = {
    "majority": "Probability of a majority",
    "seat_share": "Mean share of seats",
}
MOST_NUMBERS = 60
"""More cells than this are too small to have their number written in them."""

MOST_TICKS = 8
NARROW = 0.4
"""A step this much narrower than the mean step leaves no room for numbers in its cells."""


@dataclass(frozen=True)
class PhaseDiagram(Chart):
    """Majority and seats of those in power over a grid of two parameters.

    A sweep that also varies the scenario gives a figure for each of them.
    """

    scenario: str = ""
    number: int = 1
    """Which it is of the scenarios whose names have the same parts."""

    tall = 3.0
    needs = {
        "x": "value of the first parameter",
        "y": "value of the second parameter",
        "x_label": Words("name and unit of the first parameter"),
        "y_label": Words("name and unit of the second parameter"),
        "majority": "share of runs with a majority",
        "seat_share": "mean share of seats of those in power",
        "runs": "runs in this cell",
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """A sweep fits whose points are a full grid of exactly two numbers."""
        if len(results.factors) != 2 or set(results.varied) - set(results.factors) - {SCENARIO}:
            return
        seen: Counter[tuple[str, ...]] = Counter()
        for scenario in results.runs[SCENARIO].unique() if SCENARIO in results.varied else [""]:
            parts = tuple(_parts(str(scenario)))
            seen[parts] += 1
            chart = cls(str(scenario), seen[parts])
            runs = chart._runs(results)
            sizes = [runs[path].nunique() for path in results.factors]
            if runs.groupby(list(results.factors)).ngroups == sizes[0] * sizes[1]:
                yield chart

    @property
    def name(self) -> str:
        again = [str(self.number)] if self.number > 1 else []
        return "-".join(["phase-diagram", *_parts(self.scenario), *again])

    def _runs(self, results: Results) -> pd.DataFrame:
        runs = results.runs
        return runs[runs[SCENARIO] == self.scenario] if self.scenario else runs

    def table(self, results: Results) -> pd.DataFrame:
        first, second = results.factors
        runs = self._runs(results)
        seats = together(runs, "seat_share", results.in_power)
        shown = runs[[first, second, "majority"]].astype({"majority": float})
        cells = (
            shown.assign(seat_share=seats)
            .groupby([first, second])
            .agg(
                majority=("majority", "mean"),
                seat_share=("seat_share", "mean"),
                runs=("majority", "count"),
            )
            .reset_index(names=["x", "y"])
        )
        named = cells.assign(
            x_label=results.factor_words(first), y_label=results.factor_words(second)
        )
        return named[list(self.needs)]

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        text = f"What two parameters do to the {results.power_words}."
        if _is_plane(table[["x", "y"]].nunique()):
            text += (
                " The line marks a probability of one half (left) and half of the seats (right)."
            )
        if any(_uneven(np.unique(table[axis])) for axis in ("x", "y")):
            text += " Steps of uneven size are drawn equally wide."
        if self.scenario:
            text = f"{sentence(self.scenario)}: {text[0].lower()}{text[1:]}"
        count = f"n = {table['runs'].sum()} runs, {least_to_most(table['runs'])} in each cell"
        return Caption.of(results, text, count, "cells: share and mean over runs, no interval")

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        panels = figure.subplots(1, 2, sharey=True)
        for axes, (column, title) in zip(panels, PANELS.items(), strict=True):
            _panel(axes, table, column)
            axes.set(title=title, xlabel=wrapped(table["x_label"].iloc[0], 44))
        panels[0].set_ylabel(wrapped(table["y_label"].iloc[0], 38))


def _parts(scenario: str) -> list[str]:
    """Return what the name of a file may have of the name of a scenario, or of its own file."""
    return re.findall(r"\w+", scenario.removesuffix(".toml"))


def _panel(axes: Axes, table: pd.DataFrame, column: str) -> None:
    grid = table.pivot(index="y", columns="x", values=column)
    x, y = (_places(each.to_numpy(float)) for each in (grid.columns, grid.index))
    z = grid.to_numpy(float)
    mesh = axes.pcolormesh(x, y, z, cmap=SEQUENTIAL, vmin=0, vmax=1, shading="nearest")
    mesh.set(edgecolor="face", linewidth=0.2)
    if _is_plane(z.shape) and z.min() < 0.5 < z.max():
        axes.contour(x, y, z, levels=[0.5], colors="white", linewidths=3)
        axes.contour(x, y, z, levels=[0.5], colors="black", linewidths=1.3)
    if z.size <= MOST_NUMBERS:
        for row, place in np.ndindex(*z.shape):
            value = float(z[row, place])
            rim = withStroke(linewidth=2.2, foreground=mesh.to_rgba(z[row, place]))
            axes.text(
                float(x[place]), float(y[row]), f"{100 * value:.0f}", color=ink_on(value), size=6,
                ha="center", va="center", zorder=5, path_effects=[rim],
            )  # fmt: skip
    percent(scale_beside(axes, mesh, aspect=28).ax.yaxis)
    for axis, values, places in ((axes.xaxis, grid.columns, x), (axes.yaxis, grid.index, y)):
        if len(places) <= MOST_TICKS:
            axis.set_ticks(places, [_number(float(each)) for each in values])


def _is_plane(sizes: Iterable[int]) -> bool:
    """Whether both parameters have enough values for a line between cells; two are categories."""
    return min(sizes) > 2


def _uneven(values: np.ndarray) -> bool:
    steps = np.diff(values)
    return len(values) <= MOST_TICKS and bool(steps.min() < NARROW * steps.mean())


def _places(values: np.ndarray) -> np.ndarray:
    """Return where values are drawn: to scale, or one step each where some steps are narrow."""
    return np.arange(len(values), dtype=float) if _uneven(values) else values


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
