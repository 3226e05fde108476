"""Two futures side by side, on the same random numbers."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.future import Future
from model.app.session import Session
from model.app.views.hemicycle import draw_chamber, result_table
from model.display.drawing import canvas, on_screen, percent
from model.display.looks import FAINT, INK, looks

LEAST_GAP = 0.01
"""Differences are drawn on twice this height at least: nothing must not look like much."""


def table(session: Session) -> pd.DataFrame:
    """Return support by week in both runs, and the difference."""
    ours, theirs = session.series, _second(session).series
    names = [name for name in session.case.parties if f"support.{name}" in theirs]
    both = ours.merge(theirs, on="week", how="outer", suffixes=("", " (second)"))
    columns = ["week"]
    for name in names:
        one, two = f"support.{name}", f"support.{name} (second)"
        both[f"difference.{name}"] = both[one] - both[two]
        columns += [one, two, f"difference.{name}"]
    return both[columns]


def draw(session: Session) -> Figure:
    """Draw support in both runs, the difference, and both chambers."""
    second, rows = _second(session), table(session)
    with on_screen():
        figure = canvas(9.2, 6.4)
        (support, gap), (here, there) = figure.subplots(2, 2)
        _lines(support, session, rows)
        _gaps(gap, session, rows)
        draw_chamber(here, result_table(session.today))
        draw_chamber(there, result_table(second.today))
        here.set_title(f"This run, week {session.campaign.week}")
        there.set_title(f"Second run: {_title(second)}, week {second.campaign.week}")
        handles, labels = gap.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=5)
    return figure


def _title(future: Future) -> str:
    return future.case.title or future.case.name


def _second(session: Session) -> Future:
    if session.second is None:
        raise ValueError("Choose a second scenario above to see it beside this one.")
    return session.second


def _lines(axes: Axes, session: Session, rows: pd.DataFrame) -> None:
    for name, look in zip(session.case.parties, looks(session.case.parties), strict=True):
        if f"difference.{name}" in rows and rows[f"support.{name}"].any():
            for column, line in ((f"support.{name}", "-"), (f"support.{name} (second)", "--")):
                values = rows[column].where(rows[column] > 0)
                axes.plot(rows["week"], values, color=look.colour, ls=line)
    axes.plot([], [], color=INK, label="this run")
    axes.plot([], [], color=INK, ls="--", label="second run")
    axes.set_ylim(0, 1.22 * axes.get_ylim()[1])
    axes.legend(loc="upper left", ncols=2)
    _axes(axes, session, "Private support (share of electors)")


def _gaps(axes: Axes, session: Session, rows: pd.DataFrame) -> None:
    axes.axhline(0, color=FAINT, lw=0.8)
    for name, look in zip(session.case.parties, looks(session.case.parties), strict=True):
        column = f"difference.{name}"
        if column in rows and (rows[f"support.{name}"].any() or rows[column].any()):
            axes.plot(
                rows["week"], rows[column], color=look.colour, marker=look.marker, ms=4,
                markevery=max(len(rows) // 8, 1), label=look.label,
            )  # fmt: skip
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -LEAST_GAP), max(high, LEAST_GAP))
    _axes(axes, session, "This run less the second run (share)")


def _axes(axes: Axes, session: Session, label: str) -> None:
    ends = [int(each.campaign.state.stocks.election_week) for each in session.futures.values()]
    axes.set_xlim(0, max(*ends, 1))
    axes.set_xlabel("Week of the campaign")
    axes.set_ylabel(label)
    percent(axes.yaxis)


CHART = Chart(
    "comparison",
    "Two futures",
    "Same seed, so both runs have the same voters with the same luck: what differs is caused by "
    "what you changed.",
    draw,
    table,
)
