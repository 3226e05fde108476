"""Two futures side by side, on the same random numbers."""

from typing import Any

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
    room_for_list,
)
from model.app.elements.picture import Chart
from model.app.future import Future
from model.app.story.chronicle import marks, points
from model.app.views.hemicycle import draw_seats, result_table, seats_of
from model.display.drawing import DOUBLE, in_print, percent, sheet
from model.display.looks import FAINT, INK, Look
from model.measures.sides import in_power, one_office

LEAST_GAP = 0.01
"""Differences are drawn on twice this height at least: nothing must not look like much."""


UNLIKE = "One future elects a house and the other a president: their seats are not compared."


def table(future: Future) -> pd.DataFrame:
    """Return support by week in both runs, and the difference.

    A party that only one of them has stands in the other with 0.
    """
    names = [name for name, _ in _every(future)]
    told = ["week", *(f"support.{name}" for name in names)]
    ours, theirs = (
        each.series.reindex(columns=told, fill_value=0.0) for each in (future, _second(future))
    )
    both = ours.merge(theirs, on="week", how="outer", suffixes=("", " (second)"))
    columns = ["week"]
    for name in names:
        one, two = f"support.{name}", f"support.{name} (second)"
        both[f"difference.{name}"] = both[two] - both[one]
        columns += [one, two, f"difference.{name}"]
    return both[columns]


def _every(future: Future, *, printed: bool = False) -> list[tuple[str, Look]]:
    """Return what people favour in either future, by name: the first's, then what it lacks."""
    first, second = (
        dict(columns_of(each.case, each.rows[-1], "support", printed=printed))
        for each in (future, _second(future))
    )
    return [*first.items(), *((name, second[name]) for name in second if name not in first)]


def draw(future: Future) -> Figure:
    """Draw support in both runs, the difference, and both chambers."""
    second, rows = _second(future), table(future)
    with in_print():
        figure = sheet(DOUBLE, 5)
        (support, gap), (here, there) = figure.subplots(2, 2)
        _lines(support, future, rows)
        _gaps(gap, future, rows)
        draw_seats(here, result_table(future.today))
        draw_seats(there, result_table(second.today))
        here.set_title(f"First, week {future.campaign.week}")
        there.set_title(f"Second, week {second.campaign.week}")
        handles, labels = gap.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=5)
    return figure


def _last(future: Future) -> int:
    both = (future, _second(future))
    return max(1, *(int(each.campaign.state.stocks.election_week) for each in both))


def _second(future: Future) -> Future:
    if future.beside is None:
        raise ValueError("Choose a second future above to see it beside the first.")
    return future.beside


def _lines(axes: Axes, future: Future, rows: pd.DataFrame) -> None:
    for name, look in _every(future, printed=True):
        for column, line in ((f"support.{name}", "-"), (f"support.{name} (second)", "--")):
            if rows[column].any():
                axes.plot(rows["week"], _there(rows[column]), color=look.colour, ls=line)
    axes.plot([], [], color=INK, label="first")
    axes.plot([], [], color=INK, ls="--", label="second")
    axes.set_ylim(0, 1.22 * axes.get_ylim()[1])
    axes.legend(loc="upper left", ncols=2)
    _axes(axes, future, "Private support (share of electors)")


def _gaps(axes: Axes, future: Future, rows: pd.DataFrame) -> None:
    axes.axhline(0, color=FAINT, lw=0.8)
    for name, look in _every(future, printed=True):
        column = f"difference.{name}"
        if rows[f"support.{name}"].any() or rows[column].any():
            axes.plot(
                rows["week"], rows[column], color=look.colour, marker=look.marker, ms=3,
                markevery=max(len(rows) // 8, 1), label=look.label,
            )  # fmt: skip
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -LEAST_GAP), max(high, LEAST_GAP))
    _axes(axes, future, "Second future less the first (share)")


def _axes(axes: Axes, future: Future, label: str) -> None:
    axes.set_xlim(0, _last(future))
    axes.set_xlabel("Week of the campaign")
    axes.set_ylabel(label)
    percent(axes.yaxis)


