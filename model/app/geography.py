"""Where regions lie: outlines for the map, and places on a tile grid."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.path import Path as Outline

CITIES = ("AST", "ALA", "SHY")
"""Regions too small for the map: drawn as circles."""


@cache
def outlines() -> dict[str, Outline]:
    """Read the outlines of Kazakhstan's regions, degrees of longitude and latitude, by code."""
    text = (Path(str(files("model"))) / "data" / "kz_regions.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return {each["properties"]["id"]: _outline(each["geometry"]) for each in features}


def _outline(geometry: dict[str, Any]) -> Outline:
    shapes = geometry["coordinates"]
    polygons = [shapes] if geometry["type"] == "Polygon" else shapes
    rings = [Outline(ring, closed=True) for polygon in polygons for ring in polygon]
    return Outline.make_compound_path(*rings)


def middle(outline: Outline) -> tuple[float, float]:
    """Return the middle of an outline's bounding box, longitude and latitude."""
    vertices = np.asarray(outline.vertices)
    x, y = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    return float(x), float(y)


def aspect() -> float:
    """Return how much longer a degree of latitude is than one of longitude, mid-country."""
    latitudes = np.concatenate([np.asarray(each.vertices)[:, 1] for each in outlines().values()])
    return float(1 / np.cos(np.radians((latitudes.min() + latitudes.max()) / 2)))
