"""What people say to pollsters against what they privately prefer."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import (
    OPAQUE,
    SIZE,
    axis,
    base,
    categories,
    ceiling,
    page_looks,
    per_cent,
)
from model.app.elements.picture import Chart
from model.app.future import Future
from model.app.views.hemicycle import ROW
from model.display.drawing import HALF_AGAIN, framed, in_print, percent
from model.display.looks import FAINT, INK, looks

PRIVATE, TOLD = "privately preferred", "told to pollsters"


def table(future: Future) -> pd.DataFrame:
    """Return private support and public answer by party on the ballot, shares of all."""
    state = future.campaign.state
    every = looks(future.case.parties)
    frame = pd.DataFrame(
        {
            "party": [look.label for look in every],
            "private_support": state.public.support,
            "said_to_pollsters": state.public.rating,
            "colour": [look.colour for look in every],
        }
    )[state.stocks.standing > 0]
    return frame.sort_values("private_support", kind="stable")


def draw(future: Future) -> Figure:
    """Draw a line from private support (open) to the answer (filled) for each party."""
    rows = table(future)
    with in_print():
        figure = framed(HALF_AGAIN, 2.9, left=0.21, right=0.97, bottom=0.13, top=0.97)
        axes = figure.subplots()
        places = np.arange(len(rows))
        private, said = rows["private_support"], rows["said_to_pollsters"]
        axes.hlines(places, private, said, color=rows["colour"], lw=2.5)
        axes.scatter(private, places, s=30, facecolor="white", edgecolor=INK, zorder=3,
                     label="private support")  # fmt: skip
        axes.scatter(said, places, s=30, c=rows["colour"], edgecolor=INK, marker="s", zorder=3,
                     label="said to pollsters")  # fmt: skip
        axes.set_yticks(places, rows["party"])
        axes.set_xlim(0, None)
        percent(axes.xaxis)
        undecided = future.rows[-1]["undecided"]
        axes.set_xlabel(f"Share of all asked ({100 * undecided:.0f} % say they are undecided)")
        axes.grid(axis="x", color=FAINT, alpha=0.25, lw=0.6)
        axes.legend(loc="lower right")
    return figure


def option(future: Future) -> dict[str, Any]:
    """Describe both numbers of each party, and the bar between them, to the browser."""
    public = future.campaign.state.public
    every = page_looks(future.case)
    shown = [j for j, up in enumerate(future.campaign.state.stocks.standing) if up]
    private = [per_cent(public.support[j]) for j in shown]
    told = [per_cent(public.rating[j]) for j in shown]
    both = list(zip(private, told, strict=True))
    colours = [{"color": every[j].colour} for j in shown]
    hidden = {
        "type": "bar",
        "stack": "gap",
        "silent": True,
        "barWidth": 4,
        "tooltip": {"show": False},
    }
    return base(
        unit=" %",
        legend={"top": 0, "left": "center", "textStyle": {"fontSize": SIZE}, "itemWidth": 14,
                "data": [PRIVATE, TOLD]},
        tooltip={"trigger": "axis"},
        grid={"left": 150, "right": 24, "top": 34, "bottom": 44},
        xAxis=axis("Share of all electors", 0, ceiling(max([*private, *told, 1.0]), 10), " %"),
        yAxis=categories([every[j].label for j in shown], 140),
        series=[
            {"id": "below", **hidden, "itemStyle": {"color": "transparent"},
             "data": [min(pair) for pair in both]},
            {"id": "gap", **hidden,
             "data": [{"value": round(abs(a - b), 1), "itemStyle": colour}
                      for (a, b), colour in zip(both, colours, strict=True)]},
            {"id": "private", "name": PRIVATE, "type": "scatter", "symbolSize": 14,
             "itemStyle": {"color": "white", "borderColor": INK, "borderWidth": 1.5, **OPAQUE},
             "data": private},
            {"id": "told", "name": TOLD, "type": "scatter", "symbol": "rect", "symbolSize": 12,
             "itemStyle": {"color": INK, **OPAQUE},
             "data": [{"value": each, "itemStyle": {**colour, "borderColor": INK}}
                      for each, colour in zip(told, colours, strict=True)]},
        ],
    )  # fmt: skip


CHART = Chart(
    "poll",
    "What people think and what they say",
    "Circle: whom they privately prefer. Square: what they tell a pollster; some stay silent, some "
    "lie in favour of the powerful.",
    draw,
    lambda future: table(future).drop(columns="colour"),
    option,
    height=lambda future: max(300, 90 + ROW * len(future.case.parties)),
)