def option(future: Future) -> dict[str, Any]:
    """Describe support in both futures, and the difference in points below, to the browser."""
    second, rows = _second(future), table(future)
    weeks = rows["week"].tolist()
    lines: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    gaps: list[dict[str, Any]] = []
    for place, (name, look) in enumerate(_every(future)):
        one, two = (_there(rows[f"support.{name}{which}"]) for which in ("", " (second)"))
        gap = rows[f"difference.{name}"].where(one.notna() | two.notna())
        style = line_of(look, place)
        dashed = {**style["lineStyle"], "type": "dashed"}
        lines += [
            {"id": f"one {name}", **style, "data": _pairs(weeks, one),
             "name": f"{look.label}, first"},
            {"id": f"two {name}", **style, "lineStyle": dashed, "data": _pairs(weeks, two),
             "name": f"{look.label}, second"},
        ]  # fmt: skip
        ends.append({**style, "data": _pairs(weeks, one if one.notna().any() else two)})
        gaps.append(
            {"id": f"gap {name}", **style, "xAxisIndex": 1, "yAxisIndex": 1,
             "data": _pairs(weeks, gap)}
        )  # fmt: skip
    shares = [value for each in lines for _, value in each["data"] if value is not None]
    off = [abs(value) for each in gaps for _, value in each["data"] if value is not None]
    reach = ceiling(max(off, default=0) or 1, 5)
    day = _last(future)
    happened = sorted({week for each in (future, second) for week, _ in marks(each)})
    texts = dict([*marks(second), *marks(future)])
    gaps[0]["markLine"] = {
        "symbol": "none", "label": {"show": False}, "animation": False,
        "lineStyle": {"color": FAINT, "type": "dotted"},
        "data": [{"xAxis": week, "name": texts[week], "tooltip": {"formatter": "{b}"}}
                 for week in happened],
    }  # fmt: skip
    names = names_at_ends(gaps, 234, (-reach, reach))
    top = ceiling(1.1 * max(shares, default=0), 10)
    above = {**names_at_ends(ends, 178, (0, top)), "id": "names above"}
    heading = {"textStyle": {"fontSize": 13, "color": INK}, "left": 0}
    return base(
        tooltip={"trigger": "axis", "order": "valueDesc"},
        legend=listed([each["name"] for each in gaps]),
        title=[
            {"text": "Private support: first future solid, second dashed (%)", "top": 0, **heading},
            {"text": "Second less first (percentage points)", "top": 248, **heading},
        ],
        grid=[{"left": 48, "right": 190, "top": 30, "height": 178},
              {"left": 48, "right": 190, "top": 282, "bottom": 44 + room_for_list(len(gaps))}],
        xAxis=[axis("", 0, day, gridIndex=0), axis("Week of the campaign", 0, day, gridIndex=1)],
        yAxis=[axis("", 0, top, gridIndex=0),
               axis("", -reach, reach, gridIndex=1, interval=reach / 2)],
        series=[*lines, *gaps, above, {**names, "id": "names", "xAxisIndex": 1, "yAxisIndex": 1}],
    )  # fmt: skip


def _height(future: Future) -> int:
    every = _every(future) if future.beside else future.case.options
    return 560 + room_for_list(len(every))


def _there(shares: pd.Series) -> pd.Series:
    """Return shares without those of a party that is not there yet, which has none."""
    return shares.where(shares > 0)


def _pairs(weeks: list[int], values: pd.Series) -> list[list[Any]]:
    """Return weeks with their values in per cent."""
    told = zip(weeks, values.tolist(), strict=True)
    return [[week, None if value != value else per_cent(value)] for week, value in told]


def say(future: Future) -> str:
    """Say in words what differs: seats or the office, votes and private support of who governs."""
    second, power = _second(future), in_power(future.case)
    if not set(power.names) <= second.case.parties.keys():
        return "The second future has other parties."
    ours, theirs = future.result(), second.result()

    def gap(what: str) -> str:
        return points(power.total(theirs, what) - power.total(ours, what))

    moved = f"{gap('vote_share')} of votes and {gap('support')} of private support."
    if one_office(future.case) != one_office(second.case):
        return f"{UNLIKE} In the second future {power.label} has {moved}"
    return f"In the second future {power.label} {_won(future)}, {moved}"


def _won(future: Future) -> str:
    second, power = _second(future), in_power(future.case)
    ours, theirs = (int(power.total(each.result(), "seats")) for each in (future, second))
    if one_office(future.case) and one_office(second.case):
        does = "keeps the presidency" if theirs else "loses the presidency"
        return f"{does}, {'as in' if ours == theirs else 'unlike in'} the first"
    more = "more" if theirs > ours else "fewer"
    gap = seats_of(abs(theirs - ours)).replace(" ", f" {more} ", 1)
    return f"has {gap if theirs != ours else 'the same seats'} ({theirs} against {ours})"


CHART = Chart(
    "comparison",
    "Two futures",
    "Same seed, so both have the same voters with the same luck: what differs is caused by what "
    "you changed. A party that only one of them has counts as 0 in the other.",
    draw,
    table,
    option,
    height=_height,
)
