"""What people say to pollsters against what they privately prefer."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import framed, on_screen, percent
from model.display.looks import FAINT, INK, looks


def table(session: Session) -> pd.DataFrame:
    """Return private support and public answer by party on the ballot, shares of all."""
    state = session.campaign.state
    every = looks(session.case.parties)
    frame = pd.DataFrame(
        {
            "party": [look.label for look in every],
            "private_support": state.public.support,
            "said_to_pollsters": state.public.rating,
            "colour": [look.colour for look in every],
        }
    )[state.stocks.standing > 0]
    return frame.sort_values("private_support", kind="stable")


def draw(session: Session) -> Figure:
    """Draw a line from private support (open) to the answer (filled) for each party."""
    rows = table(session)
    with on_screen():
        figure = framed(6.4, 3.7, left=0.21, right=0.97, bottom=0.13, top=0.97)
        axes = figure.subplots()
        places = np.arange(len(rows))
        private, said = rows["private_support"], rows["said_to_pollsters"]
        axes.hlines(places, private, said, color=rows["colour"], lw=2.5)
        axes.scatter(private, places, s=48, facecolor="white", edgecolor=INK, zorder=3,
                     label="private support")  # fmt: skip
        axes.scatter(said, places, s=48, c=rows["colour"], edgecolor=INK, marker="s", zorder=3,
                     label="said to pollsters")  # fmt: skip
        axes.set_yticks(places, rows["party"])
        axes.set_xlim(0, None)
        percent(axes.xaxis)
        undecided = session.rows[-1]["undecided"]
        axes.set_xlabel(f"Share of all asked ({100 * undecided:.0f} % say they are undecided)")
        axes.grid(axis="x", color=FAINT, alpha=0.25, lw=0.6)
        axes.legend(loc="lower right")
    return figure


CHART = Chart(
    "poll",
    "Poll against private support",
    "Circle: whom people privately prefer. Square: what they tell a pollster; some stay silent, "
    "some lie in favour of the powerful.",
    draw,
    lambda session: table(session).drop(columns="colour"),
)
