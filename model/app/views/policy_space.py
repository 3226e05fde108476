"""Two issues at a time: where voters are, where parties stand and came from."""

from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import LINE, OPAQUE, SIZE, SYMBOLS, axis, base, columns_of
from model.app.elements.picture import Chart
from model.app.future import Future
from model.display.drawing import HALF_AGAIN, framed, in_print
from model.display.looks import INK, Look, looks, words

REACH = 3.0
CELLS = 36


def table(future: Future) -> pd.DataFrame:
    """Return the parties' positions by week and issue."""
    issues = future.case.population.issues
    frames = [
        pd.DataFrame(place, columns=list(issues)).assign(
            party=list(future.case.parties), week=row["week"]
        )
        for place, row in zip(future.paths, future.rows, strict=False)
    ]
    return pd.concat(frames)[["week", "party", *issues]]


def draw(future: Future, pair: tuple[int, int]) -> Figure:
    """Draw voters as a density and each party at its place with the way it came."""
    first, second = pair
    issues = future.case.population.issues
    positions = future.campaign.electorate.issues
    edges = np.linspace(-REACH, REACH, 61)
    density, _, _ = np.histogram2d(positions[first], positions[second], bins=(edges, edges))
    paths = np.stack(future.paths)
    with in_print():
        figure = framed(HALF_AGAIN, 3.8, left=0.1, right=0.76, bottom=0.1, top=0.98)
        axes = figure.subplots()
        axes.imshow(
            density.T, origin="lower", extent=(-REACH, REACH, -REACH, REACH), cmap="Greys",
            interpolation="bilinear", vmax=1.8 * density.max(),
        )  # fmt: skip
        for j, look in enumerate(looks(future.case.parties)):
            if future.campaign.state.stocks.standing[j]:
                axes.plot(paths[:, j, first], paths[:, j, second], color=look.colour, lw=1.5)
                axes.plot(
                    *paths[-1, j, [first, second]], look.marker, color=look.colour, mec=INK,
                    ms=7, label=look.label, ls="",
                )  # fmt: skip
        axes.set_xlabel(f"{words(issues[first])} (standard deviations of voters)")
        axes.set_ylabel(f"{words(issues[second])} (standard deviations of voters)")
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
    return figure


def option(future: Future, pair: tuple[int, int]) -> dict[str, Any]:
    """Describe voters as shades, parties at their places and the way they came, to the browser."""
    issues = future.case.population.issues
    across, upwards = (f"{words(issues[each])} (SD of voters)" for each in pair)
    paths = np.stack(future.paths)[:, :, list(pair)].round(3)
    parties = [
        part
        for place, (name, look) in enumerate(columns_of(future.case, {}, ""))
        if future.campaign.state.stocks.standing[place]
        for part in _party(name, look, paths[:, place].tolist())
    ]
    return base(
        grid={"left": 52, "right": 90, "top": 12, "bottom": 48},
        visualMap={"show": False, "seriesIndex": 0, "dimension": 2, "min": 0, "max": 1,
                   "inRange": {"opacity": [0.05, 0.9]}},
        xAxis=axis(across, -REACH, REACH),
        yAxis=axis(upwards, -REACH, REACH),
        series=[_ground(future, pair), *parties],
    )  # fmt: skip


def _ground(future: Future, pair: tuple[int, int]) -> dict[str, Any]:
    """Return the voters as squares, darker where there are more of them."""
    first, second = pair
    positions = future.campaign.electorate.issues
    edges = np.linspace(-REACH, REACH, CELLS + 1)
    density, _, _ = np.histogram2d(positions[first], positions[second], bins=(edges, edges))
    middles = ((edges[1:] + edges[:-1]) / 2).round(3).tolist()
    shade = (density / max(float(density.max()), 1.0)).round(2)
    seen = np.argwhere(shade > 0.02).tolist()
    return {
        "id": "voters", "type": "scatter", "symbol": "rect", "symbolSize": 11, "silent": True,
        "z": 1, "itemStyle": {"color": "#9a9a9a"},
        "data": [[middles[a], middles[b], float(shade[a, b])] for a, b in seen],
    }  # fmt: skip


def _party(name: str, look: Look, way: list[list[float]]) -> list[dict[str, Any]]:
    """Return the way that a party came, and its mark and name where it is."""
    colour = {"name": look.label, "itemStyle": {"color": look.colour}}
    here = {"value": way[-1], "symbol": SYMBOLS.get(look.marker, "circle"), "symbolSize": 15,
            "itemStyle": {"borderColor": INK, "borderWidth": 1, **OPAQUE}}  # fmt: skip
    label = {"show": True, "formatter": "{a}", "color": INK, "fontSize": SIZE, "lineHeight": LINE,
             "overflow": "break", "textBorderColor": "white", "textBorderWidth": 3}  # fmt: skip
    return [
        {"id": f"way {name}", **colour, "type": "line", "data": way, "showSymbol": False, "z": 3,
         "silent": True},
        {"id": name, **colour, "type": "scatter", "data": [here], "z": 4, "label": label,
         "beside": True},
    ]  # fmt: skip


@cache
def chart(pair: tuple[int, int]) -> Chart:
    """Return the space of two issues, by their places."""
    return Chart(
        f"policy-space-{pair[0]}-{pair[1]}",
        "Policy space",
        "Grey: where voters are (darker: more of them). Marks: parties; lines: the way they came.",
        partial(draw, pair=pair),
        table,
        partial(option, pair=pair),
        height=400,
    )
