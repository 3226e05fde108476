"""From whom to whom voters went."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from experiments.figures.chart import SIDE_BY_SIDE, Caption, TableChart, Words
from experiments.store.results import Results
from experiments.store.words import sentence
from model.display.drawing import DOUBLE, apart, bare
from model.display.looks import INK, look

_GAPS = 0.25
"""Share of a bar that is left free between its blocks, at most."""
_GAP = 0.025
_LINE, _MARGINS = 0.15, 0.75
"""Height of a line of text, and what lies above and below the bars, inches."""
_BAR = 0.03
_NEUTRAL = ("#bdbdbd", "#dcd6cc", "#8f8f8f")
_STORED = "voted."
"""How columns begin that hold the flows of a run: `voted.ORIGIN.END`, shares of electors."""


class VoteFlows(TableChart):
    """Flows of voters as ribbons between two bars; a ribbon has the colour it comes from.

    Drawn from the table that an experiment left, or else from the flows stored with the runs.
    Of a party that is asked for, only who left it, joined it or stayed with it.
    The optional columns `before` and `after` name the two ends.
    """

    text = (
        "Where voters came from and where they went; the width of a ribbon is the number of "
        "people, its colour the origin."
    )
    width: ClassVar[float] = DOUBLE
    points = SIDE_BY_SIDE
    obeys = frozenset({"party"})
    interval = "mean over runs, no interval"
    needs: ClassVar[dict[str, str]] = {
        "from": Words("party, or a word such as abstained"),
        "to": Words("party, or a word such as abstained"),
        "people": "number of people",
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """Yield the figure if there is a table, or if the runs have flows."""
        if results.file(cls().name).is_file() or _stored(results.runs):
            yield cls()

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say over which runs the flows are a mean."""
        if results.file(self.name).is_file():
            return super().caption(results, table)
        wished = results.labels.get(results.wish.party)
        only = f" Only who left {wished}, joined it or stayed with it." if wished else ""
        return Caption.of(results, self.text + only, results.count, self.interval)

    def table(self, results: Results) -> pd.DataFrame:
        """Return the flows with names and looks of the parties, in their order."""
        file = results.file(self.name).is_file()
        flows = super().table(results) if file else _mean_flows(results)
        if results.wish.party:
            flows = flows[(flows[["from", "to"]] == results.wish.party).any(axis=1)]
        order = list(results.parties["party"])
        for end in ("from", "to"):
            about = results.parties.add_prefix(f"{end}_").rename(columns={f"{end}_party": end})
            flows = flows.drop(columns=list(about.columns.drop(end)), errors="ignore")
            flows = flows.merge(about, on=end, how="left")
        places = flows[["from", "to"]].map(lambda name: order.index(name) if name in order else 99)
        return flows.loc[places.sort_values(["from", "to"], kind="stable").index].reset_index(
            drop=True
        )

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return max(2.8, 0.8 + 0.28 * max(table["from"].nunique(), table["to"].nunique()))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw both bars, then the ribbons between them."""
        axes = figure.subplots()
        moving = table[table["people"] > 0].reset_index(drop=True)
        known = _known(moving)
        left, right = _stack(moving, "from", known), _stack(moving, "to", known)
        _ribbons(axes, moving, (left, right), known)
        room = _LINE / (_inches(figure) - _MARGINS)
        for x, blocks in ((0.0, left), (1.0, right)):
            _bar(axes, x, blocks, known)
            _name(axes, x, blocks, known, room)
        for x, column in ((0.0, "before"), (1.0, "after")):
            title = str(table[column].iloc[0]) if column in table else column
            axes.text(x, 1.03, title, ha="center", va="bottom", weight="bold", size=7.5)
        axes.set_xlim(-0.35, 1.35)
        axes.set_ylim(-0.02, 1.1)
        bare(axes)


def _inches(figure: Any) -> float:
    """Return the height of a figure, or of its part in a larger one."""
    return float(figure.bbox.height / figure.dpi)


def _stored(runs: pd.DataFrame) -> list[str]:
    return [each for each in map(str, runs.columns) if each.startswith(_STORED)]


def _mean_flows(results: Results) -> pd.DataFrame:
    """Return the mean over the runs of people by origin and end."""
    runs = results.runs
    columns = _stored(runs)
    ends = pd.DataFrame([each.split(".")[1:] for each in columns], columns=["from", "to"])
    electors = results.scenario["population"]["electorate"]
    people = runs[columns].mean().to_numpy() * electors
    flows = ends.assign(people=people, before="Favourite in week 0", after="The ballot")
    return flows[flows["people"] > 0].reset_index(drop=True)


@dataclass(frozen=True)
class _End:
    label: str
    colour: str


@dataclass(frozen=True)
class _Block:
    """One end's part of a bar: from `top` down by `tall`."""

    people: float
    top: float
    tall: float


