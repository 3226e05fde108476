"""Lines with intervals, in panels: what an experiment measured over one quantity."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures.chart import TableChart, Words, panels_of
from model.display.drawing import share_axis, wrapped
from model.display.looks import INK, LINES

_PANELS_A_ROW = 3
_OUTER, _INNER = 0.08, 0.2
"""How dense the colour is of what draws leave open, and of what luck does."""
_LETTERS = 99
"""Letters of a title that a row of panels has room for."""


class Curves(TableChart):
    """One panel each for `panel`, one line each for `series`, with a band where `low`, `high` are.

    Optional columns: `low`, `high`; `draws_low`, `draws_high`, an outer band; `target`, what is
    known, a cross; `percent` (false: y is no share, and each panel has a scale of its own); `text`
    (the caption).
    """

    text = "Mean over runs with its 95 % interval."
    interval = "bands: 95 % interval of the mean"
    counted = "runs behind each mean"
    needs = {
        "panel": Words("title of the panel"),
        "series": Words("what the line is, in words"),
        "x": "value of the quantity",
        "y": "what was measured",
        "x_label": Words("the quantity, in words, by panel"),
        "y_label": Words("what was measured, in words"),
    }

    def height(self, table: pd.DataFrame) -> float:
        return 0.75 + 1.75 * int(np.ceil(table["panel"].nunique() / _PANELS_A_ROW))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        panels = panels_of(figure, table, "panel", _PANELS_A_ROW, sharey=_same_scale(table))
        looks = dict(zip(dict.fromkeys(table["series"]), LINES * 9, strict=False))
        for axes, part in panels:
            _panel(axes, part, looks)
        # Once all lines are drawn, for panels of one scale end where the longest of them does.
        for axes, part in panels:
            if "percent" not in part or bool(part["percent"].iloc[0]):
                share_axis(axes)
        handles = {
            label: line
            for axes, _ in panels
            for line, label in zip(*axes.get_legend_handles_labels(), strict=True)
        }
        if len(handles) > 1:
            figure.legend(
                handles.values(), handles.keys(), loc="outside upper center",
                ncols=min(len(handles), 4),
            )  # fmt: skip


def _same_scale(table: pd.DataFrame) -> bool:
    """Whether all panels show shares of one thing."""
    shares = "percent" not in table or table["percent"].all()
    return bool(shares and table.groupby("panel")["y_label"].first().nunique() == 1)


def _panel(axes: Axes, rows: pd.DataFrame, looks: dict[str, tuple[str, str, str]]) -> None:
    for series, line in rows.groupby("series", sort=False):
        colour, marker, style = looks[str(series)]
        line = line.sort_values("x", kind="stable")
        for low, high in (("draws_low", "draws_high"), ("low", "high")):
            if {low, high} <= set(line):
                axes.fill_between(
                    line["x"], line[low], line[high], color=colour, lw=0,
                    alpha=_OUTER if low == "draws_low" else _INNER,
                )  # fmt: skip
        if "target" in line:
            axes.plot(
                line["x"], line["target"], linestyle="", marker="x", ms=6, mew=1.1, color=INK,
                label="target" if line["target"].notna().any() else None, zorder=3,
            )  # fmt: skip
        dots = marker if len(line) <= 20 else ""
        axes.plot(line["x"], line["y"], color=colour, marker=dots, linestyle=style, label=series,
                  clip_on=False)  # fmt: skip
    if rows["y"].min() < 0:
        axes.axhline(0, color=INK, lw=0.4)
    if (rows["x"] % 1 == 0).all():
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    spec = axes.get_subplotspec()
    assert spec is not None
    room = _LETTERS // spec.get_gridspec().ncols
    panel, x_label, y_label = rows[["panel", "x_label", "y_label"]].iloc[0]
    axes.set(title=wrapped(panel, room), xlabel=wrapped(x_label, room + 8))
    shares_y = len(axes.get_shared_y_axes().get_siblings(axes)) > 1
    if y_label != panel and (spec.is_first_col() or not shares_y):
        axes.set_ylabel(wrapped(y_label, 34))
