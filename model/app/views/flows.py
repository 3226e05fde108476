"""Who changed sides since week 0."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import LINE, SIZE, base, option_looks
from model.app.elements.picture import Chart
from model.app.future import Future
from model.display.diagrams import draw_flows
from model.display.drawing import HALF_AGAIN, framed, in_print
from model.display.looks import INK, Look
from model.numerics.arrays import Array

ROOM = 150
"""Pixels at each side for numbers and names."""


def table(future: Future) -> pd.DataFrame:
    """Return people by favourite in week 0 and now."""
    labels = [look.label for look in option_looks(future.case)]
    moves = future.flows()
    before, after = np.nonzero(moves)
    return pd.DataFrame(
        {
            "from": [labels[i] for i in before],
            "to": [labels[j] for j in after],
            "people": moves[before, after],
        }
    )


def draw(future: Future) -> Figure:
    """Draw a ribbon for each pair of parties, as wide as the people who went that way."""
    moves, every = future.flows(), option_looks(future.case)
    with in_print():
        figure = framed(HALF_AGAIN, 3.6, left=0.01, right=0.99, bottom=0.01, top=0.99)
        axes = figure.subplots()
        before, after = np.nonzero(moves)
        people = pd.DataFrame({"from": before, "to": after, "people": moves[before, after]})
        draw_flows(axes, people, dict(enumerate(every)), alphas=(0.65, 0.3))
        axes.text(0, 1.03, "Week 0", ha="center", weight="bold")
        axes.text(1, 1.03, f"Week {future.campaign.week}", ha="center", weight="bold")
        axes.set_xlim(-0.9, 1.9)
        axes.set_ylim(-0.05, 1.08)
        axes.set_axis_off()
    return figure


def _said(look: Look, people: float) -> str:
    """Say millions of people first, so that numbers stand below each other."""
    return f"{people / 1e6:.2f}  {look.label}"


def option(future: Future) -> dict[str, Any]:
    """Describe the ribbons to the browser."""
    moves, every = future.flows(), option_looks(future.case)
    ends = moves.sum(axis=1), moves.sum(axis=0)
    nodes = [
        {"name": _node(every[j], people[j], (side, j)), "value": round(float(people[j])),
         "depth": side, "itemStyle": {"color": every[j].colour},
         "label": {"position": "right" if side else "left"}}
        for side, people in enumerate(ends)
        for j in np.flatnonzero(people).tolist()
    ]  # fmt: skip
    links = [
        {"source": _node(every[i], ends[0][i], (0, i)),
         "target": _node(every[j], ends[1][j], (1, j)),
         "value": round(float(moves[i, j])),
         "lineStyle": {"color": every[i].colour, "opacity": 0.25 if i == j else 0.6}}
        for i, j in np.argwhere(moves > 0).tolist()
    ]  # fmt: skip
    return base(
        series=[{
            "id": "flows", "type": "sankey", "animation": False, "left": ROOM, "right": ROOM,
            "top": 8, "bottom": 8,
            "nodeGap": 2 * LINE - 4, "layoutIterations": 0, "draggable": False, "data": nodes,
            "links": links, "emphasis": {"disabled": True},
            "told": _told(moves, every),
            "label": {"fontSize": SIZE, "color": INK, "width": ROOM - 12, "overflow": "break",
                      "lineHeight": LINE},
            "labelLayout": {"moveOverlap": "shiftY"},
        }]
    )  # fmt: skip


def _told(moves: Array, every: list[Look]) -> list[str]:
    """Say what each party had and has, and who changed sides, the most people first."""
    held = [f"{look.label}: {before / 1e6:.2f} million in week 0, {now / 1e6:.2f} now"
            for look, before, now in zip(every, moves.sum(axis=1), moves.sum(axis=0), strict=True)
            if before + now]  # fmt: skip
    went = [(i, j) for i, j in np.argwhere(moves > 0).tolist() if i != j]
    went.sort(key=lambda pair: -moves[pair])
    return held + [f"{moves[i, j] / 1e6:.2f} million went from {every[i].label} to {every[j].label}"
                   for i, j in went]  # fmt: skip


def _node(look: Look, people: float, place: tuple[int, int]) -> str:
    """Return what stands beside a block; letters without width tell equal names apart."""
    side, column = place
    return _said(look, people) + "\u200b" * (1 + 2 * column + side)


CHART = Chart(
    "flows",
    "Who changed sides since week 0",
    "Left: week 0, right: now, in millions of people. The width of a ribbon is the number of "
    "people; pale ribbons stayed where they were.",
    draw,
    table,
    option,
    height=lambda future: max(400, 200 + 2 * LINE * len(future.case.options)),
)
