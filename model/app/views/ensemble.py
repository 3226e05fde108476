"""Many runs of one or two futures on the same random numbers: bands, dots, paired differences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Event as Signal
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import (
    SIZE,
    axis,
    base,
    categories,
    ceiling,
    line_of,
    page_looks,
    per_cent,
)
from model.app.elements.picture import Chart
from model.app.future import Future
from model.app.views.hemicycle import seats_of
from model.campaign import Campaign
from model.display.drawing import DOUBLE, in_print, percent, sheet
from model.display.looks import INK, Look
from model.draws import Draws, posterior
from model.election import hold_election
from model.measures.outcomes import week_row
from model.measures.sides import Side, in_power, joint, one_office
from model.numerics.arrays import Array
from model.scenario import Scenario
from model.society.electorate import Electorates

RUNS = 20
ROW = 28
"""Height of a row of dots, pixels: room for a name of two lines."""
ENDS = [0.05, 0.5, 0.95]


@dataclass(frozen=True)
class Ensemble:
    """Runs of one or two futures with consecutive seeds: weeks and final seats of each."""

    cases: tuple[Scenario, ...]
    weeks: tuple[pd.DataFrame, ...]  # one row a run and week
    seats: tuple[pd.DataFrame, ...]  # one row a run, one column a party
    ignorance: bool = False

    @property
    def runs(self) -> int:
        """Number of runs that are complete."""
        return len(self.seats[0])

    @property
    def power(self) -> Side:
        """Those in power."""
        return in_power(self.cases[0])

    @property
    def one_office(self) -> bool:
        """Whether a president is elected, and no house."""
        return all(map(one_office, self.cases))


def gather(
    cases: tuple[Scenario, ...],
    seed: int,
    cancelled: Signal,
    progress: Callable[[float], None],
    ignorance: bool = False,
    runs: int = RUNS,
) -> Ensemble | None:
    """Play each scenario with as many seeds as runs; keeps whole runs when cancelled in between.

    With ignorance each run has a draw of its own of what is not known, the same for all
    scenarios. Returns None if not even one run was complete. Raises ScenarioError for a country
    without draws.
    """
    unknown = [posterior(case) for case in cases] if ignorance else []
    weeks: list[list[dict[str, Any]]] = [[] for _ in cases]
    seats: list[list[dict[str, Any]]] = [[] for _ in cases]
    for number in range(runs):
        drawn = drawn_anew(cases, unknown, number) if ignorance else cases
        voters = Electorates()  # the futures have them in common
        played = [_weeks_of(case, seed + number, cancelled, voters) for case in drawn]
        if any(campaign is None for _, campaign in played):
            break
        for k, (rows, campaign) in enumerate(played):
            assert campaign is not None
            weeks[k] += rows
            final = hold_election(campaign).seats.tolist()
            seats[k].append(dict(zip(drawn[k].parties, final, strict=True)))
        progress((number + 1) / runs)
    if not seats[0]:
        return None
    by_week, by_run = (tuple(map(pd.DataFrame, several)) for several in (weeks, seats))
    return Ensemble(cases, by_week, by_run, ignorance)


def drawn_anew(
    cases: tuple[Scenario, ...], unknown: Sequence[Draws], number: int
) -> tuple[Scenario, ...]:
    """Return each scenario under a draw of what is not known of its country.

    What a visitor has set stays as it is.
    """
    both = zip(cases, unknown, strict=True)
    return tuple(case.replace(draws.changes(number, case)) for case, draws in both)


def _weeks_of(
    case: Scenario, seed: int, cancelled: Signal, voters: Electorates
) -> tuple[list[dict[str, Any]], Campaign | None]:
    campaign = Campaign(case, seed, voters)
    rows = [{"seed": seed, **week_row(campaign)}]
    while not campaign.over:
        if cancelled.is_set():
            return rows, None
        campaign.step()
        rows.append({"seed": seed, **week_row(campaign)})
    return rows, campaign


def verdict(ensemble: Ensemble) -> str:
    """Say how often those in power win, and the paired difference in seats."""
    power, runs = ensemble.power, ensemble.runs
    own = [seats[list(power.names)].sum(axis=1) for seats in ensemble.seats
           if set(power.names) <= set(seats)]  # fmt: skip
    totals = [seats.sum(axis=1) for seats in ensemble.seats]
    won = [int((2 * one > total).sum()) for one, total in zip(own, totals, strict=False)]
    does = "wins the presidency" if ensemble.one_office else "has a majority"
    text = f"{power.label} {does} in {won[0]} of {runs} runs"
    if len(own) < 2:
        return text + "."
    text = f"{text} of the first future and in {won[1]} of {runs} of the second."
    if ensemble.one_office:
        changed = int((own[1] != own[0]).sum())
        return f"{text} On the same random numbers the two differ in {changed} of {runs} pairs."
    low, middle, high = np.quantile(own[1] - own[0], ENDS)
    return (
        f"{text} On the same random "
        f"numbers the second has {_more(middle)} (median; 90 % of the pairs lie between "
        f"{low:+.0f} and {high:+.0f}).".replace("-", "\N{MINUS SIGN}")
    )


def _more(difference: float) -> str:
    number = round(abs(difference))
    if not number:
        return "the same number of seats"
    return seats_of(number).replace(" ", " more " if difference > 0 else " fewer ", 1)


def _shown(ensemble: Ensemble, which: int = 0) -> list[tuple[str, Look]]:
    case, weeks = ensemble.cases[which], ensemble.weeks[which]
    every = zip(case.parties, page_looks(case), strict=True)
    return [(name, look) for name, look in every if weeks[f"support.{name}"].any()]


def _band(weeks: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the ends and the middle by week, from the week in which the party is there."""
    values = weeks.assign(there=weeks[f"support.{name}"].where(weeks[f"support.{name}"] > 0))
    return values.groupby("week")["there"].quantile(np.array(ENDS)).unstack().dropna()


