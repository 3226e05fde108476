"""Regions: where voters live, read from a table with sources."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import model_validator
from scipy.optimize import brentq
from scipy.special import expit, logit

from model.numerics.arrays import Array, read_only
from model.parameters.names import CODE, CODES
from model.parameters.parameter import Component
from model.parameters.table import (
    Column,
    Numbers,
    Sum,
    TableError,
    Words,
    parse_table,
    text_of,
)


class RegionsTable(Component):
    """The table of a country's regions: its name, and what it says, read once.

    A scenario holds the text itself, so that its fingerprint, its copies and workers on other
    machines have the table that was read, whatever becomes of the file.
    """

    name: str
    text: str

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """Read a shipped table by its name, or a file by its path."""
        if isinstance(given, str):
            return cls.as_read(given)
        if not isinstance(given, dict | cls):
            shipped = ", ".join(names_of_shipped())
            raise ValueError(f"given {given!r}, allowed is a file of regions, or one of {shipped}")
        return given

    @staticmethod
    def as_read(name: str) -> dict[str, str]:
        """Return name and text of a table; raises TableError if it cannot be read."""
        path = shipped_regions(name) if name in names_of_shipped() else Path(name)
        return {"name": name, "text": text_of(path)}


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


SHARES = (1.0, 101.0)
"""Per cent that the language groups of a region may add up to: some may be left out of the
scenario, and tables round."""


def regions_of(table: RegionsTable, languages: tuple[str, ...], electorate: float) -> Regions:
    """Return the regions that a table tells of.

    Columns: region_id, region, population, urban_pct, avg_wage_kzt, <language>_pct for each
    language group, past_turnout_pct, tile_row, tile_col. The electorate is shared out by
    population (assumed: the same share of adults everywhere); a region may have none.
    Raises TableError with every error of the file.
    """
    shares = tuple(f"{language}_pct" for language in languages)
    rows = parse_table(table.name, table.text, _columns(shares), [Sum(shares, *SHARES)])

    def numbers(column: str) -> Array:
        return np.array([float(cells[column]) for _, cells in rows])

    people = numbers("population")
    if not people.sum() > 0:
        raise TableError(
            f"{table.name}, column population: given nobody at all, allowed is somebody"
        )
    people = electorate * people / people.sum()
    wage = numbers("avg_wage_kzt")
    groups = np.array([numbers(share) for share in shares]).T
    return read_only(
        Regions(
            codes=tuple(cells["region_id"] for _, cells in rows),
            labels=tuple(cells["region"] for _, cells in rows),
            electorate=people,
            urban=numbers("urban_pct") / 100,
            wage=wage / np.average(wage, weights=people),
            groups=groups / groups.sum(axis=1, keepdims=True),
            past_turnout=numbers("past_turnout_pct") / 100,
            tiles=np.column_stack([numbers("tile_row"), numbers("tile_col")]),
        )
    )


def _columns(shares: tuple[str, ...]) -> list[Column]:
    return [
        Words("region_id", CODES, CODE, unique=True),
        Words("region", "a name"),
        Numbers("population", 0, 1e10),
        Numbers("urban_pct", 0, 100),
        # Relative wages matter, and only above zero.
        Numbers("avg_wage_kzt", 1e-6, 1e12),
        *(Numbers(share, 0, 100) for share in shares),
        Numbers("past_turnout_pct", 0, 100),
        Numbers("tile_row", 0, 1000),
        Numbers("tile_col", 0, 1000),
    ]


def shipped_regions(name: str) -> Path:
    """Return where the table of that name would be that comes with the model."""
    return _data() / f"regions-{name}.csv"


def names_of_shipped() -> list[str]:
    """List the names of the tables of regions that come with the model."""
    return sorted(path.stem.removeprefix("regions-") for path in _data().glob("regions-*.csv"))


def _data() -> Path:
    return Path(str(files("model"))) / "data"


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
    logits = logit(shares.clip(0.005, 0.995))
    weights = weights / weights.sum()

    def surplus(shift: float) -> float:
        return float(expit(logits + shift) @ weights - mean)

    # A mean of all or nothing is out of reach, and the furthest shift comes near enough.
    far = 20.0 * np.sign(-surplus(0.0))
    shift = far if surplus(0.0) * surplus(far) >= 0 else brentq(surplus, 0.0, far, xtol=1e-15)
    return np.asarray(expit(logits + shift))
