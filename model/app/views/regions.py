"""Regions: as a map and as tiles of one size, coloured by what the visitor chooses."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from model.app.elements.options import CIVIDIS, SIZE, base, luminance, page_looks, per_cent
from model.app.elements.picture import Chart
from model.app.future import Future
from model.display.diagrams import draw_map
from model.display.drawing import HALF_AGAIN, framed, in_print, said, scale_below, sheet
from model.display.looks import INK, SEQUENTIAL, Look, looks, words
from model.display.outlines import Geography, centre
from model.measures.sides import in_power
from model.numerics.arrays import Array, IntArray
from model.scenario import Scenario

LEADING = "Leading party"


def _votes(future: Future) -> IntArray:
    """Official votes for parties if the election were today, shape (R, J)."""
    return future.today.votes[:, : len(future.case.parties)]


def _leading(future: Future) -> IntArray:
    """Return the column of the entry with most votes by region; allies are one entry, (R,)."""
    return np.asarray(future.campaign.entries.joined(_votes(future)).argmax(axis=1))


def _entries(case: Scenario, every: list[Look]) -> list[Look]:
    """Return the looks of what stands on the ballot, an alliance's in that of its first member."""
    found, names = list(every), list(case.parties)
    for key, each in case.alliances.items():
        first = min(map(names.index, each.members))
        found[first] = replace(found[first], label=each.label or words(key))
    return found


def share_of_power(future: Future) -> Array:
    """Return the official share of those in power by region, of all valid votes, shape (R,)."""
    power = _votes(future)[:, in_power(future.case).columns(future.case)].sum(axis=1)
    return np.asarray(power / np.maximum(future.today.votes.sum(axis=1), 1))


def _turnout(future: Future) -> Array:
    return future.today.turnout


def _protest(future: Future) -> Array:
    public, setting = future.campaign.state.public, future.campaign.setting
    people = setting.by_region(public.people)
    return np.asarray(
        setting.by_region(public.protest_mean * public.people) / np.maximum(people, 1)
    )


def _brought(future: Future) -> Array:
    setting = future.campaign.setting
    people = setting.by_region(future.campaign.state.public.people)
    return np.asarray(setting.by_region(future.today.mobilised) / np.maximum(people, 1))


class Shade(NamedTuple):
    """A number of every region that can colour it: what it means, its values, its unit.

    Shares are told in per cent; what has no unit is told as it is.
    """

    meaning: str
    values: Callable[[Future], Array]
    unit: str = " %"

    @property
    def step(self) -> float:
        """From one round number to the next on the scale of colours."""
        return 10.0 if self.unit else 0.1

    def told(self, value: float) -> float:
        """Return a value as the page tells it."""
        return per_cent(value) if self.unit else round(float(value), 2)

    def said(self, value: float) -> str:
        """Write a value with its unit."""
        return said(value) if self.unit else f"{value:.2f}"


POWER = "Share of the party of power"
SHADES = {
    POWER: Shade("share of votes if the election were today", share_of_power),
    "Turnout": Shade("ballots over electors if the election were today", _turnout),
    "Protest": Shade("mean readiness to protest, 0 to 1", _protest, ""),
    "Administrative resource": Shade("share of electors whom officials would bring to vote",
                                     _brought),
}  # fmt: skip
CHOICES = [LEADING, *SHADES]


def _shown(choice: str) -> Shade:
    """Return the number that is written into a region."""
    return SHADES.get(choice, SHADES[POWER])


def _meaning(choice: str) -> str:
    """Say in a sentence what a colour means."""
    told = SHADES[choice].meaning if choice in SHADES else "most votes if the election were today"
    return f"{words(told)}."


def table(future: Future) -> pd.DataFrame:
    """Return all that can colour the map, one region a row."""
    regions = future.campaign.setting.cells.regions
    labels = [look.label for look in _entries(future.case, looks(future.case.parties))]
    columns = {name: shade.values(future) for name, shade in SHADES.items()}
    return pd.DataFrame(
        {
            "region": regions.codes,
            "name": regions.labels,
            LEADING: [labels[each] for each in _leading(future)],
            **columns,
        }
    )


def _colours(future: Future, choice: str) -> tuple[list[Any], ScalarMappable | None]:
    if choice == LEADING:
        every = looks(future.case.parties)
        return [every[each].colour for each in _leading(future)], None
    values = SHADES[choice].values(future)
    room = max(0.02 * float(np.ptp(values)), 0.005)
    shades = ScalarMappable(Normalize(values.min() - room, values.max() + room), SEQUENTIAL)
    return list(shades.to_rgba(values)), shades


