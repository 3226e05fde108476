"""The chamber and the votes if the election were held today."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.options import (
    OPAQUE,
    SIZE,
    axis,
    base,
    categories,
    ceiling,
    no_party,
    page_looks,
    per_cent,
)
from model.app.elements.picture import Chart
from model.app.future import Future
from model.campaign import Campaign
from model.display.diagrams import draw_chamber, half_circle
from model.display.drawing import HALF_AGAIN, framed, in_print, percent, said, wrapped
from model.display.looks import FAINT, INK, Look, looks
from model.election import Election
from model.measures.sides import joint, one_office
from model.numerics.arrays import IntArray

ROW = 26
"""Height of a bar, pixels: room for a name of two lines."""
OUT = ("not decided yet", {"color": "white", "borderColor": FAINT, "borderWidth": 1})
"""A seat that nobody has won yet: an open dot, for grey may be a party."""


def result_table(election: Election) -> pd.DataFrame:
    """Return votes, as shares of all valid ones, and seats by choice on the ballot."""
    campaign: Campaign = election.campaign
    every = _choices(election)
    votes, seats = election.votes.sum(axis=0), _padded(election.seats, len(every))
    frame = pd.DataFrame(
        {
            "party": [look.label for look in every],
            "votes": votes,
            "vote_share": votes / max(votes.sum(), 1),
            "seats": seats,
            "seat_share": seats / max(seats.sum(), 1),
            "colour": [look.colour for look in every],
            "marker": [look.marker for look in every],
        }
    )
    standing = _padded(campaign.state.stocks.standing > 0, len(every), True)
    return frame[standing].sort_values("votes", ascending=False, kind="stable")


def _choices(election: Election) -> list[Look]:
    """Return the looks of the parties and, where one can vote so, of *against all*."""
    parties = looks(election.campaign.scenario.parties)
    return [*parties, *(no_party(name) for name in election.choices[len(parties) :])]


def _padded(values: Any, length: int, more: int = 0) -> IntArray:
    """Return values by party with one for each other choice behind them."""
    return np.append(values, np.full(length - len(values), more, values.dtype))


def table(future: Future) -> pd.DataFrame:
    """Return the result if the election were today."""
    return result_table(future.today).drop(columns=["colour", "marker"])


def draw(future: Future) -> Figure:
    """Draw votes as bars and seats as a half-circle."""
    with in_print():
        figure = framed(HALF_AGAIN, 2.9, left=0.21, right=0.99, bottom=0.13, top=0.97, wspace=0.05)
        bars, chamber = figure.subplots(1, 2, width_ratios=[1.1, 1])
        rows = result_table(future.today)
        draw_votes(bars, rows)
        draw_seats(chamber, rows)
    return figure


def draw_votes(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the shares of votes with the numbers of seats beside them."""
    names = [wrapped(party, 18) for party in rows["party"]]
    bars = axes.barh(names, rows["vote_share"], color=rows["colour"])
    every = zip(rows["vote_share"], rows["seats"], strict=True)
    said_of = [f"{said(share)}, {seats_of(seats)}" for share, seats in every]
    axes.bar_label(bars, said_of, padding=4, size=6.5)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.75 * max(float(rows["vote_share"].max()), 0.05))
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= min(1, axes.get_xlim()[1])])
    axes.set_xlabel("Official votes (share)")
    percent(axes.xaxis)


