"""From whom to whom voters went."""

from typing import Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from experiments.figures.chart import TableChart, rows
from experiments.figures.results import Results
from experiments.figures.style import DOUBLE, INK, apart, bare, look

_GAP = 0.025
_BAR = 0.03


class VoteFlows(TableChart):
    """Flows of voters as ribbons between two bars; a ribbon has the colour it comes from.

    An optional column `before` and `after` names the two ends.
    """

    text = (
        "Where voters came from and where they went; the width of a ribbon is the number of "
        "people, its colour the origin."
    )
    width: ClassVar[float] = DOUBLE
    interval = "mean over runs, no interval"
    needs: ClassVar[dict[str, str]] = {
        "from": "party, or a word such as abstained",
        "to": "party, or a word such as abstained",
        "people": "number of people",
    }

    def table(self, results: Results) -> pd.DataFrame:
        """Return the experiment's flows with names and looks of the parties."""
        flows = super().table(results)
        for end in ("from", "to"):
            about = results.parties.add_prefix(f"{end}_").rename(columns={f"{end}_party": end})
            flows = flows.drop(columns=list(about.columns.drop(end)), errors="ignore")
            flows = flows.merge(about, on=end, how="left")
        return flows

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return max(2.8, 0.8 + 0.28 * max(table["from"].nunique(), table["to"].nunique()))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw both bars, then the ribbons between them."""
        axes = figure.subplots()
        moving = table[table["people"] > 0].reset_index(drop=True)
        left, right = _stack(moving, "from"), _stack(moving, "to")
        _ribbons(axes, moving, left, right)
        _bar(axes, left, 0.0, "right")
        _bar(axes, right, 1.0, "left")
        for x, column, words in ((0.0, "before", "before"), (1.0, "after", "after")):
            title = str(table[column].iloc[0]) if column in table else words
            axes.text(x, 1.03, title, ha="center", va="bottom", weight="bold", size=7.5)
        axes.set_xlim(-0.35, 1.35)
        axes.set_ylim(-0.02, 1.1)
        bare(axes)


def _stack(flows: pd.DataFrame, end: str) -> pd.DataFrame:
    """Return each end with its look, its people and its place between 0 and 1, top first."""
    people = flows.groupby(end, sort=False)["people"].sum()
    order = flows.drop_duplicates(end).set_index(end)
    stack = pd.DataFrame({"people": people})
    stack["label"] = [_label(order, end, name) for name in people.index]
    stack["look"] = [_look(order, end, name) for name in people.index]
    scale = (1 - _GAP * (len(stack) - 1)) / people.sum()
    stack["tall"] = stack["people"] * scale
    stack["top"] = 1 - (stack["tall"].cumsum() - stack["tall"]) - _GAP * np.arange(len(stack))
    return stack


def _label(order: pd.DataFrame, end: str, name: Any) -> str:
    label = order[f"{end}_label"].get(name) if f"{end}_label" in order else None
    return str(name).replace("_", " ") if label is None or pd.isna(label) else str(label)


def _look(order: pd.DataFrame, end: str, name: Any) -> Any:
    kind = order[f"{end}_kind"].get(name) if f"{end}_kind" in order else None
    if kind is None or pd.isna(kind):
        # Not a party: those who abstain or hesitate are drawn in neutral tones.
        return look("none", list(order.index).index(name) % 3)
    return look(str(kind), int(order[f"{end}_rank"].get(name)))


def _bar(axes: Axes, stack: pd.DataFrame, x: float, side: str) -> None:
    outward = -1 if side == "right" else 1
    middles = stack["top"] - stack["tall"] / 2
    places = apart(list(middles), 0.055)
    for row, middle, place in zip(rows(stack), middles, places, strict=True):
        axes.add_patch(
            Rectangle(
                (x - _BAR / 2, row.top - row.tall), _BAR, row.tall, facecolor=row.look.colour,
                hatch=row.look.hatch, edgecolor="white", lw=0,
            )
        )  # fmt: skip
        edge = x + outward * _BAR / 2
        axes.plot([edge, edge + outward * 0.025], [middle, place], color=INK, lw=0.4)
        axes.text(
            edge + outward * 0.035,
            place,
            f"{row.label}  {_people(row.people)}",
            ha=side,
            va="center",
        )


def _people(number: float) -> str:
    if number >= 1e6:
        return f"{number / 1e6:.2f} million"
    return f"{number / 1e3:,.0f} thousand" if number >= 1e3 else f"{number:,.0f}"


def _ribbons(axes: Axes, flows: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> None:
    scale_left = left["tall"].sum() / left["people"].sum()
    scale_right = right["tall"].sum() / right["people"].sum()
    next_left: dict[Any, float] = left["top"].to_dict()
    next_right: dict[Any, float] = right["top"].to_dict()
    places = {name: place for place, name in enumerate(left.index)}
    ends = {name: place for place, name in enumerate(right.index)}
    keys = [(places[a], ends[b]) for a, b in zip(flows["from"], flows["to"], strict=True)]
    looks = left["look"].to_dict()
    for number in sorted(range(len(flows)), key=keys.__getitem__):
        start, end, people = (flows[each].iloc[number] for each in ("from", "to", "people"))
        out, into = people * scale_left, people * scale_right
        axes.add_patch(
            PathPatch(
                _ribbon((next_left[start], out), (next_right[end], into)),
                facecolor=looks[start].colour, alpha=0.5, lw=0,
            )
        )  # fmt: skip
        next_left[start] -= out
        next_right[end] -= into


def _ribbon(left: tuple[float, float], right: tuple[float, float]) -> Outline:
    (top, out), (end, into) = left, right
    a, b = _BAR / 2, 1 - _BAR / 2
    corners = [
        (a, top), (0.5, top), (0.5, end), (b, end),
        (b, end - into), (0.5, end - into), (0.5, top - out), (a, top - out), (a, top),
    ]  # fmt: skip
    move, line, curve = Outline.MOVETO, Outline.LINETO, Outline.CURVE4
    return Outline(
        corners, [move, curve, curve, curve, line, curve, curve, curve, Outline.CLOSEPOLY]
    )