_Sides = tuple[dict[Any, _Block], dict[Any, _Block]]


def _known(flows: pd.DataFrame) -> dict[Any, _End]:
    """Return name and colour of everything that voters leave or join, the same on both sides."""
    known: dict[Any, _End] = {}
    others = 0
    for end in ("from", "to"):
        for _, row in flows.drop_duplicates(end).iterrows():
            name, kind = row[end], row.get(f"{end}_kind")
            if name in known:
                continue
            if kind is None or pd.isna(kind):
                # Not a party: those who abstain or hesitate are drawn in neutral tones.
                words = sentence(str(name).replace("_", " "))
                known[name] = _End(words, _NEUTRAL[others % len(_NEUTRAL)])
                others += 1
            else:
                known[name] = _End(
                    str(row[f"{end}_label"]), look(str(kind), int(row[f"{end}_rank"])).colour
                )
    return known


def _stack(flows: pd.DataFrame, end: str, known: dict[Any, _End]) -> dict[Any, _Block]:
    """Pile up one end's people between 1 and 0, in the order of what is known."""
    people = flows.groupby(end, sort=False)["people"].sum()
    people = people[[name for name in known if name in people.index]]
    gap = min(_GAP, _GAPS / len(people))
    scale = (1 - gap * (len(people) - 1)) / people.sum()
    blocks, top = {}, 1.0
    for name, number in people.items():
        blocks[name] = _Block(float(number), top, float(number * scale))
        top -= blocks[name].tall + gap
    return blocks


def _bar(axes: Axes, x: float, blocks: dict[Any, _Block], known: dict[Any, _End]) -> None:
    for name, block in blocks.items():
        corner = (x - _BAR / 2, block.top - block.tall)
        axes.add_patch(Rectangle(corner, _BAR, block.tall, color=known[name].colour, lw=0))


def _name(
    axes: Axes, x: float, blocks: dict[Any, _Block], known: dict[Any, _End], room: float
) -> None:
    """Write the ends beside their blocks, so far apart that each line has room (share of a bar)."""
    outward = -1 if x == 0 else 1
    middles = [block.top - block.tall / 2 for block in blocks.values()]
    edge = x + outward * _BAR / 2
    places = apart(middles, room)
    for (name, block), middle, place in zip(blocks.items(), middles, places, strict=True):
        axes.plot([edge, edge + outward * 0.025], [middle, place], color=INK, lw=0.4)
        axes.text(
            edge + outward * 0.035, float(place),
            f"{known[name].label}  {_people(block.people)}",
            ha="right" if x == 0 else "left", va="center",
        )  # fmt: skip


def _people(number: float) -> str:
    if number >= 1e6:
        return f"{number / 1e6:.2f} million"
    return f"{number / 1e3:,.0f} thousand" if number >= 1e3 else f"{number:,.0f}"


def _ribbons(axes: Axes, flows: pd.DataFrame, sides: _Sides, known: dict[Any, _End]) -> None:
    left, right = sides
    next_left = {name: block.top for name, block in left.items()}
    next_right = {name: block.top for name, block in right.items()}
    order = {name: place for place, name in enumerate(right)}
    # From the top of each origin down, in the order of the destinations: fewest crossings.
    for origin in left:
        leaving = flows[flows["from"] == origin]
        for end, people in sorted(
            zip(leaving["to"], leaving["people"], strict=True), key=lambda f: order[f[0]]
        ):
            out = people * left[origin].tall / left[origin].people
            into = people * right[end].tall / right[end].people
            shape = _ribbon((next_left[origin], out), (next_right[end], into))
            axes.add_patch(PathPatch(shape, facecolor=known[origin].colour, alpha=0.5, lw=0))
            next_left[origin] -= out
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