def draw_seats(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the chamber, with the seats of its largest party in the middle."""
    columns = (rows[rows["seats"] > 0][each] for each in ("seats", "colour", "marker", "party"))
    seated = [(int(seats), Look(colour, marker, "", party))
              for seats, colour, marker, party in zip(*columns, strict=True)]  # fmt: skip
    draw_chamber(axes, seated, largest=6.5)
    axes.set_anchor("C")
    if not seated:  # all seats stay vacant where nobody votes
        return
    number, largest = max(seated, key=lambda each: each[0])
    axes.text(0, 0.08, f"{number}", ha="center", size=12, weight="bold")
    axes.text(0, 0.0, wrapped(largest.label, 14), ha="center", va="top", size=6)


def option(future: Future) -> dict[str, Any]:
    """Describe the chamber to the browser: seats that change hands, and below them the votes."""
    return chamber_option(future.today)


def chamber_option(
    election: Election, votes: IntArray | None = None, won: IntArray | None = None
) -> dict[str, Any]:
    """Describe a chamber and its votes, in the parties' own order.

    `votes` and `won` replace votes by choice and seats by party while these are counted; seats
    that nobody has won yet are open.
    """
    case, seats = election.campaign.scenario, election.seats if won is None else won
    final = election.votes.sum(axis=0)
    highest = max((final / max(final.sum(), 1)).max(), 0.01)
    top = 218 if case.alliances else 196
    house = not one_office(election.campaign.scenario)
    return base(
        unit=" %",
        title={
            "text": _title(election, seats, votes), "subtext": _together(election, seats),
            "left": "center", "top": 0, "itemGap": 8,
            "textStyle": {"fontSize": 13, "fontWeight": "bold"},
            "subtextStyle": {"fontSize": 13, "color": INK},
        },
        grid=[
            {"left": "center", "width": 290, "top": top - 170, "height": 150},
            {"left": 150, "right": 116, "top": top if house else 32, "bottom": 24},
        ],
        xAxis=[
            {"min": -1.1, "max": 1.1, "show": False, "gridIndex": 0},
            axis("", 0, ceiling(100 * float(highest), 20), " %", gridIndex=1),
        ],
        yAxis=[
            {"min": -0.05, "max": 1.1, "show": False, "gridIndex": 0},
            categories([each.label for _, each in _shown(election)], 140, gridIndex=1),
        ],
        series=[
            _dots(election, seats),
            {"id": "votes", "type": "bar", "xAxisIndex": 1, "yAxisIndex": 1,
             "data": _bars(election, final if votes is None else votes, seats),
             "barCategoryGap": "25%",
             "label": {"show": True, "position": "right", "formatter": "{c} %", "color": INK,
                       "fontSize": SIZE}},
        ],
    )  # fmt: skip


def _shown(election: Election) -> list[tuple[int, Look]]:
    """Return column and look of what stands on the ballot, fit for a screen."""
    parties = page_looks(election.campaign.scenario)
    every = enumerate([*parties, *_choices(election)[len(parties) :]])
    standing = election.campaign.state.stocks.standing
    return [(j, each) for j, each in every if j >= len(parties) or standing[j] > 0]


def _title(election: Election, seats: IntArray, votes: IntArray | None) -> str:
    """Say who is elected or ahead; of a house, what a majority is."""
    if not one_office(election.campaign.scenario):
        total = int(election.seats.sum())
        return f"Majority: {total // 2 + 1} of {total} seats"
    if not seats.any():
        return ""
    final = votes is None or votes.sum() == election.votes.sum()
    first = page_looks(election.campaign.scenario)[int(seats.argmax())].label
    return f"{'Elected' if final else 'Ahead'}: {first}"


def _together(election: Election, seats: IntArray) -> str:
    """Say what those who govern or stand together have."""
    case = election.campaign.scenario
    return ", ".join(f"{each.label} {seats[each.columns(case)].sum()}" for each in joint(case))


def _dots(election: Election, seats: IntArray) -> dict[str, Any]:
    """Return a dot for each seat of a house, and the line in its middle; none for one office."""
    every, total = page_looks(election.campaign.scenario), int(election.seats.sum())
    held: list[tuple[str, dict[str, Any]]] = [
        (every[j].label, {"color": every[j].colour})
        for j, number in enumerate(seats.tolist()) for _ in range(number)
    ]  # fmt: skip
    holders = [*held, *[OUT] * (total - len(held))]
    dots = [
        {"value": place, "name": name, "itemStyle": style}
        for place, (name, style) in zip(half_circle(total).round(3).tolist(), holders, strict=True)
    ]
    house = not one_office(election.campaign.scenario)
    return {
        "id": "seats", "type": "scatter", "tooltip": {"formatter": "{b}"},
        "itemStyle": OPAQUE,
        "data": dots if house else [],
        "symbolSize": max(5, min(13, round(110 / max(total, 1) ** 0.5))),
        "markLine": {"symbol": "none", "silent": True, "label": {"show": False},
                     "lineStyle": {"color": INK, "type": "solid", "width": 1.5},
                     "data": [[{"coord": [0, 0.3]}, {"coord": [0, 1.08]}]] if house else []},
    }  # fmt: skip


def _bars(election: Election, votes: IntArray, seats: IntArray) -> list[dict[str, Any]]:
    """Return a bar for each choice with its share of the votes, and the seats beside it."""
    bars, whole = [], max(float(votes.sum()), 1.0)
    for j, look in _shown(election):
        seated = j < len(seats) and not one_office(election.campaign.scenario)
        told = f"{{c}} %, {seats_of(int(seats[j]))}" if seated else "{c} %"
        bars.append(
            {"value": per_cent(votes[j] / whole), "itemStyle": {"color": look.colour},
             "label": {"formatter": told}}
        )  # fmt: skip
    return bars


def height_of(future: Future) -> int:
    """Return pixels that leave room for the name of each party."""
    return max(400, 236 + ROW * len(future.case.options))


def seats_of(number: int) -> str:
    """Write a number of seats."""
    return f"{number} seat" if number == 1 else f"{number} seats"


CHART = Chart(
    "chamber",
    "If the election were held today",
    "Bars: official votes, whoever was brought to the polls included. Dots, where a house is "
    "elected: seats by the scenario's law.",
    draw,
    table,
    option,
    height=height_of,
)
