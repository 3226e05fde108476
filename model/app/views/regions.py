"""Regions: as a map and as tiles of one size, coloured by what the visitor chooses."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import canvas, framed, on_screen, percent, said
from model.display.looks import INK, SEQUENTIAL, looks
from model.display.outlines import Geography, centre, geography, geography_of
from model.numerics.arrays import Array, IntArray

LEADING = "Leading party"


def _votes(session: Session) -> IntArray:
    """Official votes for parties if the election were today, shape (R, J)."""
    return session.today.votes[:, : len(session.case.parties)]


def _share_of_power(session: Session) -> Array:
    votes = _votes(session)
    power = votes[:, session.campaign.setting.incumbent]
    return np.asarray(power / np.maximum(votes.sum(axis=1), 1))


def _turnout(session: Session) -> Array:
    return session.today.turnout


def _protest(session: Session) -> Array:
    public, setting = session.campaign.state.public, session.campaign.setting
    people = setting.by_region(public.people)
    return np.asarray(
        setting.by_region(public.protest_mean * public.people) / np.maximum(people, 1)
    )


def _brought(session: Session) -> Array:
    setting = session.campaign.setting
    people = setting.by_region(session.campaign.state.public.people)
    return np.asarray(setting.by_region(session.today.mobilised) / np.maximum(people, 1))


SHADES: dict[str, tuple[str, Callable[[Session], Array]]] = {
    "Share of the party of power": ("share of votes if the election were today", _share_of_power),
    "Turnout": ("ballots over electors if the election were today", _turnout),
    "Protest": ("mean readiness to protest, 0 to 1", _protest),
    "Administrative resource": ("share of electors whom officials would bring to vote", _brought),
}
CHOICES = [LEADING, *SHADES]


def table(session: Session) -> pd.DataFrame:
    """Return all that can colour the map, one region a row."""
    regions = session.campaign.setting.cells.regions
    labels = [look.label for look in looks(session.case.parties)]
    leaders = _votes(session).argmax(axis=1)
    columns = {name: values(session) for name, (_, values) in SHADES.items()}
    return pd.DataFrame(
        {
            "region": regions.codes,
            "name": regions.labels,
            LEADING: [labels[each] for each in leaders],
            **columns,
        }
    )


def _colours(session: Session, choice: str) -> tuple[list[Any], ScalarMappable | None]:
    if choice == LEADING:
        every = looks(session.case.parties)
        return [every[each].colour for each in _votes(session).argmax(axis=1)], None
    values = SHADES[choice][1](session)
    room = max(0.02 * float(np.ptp(values)), 0.005)
    shades = ScalarMappable(Normalize(values.min() - room, values.max() + room), SEQUENTIAL)
    return list(shades.to_rgba(values)), shades


def draw_map(session: Session, choice: str) -> Figure:
    """Draw the outlines, the cities as circles; raises ValueError where there is no map."""
    regions = session.campaign.setting.cells.regions
    table = session.case.population.regions
    known = geography(table.name) or geography_of(table.text)
    if known is None or not known.outlines:
        raise ValueError("Nobody has drawn a map of this scenario's regions; see the tiles.")
    colours, shades = _colours(session, choice)
    with on_screen():
        figure = framed(6.4, 4.3, left=0.01, right=0.99, bottom=0.02, top=0.99)
        axes = figure.subplots()
        places = zip(regions.codes, regions.labels, colours, strict=True)
        drawn = (place for place in places if place[0] in known.outlines)
        for place in sorted(drawn, key=lambda place: known.is_city(place[0])):
            _place(axes, known, place)
        axes.autoscale_view()
        axes.set_aspect(known.aspect)
        axes.set_axis_off()
        _key(figure, axes, session, choice, shades)
    return figure


def _place(axes: Axes, known: Geography, place: tuple[str, str, Any]) -> None:
    code, label, colour = place
    outline = known.outlines[code]
    x, y = centre(outline)
    if known.is_city(code):
        (dot,) = axes.plot(x, y, "o", ms=15, mfc=colour, mec="white", mew=2)
        dot.set_gid(f"pick:{code}:{label}")
        axes.plot(x, y, "o", ms=17, mfc="none", mec=INK, mew=0.8)
        axes.text(x, y - 1.0, label, ha="center", va="top", size=7.5, weight="bold")
    else:
        shape = PathPatch(outline, facecolor=colour, edgecolor="white", lw=0.8)
        shape.set_gid(f"pick:{code}:{label}")
        axes.add_patch(shape)


def _key(
    figure: Figure, axes: Axes, session: Session, choice: str, shades: ScalarMappable | None
) -> None:
    if shades is not None:
        bar = figure.colorbar(shades, ax=axes, location="bottom", shrink=0.6, aspect=35, pad=0.02)
        bar.set_label(f"{choice}: {SHADES[choice][0]}")
        percent(bar.ax.xaxis)
        return
    every = looks(session.case.parties)
    leading = np.unique(_votes(session).argmax(axis=1))
    patches = [Patch(color=every[j].colour, label=every[j].label) for j in leading]
    axes.legend(handles=patches, loc="upper right", title="Most votes if the election were today")


def draw_tiles(session: Session, choice: str) -> Figure:
    """Draw every region as a tile of the same size, with its number."""
    regions = session.campaign.setting.cells.regions
    colours, shades = _colours(session, choice)
    values = _share_of_power(session) if shades is None else SHADES[choice][1](session)
    with on_screen():
        figure = canvas(6.4, 4.6)
        axes = figure.subplots()
        for place, label in enumerate(regions.labels):
            row, column = _tile(regions.tiles, place)
            tile = Rectangle((column, row), 0.95, 0.95, color=colours[place], lw=0)
            tile.set_gid(f"pick:{regions.codes[place]}:{label}")
            axes.add_patch(tile)
            ink = _ink(colours[place])
            name = label.replace(" ", "\n", 1)
            axes.text(column + 0.48, row + 0.08, name, ha="center", va="top", size=7, color=ink)
            axes.text(
                column + 0.48, row + 0.9, said(float(values[place])), ha="center", va="bottom",
                size=9, weight="bold", color=ink,
            )  # fmt: skip
        axes.autoscale_view()
        axes.invert_yaxis()
        axes.set_aspect("equal")
        axes.set_axis_off()
        _key(figure, axes, session, choice, shades)
    return figure


def _tile(tiles: Array, place: int) -> tuple[float, float]:
    row, column = tiles[place]
    if np.isfinite(row) and np.isfinite(column):
        return float(row), float(column)
    return float(place // 6), float(place % 6)


def _ink(colour: Any) -> str:
    red, green, blue = to_rgb(colour)
    return "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.55 else "black"


@cache
def map_chart(choice: str) -> Chart:
    """Return the map coloured by the choice."""
    return Chart(
        "map",
        f"Regions: {choice.lower()}",
        "Click a region, or reach it with Tab and press Enter, to inspect it. Circles are cities.",
        partial(draw_map, choice=choice),
        table,
    )


@cache
def tile_chart(choice: str) -> Chart:
    """Return the tile grid coloured by the choice."""
    number = "the share of the party of power" if choice == LEADING else "the number behind it"
    return Chart(
        "tiles",
        f"Regions as tiles: {choice.lower()}",
        f"Every region has the same size; below its name stands {number}. Click one to inspect it.",
        partial(draw_tiles, choice=choice),
        table,
    )
