"""How ready people are to protest."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import framed, on_screen, percent
from model.display.looks import FAINT, INK, RED
from model.politics.state import PROTEST_BINS


def table(session: Session) -> pd.DataFrame:
    """Return people by readiness to protest, all regions together."""
    people = session.campaign.state.public.protest.sum(axis=0)
    middle = (np.arange(PROTEST_BINS) + 0.5) / PROTEST_BINS
    return pd.DataFrame({"readiness": middle, "people": people})


def draw(session: Session) -> Figure:
    """Draw the distribution of readiness, and the crowd by week below it."""
    rows, series = table(session), session.series
    with on_screen():
        figure = framed(6.4, 4.2, left=0.13, right=0.98, bottom=0.1, top=0.97, hspace=0.5)
        above, below = figure.subplots(2, 1, height_ratios=[1.5, 1])
        share = rows["people"] / max(float(rows["people"].sum()), 1.0)
        above.stairs(share, np.linspace(0, 1, PROTEST_BINS + 1), color="#5790a8", fill=True)
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


CHART = Chart(
    "protest",
    "Protest",
    "Above: how ready people are to protest. Below: how many are out in the street.",
    draw,
    table,
)
