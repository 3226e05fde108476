"""A design says which settings of a scenario are to be run: a list of points.

A point maps paths to values, as in `{"mechanisms.leader_coattail.strength": 0.5}`. Two paths
are special: `scenario` replaces the whole scenario by another one, and `dummy` changes
nothing, which makes it the control of a sensitivity analysis.
"""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.study.errors import DesignError, in_short
from experiments.study.factors.factor import Factor as Factor
from experiments.study.factors.factor import Value as Value
from experiments.study.factors.shares import quantiles, refuse_shares
from model.parameters.parameter import Parameter

Point = Mapping[str, Value]

MOST_POINTS = 1_000_000
"""More points than this are refused: their plan alone would fill the memory, and at about 12 ms
a point would take three hours at each call (assumed)."""

SCENARIO = "scenario"
DUMMY = "dummy"


@dataclass(frozen=True)
class Design:
    """The points to run, and how they were chosen."""

    kind: str
    factors: tuple[Factor, ...]
    points: tuple[Point, ...]
    settings: Mapping[str, Any]

    @property
    def paths(self) -> list[str]:
        """Return what the design varies, in the order given."""
        return [factor.path for factor in self.factors]

    def about(self) -> dict[str, Any]:
        """Describe the design for the manifest; its factors by path."""
        factors = {each.path: each.about() for each in self.factors}
        return {"kind": self.kind, "factors": factors, **self.settings}


