"""Regions: where voters live, read from a table with sources."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    Rows,
    Sum,
    TableError,
    Words,
    header_of,
    parse_table,
    text_of,
)
from model.society.groups import Groups

CALLED = Words("region", CODES, CODE, unique=True)
"""The column with the code of each region."""


class RegionsTable(Component):
    """The table of a country's regions: its name, and what it says, read once.

    A scenario holds the text itself, so that its fingerprint, its copies and workers on other
    machines have the table that was read, whatever becomes of the file.
    """

    name: str
    text: str

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """What the regions are called; raises TableError if the table does not say."""
        return tuple(cells["region"] for _, cells in self.rows([CALLED]))

    def rows(self, columns: Sequence[Column], sums: Sequence[Sum] = ()) -> Rows:
        """Return the rows, read once; raises TableError with every error of these columns."""
        asked = (*columns, *sums)
        if asked not in self.known:
            self.known[asked] = parse_table(self.name, self.text, columns, sums)
        return self.known[asked]

    @cached_property
    def known(self) -> dict[tuple[Column | Sum, ...], Rows]:
        """The rows that were read, by what was asked."""
        return {}

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """Read the table of a shipped country by its name, or a file by its path."""
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
    groups: Mapping[str, Array]  # axis: (R, groups) share of each group, for axes of the table
    past_turnout: Array  # share, official, at an election before the one modelled
    tiles: Array  # (R, 2) row and column on a tile map

    @property
    def margins(self) -> dict[str, float]:
        """What the table says of the country: electors, and the share of people in towns."""
        people = self.electorate
        return {
            "electorate": float(people.sum()),
            "urban": float(self.urban @ people / people.sum()),
        }


ROUNDED = (0.99, 1.01)
"""What the shares of an axis may add up to in a region, for tables round."""

PER_CENT = "_pct"
"""A column of shares whose name ends so holds per cent, as official tables do."""

USUAL = {"wage": 1.0, "past_turnout": 0.5}
"""What holds in every region where the table has no such column: no differences (assumed)."""


def regions_of(table: RegionsTable, groups: Groups, electorate: float | None = None) -> Regions:
    """Return the regions that a table tells of.

    Columns: region, label, electors or population, urban, AXIS:GROUP for the groups of an axis,
    tile_row, tile_col; optional are wage (relative to other regions) and past_turnout. One group
    of an axis may have no column: it is the rest. An axis without columns is in no table.
    An electorate is shared out by electors or population (assumed: the same share of adults
    everywhere); a region may have none. Raises TableError with every error of the file.
    """
    header = header_of(table.name, table.text)
    columns, shares = _columns(header, groups)
    sums = [_sum(columns, names, groups) for names in shares.values()]
    rows = table.rows(list(columns.values()), sums)

    def numbers(column: str) -> Array:
        if column not in columns:
            return np.full(len(rows), USUAL[column])
        return np.array([float(cells[columns[column].name]) for _, cells in rows])

    def share(column: str) -> Array:
        scale = 100 if column in columns and columns[column].name.endswith(PER_CENT) else 1
        return np.asarray(numbers(column) / scale)

    people = numbers(PEOPLE if PEOPLE in columns else "population")
    if not people.sum() > 0:
        column = PEOPLE if PEOPLE in columns else "population"
        raise TableError(f"{table.name}, column {column}: given nobody at all, allowed is somebody")
    people = people if electorate is None else electorate * people / people.sum()
    wage = numbers("wage")
    return read_only(
        Regions(
            codes=tuple(cells["region"] for _, cells in rows),
            labels=tuple(cells["label"] for _, cells in rows),
            electorate=people,
            urban=share("urban"),
            wage=wage / np.average(wage, weights=people),
            groups={
                axis: _composition(groups.axes[axis], names, numbers, _whole(columns, names))
                for axis, names in shares.items()
            },
            past_turnout=share("past_turnout"),
            tiles=np.column_stack([numbers("tile_row"), numbers("tile_col")]),
        )
    )


PEOPLE = "electors"


def _columns(header: list[str], groups: Groups) -> tuple[dict[str, Column], dict[str, list[str]]]:
    """Return what to read by name, and which groups of each axis have a column."""
    found: dict[str, Column] = {
        "region": CALLED,
        "label": Words("label", "a name"),
    }
    people = PEOPLE if PEOPLE in header else "population"
    found[people] = Numbers(people, 0, 1e10)
    found["urban"] = _share("urban", header)
    if "wage" in header:  # relative wages matter, and only above zero
        found["wage"] = Numbers("wage", 1e-6, 1e12)
    shares = {axis: [each for each in names if _given(each, header)]
              for axis, names in groups.axes.items()}  # fmt: skip
    shares = {axis: names for axis, names in shares.items() if names}
    for axis, names in shares.items():
        missing = len(groups.axes[axis]) - len(names)
        # One group may be the rest; where more are missing, the table is asked for all.
        wanted = names if missing < 2 else groups.axes[axis]
        per_cent = any(name + PER_CENT in header for name in names)
        found |= {name: _numbers(name, per_cent) for name in wanted}
    if _given("past_turnout", header):
        found["past_turnout"] = _share("past_turnout", header)
    return {**found, **{each: Numbers(each, 0, 1000) for each in ("tile_row", "tile_col")}}, shares


def _given(name: str, header: list[str]) -> bool:
    return name in header or name + PER_CENT in header


def _share(name: str, header: list[str]) -> Numbers:
    return _numbers(name, name + PER_CENT in header)


def _numbers(name: str, per_cent: bool) -> Numbers:
    return Numbers(name + PER_CENT, 0, 100) if per_cent else Numbers(name, 0, 1)


def _whole(columns: dict[str, Column], names: list[str]) -> float:
    return 100.0 if columns[names[0]].name.endswith(PER_CENT) else 1.0


def _sum(columns: dict[str, Column], names: list[str], groups: Groups) -> Sum:
    """Say what the shares of an axis may add up to; less than all where one is the rest."""
    whole = _whole(columns, names)
    every = len(names) == len(groups.axes[names[0].split(":")[0]])
    return Sum(
        tuple(columns[name].name for name in names),
        ROUNDED[0] * whole if every else 0.0,
        ROUNDED[1] * whole,
    )


def _composition(
    every: tuple[str, ...], given: list[str], numbers: Callable[[str], Array], whole: float
) -> Array:
    """Return the share of each group of an axis by region, shape (R, groups)."""
    rest = np.maximum(whole - np.sum([numbers(name) for name in given], axis=0), 0.0)
    table = np.array([numbers(name) if name in given else rest for name in every]).T
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def shipped_regions(name: str) -> Path:
    """Return where the table of the shipped country of that name would be."""
    return Path(str(files("model"))) / "countries" / name / "regions.csv"


def names_of_shipped() -> list[str]:
    """List the names of the tables of regions that come with the model: its countries."""
    return sorted(
        path.parent.name for path in shipped_regions("*").parents[1].glob("*/regions.csv")
    )


MOST_ROUNDS = 200
"""Rounds after which raking is taken to have ended; tables of countries need about twenty."""


def rake(table: Array, rows: Array, columns: Array) -> Array:
    """Scale a table until its row and column sums are the given ones, keeping its odds ratios.

    Iterative proportional fitting (Deming and Stephan 1940, doi:10.1214/aoms/1177731829).
    `table` (R, groups) people; `rows` (R,) and `columns` (groups,) have the same total.
    """
    tiny = np.finfo(float).tiny
    fitted = np.array(table, dtype=float)
    # The last digits may go to and fro between two values, so it looks at two rounds at a time.
    for _ in range(MOST_ROUNDS // 2):
        before = fitted.copy()
        for _ in range(2):
            fitted *= columns / np.maximum(fitted.sum(axis=0), tiny)
            fitted *= (rows / np.maximum(fitted.sum(axis=1), tiny))[:, None]
        if np.array_equal(fitted, before):
            break
    return fitted


def shift_to_mean(shares: Array, weights: Array, mean: float) -> Array:
    """Shift shares on the logit scale until their weighted mean is the given one."""
    logits = logit(shares.clip(0.005, 0.995))
    weights = weights / weights.sum()

    def surplus(shift: float) -> float:
        return float(expit(logits + shift) @ weights - mean)

    # A mean of all or nothing is out of reach, and the furthest shift comes near enough.
    now = surplus(0.0)
    far = 20.0 * np.sign(-now)
    shift = far if now * surplus(far) >= 0 else brentq(surplus, 0.0, far, xtol=1e-15)
    return np.asarray(expit(logits + shift))