def option(future: Future, ensemble: Ensemble) -> dict[str, Any]:
    """Describe bands of support of the first future to the browser, and of the second's power."""
    series: list[dict[str, Any]] = []
    highest = 0.0
    day = max(int(weeks["week"].max()) for weeks in ensemble.weeks)
    sets = [(0, name, look) for name, look in _shown(ensemble)]
    if len(ensemble.cases) > 1:
        sets += [
            (1, name, look) for name, look in _shown(ensemble, 1) if name in ensemble.power.names
        ]
    for place, (which, name, look) in enumerate(sets):
        band = _band(ensemble.weeks[which], name)
        highest = max(highest, float(band[0.95].max()))
        style = line_of(look, place)
        if which:
            style |= {"name": f"{look.label}, second future"}
            style["lineStyle"] = {**style["lineStyle"], "type": "dashed"}
        series += _band_series(f"{which} {name}", band, style, range(day + 1))
    return base(
        unit=" %",
        tooltip={"trigger": "axis", "order": "valueDesc"},
        legend={"type": "scroll", "top": 0, "textStyle": {"fontSize": SIZE},
                "data": [each["name"] for each in series if each.get("name")]},
        grid={"left": 52, "right": 20, "top": 40, "bottom": 44},
        xAxis=_weeks(day),
        yAxis=axis("", 0, ceiling(110 * highest, 10), " %"),
        series=series,
    )  # fmt: skip


def _weeks(day: int) -> dict[str, Any]:
    """Return an axis with a place for each week, on which bands can be stacked."""
    plain = axis("Week of the campaign", 0, day)
    places = {"type": "category", "data": list(range(day + 1)), "boundaryGap": False}
    return {**{name: plain[name] for name in plain if name not in ("min", "max")}, **places,
            "axisLabel": {**plain["axisLabel"], "formatter": None}}  # fmt: skip