def parse_value(text: str) -> Value:
    """Read a number, `true`, `false`, or else a word."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def parse_factor(text: str, parameters: Mapping[str, Parameter]) -> Factor:
    """Read `path=a:b:n` (both ends included), `path=v1,v2`, `path=a:b` or `path`.

    The bare path takes the range of the parameter. Raises DesignError for anything else.
    """
    path, sign, given = text.partition("=")
    factor = _given(text, path, given) if sign else _range_of_parameter(path, parameters)
    return _as_declared(factor, parameters)


def _as_declared(factor: Factor, parameters: Mapping[str, Parameter]) -> Factor:
    """Return the factor with the unit of its parameter, if it is one."""
    if factor.path not in parameters:
        return factor
    declared = parameters[factor.path]
    return replace(factor, unit=declared.unit, whole=declared.whole)


def _given(text: str, path: str, given: str) -> Factor:
    if ":" not in given:
        return Factor(path, _same_kind(path, [parse_value(each) for each in given.split(",")]))
    try:
        low, high, *count = (float(each) for each in given.split(":"))
    except ValueError:
        raise DesignError(_how_to_sweep(text)) from None
    if len(count) > 1 or not -math.inf < low < high < math.inf:
        raise DesignError(_how_to_sweep(text))
    if count:
        return Factor(path, _evenly(low, high, count[0], text))
    return Factor(path, low=low, high=high)


def _evenly(low: float, high: float, count: float, text: str) -> tuple[Value, ...]:
    if not (count >= 2 and count % 1 == 0):
        raise DesignError(_how_to_sweep(text))
    few_enough(count, text)
    values = [float(f"{each:.12g}") for each in np.linspace(low, high, int(count))]
    if all(each.is_integer() for each in values):
        return tuple(int(each) for each in values)
    return tuple(values)


def _how_to_sweep(text: str) -> str:
    return (
        f"{text!r} is no sweep: write path=a:b:n with a below b and a whole n of 2 or more "
        "(both ends included), path=v1,v2,... or, for a sampled design, path=a:b or path."
    )


def _range_of_parameter(path: str, parameters: Mapping[str, Parameter]) -> Factor:
    if path == DUMMY:
        return Factor(path)
    if path not in parameters:
        raise DesignError(
            f"{path} has no range of its own: write {path}=a:b:n or {path}=v1,v2; "
            "`partyofpower list parameters` shows every path that has one."
        )
    parameter = parameters[path]
    return Factor(path, low=parameter.low, high=parameter.high)


def _same_kind(path: str, values: Sequence[Value]) -> tuple[Value, ...]:
    kinds = {float if type(each) in (int, float) else type(each) for each in values}
    if len(kinds) > 1 or "" in values:
        raise DesignError(
            f"{path} is given {', '.join(map(str, values))}: give numbers only, words only, "
            "or true and false only."
        )
    return tuple(values)


def single() -> Design:
    """Run the scenario as it is."""
    return Design("single", (), ({},), {})


def factorial(factors: Iterable[Factor]) -> Design:
    """Run every combination of the values; the last factor varies fastest."""
    chosen = _distinct(factors)
    few_enough(math.prod(len(factor.listed()) for factor in chosen), "The factorial design")
    points = product(*(factor.listed() for factor in chosen))
    return _design("factorial", chosen, points)


def paired(factors: Iterable[Factor]) -> Design:
    """Run the first values together, then the second ones, and so on."""
    chosen = _distinct(factors)
    if len({len(factor.listed()) for factor in chosen}) > 1:
        lengths = ", ".join(f"{each.path} has {len(each.values)}" for each in chosen)
        raise DesignError(f"Paired lists must have the same length; {lengths}.")
    return _design("paired", chosen, zip(*(factor.listed() for factor in chosen), strict=True))


def of_points(kind: str, paths: Sequence[str], points: Sequence[Point]) -> Design:
    """Run these points; what varies on each path is what they have there."""
    factors = [Factor(path, tuple(dict.fromkeys(each[path] for each in points))) for path in paths]
    return Design(kind, _distinct(factors), tuple(points), {})


def from_table(file: Path, parameters: Mapping[str, Parameter] | None = None) -> Design:
    """Run the rows of a CSV file, whose head names a path for each column.

    What varies has the units of these `parameters`.

    Raises DesignError for a file that cannot be read, or that has an empty place.
    """
    (_, paths), *rows = _lines_of(file)
    few_enough(len(rows), f"{file}")
    for number, row in rows:
        if len(row) != len(paths) or not all(row):
            raise DesignError(
                f"{file}, line {number}: give one value for each of {len(paths)} paths."
            )
    if not rows:
        raise DesignError(f"{file} has no points below its first line: add a line for each.")
    cells = [row for _, row in rows]
    columns = [[parse_value(each) for each in column] for column in zip(*cells, strict=True)]
    values = [_same_kind(path, column) for path, column in zip(paths, columns, strict=True)]
    points = [dict(zip(paths, row, strict=True)) for row in zip(*values, strict=True)]
    design = of_points("table", paths, points)
    known = parameters or {}
    return replace(design, factors=tuple(_as_declared(each, known) for each in design.factors))


def _lines_of(file: Path) -> list[tuple[int, list[str]]]:
    """Return the cells of the lines of a table that are not blank, with the number of each."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text)
            lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    except (OSError, ValueError, csv.Error) as error:
        raise _no_table(file, in_short(error)) from None
    if not lines:
        raise _no_table(file, "it is empty")
    if any(";" in path or "\t" in path for path in lines[0][1]):
        raise _no_table(file, "its columns are separated by semicolons or tabs, not by commas")
    return lines


def _no_table(file: Path, why: str) -> DesignError:
    return DesignError(
        f"{file} is no table of points ({why}): give a CSV file in UTF-8 whose first line names a "
        "path for each column."
    )


def latin_hypercube(factors: Iterable[Factor], samples: int, seed: int = 0) -> Design:
    """Spread points so that each of `samples` equal slices of each factor holds one.

    Source: McKay, Beckman and Conover (1979), doi:10.2307/1268522.
    """
    from scipy.stats import qmc

    chosen = _distinct(factors)
    _sample_of(chosen, samples, 1)
    unit = qmc.LatinHypercube(len(chosen), rng=np.random.default_rng(seed)).random(samples)
    return _sampled("latin_hypercube", chosen, unit, {"samples": samples, "seed": seed})