def draw_outlines(future: Future, choice: str) -> Figure:
    """Draw the outlines, the cities as circles; raises ValueError where there is no map."""
    regions = future.campaign.setting.cells.regions
    known = _drawn(future)
    colours, shades = _colours(future, choice)
    with in_print():
        figure = framed(HALF_AGAIN, 3.4, left=0.01, right=0.99, bottom=0.02, top=0.99)
        axes = figure.subplots()
        draw_map(axes, known, dict(zip(regions.codes, colours, strict=True)))
        _key(axes, future, choice, shades)
    return figure


def _key(axes: Axes, future: Future, choice: str, shades: ScalarMappable | None) -> None:
    if shades is not None:
        bar = scale_below(axes, shades)
        bar.set_label(f"{choice}: {SHADES[choice].meaning}")
        if not SHADES[choice].unit:
            bar.ax.xaxis.set_major_formatter("{x:g}")
        return
    every = _entries(future.case, looks(future.case.parties))
    patches = [Patch(color=every[j].colour, label=every[j].label)
               for j in np.unique(_leading(future))]  # fmt: skip
    axes.legend(handles=patches, loc="upper right", title="Most votes if the election were today")


def draw_tiles(future: Future, choice: str) -> Figure:
    """Draw every region as a tile of the same size, with its number."""
    regions = future.campaign.setting.cells.regions
    colours, shades = _colours(future, choice)
    shade = _shown(choice)
    values = shade.values(future)
    with in_print():
        figure = sheet(HALF_AGAIN, 3.6)
        axes = figure.subplots()
        for place, label in enumerate(regions.labels):
            row, column = _tile(regions.tiles, place)
            axes.add_patch(Rectangle((column, row), 0.95, 0.95, color=colours[place], lw=0))
            letters = ink(colours[place])
            name = label.replace(" ", "\n", 1)
            axes.text(
                column + 0.48, row + 0.08, name, ha="center", va="top", size=5.5, color=letters
            )
            axes.text(
                column + 0.48, row + 0.9, shade.said(float(values[place])), ha="center",
                va="bottom", size=7, weight="bold", color=letters,
            )  # fmt: skip
        axes.autoscale_view()
        axes.invert_yaxis()
        axes.set_aspect("equal")
        axes.set_axis_off()
        _key(axes, future, choice, shades)
    return figure


