"""Where regions lie: outlines for a map, and the names and tiles of the tables that are shipped."""

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.path import Path as Outline

CITIES = frozenset({"AST", "ALA", "SHY"})
"""Regions too small for the map: drawn as circles."""

_DATA = Path(str(files("model"))) / "data"


@cache
def outlines() -> dict[str, Outline]:
    """Return the outlines of regions, degrees of longitude and latitude, by code (RFC 7946)."""
    features = json.loads((_DATA / "kz_regions.geojson").read_text(encoding="utf-8"))["features"]
    return {each["properties"]["id"]: _outline(each["geometry"]) for each in features}


def mapped(codes: Collection[str]) -> bool:
    """Say whether somebody has drawn all these regions."""
    return len(codes) > 0 and set(codes) <= set(outlines())


@cache
def regions_of(name: str) -> pd.DataFrame | None:
    """Return a shipped table of regions by code, or None if it is not there or not mapped."""
    table = _DATA / f"regions-{name}.csv"
    if not table.is_file():
        return None
    regions = pd.read_csv(table).set_index("region_id")
    return regions if mapped(regions.index) else None


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


@cache
def aspect() -> float:
    """Return how much longer a degree of latitude is than one of longitude, mid-country."""
    latitudes = np.concatenate([np.asarray(each.vertices)[:, 1] for each in outlines().values()])
    return float(1 / np.cos(np.radians((latitudes.min() + latitudes.max()) / 2)))
