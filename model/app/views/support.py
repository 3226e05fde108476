"""Support by week, with what happened marked."""

from itertools import groupby
from operator import itemgetter

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import framed, on_screen, percent
from model.display.looks import FAINT, INK, looks, words

MOST_POINTS = 1000
MARKED = ("event", "lever", "entry", "exit", "founded", "death", "rally", "birth")
"""What is marked in the picture; the chronicle has the rest, such as single defections."""


def draw(session: Session) -> Figure:
    """Draw each party's private support over the weeks."""
    with on_screen():
        figure = framed(6.4, 3.7, left=0.1, right=0.77, bottom=0.13, top=0.97)
        axes = figure.subplots()
        series = session.series
        thin = series.iloc[:: max(len(series) // MOST_POINTS, 1)]
        _lines(axes, session, thin)
        _marks(axes, session)
        axes.set_xlabel("Week of the campaign")
        axes.set_ylabel("Private support (share of electors)")
        axes.set_xlim(0, max(int(session.campaign.state.stocks.election_week), 1))
        axes.set_ylim(0, None)
        percent(axes.yaxis)
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
    return figure


def _lines(axes: Axes, session: Session, series: pd.DataFrame) -> None:
    standing = session.campaign.state.stocks.standing
    every = zip(session.case.parties, looks(session.case.parties), strict=True)
    for column, (name, look) in enumerate(every):
        values = series[f"support.{name}"]
        if not values.any() and not standing[column]:
            continue
        axes.plot(
            series["week"], values.where(values > 0), color=look.colour, label=look.label,
            marker=look.marker, markersize=4, markevery=max(len(series) // 8, 1),
        )  # fmt: skip


def happened(session: Session) -> list[tuple[int, str, str]]:
    """List what a chronicle mentions after week 0: week, kind and words."""
    every = zip(session.case.parties, looks(session.case.parties), strict=True)
    labels = {name: look.label for name, look in every}
    found = {
        (entry.week, entry.what, f"{labels.get(entry.who, entry.who)}{_verb(entry.what)}")
        for entry in session.campaign.log
        if entry.week > 0
    }
    begun = {
        (lever.start, "lever", f"lever: {words(lever.key()).lower()}")
        for lever in session.campaign.levers
        if lever.start <= session.campaign.week
    }
    return sorted(found | begun)


def _verb(what: str) -> str:
    return "" if what == "event" else f": {words(what).lower()}"


def _marks(axes: Axes, session: Session) -> None:
    """Write beside its line what happened, where there is room; the chronicle has it all."""
    room = max(int(session.campaign.state.stocks.election_week), 1) / 22
    written = -room
    marked = [each for each in happened(session) if each[1] in MARKED]
    for week, entries in groupby(marked, key=itemgetter(0)):
        axes.axvline(week, color=FAINT, lw=0.8, ls=":", zorder=0)
        if week - written >= room:
            axes.text(
                week, 0.99, "; ".join(text for *_, text in entries), rotation=90, ha="right",
                va="top", size=7.5, color=INK, transform=axes.get_xaxis_transform(),
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.6, "pad": 0.5},
            )  # fmt: skip
            written = week


def table(session: Session) -> pd.DataFrame:
    """Return the weeks with every number that is recorded."""
    return session.series


CHART = Chart(
    "support",
    "Support by week",
    "Whom people would privately prefer. Dotted lines mark what happened.",
    draw,
    table,
)
