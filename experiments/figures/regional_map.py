"""An outcome region by region: as a map, and as tiles of one size."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.chart import NEAREST, Caption, Chart, FigureError, Words
from experiments.store import words
from experiments.store.results import Results
from model.display.diagrams import draw_map
from model.display.drawing import bare, ink_on, scale_below
from model.display.looks import SEQUENTIAL
from model.display.outlines import Geography, geography, regions_of


@dataclass(frozen=True)
class RegionalMap(Chart):
    """The mean over runs of one outcome in every region; cities are circles."""

    outcome: str = "turnout"
    """A column of the runs without its last part, the region."""

    points = NEAREST
    obeys = frozenset({"party", "outcome"})
    tall = 2.8
    needs = {
        "region": Words("code of the region"),
        "label": Words("its name"),
        "value": "mean over runs, share",
        "title": Words("what is shown"),
        "geography": Words("name of the table of regions"),
    }

    @property
    def name(self) -> str:
        return f"regional-map-{self.outcome.replace('.', '-')}"

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """Official turnout and the incumbent's share of votes, where the regions are mapped."""
        known = geography(regions_of(results.manifest["scenario"]))
        if known is None:
            return
        for outcome in results.wished_columns(("turnout", "vote_share")):
            if all(f"{outcome}.{region}" in results.runs for region in known.regions.index):
                yield cls(outcome)

    def table(self, results: Results) -> pd.DataFrame:
        name = regions_of(results.manifest["scenario"])
        known = _known(name)
        return pd.DataFrame(
            {
                "region": region,
                "label": known.label(region),
                "value": results.runs[f"{self.outcome}.{region}"].mean(),
                "title": words.sentence(words.outcome(self.outcome, results.labels)),
                "geography": name,
            }
            for region in known.regions.index
        )

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        about: Any = table.iloc[0]
        text = f"{about.title}, by region. {_how(_known(about.geography))}"
        return Caption.of(results, text, results.count, "mean over runs, no interval")

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        about: Any = table.iloc[0]
        shades = _shades(table["value"])
        values = dict(zip(table["region"], table["value"], strict=True))
        first = _draw(figure, _known(about.geography), values, shades)
        first.set_title(about.title)
        scale_below(first, shades)


def _known(name: str) -> Geography:
    """Return the geography of that name; raises FigureError if nobody has drawn it."""
    known = geography(name)
    if known is None:
        raise FigureError(f"There is no map of the regions called {name!r}.")
    return known


def _how(known: Geography) -> str:
    """Say how regions are drawn, as far as the country has drawn them."""
    if not known.outlines:
        return "Every region is a tile of the same size, in per cent."
    if not known.has_tiles:
        return "Outlines, the cities with a region's rank as circles."
    return (
        "Left: outlines, the cities with a region's rank as circles. Right: every region as "
        "a tile of the same size, in per cent."
    )


def _shades(values: pd.Series) -> ScalarMappable:
    low, high = float(values.min()), float(values.max())
    room = max(0.02 * (high - low), 0.005)
    return ScalarMappable(Normalize(low - room, high + room), SEQUENTIAL)


def _shade(shades: ScalarMappable, value: float) -> Any:
    return shades.to_rgba(np.asarray([value]))[0]


def _place(shades: ScalarMappable, value: float) -> float:
    low, high = shades.get_clim()
    return (value - float(low or 0)) / (float(high or 1) - float(low or 0))


def _draw(
    figure: Figure, known: Geography, values: dict[str, float], shades: ScalarMappable
) -> Axes:
    """Draw outlines and tiles, as far as there are any; return where the first were drawn."""
    widths = [1.55] * bool(known.outlines) + [1.0] * known.has_tiles
    grid = figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]
    if known.outlines:
        draw_map(grid[0], known, {name: _shade(shades, each) for name, each in values.items()})
    if known.has_tiles:
        _draw_tiles(grid[-1], known, values, shades)
    return grid[0]  # type: ignore[no-any-return]


def _draw_tiles(
    axes: Axes, known: Geography, values: dict[str, float], shades: ScalarMappable
) -> None:
    places = known.regions[["tile_row", "tile_col"]].astype(float)
    tiles = places.to_dict("index")
    for region, value in values.items():
        row, column = tiles[region].values()
        ink = ink_on(_place(shades, value))
        axes.add_patch(Rectangle((column, row), 0.94, 0.94, color=_shade(shades, value), lw=0))
        name = textwrap.fill(known.label(region), 10, break_long_words=False)
        axes.text(column + 0.47, row + 0.08, name, ha="center", va="top", size=4.3, color=ink)
        axes.text(
            column + 0.47, row + 0.87, f"{100 * value:.0f}", ha="center", va="bottom", size=6.5,
            color=ink, weight="bold",
        )  # fmt: skip
    top, left = places.min() - 0.05
    bottom, right = places.max() + 1
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    bare(axes)
