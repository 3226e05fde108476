"""An outcome region by region: as a map, and as tiles of one size."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.chart import NEAREST, Caption, Chart, Words
from experiments.store import words
from experiments.store.results import Results
from model.display.diagrams import draw_map
from model.display.drawing import DOUBLE, bare, ink_on, scale_below
from model.display.looks import SEQUENTIAL
from model.display.outlines import Geography, geography, regions_of


@dataclass(frozen=True)
class RegionalMap(Chart):
    """The mean over runs of one outcome in every region; cities are circles."""

    outcome: str = "turnout"
    """A column of the runs without its last part, the region."""

    width: ClassVar[float] = DOUBLE
    points = NEAREST
    obeys = frozenset({"party", "outcome"})
    tall = 2.8
    needs: ClassVar[dict[str, str]] = {
        "region": Words("code of the region"),
        "label": Words("its name"),
        "value": "mean over runs, share",
        "title": Words("what is shown"),
        "geography": Words("name of the table of regions"),
    }

    @property
    def name(self) -> str:
        """The outcome is part of the name of the file."""
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
        """Return one row a region."""
        known = geography(regions_of(results.manifest["scenario"]))
        if known is None:
            raise ValueError(
                f"Nobody has drawn a map of the regions of {results.manifest['scenario_name']}."
            )
        runs = results.runs
        return pd.DataFrame(
            {
                "region": region,
                "label": known.label(region),
                "value": runs[f"{self.outcome}.{region}"].mean(),
                "title": words.sentence(words.outcome(self.outcome, results.labels)),
                "geography": regions_of(results.manifest["scenario"]),
            }
            for region in known.regions.index
        )

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say what is shown and how cities are drawn."""
        text = f"{table['title'].iloc[0]}, by region. {self._how(str(table['geography'].iloc[0]))}"
        return Caption.of(results, text, results.count, "mean over runs, no interval")

    @staticmethod
    def _how(name: str) -> str:
        """Say how regions are drawn, as far as the country has drawn them."""
        known = geography(name)
        if known is None or not known.outlines:
            return "Every region is a tile of the same size, in per cent."
        if not known.has_tiles:
            return "Outlines, the cities with a region's rank as circles."
        return (
            "Left: outlines, the cities with a region's rank as circles. Right: every region as "
            "a tile of the same size, in per cent."
        )

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the map, the tiles, and their common scale."""
        name = str(table["geography"].iloc[0])
        known = geography(name)
        if known is None:
            raise ValueError(f"There is no map of the regions called {name!r}.")
        shades = _shades(table["value"])
        values = dict(zip(table["region"], table["value"], strict=True))
        first = _draw(figure, known, values, shades)
        first.set_title(str(table["title"].iloc[0]))
        scale_below(first, shades)


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
    axes.set_xlim(places["tile_col"].min() - 0.05, places["tile_col"].max() + 1)
    axes.set_ylim(places["tile_row"].max() + 1, places["tile_row"].min() - 0.05)
    axes.set_aspect("equal")
    bare(axes)