def sobol(factors: Iterable[Factor], samples: int, seed: int = 0) -> Design:
    """Sample for variance-based sensitivity: samples x (factors + 2) points.

    Doubling `samples` keeps every point and adds as many. Raises DesignError unless
    `samples` is a power of two, and for several shares of one whole.
    Source: Saltelli (2002), doi:10.1016/S0010-4655(02)00280-1.
    """
    from SALib.sample.sobol import sample

    chosen = _distinct(factors)
    _sample_of(chosen, samples, len(chosen) + 2)
    refuse_shares(chosen)
    if samples & (samples - 1):
        raise DesignError(f"A Sobol design needs a power of two as samples; {samples} is none.")
    problem = unit_problem([factor.path for factor in chosen])
    unit = sample(problem, samples, calc_second_order=False, seed=seed)
    settings = {"samples": samples, "seed": seed, "second_order": False}
    return _sampled("sobol", chosen, unit, settings)


LEVELS = 4
"""Values of each factor on the grid of a Morris design."""


def morris(factors: Iterable[Factor], samples: int, seed: int = 0) -> Design:
    """Sample `samples` trajectories that move one factor at a time, for screening.

    Gives samples x (factors + 1) points. Raises DesignError for several shares of one whole.
    Source: Morris (1991), doi:10.2307/1269043.
    """
    from SALib.sample.morris import sample

    chosen = _distinct(factors)
    _sample_of(chosen, samples, len(chosen) + 1)
    refuse_shares(chosen)
    problem = unit_problem([factor.path for factor in chosen])
    unit = sample(problem, samples, num_levels=LEVELS, seed=seed)
    settings = {"samples": samples, "seed": seed, "levels": LEVELS}
    return _sampled("morris", chosen, unit, settings)


def unit_problem(paths: Sequence[str]) -> dict[str, Any]:
    """Describe the unit cube over these paths as SALib does."""
    return {"num_vars": len(paths), "names": [*paths], "bounds": [[0.0, 1.0]] * len(paths)}


def _sampled(
    kind: str, factors: Sequence[Factor], unit: NDArray[np.float64], settings: Mapping[str, Any]
) -> Design:
    rows = (
        [
            factor.at(place)
            for factor, place in zip(factors, quantiles(factors, row.tolist()), strict=True)
        ]
        for row in unit
    )
    return _design(kind, factors, rows, settings)


def _design(
    kind: str,
    factors: Sequence[Factor],
    rows: Iterable[Sequence[Value]],
    settings: Mapping[str, Any] | None = None,
) -> Design:
    paths = [factor.path for factor in factors]
    points = tuple(dict(zip(paths, row, strict=True)) for row in rows)
    return Design(kind, tuple(factors), points, settings or {})


def _distinct(factors: Iterable[Factor]) -> tuple[Factor, ...]:
    chosen = tuple(factors)
    paths = [factor.path for factor in chosen]
    if not paths:
        raise DesignError("A design needs at least one factor; give one as path=a:b:n.")
    for path in paths:
        if paths.count(path) > 1:
            raise DesignError(f"{path} is swept twice: give it once, with all its values.")
    return chosen


def few_enough(number: float, what: str) -> None:
    """Raise DesignError for more points, or runs, than a plan can hold."""
    if number > MOST_POINTS:
        raise DesignError(
            f"{what} asks for {number:g}; allowed are {MOST_POINTS:,} at most: sample fewer, or "
            "cut the sweep in parts."
        )


def _sample_of(factors: Sequence[Factor], samples: int, points_a_sample: int) -> None:
    if samples < 1:
        raise DesignError(f"samples is {samples}; it must be 1 or more.")
    few_enough(samples * points_a_sample, f"A sample of {samples:g} over {len(factors)} factors")
    refuse_constant(factors)


def refuse_constant(factors: Iterable[Factor]) -> None:
    """Raise DesignError for a factor with one value only: no sample tells what depends on it."""
    for factor in factors:
        if not factor.varies:
            raise DesignError(
                f"{factor.path} has one value only, and each factor of a sampled design needs two "
                "or more: set it with --set instead of --sweep."
            )
