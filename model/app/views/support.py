"""Support by week, with what happened marked."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.looks import FAINT, INK, canvas, looks, percent, style, words
from model.app.picture import Chart
from model.app.session import Session

MOST_POINTS = 1000
MOST_MARKS = 8


def draw(session: Session) -> Figure:
    """Draw each party's private support over the weeks."""
    with style():
        figure = canvas(6.4, 3.7)
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
        figure.legend(loc="outside right upper")
    return figure


def _lines(axes: Axes, session: Session, series: pd.DataFrame) -> None:
    standing = session.campaign.state.stocks.standing
    for column, (name, look) in enumerate(zip(session.case.parties, looks(session.case), strict=True)):
        values = series[f"support.{name}"]
        if not values.any() and not standing[column]:
            continue
        axes.plot(
            series["week"], values.where(values > 0), color=look.colour, label=look.label,
            marker=look.marker, markersize=4, markevery=max(len(series) // 8, 1),
        )  # fmt: skip


def happened(session: Session) -> list[tuple[int, str]]:
    """List what a chronicle mentions after week 0: week and words."""
    labels = {name: look.label for name, look in zip(session.case.parties, looks(session.case), strict=True)}
    found = [
        (entry.week, f"{labels.get(entry.who, entry.who)}" + _verb(entry.what))
        for entry in session.campaign.log
        if entry.week > 0
    ]
    begun = [
        (lever.start, f"lever: {words(lever.key()).lower()}")
        for lever in session.campaign.levers
        if lever.start <= session.campaign.week
    ]
    return sorted(set(found + begun))


def _verb(what: str) -> str:
    return "" if what == "event" else f": {words(what).lower()}"


def _marks(axes: Axes, session: Session) -> None:
    by_week: dict[int, list[str]] = {}
    for week, text in happened(session):
        by_week.setdefault(week, []).append(text)
    # The last ones; the chronicle below the picture has them all.
    for week, texts in list(by_week.items())[-MOST_MARKS:]:
        axes.axvline(week, color=FAINT, lw=0.8, ls=":", zorder=0)
        more = f" (+{len(texts) - 1})" if len(texts) > 1 else ""
        axes.text(
            week, 0.99, f" {texts[0]}{more}", transform=axes.get_xaxis_transform(), rotation=90,
            ha="right", va="top", size=7, color=INK,
        )  # fmt: skip


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
