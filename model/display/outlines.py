"""Where regions lie: outlines for a map, places on a tile grid, names."""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.path import Path as Outline

COUNTRIES = Path(str(files("model"))) / "countries"
TILES = {"tile_row", "tile_col"}


def regions_of(scenario: dict[str, Any]) -> str:
    """Return the name of the table of regions; older results have nothing but the name."""
    named = scenario.get("population", {}).get("regions", "")
    return str(named["name"] if isinstance(named, dict) else named)


@dataclass(frozen=True, eq=False)
class Geography:
    """Outlines (degrees of longitude and latitude) and the table of regions, by region.

    A region may have no outline, or no region any; the table may have no tiles.
    """

    outlines: dict[str, Outline]
    regions: pd.DataFrame

    @property
    def has_tiles(self) -> bool:
        """Whether the table says where each region's tile lies."""
        return (
            set(self.regions) >= TILES and not self.regions[sorted(TILES)].isna().to_numpy().any()
        )

    @cached_property
    def aspect(self) -> float:
        """How much longer a degree of latitude is than one of longitude, mid-country."""
        latitudes = np.concatenate(
            [np.asarray(each.vertices)[:, 1] for each in self.outlines.values()]
        )
        return float(1 / np.cos(np.radians((latitudes.min() + latitudes.max()) / 2)))

    def label(self, region: str) -> str:
        """Return the region's name."""
        return str(self.regions.loc[region, "label"])

    def is_city(self, region: str) -> bool:
        """Whether the region is a city, too small to be seen on a map."""
        return "type" in self.regions and bool(self.regions.loc[region, "type"] == "city")


def geography(regions: str) -> Geography | None:
    """Return the geography of the regions of a country; None if nobody has drawn it.

    The country is a shipped one by name, or a folder by its path. Older results name the table
    after country and year.
    """
    named = [COUNTRIES / name for name in (regions, regions.rpartition("-")[0]) if name]
    folders = [*named, Path(regions)]
    folder = next((each for each in folders if (each / "regions.csv").is_file()), None)
    if folder is None:
        return None
    return geography_of((folder / "regions.csv").read_text(encoding="utf-8"), folder)


def geography_of(table: str, folder: Path | None = None) -> Geography | None:
    """Return the geography of the regions in a table, given as text; None if nobody drew it.

    The map lies in the country's folder; without one it is that of the first shipped country, by
    name, on which all regions lie. Regions that have no outline are drawn as tiles only.
    """
    known = pd.read_csv(StringIO(table)).set_index("region")
    own = [folder / "map.geojson"] if folder else []
    for file in [each for each in own if each.is_file()]:
        return Geography(read_outlines(file), known)
    for file in sorted(COUNTRIES.glob("*/map.geojson")):
        outlines = read_outlines(file)
        if set(known.index) <= set(outlines):
            return Geography(outlines, known)
    return Geography({}, known) if set(known) >= TILES else None


def read_outlines(file: Path) -> dict[str, Outline]:
    """Read the polygons of a GeoJSON file (RFC 7946) by the member or property `id`."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {
        str(each["id"] if "id" in each else each["properties"]["id"]): _outline(each["geometry"])
        for each in features
    }


def _outline(geometry: dict[str, Any]) -> Outline:
    shapes = geometry["coordinates"]
    polygons = [shapes] if geometry["type"] == "Polygon" else shapes
    rings = [Outline(ring, closed=True) for polygon in polygons for ring in polygon]
    return Outline.make_compound_path(*rings)


def centre(outline: Outline) -> tuple[float, float]:
    """Return the middle of an outline's bounding box, (longitude, latitude)."""
    vertices = np.asarray(outline.vertices)
    x, y = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    return float(x), float(y)
