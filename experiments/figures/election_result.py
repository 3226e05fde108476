"""Votes, and the chamber that follows from them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import SIDE_BY_SIDE, Caption, Chart, Words, lines_down, rows
from experiments.store.results import Results
from model.display.diagrams import draw_chamber
from model.display.drawing import DOUBLE, percent, percentage
from model.display.looks import FAINT, INK, look


class ElectionResult(Chart):
    """Votes as bars with the range of runs, seats as the half-circle of the median run."""

    width: ClassVar[float] = DOUBLE
    points = SIDE_BY_SIDE
    needs: ClassVar[dict[str, str]] = {
        "party": Words("name"),
        "label": Words("name as people read it"),
        "kind": Words("kind of party"),
        "rank": "place within its kind",
        "votes": "median share of votes",
        "votes_low": "share below which 5 % of runs lie",
        "votes_high": "share below which 95 % of runs lie",
        "seats": "median seats",
        "seats_low": "seats, 5 % of runs below",
        "seats_high": "seats, 95 % of runs below",
        "seats_of_median_run": "seats in the run drawn as dots",
        "threshold": "share of votes needed for list seats, or empty",
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """Any results fit."""
        yield cls()

    def table(self, results: Results) -> pd.DataFrame:
        """Return votes and seats by party."""
        runs = results.runs
        middle = runs.iloc[median_run(runs, results.incumbent)]
        spreads = [
            {
                **_spread(runs, f"vote_share.{party}", "votes"),
                **_spread(runs, f"seats.{party}", "seats"),
                "seats_of_median_run": middle[f"seats.{party}"],
            }
            for party in results.parties["party"]
        ]
        threshold = results.scenario.get("law", {}).get("threshold", np.nan)
        table = pd.concat([results.parties, pd.DataFrame(spreads)], axis=1)
        return table.assign(threshold=threshold)[list(self.needs)]

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say what bars, whiskers and dots are."""
        text = (
            "Official share of votes by party (bar: median run; whisker: nine runs of ten) with "
            "seats beside it, and the chamber of the run whose result for the party of power is "
            "the median. Beyond the upright line lies a majority."
        )
        return Caption.of(
            results,
            text,
            results.count,
            "whiskers and brackets: 90 % of runs",
        )

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return max(2.7, 0.9 + 0.24 * len(table))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the bars and the chamber."""
        bars, chamber = figure.subplots(1, 2, width_ratios=[1.15, 1])
        _bars(bars, table)
        _chamber(chamber, table)


def median_run(runs: pd.DataFrame, party: str) -> int:
    """Return the place of the run nearest to the median seats of a party, then votes."""
    gaps = pd.DataFrame(
        {
            name: (runs[f"{name}.{party}"] - runs[f"{name}.{party}"].median()).abs()
            for name in ("seats", "vote_share")
        }
    )
    order = gaps.assign(run=runs["run_id"]).reset_index(drop=True)
    return int(order.sort_values(["seats", "vote_share", "run"]).index[0])


def _spread(runs: pd.DataFrame, column: str, name: str) -> dict[str, float]:
    low, middle, high = runs[column].quantile([0.05, 0.5, 0.95], interpolation="nearest")
    return {name: middle, f"{name}_low": low, f"{name}_high": high}


def _bars(axes: Axes, table: pd.DataFrame) -> None:
    for place, row in enumerate(rows(table)):
        shown = look(str(row.kind), int(row.rank))
        if pd.isna(row.votes):
            axes.text(1.02, place, "absent", transform=axes.get_yaxis_transform(), va="center",
                      size=6.5, color=FAINT)  # fmt: skip
            continue
        axes.barh(
            place, row.votes, 0.72, color=shown.colour, hatch=shown.hatch, edgecolor="white", lw=0
        )
        axes.plot(
            [row.votes_low, row.votes_high], [place, place], color=INK, lw=1, marker="|", ms=4
        )
        axes.text(
            1.02, place, _seats(row), transform=axes.get_yaxis_transform(), va="center", size=6.5
        )
    axes.annotate(
        "Seats",
        (1.02, 1),
        (0, 6),
        "axes fraction",
        textcoords="offset points",
        size=7.5,
        weight="bold",
    )
    lines_down(axes, list(table["label"]))
    axes.set_xlim(0, min(1.0, 1.06 * table["votes_high"].max()))
    percent(axes.xaxis)
    axes.set_xlabel("Official share of votes")
    axes.set_title("Votes")
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


def _seats(row: Any) -> str:
    if row.seats_low == row.seats_high:
        return f"{row.seats:.0f}"
    return f"{row.seats:.0f}  ({row.seats_low:.0f} to {row.seats_high:.0f})"


def _chamber(axes: Axes, table: pd.DataFrame) -> None:
    seated = table[table["seats_of_median_run"] > 0]
    parties = [
        (int(row.seats_of_median_run), replace(look(row.kind, int(row.rank)), label=row.label))
        for row in rows(seated)
    ]
    draw_chamber(axes, parties, largest=9)
    axes.set_title("The chamber of the median run")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=min(len(seated), 2))
