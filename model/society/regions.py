"""Regions: where voters live, read from a table with sources."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from model.numerics.arrays import Array


@dataclass(frozen=True)
class Regions:
    """The regions of a country; every array has one entry a region."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    electorate: Array  # people
    urban: Array  # share
    wage: Array  # relative to the mean over people
    groups: Array  # (R, groups) share of each language group
    past_turnout: Array  # share, official, at an election before the one modelled
    tiles: Array  # (R, 2) row and column on a tile map


def read_regions(name: str, languages: tuple[str, ...], electorate: float) -> Regions:
    """Read `model/data/regions-NAME.csv` or a path to a file with the same columns.

    Columns: region_id, region, population, urban_pct, avg_wage_kzt, <language>_pct for each
    language group, past_turnout_pct, tile_row, tile_col. The electorate is shared out by
    population (assumed: the same share of adults everywhere).
    Raises ValueError naming the columns that are missing.
    """
    table = pd.read_csv(_path(name))
    shares = [f"{language}_pct" for language in languages]
    needed = ["region_id", "region", "population", "urban_pct", "avg_wage_kzt", *shares]
    missing = [each for each in [*needed, "past_turnout_pct"] if each not in table.columns]
    if missing:
        raise ValueError(f"The regions file {name} lacks the columns {', '.join(missing)}.")
    people = table["population"].to_numpy(float)
    people = electorate * people / people.sum()
    wage = table["avg_wage_kzt"].to_numpy(float)
    groups = table[shares].to_numpy(float)
    return Regions(
        codes=tuple(table["region_id"].astype(str)),
        labels=tuple(table["region"].astype(str)),
        electorate=people,
        urban=table["urban_pct"].to_numpy(float) / 100,
        wage=wage / np.average(wage, weights=people),
        groups=groups / groups.sum(axis=1, keepdims=True),
        past_turnout=table["past_turnout_pct"].to_numpy(float) / 100,
        tiles=table[["tile_row", "tile_col"]].to_numpy(float),
    )


def _path(name: str) -> Path:
    shipped = Path(str(files("model"))) / "data" / f"regions-{name}.csv"
    return shipped if shipped.exists() else Path(name)


def rake(table: Array, rows: Array, columns: Array, rounds: int = 200) -> Array:
    """Scale a table until its row and column sums are the given ones, keeping its odds ratios.

    Iterative proportional fitting (Deming and Stephan 1940, doi:10.1214/aoms/1177731829).
    `table` (R, groups) people; `rows` (R,) and `columns` (groups,) have the same total.
    """
    tiny = np.finfo(float).tiny
    fitted = np.array(table, dtype=float)
    for _ in range(rounds):
        fitted *= columns / np.maximum(fitted.sum(axis=0), tiny)
        fitted *= (rows / np.maximum(fitted.sum(axis=1), tiny))[:, None]
    return fitted


def shift_to_mean(shares: Array, weights: Array, mean: float) -> Array:
    """Shift shares on the logit scale until their weighted mean is the given one."""
    logits = np.log(shares.clip(0.005, 0.995) / (1 - shares.clip(0.005, 0.995)))
    low, high = -20.0, 20.0
    weights = weights / weights.sum()
    for _ in range(80):
        middle = (low + high) / 2
        moved = 1 / (1 + np.exp(-(logits + middle)))
        low, high = (middle, high) if moved @ weights < mean else (low, middle)
    return np.asarray(1 / (1 + np.exp(-(logits + middle))))
