"""Many runs of what is shown: the same scenario with other random numbers, as bands."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event as Signal
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.campaign import Campaign
from model.display.drawing import canvas, on_screen, percent
from model.display.looks import looks
from model.election import hold_election
from model.measures.outcomes import week_row
from model.scenario import Scenario

RUNS = 20


@dataclass(frozen=True)
class Ensemble:
    """Runs of one scenario with consecutive seeds: weeks and final seats."""

    case: Scenario
    weeks: pd.DataFrame  # one row a run and week
    seats: pd.DataFrame  # one row a run, one column a party

    @property
    def runs(self) -> int:
        """Number of runs that are complete."""
        return len(self.seats)


def gather(
    case: Scenario,
    seed: int,
    cancelled: Signal,
    progress: Callable[[float], None],
    runs: int = RUNS,
) -> Ensemble | None:
    """Play the scenario with as many seeds as runs; keeps whole runs when cancelled in between.

    Returns None if not even one run was complete.
    """
    weeks: list[dict[str, Any]] = []
    seats: list[dict[str, Any]] = []
    for number in range(runs):
        rows, campaign = _weeks_of(case, seed + number, cancelled)
        if campaign is None:
            break
        weeks += rows
        final = hold_election(campaign).seats.tolist()
        seats.append(dict(zip(case.parties, final, strict=True)))
        progress((number + 1) / runs)
    return Ensemble(case, pd.DataFrame(weeks), pd.DataFrame(seats)) if seats else None


def _weeks_of(
    case: Scenario, seed: int, cancelled: Signal
) -> tuple[list[dict[str, Any]], Campaign | None]:
    campaign = Campaign(case, seed)
    rows = [{"seed": seed, **week_row(campaign)}]
    while not campaign.over:
        if cancelled.is_set():
            return rows, None
        campaign.step()
        rows.append({"seed": seed, **week_row(campaign)})
    return rows, campaign


def draw(session: Session, ensemble: Ensemble) -> Figure:
    """Draw bands of support (nine runs of ten, and the median) and the spread of seats."""
    case, weeks = ensemble.case, ensemble.weeks
    with on_screen():
        figure = canvas(9.2, 4.4)
        axes, seats = figure.subplots(1, 2, width_ratios=[1.6, 1])
        every = list(zip(case.parties, looks(case.parties), strict=True))
        shown = [(name, look) for name, look in every if weeks[f"support.{name}"].any()]
        for name, look in shown:
            by_week = weeks.groupby("week")[f"support.{name}"]
            low, middle, high = (by_week.quantile(part) for part in (0.05, 0.5, 0.95))
            axes.fill_between(low.index, low, high, color=look.colour, alpha=0.3)
            axes.plot(
                middle.index, middle, color=look.colour, marker=look.marker, ms=5,
                markevery=max(len(middle) // 8, 1),
            )  # fmt: skip
        axes.set_xlabel("Week of the campaign")
        axes.set_ylabel("Private support (share of electors)")
        axes.set_title(f"{ensemble.runs} runs: median and 90 % band (marks as on the right)")
        percent(axes.yaxis)
        for place, (name, look) in enumerate(shown):
            low, middle, high = np.quantile(ensemble.seats[name], [0.05, 0.5, 0.95])
            seats.plot([low, high], [place, place], color=look.colour, lw=4, alpha=0.45)
            seats.plot(middle, place, look.marker, color=look.colour, ms=8)
            seats.annotate(
                f"{middle:.0f}", (high, place), (7, 0), textcoords="offset points", va="center",
                size=8,
            )  # fmt: skip
        seats.set_yticks(range(len(shown)), [look.label for _, look in shown])
        seats.invert_yaxis()
        seats.axvline(ensemble.seats.sum(axis=1).iloc[0] / 2, color="#222222", lw=0.8, ls=":")
        seats.set_xlabel("Seats (dotted: half of the chamber)")
        seats.set_title("Seats on polling day")
    return figure


def chart(ensemble: Ensemble) -> Chart:
    """Return the chart of these runs."""
    return Chart(
        "ensemble",
        f"{ensemble.runs} runs",
        "Each run has other random numbers. A narrow band: the outcome is nearly certain under "
        "the model's assumptions, which is not to say in reality.",
        partial(draw, ensemble=ensemble),
        lambda session: ensemble.weeks,
    )