def _tile(tiles: Array, place: int) -> tuple[float, float]:
    row, column = tiles[place]
    if np.isfinite(row) and np.isfinite(column):
        return float(row), float(column)
    return float(place // 6), float(place % 6)


def ink(colour: Any) -> str:
    """Return the ink that stands out more, at least 4.5:1 (WCAG 2.1, criterion 1.4.3)."""
    return "white" if luminance(*to_rgb(colour)) < 0.179 else "black"


def _scale(future: Future, choice: str) -> dict[str, Any]:
    """Return how the browser colours a region by the third of its numbers, and the key for it."""
    shared = {"dimension": DIMENSION, "textStyle": {"fontSize": SIZE, "color": INK},
              "left": "center", "bottom": 0, "orient": "horizontal"}  # fmt: skip
    if choice == LEADING:
        every = _entries(future.case, page_looks(future.case))
        stands = future.campaign.state.stocks.standing > 0
        standing = np.unique(future.campaign.entries.entry[stands]).tolist()
        pieces = [{"value": j, "label": every[j].label, "color": every[j].colour} for j in standing]
        return {**shared, "type": "piecewise", "pieces": pieces, "itemGap": 8}
    shade = SHADES[choice]
    values = [shade.told(each) / shade.step for each in shade.values(future)]
    low, high = np.floor(min(values)) * shade.step, (np.floor(max(values)) + 1) * shade.step
    return {
        **shared, "min": float(low), "max": float(high), "calculable": False,
        "text": [f"{each:g}{shade.unit}" for each in (high, low)],
        "inRange": {"color": CIVIDIS}, "itemHeight": 160,
    }  # fmt: skip


DIMENSION = 2


def _numbers(future: Future, choice: str) -> list[tuple[str, str, float, float]]:
    """Return of each region code, label, the number that colours it and the one that is shown."""
    regions = future.campaign.setting.cells.regions
    shade = _shown(choice)
    shown = [shade.told(each) for each in shade.values(future)]
    colour = [float(each) for each in _leading(future)] if choice == LEADING else shown
    return list(zip(regions.codes, regions.labels, colour, shown, strict=True))


def map_option(future: Future, choice: str) -> dict[str, Any]:
    """Describe the map to the browser: shapes by their label, cities as circles."""
    known = _drawn(future)
    shapes, cities = [], []
    for code, label, colour, shown in _numbers(future, choice):
        if known.is_city(code):
            x, y = centre(known.outlines[code])
            cities.append(
                {"id": code, "name": label, "value": [round(x, 2), round(y, 2), colour, shown]}
            )
        else:
            shapes.append({"id": code, "name": label, "value": [0, 0, colour, shown]})
    scale = _scale(future, choice)
    return base(
        unit=_shown(choice).unit,
        geo={
            "map": _map_name(future), "aspectScale": round(1 / known.aspect, 3), "roam": False,
            "top": 4, "bottom": 44, "left": 4, "right": 4,
            "itemStyle": {"areaColor": "#eeeeee", "borderColor": "white", "borderWidth": 1},
            "emphasis": {"label": {"show": False}, "itemStyle": {"borderColor": INK}},
        },
        visualMap=scale,
        series=[
            {"id": "regions", "type": "map", "geoIndex": 0, "data": shapes},
            {"id": "cities", "type": "scatter", "coordinateSystem": "geo", "data": cities,
             "symbolSize": 16, "itemStyle": {"borderColor": INK, "borderWidth": 1.5},
             "label": {"show": True, "formatter": "{b}", "position": "bottom", "color": INK,
                       "fontSize": SIZE, "fontWeight": "bold", "textBorderColor": "white",
                       "textBorderWidth": 3}},
        ],
    )  # fmt: skip


def _drawn(future: Future) -> Geography:
    known = future.geography
    if known is None or not known.outlines:
        raise ValueError("Nobody has drawn a map of this scenario's regions; see the tiles.")
    return known


def has_map(future: Future) -> bool:
    """Whether somebody has drawn a map of the scenario's regions."""
    known = future.geography
    return known is not None and bool(known.outlines)


def _map_name(future: Future) -> str:
    return f"map of {future.case.population.regions.name}"


def shapes_of(future: Future) -> dict[str, Any]:
    """Return the shapes that the browser draws, as GeoJSON (RFC 7946), by label."""
    known = future.geography
    if known is None:
        return {}
    regions = future.campaign.setting.cells.regions
    features = [
        {"type": "Feature", "properties": {"name": label},
         "geometry": {"type": "MultiPolygon", "coordinates": [
             [np.asarray(ring).round(2).tolist()]
             for ring in known.outlines[code].to_polygons(closed_only=True)]}}
        for code, label in zip(regions.codes, regions.labels, strict=True)
        if not known.is_city(code)
    ]  # fmt: skip
    return {
        "name": _map_name(future),
        "shapes": {"type": "FeatureCollection", "features": features},
    }


def tile_option(future: Future, choice: str) -> dict[str, Any]:
    """Describe the tiles to the browser: one a region, of one size, with its number."""
    regions = future.campaign.setting.cells.regions
    scale = _scale(future, choice)
    places = [_tile(regions.tiles, place) for place in range(len(regions.codes))]
    rows, columns = (sorted({each[k] for each in places}) for k in (0, 1))
    tiles = [
        {"id": code, "name": label,
         "value": [columns.index(column), rows.index(row), colour, shown],
         "label": {"color": ink(colour_of(scale, colour))}}
        for (code, label, colour, shown), (row, column) in zip(
            _numbers(future, choice), places, strict=True)
    ]  # fmt: skip
    hidden = {"type": "category", "show": False}
    return base(
        unit=_shown(choice).unit,
        grid={"left": 2, "right": 2, "top": 2, "bottom": 44},
        xAxis={**hidden, "data": list(range(len(columns)))},
        yAxis={**hidden, "data": list(range(len(rows))), "inverse": True},
        visualMap=scale,
        series=[{
            "id": "tiles", "type": "heatmap", "data": tiles,
            "itemStyle": {"borderColor": "white", "borderWidth": 3},
            "label": {"show": True, "fontSize": SIZE, "lineHeight": 15},
        }],
    )  # fmt: skip


def colour_of(scale: dict[str, Any], value: float) -> str:
    """Return the colour that the browser gives a number."""
    if "pieces" in scale:
        return next((str(each["color"]) for each in scale["pieces"] if each["value"] == value), INK)
    share = (value - scale["min"]) / (scale["max"] - scale["min"])
    return to_hex(STEPS(share))


STEPS = LinearSegmentedColormap.from_list("page", CIVIDIS)
"""The colours between the six of the page, as the browser mixes them."""


@cache
def map_chart(choice: str) -> Chart:
    """Return the map coloured by the choice."""
    return Chart(
        f"map-{choice.lower().replace(' ', '-')}",
        f"Regions: {choice.lower()}",
        f"{_meaning(choice)} Click a region to inspect it, or choose it in the tab Regions.",
        partial(draw_outlines, choice=choice),
        table,
        partial(map_option, choice=choice),
        height=340,
        map=shapes_of,
    )


@cache
def tile_chart(choice: str) -> Chart:
    """Return the tile grid coloured by the choice."""
    number = "the share of the party of power" if choice == LEADING else "this number"
    return Chart(
        f"tiles-{choice.lower().replace(' ', '-')}",
        f"Regions as tiles: {choice.lower()}",
        f"{_meaning(choice)} Every region has the same size; below its name stands {number}. Click "
        "one to inspect it.",
        partial(draw_tiles, choice=choice),
        table,
        partial(tile_option, choice=choice),
        height=420,
    )
