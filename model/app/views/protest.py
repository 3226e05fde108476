"""How ready people are to protest."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import axis, base, ceiling, per_cent
from model.app.elements.picture import Chart
from model.app.future import Future
from model.display.drawing import HALF_AGAIN, framed, in_print, percent
from model.display.looks import FAINT, INK, RED
from model.politics.state import PROTEST_BINS

BARS = 32
"""Bars in the browser's picture; a divisor of the bins that are counted."""


def table(future: Future) -> pd.DataFrame:
    """Return people by readiness to protest, all regions together."""
    people = future.campaign.state.public.protest.sum(axis=0)
    middle = (np.arange(PROTEST_BINS) + 0.5) / PROTEST_BINS
    return pd.DataFrame({"readiness": middle, "people": people})


def draw(future: Future) -> Figure:
    """Draw the distribution of readiness, and the crowd by week below it."""
    rows, series = table(future), future.series
    with in_print():
        figure = framed(HALF_AGAIN, 3.3, left=0.13, right=0.98, bottom=0.1, top=0.97, hspace=0.5)
        above, below = figure.subplots(2, 1, height_ratios=[1.5, 1])
        share = rows["people"] / max(float(rows["people"].sum()), 1.0)
        above.stairs(share, np.linspace(0, 1, PROTEST_BINS + 1), color="#5b6b7a", fill=True)
        mean = float((rows["readiness"] * share).sum())
        above.axvline(mean, color=INK, lw=1)
        above.text(mean, 0.97, f" mean {mean:.2f}", transform=above.get_xaxis_transform(), va="top")
        above.set_xlabel("Readiness to protest (0: none, 1: certain)")
        above.set_ylabel("Share of electors")
        percent(above.yaxis)
        below.plot(series["week"], series["crowd"], color=RED)
        below.set_ylim(0, max(1.1 * float(series["crowd"].max()), 1.0))
        below.set_xlabel("Week of the campaign")
        below.set_ylabel("People out")
        below.yaxis.set_major_formatter(lambda people, _: f"{people:,.0f}")
        below.grid(axis="y", color=FAINT, alpha=0.25, lw=0.6)
    return figure


def option(future: Future) -> dict[str, Any]:
    """Describe the distribution, and the crowd by week below it, to the browser."""
    rows = table(future)
    people = rows["people"].to_numpy().reshape(BARS, -1).sum(axis=1)
    share = [per_cent(each) for each in people / max(float(people.sum()), 1.0)]
    crowd = [[row["week"], round(row["crowd"])] for row in future.rows]
    day = max(int(future.campaign.state.stocks.election_week), 1)
    most = max(max(number for _, number in crowd), 1)
    quarters = np.add.reduceat(share, range(0, BARS, BARS // 4))
    told = [f"readiness {k / 4:g} to {(k + 1) / 4:g}: {part:.1f} % of electors"
            for k, part in enumerate(quarters)]  # fmt: skip
    middles = [round((k + 0.5) / BARS, 3) for k in range(BARS)]
    return base(
        tooltip={"trigger": "axis"},
        grid=[{"left": 64, "right": 16, "top": 12, "height": 150},
              {"left": 64, "right": 16, "top": 228, "bottom": 44}],
        xAxis=[
            axis("Readiness to protest (0: none, 1: certain)", 0, 1, gridIndex=0),
            axis("Week of the campaign", 0, day, gridIndex=1),
        ],
        yAxis=[
            axis("", 0, ceiling(max(share), 10), " %", gridIndex=0),
            axis("", 0, ceiling(most, 10 ** max(len(str(most)) - 1, 1)), gridIndex=1),
        ],
        series=[
            {"id": "readiness", "type": "bar", "name": "share of electors, %", "barWidth": "97%",
             "told": told,
             "itemStyle": {"color": "#5b6b7a"}, "data": [list(each) for each in
                                                         zip(middles, share, strict=True)]},
            {"id": "crowd", "type": "line", "name": "people in the street", "xAxisIndex": 1,
             "yAxisIndex": 1, "showSymbol": False, "itemStyle": {"color": INK},
             "areaStyle": {"opacity": 0.15}, "data": crowd},
        ],
    )  # fmt: skip


CHART = Chart(
    "protest",
    "Protest",
    "Above: share of electors by readiness to protest. Below: how many are out in the street.",
    draw,
    table,
    option,
    height=400,
)
