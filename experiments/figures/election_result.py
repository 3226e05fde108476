"""Votes, and the chamber that follows from them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.intervals import RUNS_UNDER_DRAWS, draws_told
from experiments.figures.chart import (
    SIDE_BY_SIDE,
    Caption,
    Chart,
    Words,
    around_draws,
    lines_down,
    rows,
)
from experiments.store.results import Results
from model.display.diagrams import draw_chamber
from model.display.drawing import percent, percentage, wrapped
from model.display.looks import FAINT, INK, look
from model.parameters.names import AGAINST_ALL, NONE_OF_THEM

AGAINST = f"vote_share.{AGAINST_ALL}"
"""The column of runs with the votes against all."""


class ElectionResult(Chart):
    """Votes as bars with the range of runs, seats those of the median run, as a half-circle.

    A presidency is one seat and no chamber: there stands how many of the runs a party wins.
    Below the parties stand the votes against all, where the law has them; they win no seat.
    """

    points = SIDE_BY_SIDE
    needs = {
        "party": Words("name"),
        "label": Words("name as people read it"),
        "kind": Words("kind of party"),
        "rank": "place within its kind",
        "votes": "median share of votes",
        "votes_low": "share below which 5 % of runs lie",
        "votes_high": "share below which 95 % of runs lie",
        "seats": "seats in the median run, drawn as dots; empty of votes against all",
        "seats_low": "seats, 5 % of runs below",
        "seats_high": "seats, 95 % of runs below",
        "wins": "runs in which it wins the presidency, or empty",
        "runs": "runs",
        "threshold": "share of votes needed for list seats, or empty",
    }

    def table(self, results: Results) -> pd.DataFrame:
        runs = results.runs
        parties = list(results.parties["party"])
        votes, seats = (
            runs[[f"{name}.{party}" for party in parties]].set_axis(parties, axis=1)
            for name in ("vote_share", "seats")
        )
        chamber = seats.iloc[median_run(votes, seats, runs["run_id"])]
        table = results.parties.assign(
            **_spread(votes, "votes"), **_spread(seats, "seats"),
            votes=votes.median().to_numpy(), seats=chamber.to_numpy(),
            wins=(seats == 1).sum().to_numpy() if chamber.sum() == 1 else np.nan,
            runs=len(runs), threshold=results.scenario.get("law", {}).get("threshold", np.nan),
        )  # fmt: skip
        if AGAINST in runs:
            table.loc[len(table)] = _against_all(runs[[AGAINST]], table.iloc[0])
        columns = [f"vote_share.{party}" for party in table["party"]]
        return around_draws(table[list(self.needs)], results, columns)

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        votes = (
            "Official share of votes by party: the median over runs, so that the bars need not "
            "add up to 100 %, with the range of nine runs of ten."
        )
        outer = draws_told(table, "pale bars behind the whiskers", RUNS_UNDER_DRAWS)
        if _presidency(table):
            wins = "Beside it the number of runs in which the party wins the presidency."
            interval = "whiskers: 90 % of runs"
            return Caption.of(results, f"{votes} {wins}", results.count, interval, outer)
        alone = results.runs[f"seats.{results.incumbent}"].median()
        seats = (
            "Seats, as numbers and as a chamber, are those of one run, the median run: it seats "
            "the same lists as the medians, if any run does, and is nearest to the medians of all "
            f"parties together; the party of power by itself has a median of {alone:g}. In "
            "brackets the range of nine runs of ten. Beyond the upright line lies a majority."
        )
        interval = "whiskers and brackets: 90 % of runs"
        return Caption.of(results, f"{votes} {seats}", results.count, interval, outer)

    def height(self, table: pd.DataFrame) -> float:
        lines = max(_name(each).count("\n") + 1 for each in table["label"])
        return max(2.7, 0.9 + max(0.24, 0.12 * lines + 0.02) * len(table))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        if _presidency(table):
            _bars(figure.subplots(), table)
        else:
            bars, chamber = figure.subplots(1, 2, width_ratios=[1.15, 1])
            _bars(bars, table)
            _chamber(chamber, table)


def median_run(votes: pd.DataFrame, seats: pd.DataFrame, run_id: pd.Series) -> int:
    """Return the place of the run nearest to the medians of all parties together.

    As few lists as possible are in the house, or out of it, that are not so by their (lower)
    median of seats. Then the squared distances of seats from these medians have the least sum,
    and then those of votes.
    """
    middle = seats.quantile(0.5, interpolation="lower")
    odd_ones = ((seats > 0) != (middle > 0)).sum(axis=1)
    off_seats = (seats - middle).pow(2).sum(axis=1)
    off_votes = (votes - votes.median()).pow(2).sum(axis=1)
    return int(np.lexsort((run_id, off_votes, off_seats, odd_ones))[0])


def _spread(values: pd.DataFrame, name: str) -> dict[str, Any]:
    ends = values.quantile([0.05, 0.95], interpolation="nearest").to_numpy()
    return {f"{name}_low": ends[0], f"{name}_high": ends[1]}


def _against_all(votes: pd.DataFrame, party: pd.Series) -> pd.Series:
    """Return the row of the votes against all: as that of a party, without seats."""
    of_none = dict.fromkeys(["seats", "seats_low", "seats_high", "wins"], np.nan)
    spread = {name: float(ends[0]) for name, ends in _spread(votes, "votes").items()}
    about = {"party": AGAINST_ALL, "label": "Against all", "kind": NONE_OF_THEM, "rank": 0}
    return pd.Series(
        {**party, **of_none, **spread, **about, "votes": float(votes[AGAINST].median())}
    )


def _presidency(table: pd.DataFrame) -> bool:
    return bool(table["wins"].notna().any())


def _name(label: str) -> str:
    return wrapped(label, 28)


def _bars(axes: Axes, table: pd.DataFrame) -> None:
    beside: Any = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 6.5}
    for place, row in enumerate(rows(table)):
        shown = look(str(row.kind), int(row.rank))
        if pd.isna(row.votes):
            axes.text(1.02, place, "absent", color=FAINT, **beside)
            continue
        axes.barh(
            place, row.votes, 0.72, color=shown.colour, hatch=shown.hatch, edgecolor="white", lw=0
        )
        if "draws_low" in table:
            axes.plot([row.draws_low, row.draws_high], [place, place], color=INK, lw=5, alpha=0.2,
                      solid_capstyle="butt")  # fmt: skip
        axes.plot(
            [row.votes_low, row.votes_high], [place, place], color=INK, lw=1, marker="|", ms=4
        )
        axes.text(1.02, place, _won(row), **beside)
    won = "Presidency" if _presidency(table) else "Seats, median run"
    axes.annotate(
        won, (1.02, 1), (0, 6), "axes fraction", textcoords="offset points", size=7.5, weight="bold"
    )
    lines_down(axes, [_name(each) for each in table["label"]])
    ends = table[[each for each in ("votes_high", "draws_high") if each in table]].to_numpy(float)
    most = min(1.0, 1.06 * float(np.nanmax(ends)))
    axes.set(title="Votes", xlim=(0, most), xlabel="Official share of votes")
    percent(axes.xaxis)
    _mark_threshold(axes, table)


def _mark_threshold(axes: Axes, table: pd.DataFrame) -> None:
    threshold = table["threshold"].iloc[0]
    if pd.notna(threshold) and threshold > 0:
        axes.axvline(threshold, color=INK, linestyle=":", lw=0.9, zorder=0)
        axes.text(
            threshold,
            len(table) - 0.42,
            f" threshold {percentage(threshold)}",
            size=6,
            va="bottom",
            color=INK,
        )


def _won(row: Any) -> str:
    if pd.isna(row.seats):
        return ""
    if pd.notna(row.wins):
        return f"won in {row.wins:.0f} of {row.runs} runs"
    if row.seats_low == row.seats_high:
        return f"{row.seats:.0f}"
    return f"{row.seats:.0f}  ({row.seats_low:.0f} to {row.seats_high:.0f})"


def _chamber(axes: Axes, table: pd.DataFrame) -> None:
    seated = table[table["seats"] > 0]
    parties = [
        (int(row.seats), replace(look(row.kind, int(row.rank)), label=wrapped(row.label, 18)))
        for row in rows(seated)
    ]
    draw_chamber(axes, parties, largest=9)
    axes.set_title("Its chamber")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=min(len(seated), 2))
