"""The chamber and the votes if the election were held today."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.options import SIZE, axis, base, categories, ceiling, page_looks, per_cent
from model.app.elements.picture import Chart
from model.app.future import Future
from model.campaign import Campaign
from model.display.diagrams import draw_chamber, half_circle
from model.display.drawing import HALF_AGAIN, framed, in_print, percent, said, wrapped
from model.display.looks import INK, Look, looks
from model.election import Election
from model.numerics.arrays import IntArray


def result_table(election: Election) -> pd.DataFrame:
    """Return votes and seats by party on the ballot."""
    campaign: Campaign = election.campaign
    every = looks(campaign.scenario.parties)
    votes = election.votes.sum(axis=0)[: len(every)]
    frame = pd.DataFrame(
        {
            "party": [look.label for look in every],
            "votes": votes,
            "vote_share": votes / max(votes.sum(), 1),
            "seats": election.seats,
            "seat_share": election.seats / max(election.seats.sum(), 1),
            "colour": [look.colour for look in every],
            "marker": [look.marker for look in every],
        }
    )
    standing = campaign.state.stocks.standing > 0
    return frame[standing].sort_values("votes", ascending=False, kind="stable")


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


def chamber_option(election: Election, votes: IntArray | None = None) -> dict[str, Any]:
    """Describe a chamber and its votes, in the parties' own order; `votes` replaces the count."""
    every = page_looks(election.campaign.scenario)
    seats = election.seats.tolist()
    cast = (election.votes.sum(axis=0) if votes is None else votes)[: len(every)]
    shares = [per_cent(each) for each in cast / max(float(cast.sum()), 1.0)]
    total = sum(seats)
    shown = [j for j, _ in enumerate(every) if election.campaign.state.stocks.standing[j] > 0]
    labels = [every[j].label for j in shown]
    holder = [j for j, number in enumerate(seats) for _ in range(number)]
    places = half_circle(total).round(3).tolist()
    dots = [
        {"value": place, "name": every[j].label, "itemStyle": {"color": every[j].colour}}
        for place, j in zip(places, holder, strict=True)
    ]
    bars = [
        {"value": shares[j], "itemStyle": {"color": every[j].colour},
         "label": {"formatter": f"{{c}} %, {seats_of(seats[j])}"}}
        for j in shown
    ]  # fmt: skip
    return base(
        unit=" %",
        title={
            "text": f"Majority: {total // 2 + 1} of {total} seats", "left": "center", "top": 0,
            "textStyle": {"fontSize": 13, "fontWeight": "bold"},
        },
        grid=[
            {"left": "12%", "right": "12%", "top": 26, "height": 150},
            {"left": 110, "right": 116, "top": 196, "bottom": 24},
        ],
        xAxis=[
            {"min": -1.1, "max": 1.1, "show": False, "gridIndex": 0},
            axis("", 0, ceiling(max(shares, default=0), 20), " %", gridIndex=1),
        ],
        yAxis=[
            {"min": -0.05, "max": 1.1, "show": False, "gridIndex": 0},
            categories(labels, gridIndex=1),
        ],
        series=[
            {"id": "seats", "type": "scatter", "data": dots, "tooltip": {"formatter": "{b}"},
             "symbolSize": max(5, min(13, round(110 / max(total, 1) ** 0.5))),
             "markLine": {"symbol": "none", "silent": True, "label": {"show": False},
                          "lineStyle": {"color": INK, "type": "solid", "width": 1.5},
                          "data": [[{"coord": [0, 0.3]}, {"coord": [0, 1.08]}]]}},
            {"id": "votes", "type": "bar", "xAxisIndex": 1, "yAxisIndex": 1, "data": bars,
             "barCategoryGap": "25%",
             "label": {"show": True, "position": "right", "formatter": "{c} %", "color": INK,
                       "fontSize": SIZE}},
        ],
    )  # fmt: skip


def seats_of(number: int) -> str:
    """Write a number of seats."""
    return f"{number} seat" if number == 1 else f"{number} seats"


CHART = Chart(
    "chamber",
    "If the election were held today",
    "Each dot is a seat by the scenario's law, each bar official votes, whoever was brought to "
    "the polls included.",
    draw,
    table,
    option,
    height=400,
)