def _band_series(
    key: str, band: pd.DataFrame, style: dict[str, Any], days: range
) -> list[dict[str, Any]]:
    def by_week(values: pd.Series) -> list[float | None]:
        return [per_cent(values[week]) if week in values.index else None for week in days]

    hidden = {"type": "line", "stack": key, "showSymbol": False, "silent": True,
              "lineStyle": {"opacity": 0}, "tooltip": {"show": False}}  # fmt: skip
    area = {"color": style["itemStyle"]["color"], "opacity": 0.22}
    return [
        {"id": f"low {key}", **hidden, "data": by_week(band[0.05])},
        {
            "id": f"high {key}", **hidden, "areaStyle": area,
            "data": by_week(band[0.95] - band[0.05]),
        },
        {"id": f"middle {key}", **style, "data": by_week(band[0.5])},
    ]  # fmt: skip


def seats_option(future: Future, ensemble: Ensemble) -> dict[str, Any]:
    """Describe the seats of every run as dots to the browser, with the line of a majority.

    Parties in power together and alliances have a row of their own, above their members.
    """
    if ensemble.one_office:
        return _wins_option(ensemble)
    names: list[str] = []
    dots: list[dict[str, Any]] = []
    for name, look in _rows(ensemble):
        for which, seats in enumerate(_together(ensemble)):
            if name not in seats:
                continue
            suffix = ("", ", second")[which]
            place = len(names)
            names.append(f"{look.label}{suffix}")
            spread = np.linspace(-0.25, 0.25, len(seats)).round(2)
            filled = {"color": look.colour} if not which else {
                "color": "white", "borderColor": look.colour, "borderWidth": 2}  # fmt: skip
            dots += [{"value": [int(number), place + float(y)], "itemStyle": filled,
                      "name": f"{look.label}{suffix}: {seats_of(int(number))}"}
                     for number, y in zip(seats[name], spread, strict=True)]  # fmt: skip
    total = int(ensemble.seats[0].sum(axis=1).iloc[0])
    ground = {"min": -0.5, "max": len(names) - 0.5, "show": False, "inverse": True}
    return base(
        tooltip={"formatter": "{b}"},
        grid={"left": 164, "right": 20, "top": 28, "bottom": 44},
        xAxis=axis("Seats on polling day, one dot a run", 0, max(total, 1)),
        yAxis=[categories(names, width=150), ground],
        series=[{
            "id": "seats", "type": "scatter", "yAxisIndex": 1, "symbolSize": 9, "data": dots,
            "markLine": {"symbol": "none", "silent": True,
                         "lineStyle": {"color": INK, "width": 1.5},
                         "label": {"formatter": f"majority: {total // 2 + 1}", "color": INK,
                                   "fontSize": SIZE, "position": "start"},
                         "data": [{"xAxis": total // 2 + 1}]},
        }, {"id": "rows", "type": "bar", "data": [0] * len(names), "silent": True}],
    )  # fmt: skip


def _rows(ensemble: Ensemble) -> list[tuple[str, Look]]:
    """Return what has seats in some run: those in power, alliances, then parties."""
    every = dict(_shown(ensemble))
    named = [(side.label, replace(every[side.names[0]], label=side.label))
             for side in joint(ensemble.cases[0]) if side.names[0] in every]  # fmt: skip
    together = _together(ensemble)
    return [
        (name, look) for name, look in (*named, *every.items())
        if any(name in seats and seats[name].any() for seats in together)
    ]  # fmt: skip


def _together(ensemble: Ensemble) -> list[pd.DataFrame]:
    """Return the seats of each future with what parties have together under their common name."""
    sides = joint(ensemble.cases[0])
    return [
        seats.assign(**{side.label: seats[list(side.names)].sum(axis=1)
                        for side in sides if set(side.names) <= set(seats)})
        for seats in ensemble.seats
    ]  # fmt: skip


def _wins_option(ensemble: Ensemble) -> dict[str, Any]:
    """Describe in how many runs each candidate is elected."""
    names: list[str] = []
    bars: list[dict[str, Any]] = []
    for name, look in _shown(ensemble):
        for which, seats in enumerate(ensemble.seats):
            if name in seats:
                names.append(f"{look.label}{('', ', second')[which]}")
                style = {"color": ("white", look.colour)[not which], "borderColor": look.colour,
                         "borderWidth": 2}  # fmt: skip
                bars.append({"value": int(seats[name].sum()), "itemStyle": style})
    return base(
        tooltip={"trigger": "axis"},
        grid={"left": 164, "right": 40, "top": 28, "bottom": 44},
        xAxis=axis("Runs in which the candidate is elected", 0, ensemble.runs),
        yAxis=categories(names, width=150),
        series=[{"id": "wins", "type": "bar", "data": bars, "name": "runs won",
                 "label": {"show": True, "position": "right", "color": INK, "fontSize": SIZE}}],
    )  # fmt: skip


def draw(future: Future, ensemble: Ensemble) -> Figure:
    """Draw bands of support (nine runs of ten, and the median) and the spread of seats."""
    shown = _shown(ensemble)
    with in_print():
        figure = sheet(DOUBLE, 3.4)
        axes, seats = figure.subplots(1, 2, width_ratios=[1.6, 1])
        for name, look in shown:
            band = _band(ensemble.weeks[0], name)
            axes.fill_between(band.index, band[0.05], band[0.95], color=look.colour, alpha=0.3)
            axes.plot(
                band.index, band[0.5], color=look.colour, marker=look.marker, ms=4,
                markevery=max(len(band) // 8, 1),
            )  # fmt: skip
        axes.set_xlabel("Week of the campaign")
        axes.set_ylabel("Private support (share of electors)")
        axes.set_title(f"{ensemble.runs} runs: median and 90 % band (marks as on the right)")
        percent(axes.yaxis)
        for which, table in enumerate(ensemble.seats):
            _draw_dots(seats, shown, (table, which))
        seats.set_yticks(range(len(shown)), [look.label for _, look in shown])
        seats.invert_yaxis()
        total = int(ensemble.seats[0].sum(axis=1).iloc[0])
        seats.axvline(total // 2 + 1, color=INK, lw=1)
        seats.set_xlabel(f"Seats (line: majority, {total // 2 + 1}; open: second future)")
        seats.set_title("Seats on polling day")
    return figure


def _draw_dots(axes: Any, shown: list[tuple[str, Look]], runs: tuple[pd.DataFrame, int]) -> None:
    table, which = runs
    spread: Array = np.linspace(-0.15, 0.15, len(table)) + 0.25 * which
    for place, (name, look) in enumerate(shown):
        if name in table:
            fill = "none" if which else look.colour
            axes.plot(table[name], place + spread, look.marker, mec=look.colour, mfc=fill, ms=3)


def _help(ensemble: Ensemble) -> str:
    if ensemble.ignorance:
        return (
            "Each run has other random numbers and a draw of every assumed number that agrees with "
            "the last election: chance and what we do not know."
        )
    return (
        "Each run has other random numbers, and nothing else: chance alone. A narrow band is "
        "certainty under the model's assumptions, which is not certainty in reality."
    )


def _wins_words(ensemble: Ensemble) -> tuple[str, str]:
    """Return title and help of what is won."""
    if ensemble.one_office:
        return "Who is elected", "Filled: first future. Open: second future."
    return "Seats, one dot a run", "Filled: first future. Open: second future."


def charts(ensemble: Ensemble) -> list[Chart]:
    """Return the charts of these runs."""
    rows = (len(_shown(ensemble)) + len(joint(ensemble.cases[0]))) * len(ensemble.cases)
    kind = "ignorance" if ensemble.ignorance else "chance"
    count = f"n = {ensemble.runs} runs of each future, bands and bars: 90 % of runs"
    return [
        Chart(
            f"bands-{kind}", f"Support in {ensemble.runs} runs: median and 90 % band",
            _help(ensemble), partial(draw, ensemble=ensemble),
            lambda future: pd.concat(ensemble.weeks, keys=range(1, 3), names=["future"])
            .reset_index("future"),
            partial(option, ensemble=ensemble), height=360, count=count,
        ),
        Chart(
            f"seats-{kind}", *_wins_words(ensemble),
            partial(draw, ensemble=ensemble),
            lambda future: pd.concat(ensemble.seats, keys=range(1, 3), names=["future"])
            .reset_index("future"),
            partial(seats_option, ensemble=ensemble), height=max(420, 72 + ROW * rows),
            count=count,
        ),
    ]  # fmt: skip
