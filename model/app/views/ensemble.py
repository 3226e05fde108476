"""Many runs of one or two futures on the same random numbers: bands, dots, paired differences."""

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.options import (
    OPAQUE,
    SIZE,
    axis,
    base,
    categories,
    ceiling,
    line_of,
    names_at_ends,
    page_looks,
    per_cent,
    room,
)
from model.app.elements.picture import Chart, played
from model.app.ensemble import Ensemble
from model.app.future import Future
from model.app.views.comparison import UNLIKE
from model.app.views.hemicycle import seats_of
from model.display.drawing import DOUBLE, in_print, percent, sheet, wrapped
from model.display.looks import INK, Look
from model.measures.sides import joint
from model.numerics.arrays import Array

ROW, CANDIDATE = 28, 60
"""Height of a row, pixels: room for the name of a party in two lines, of a candidate in four."""
ENDS = [0.05, 0.5, 0.95]
ABSENT = "A run in which a party does not stand counts for it as 0."
ELECTED = "Runs in which the candidate is elected"


def verdict(ensemble: Ensemble) -> str:
    """Say how often those in power win, and the paired difference in seats."""
    if not ensemble.alike:
        first, second = map(verdict, ensemble.apart())
        return f"First future: {first} Second future: {second} {UNLIKE}"
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


def _lines(ensemble: Ensemble) -> list[tuple[int, str, Look]]:
    """Return the future, name and look of each line.

    Of the second future: those in power, and parties that only it has.
    """
    first, *others = (_shown(ensemble, which) for which in range(len(ensemble.cases)))
    known = {name for name, _ in first} - {*ensemble.power.names}
    second = [each for other in others for each in other if each[0] not in known]
    return [*((0, *each) for each in first), *((1, *each) for each in second)]


