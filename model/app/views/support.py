"""Support by week, with what happened marked."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.options import (
    axis,
    base,
    ceiling,
    columns_of,
    line_of,
    listed,
    names_at_ends,
    per_cent,
    room,
    room_for_list,
)
from model.app.elements.picture import Chart
from model.app.future import Future
from model.app.story.chronicle import marks
from model.display.drawing import HALF_AGAIN, framed, in_print, percent
from model.display.looks import FAINT, INK

MOST_POINTS = 300
"""Weeks of a line from which on every second, third ... is drawn: twice this at most."""


def draw(future: Future) -> Figure:
    """Draw each party's private support over the weeks."""
    with in_print():
        figure = framed(HALF_AGAIN, 2.9, left=0.1, right=0.77, bottom=0.13, top=0.97)
        axes = figure.subplots()
        series = future.series
        thin = series.iloc[:: max(len(series) // MOST_POINTS, 1)]
        _lines(axes, future, thin)
        _marks(axes, future)
        axes.set_xlabel("Week of the campaign")
        axes.set_ylabel("Private support (share of electors)")
        axes.set_xlim(0, max(int(future.campaign.state.stocks.election_week), 1))
        axes.set_ylim(0, None)
        percent(axes.yaxis)
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
    return figure


def _lines(axes: Axes, future: Future, series: pd.DataFrame) -> None:
    standing = set(np.array(list(future.case.parties))[future.campaign.state.stocks.standing > 0])
    for name, look in columns_of(future.case, future.rows[-1], "support", printed=True):
        values = series[f"support.{name}"]
        if not values.any() and name not in standing:
            continue
        axes.plot(
            series["week"], values.where(values > 0), color=look.colour, label=look.label,
            marker=look.marker, markersize=3, markevery=max(len(series) // 8, 1),
        )  # fmt: skip


def _marks(axes: Axes, future: Future) -> None:
    """Write beside its line what happened, where there is room; the chronicle has it all."""
    room = max(int(future.campaign.state.stocks.election_week), 1) / 22
    written = -room
    for week, text in marks(future):
        axes.axvline(week, color=FAINT, lw=0.8, ls=":", zorder=0)
        if week - written >= room:
            axes.text(
                week, 0.99, text, rotation=90, ha="right",
                va="top", size=6, color=INK, transform=axes.get_xaxis_transform(),
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.6, "pad": 0.5},
            )  # fmt: skip
            written = week


def table(future: Future) -> pd.DataFrame:
    """Return the weeks with every number that is recorded."""
    return future.series


def option(future: Future) -> dict[str, Any]:
    """Describe the lines to the browser: axes stay, parties keep their order, events are marked."""
    rows = future.rows[:: max(len(future.rows) // MOST_POINTS, 1)]
    if rows[-1] is not future.rows[-1]:
        rows = (*rows, future.rows[-1])
    every = columns_of(future.case, future.rows[-1], "support")
    lines = []
    for place, (name, look) in enumerate(every):
        points = [[row["week"], per_cent(row[f"support.{name}"])] for row in rows]
        drawn = [[week, share or None] for week, share in points]
        lines.append({"id": name, **line_of(look, place), "data": drawn})
    highest = max(max(row[f"support.{name}"] for row in rows) for name, _ in every)
    day = max(int(future.campaign.state.stocks.election_week), 1)
    top = ceiling(110 * highest, 10)
    return base(
        unit=" %",
        tooltip={"trigger": "axis", "order": "valueDesc"},
        legend=listed([look.label for _, look in every]),
        grid=room(left=52, right=190, top=24, bottom=40 + room_for_list(len(every))),
        xAxis=axis("Week of the campaign", 0, day),
        yAxis=axis("", 0, top, " %"),
        series=[*lines, _marked(future), {"id": "names", **names_at_ends(lines, 276, (0, top))}],
    )


def _marked(future: Future) -> dict[str, Any]:
    """Return upright lines at the weeks in which something happened; hovering says what."""
    return {
        "id": "marks", "type": "line", "data": [], "silent": False,
        "markLine": {
            "symbol": ["none", "circle"], "symbolSize": 9, "animation": False,
            "lineStyle": {"color": FAINT, "type": "dotted", "width": 1.5},
            "label": {"show": False},
            "data": [{"xAxis": week, "name": text, "tooltip": {"formatter": "{b}"}}
                     for week, text in marks(future)],
        },
    }  # fmt: skip


CHART = Chart(
    "support",
    "Private support by week",
    "Whom people would privately prefer, share of all electors. Dotted lines: something happened.",
    draw,
    table,
    option,
    height=lambda future: 340 + room_for_list(len(future.case.options)),
)