def _band(weeks: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the ends and the middle over all runs by week; a run without the party counts as 0.

    From the first week in which some run has the party, to polling day.
    """
    band = weeks.groupby("week")[f"support.{name}"].quantile(np.array(ENDS)).unstack()
    return band[(band[0.95] > 0).cummax()]


def option(future: Future, ensemble: Ensemble) -> dict[str, Any]:
    """Describe bands of support of the first future to the browser, and of the second's power."""
    series: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    highest = 0.0
    day = max(int(weeks["week"].max()) for weeks in ensemble.weeks)
    for place, (which, name, look) in enumerate(_lines(ensemble)):
        band = _band(ensemble.weeks[which], name)
        highest = max(highest, float(band[0.95].max()))
        style = line_of(look, place)
        if which:
            style |= {"name": f"{look.label}, second future"}
            style["lineStyle"] = {**style["lineStyle"], "type": "dashed"}
        style["told"] = [_ends_of(style["name"], band)]
        series += _band_series(f"{which} {name}", band, style, range(day + 1))
        ends.append({**style, "data": [[int(band.index[-1]), per_cent(band[0.5].iloc[-1])]]})
    top = ceiling(110 * highest, 10)
    return base(
        unit=" %",
        tooltip={"trigger": "axis", "order": "valueDesc"},
        grid=room(left=52, right=190, top=24),
        xAxis=_weeks(day),
        yAxis=axis("", 0, top, " %"),
        series=[*series, {"id": "names", **names_at_ends(ends, 290, (0, top))}],
    )


def _ends_of(label: str, band: pd.DataFrame) -> str:
    """Say where a band ends: on polling day."""
    low, middle, high = (per_cent(band[each].iloc[-1]) for each in ENDS)
    return f"{label} {middle} %, in nine runs of ten {low} to {high} %"


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
    rows = _rows(ensemble)
    dots: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        spread = np.linspace(-0.25, 0.25, len(row.seats)).round(2)
        dots += [{"value": [int(number), place + float(y)], "itemStyle": row.fill,
                  "name": f"{row.label}: {seats_of(int(number))}"}
                 for number, y in zip(row.seats, spread, strict=True)]  # fmt: skip
    total = ensemble.places
    ground = {"min": -0.5, "max": len(rows) - 0.5, "show": False, "inverse": True}
    return base(
        tooltip={"formatter": "{b}"},
        grid={"left": 164, "right": 20, "top": 28, "bottom": 44},
        xAxis=axis("Seats on polling day, one dot a run", 0, max(total, 1)),
        yAxis=[categories([each.label for each in rows], width=150), ground],
        series=[{
            "id": "seats", "type": "scatter", "yAxisIndex": 1, "symbolSize": 9, "data": dots,
            "itemStyle": OPAQUE, "told": [_spread_of(each) for each in rows],
            "markLine": {"symbol": "none", "silent": True,
                         "lineStyle": {"color": INK, "width": 1.5},
                         "label": {"formatter": f"majority: {total // 2 + 1}", "color": INK,
                                   "fontSize": SIZE, "position": "start"},
                         "data": [{"xAxis": total // 2 + 1}]},
        }, {"id": "rows", "type": "bar", "data": [0] * len(rows), "silent": True}],
    )  # fmt: skip


def _spread_of(row: "Row") -> str:
    """Say in words what the dots of a row show."""
    return (
        f"{row.label}: {row.seats.median():.0f} seats in the middle, {row.seats.min()} to "
        f"{row.seats.max()}"
    )


class Row(NamedTuple):
    """The seats in every run of a party, or of parties together, in one of the futures."""

    label: str
    look: Look
    second: bool
    seats: "pd.Series[int]"

    @property
    def fill(self) -> dict[str, Any]:
        """How it is filled on the page: open for the second future."""
        colour = self.look.colour
        return {"color": "white" if self.second else colour, "borderColor": colour,
                "borderWidth": 2 * self.second}  # fmt: skip


def _rows(ensemble: Ensemble) -> list[Row]:
    """Return what is drawn beside each other: each candidate, or else who has seats in some run.

    Those in power together and alliances come first. A future has no row of a party that never
    stands in it.
    """
    tables = _together(ensemble)
    there = [dict(_shown(ensemble, which)) for which in range(len(tables))]
    every = {**there[0], **{name: look for name, look in there[-1].items() if name not in there[0]}}
    named = [] if ensemble.one_office else [
        (side.label, replace(every[side.names[0]], label=side.label))
        for side in joint(ensemble.cases[0]) if side.names[0] in every
    ]  # fmt: skip
    return [
        Row(f"{look.label}{', second' if which else ''}", look, bool(which), table[name])
        for name, look in (*named, *every.items())
        if ensemble.one_office or any(name in table and table[name].any() for table in tables)
        for which, table in enumerate(tables)
        if name in table and (name in there[which] or name not in every)
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
    rows = _rows(ensemble)
    bars = [{"value": int(row.seats.sum()), "itemStyle": row.fill} for row in rows]
    return base(
        tooltip={"trigger": "axis"},
        grid={"left": 164, "right": 40, "top": 28, "bottom": 44},
        xAxis=axis(ELECTED, 0, ensemble.runs),
        yAxis=categories([each.label for each in rows], width=150),
        series=[{"id": "wins", "type": "bar", "data": bars, "name": "runs won",
                 "label": {"show": True, "position": "right", "color": INK, "fontSize": SIZE}}],
    )  # fmt: skip


def draw(future: Future, ensemble: Ensemble) -> Figure:
    """Draw bands of support (nine runs of ten, and the median) and the seats, or who is elected.

    Where one future elects a house and the other a president, that of the first.
    """
    beside = ensemble if ensemble.alike else ensemble.apart()[0]
    rows = _rows(beside)
    with in_print():
        figure = sheet(DOUBLE, max(3.4, 0.8 + 0.3 * len(rows)))
        bands, seats = figure.subplots(1, 2, width_ratios=[1.4, 1])
        _draw_bands(bands, ensemble)
        if beside.one_office:
            _draw_wins(seats, rows)
        else:
            _draw_dots(seats, rows, beside.places // 2 + 1)
        seats.set_yticks(range(len(rows)), [wrapped(row.label, 24) for row in rows])
        seats.invert_yaxis()
        first = "" if ensemble.alike else "First future: "
        seats.set_title(f"{first}{_title(beside)}")
    return figure


def _draw_bands(axes: Axes, ensemble: Ensemble) -> None:
    for which, name, look in _lines(ensemble):
        band = _band(ensemble.weeks[which], name)
        axes.fill_between(band.index, band[0.05], band[0.95], color=look.colour, alpha=0.3, lw=0)
        axes.plot(
            band.index, band[0.5], color=look.colour, marker=look.marker, ms=4,
            markevery=max(len(band) // 8, 1), ls="--" if which else "-",
        )  # fmt: skip
    axes.set_xlabel("Week of the campaign")
    axes.set_ylabel("Private support (share of electors)")
    dashed = "; dashed: second future" if len(ensemble.cases) > 1 else ""
    axes.set_title(f"{ensemble.runs} runs: median and 90 % band{dashed}\n(marks as on the right)")
    percent(axes.yaxis)


def _draw_dots(axes: Axes, rows: list[Row], majority: int) -> None:
    for place, row in enumerate(rows):
        spread: Array = np.linspace(-0.25, 0.25, len(row.seats))
        axes.plot(row.seats, place + spread, row.look.marker, mec=row.look.colour,
                  mfc="none" if row.second else row.look.colour, ms=3)  # fmt: skip
    axes.axvline(majority, color=INK, lw=1)
    axes.set_xlabel(f"Seats on polling day (line: majority, {majority})")


def _draw_wins(axes: Axes, rows: list[Row]) -> None:
    for place, row in enumerate(rows):
        axes.barh(place, row.seats.sum(), 0.6, ec=row.look.colour,
                  fc="none" if row.second else row.look.colour)  # fmt: skip
        axes.plot(0, place, row.look.marker, mec=row.look.colour, mfc="white", ms=4, clip_on=False)
    axes.set_xlim(0, max(len(row.seats) for row in rows))
    axes.set_xlabel(ELECTED)


def _help(ensemble: Ensemble) -> str:
    if ensemble.ignorance:
        return (
            "Each run has other random numbers and a draw of every assumed number that agrees with "
            f"the last election: chance and what we do not know. {ABSENT}"
        )
    return (
        "Each run has other random numbers, and nothing else: chance alone. A narrow band is "
        f"certainty under the model's assumptions, which is not certainty in reality. {ABSENT}"
    )


def _title(ensemble: Ensemble) -> str:
    return "Who is elected" if ensemble.one_office else "Seats, one dot a run"


def _by_future(tables: tuple[pd.DataFrame, ...]) -> pd.DataFrame:
    """Return the tables below each other, with a column for the number of the future."""
    numbers = range(1, len(tables) + 1)
    return pd.concat(tables, keys=numbers, names=["future"]).reset_index("future")


def charts(ensemble: Ensemble) -> list[Chart]:
    """Return the charts of these runs; seats and an office have a chart each."""
    if ensemble.alike:
        return [_bands_chart(ensemble), _seats_chart(ensemble)]
    first, second = map(_seats_chart, ensemble.apart())
    return [
        _bands_chart(ensemble),
        replace(first, title=f"First future: {first.title.lower()}", help=UNLIKE),
        replace(second, title=f"Second future: {second.title.lower()}", help=UNLIKE,
                name=f"{second.name}-second"),
    ]  # fmt: skip


def _kind(ensemble: Ensemble) -> str:
    return "ignorance" if ensemble.ignorance else "chance"


def _source(ensemble: Ensemble) -> str:
    """Say which runs these are, whatever is played meanwhile."""
    first, last = ensemble.seeds
    days = sorted({int(weeks["week"].max()) for weeks in ensemble.weeks})
    weeks = " and ".join(map(str, days))
    return f"polling day in week {weeks}, {played(*ensemble.cases)}, seeds {first} to {last}."


def _count(ensemble: Ensemble) -> str:
    each = " of each future" if len(ensemble.cases) > 1 else ""
    return f"n = {ensemble.runs} runs{each}, bands and bars: 90 % of runs"


def _bands_chart(ensemble: Ensemble) -> Chart:
    return Chart(
        f"bands-{_kind(ensemble)}", f"Support in {ensemble.runs} runs: median and 90 % band",
        _help(ensemble), partial(draw, ensemble=ensemble),
        lambda future: _by_future(ensemble.weeks),
        partial(option, ensemble=ensemble), height=360, count=_count(ensemble),
        source=lambda future: _source(ensemble),
    )  # fmt: skip


def _seats_chart(ensemble: Ensemble) -> Chart:
    height = len(_rows(ensemble)) * (CANDIDATE if ensemble.one_office else ROW)
    two = len(ensemble.cases) > 1
    return Chart(
        f"seats-{_kind(ensemble)}", _title(ensemble),
        "Filled: first future. Open: second future." if two else "Each dot is one run.",
        partial(draw, ensemble=ensemble),
        lambda future: _by_future(ensemble.seats),
        partial(seats_option, ensemble=ensemble), height=max(420, 72 + height),
        count=_count(ensemble), source=lambda future: _source(ensemble),
    )  # fmt: skip
