"""What an outcome depends on: three measures, each with intervals.

Every measure reads the stored runs of a sweep and takes the mean over replicates at each
point. All points share their seeds, so the indices are those of that luck, and intervals do not
hold what other seeds would give. In a Sobol or a Morris design a dummy is then nothing but zero;
for PAWN, which compares points that differ in all factors, it shows how much is noise. SALib
turns one missing value into indices of zero, so missing values are refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import LEVEL
from experiments.study.design import DUMMY, LEVELS, Factor, refuse_constant, unit_problem
from experiments.study.errors import DesignError, Incomplete
from model.numerics.arrays import Array, IntArray

FEWEST = {"sobol": 16, "morris": 4, "pawn": 32}
"""Blocks, trajectories and points below which indices and their intervals mean nothing.

For trajectories 4 to 10 are usual (Saltelli et al. 2008, Global Sensitivity Analysis, 3.2); the
others are assumed."""

GRID_STEP = LEVELS / (2 * (LEVELS - 1))
"""The part of its range by which a step of a Morris design moves a factor."""

MANY = 400
"""Points from which on eight slices hold enough of them (assumed)."""


@dataclass(frozen=True)
class Response:
    """The mean outcome at every point of a design, in its order."""

    paths: tuple[str, ...]
    settings: Array  # (points, paths)
    outcome: Array  # (points,)
    widths: Array  # (paths,), of their ranges; NaN for words, which have none


def response(
    runs: pd.DataFrame,
    paths: Sequence[str],
    outcome: str,
    points: int | None = None,
    factors: Mapping[str, Mapping[str, Any]] | None = None,
) -> Response:
    """Return the mean outcome by point.

    Words among the settings count by order of appearance, truth values as 0 and 1. `points` is
    how many points there should be, `factors` what the manifest says of the paths: without it
    their ranges are those that the points cover. Raises Incomplete for a missing value, point or
    replicate: what is lacking at one point would be read as an effect of its settings.
    """
    about = factors or {}
    values = runs.astype({outcome: float})
    _refuse_gaps(values, outcome, points)
    grouped = values.groupby("point", sort=True)
    first = grouped.first()
    settings = np.column_stack([_codes(first[path]) for path in paths])
    widths = np.array([_width(first[path], about.get(path, {})) for path in paths])
    return Response(tuple(paths), settings, grouped[outcome].mean().to_numpy(float), widths)


def _refuse_gaps(runs: pd.DataFrame, outcome: str, points: int | None) -> None:
    missing = runs.loc[runs[outcome].isna(), "point"].tolist()
    number = points or int(runs["point"].max()) + 1
    each = runs["point"].value_counts().reindex(range(number), fill_value=0)
    lacking = each.index[each < each.max()].tolist()
    if missing or lacking:
        raise Incomplete(
            f"{outcome} is missing in {len(missing)} of {len(runs)} runs, and {len(lacking)} "
            f"points have fewer completed runs than the others, the first is point "
            f"{min(missing + lacking)}. A sensitivity analysis needs all of them. If a run "
            "failed, column `reason` of the runs says why: run the same command again, or change "
            "what is run."
        )


def _codes(column: pd.Series) -> Array:
    if pd.api.types.is_numeric_dtype(column):
        return column.to_numpy(float)
    return np.asarray(pd.factorize(column)[0], dtype=np.float64)


def _width(column: pd.Series, factor: Mapping[str, Any]) -> float:
    """Return how wide the range of a path is: by its factor, or else by its points."""
    if not pd.api.types.is_numeric_dtype(column):
        return float("nan")
    ends = [factor[each] for each in ("low", "high") if each in factor]
    return float(np.ptp(np.asarray(factor.get("values") or ends or column, dtype=np.float64)))


def sobol_indices(found: Response) -> pd.DataFrame:
    """Return first-order and total shares of the variance, one row a path.

    The runs must come from a Sobol design. Columns: `path`, `first`, `total`, and the ends
    of their 95 % bootstrap intervals. Raises DesignError for an outcome that does not vary and
    for fewer than 16 samples.
    Source: Sobol' (1993); Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018.
    """
    from SALib.analyze.sobol import analyze

    samples = len(found.outcome) // (len(found.paths) + 2)
    _refuse(found, "sobol", samples, "samples in a Sobol design")
    result = analyze(
        unit_problem(found.paths), found.outcome, calc_second_order=False, num_resamples=500, seed=0
    )
    return _table(found, {"first": ("S1", "S1_conf"), "total": ("ST", "ST_conf")}, result)


def morris_effects(found: Response) -> pd.DataFrame:
    """Return the mean size of elementary effects, in units of the outcome over the range.

    The runs must come from a Morris design. Columns: `path`, `effect` with its interval,
    `sigma` (its spread: curvature or interaction). Of words it is the effect of another word.
    Raises DesignError for an outcome that does not vary and for fewer than 4 trajectories: the
    interval comes from how they differ.
    Source: Morris (1991), doi:10.2307/1269043; Campolongo, Cariboni and Saltelli (2007),
    doi:10.1016/j.envsoft.2006.10.004.
    """
    from SALib.analyze.morris import analyze

    trajectories = len(found.outcome) // (len(found.paths) + 1)
    _refuse(found, "morris", trajectories, "trajectories in a Morris design")
    result = analyze(
        unit_problem(found.paths), found.settings, _over_even_steps(found), num_levels=LEVELS,
        num_resamples=500, seed=0,
    )  # fmt: skip
    table = _table(found, {"effect": ("mu_star", "mu_star_conf")}, result)
    return table.assign(sigma=np.asarray(result["sigma"], dtype=np.float64))


def _over_even_steps(found: Response) -> Array:
    """Return the outcome on its way along each trajectory, as if all steps were equally long.

    SALib takes each step for one of the grid of a Morris design. A factor of few values moves by
    another part of its range: yes to no is the whole of it.
    """
    size = len(found.paths) + 1
    moves = np.abs(np.diff(found.settings.reshape(-1, size, len(found.paths)), axis=1))
    parts = np.where(np.isnan(found.widths), moves > 0, moves / found.widths).sum(axis=2)
    rises = np.diff(found.outcome.reshape(-1, size), axis=1)
    # A list that holds a value twice may stay where it is, and then nothing rises.
    even = rises * GRID_STEP / np.where(parts > 0, parts, 1.0)
    return np.cumsum(np.pad(even, ((0, 0), (1, 0))), axis=1).ravel()


def pawn_indices(found: Response, resamples: int = 100) -> pd.DataFrame:
    """Return how far the whole distribution of the outcome shifts when one factor is known.

    The median over slices of the Kolmogorov-Smirnov distance between all runs and those in
    a slice: it sees effects on spread and tails that variance misses. Any sampled design
    will do. Columns: `path`, `pawn`, `low`, `high` (95 % bootstrap over points). Four slices,
    or eight from 400 points on, where eight hold enough of them. Points that are drawn again lie
    further apart than points that are drawn once, by as much as the latter lie too far apart;
    the index and its interval are both corrected by that (basic bootstrap, Davison and Hinkley
    1997, Bootstrap Methods and their Application, 2.4 and 5.2). Raises DesignError for an outcome
    that does not vary and for fewer than 32 points.
    Source: Pianosi and Wagener (2018), doi:10.1016/j.envsoft.2018.07.019.
    """
    _refuse(found, "pawn", len(found.outcome), "points")
    draw = np.random.default_rng(0)
    points = len(found.outcome)
    slices = 8 if points >= MANY else 4
    tries = [_pawn(found, draw.integers(points, size=points), slices) for _ in range(resamples)]
    twice = 2 * _pawn(found, np.arange(points), slices)
    lowest, highest = np.quantile(tries, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    corrected = {"pawn": np.mean(tries, axis=0), "low": highest, "high": lowest}
    columns = {name: np.clip(twice - tried, 0.0, 1.0) for name, tried in corrected.items()}
    return pd.DataFrame({"path": found.paths, **columns})


def independent(found: Response) -> Response:
    """Return the points of a Sobol design that share no value: the first and last of a block.

    The others differ from them in one factor only, so that slices of them hold few distinct
    points. Without second-order indices a block has as many points as paths, and two.
    """
    place = np.arange(len(found.outcome)) % (len(found.paths) + 2)
    chosen = (place == 0) | (place == len(found.paths) + 1)
    return replace(found, settings=found.settings[chosen], outcome=found.outcome[chosen])


def _pawn(found: Response, chosen: IntArray, slices: int) -> Array:
    from SALib.analyze.pawn import analyze

    problem = unit_problem(found.paths)
    result = analyze(problem, found.settings[chosen], found.outcome[chosen], S=slices)
    return np.asarray(result["median"], dtype=np.float64)


def above_dummy(table: pd.DataFrame, column: str, high: str = "high") -> list[str]:
    """Return the paths whose index exceeds what the dummy reaches by luck, largest first.

    Raises ValueError if the design had no dummy.
    """
    if DUMMY not in set(table["path"]):
        raise ValueError("The design has no factor called dummy: add one as the control.")
    noise = max(0.0, float(table.loc[table["path"] == DUMMY, high].iloc[0]))
    kept = table[(table["path"] != DUMMY) & (table[column] > noise)]
    return list(kept.sort_values(column, ascending=False)["path"])


def _table(
    found: Response, columns: Mapping[str, tuple[str, str]], result: Mapping[str, Any]
) -> pd.DataFrame:
    table = pd.DataFrame({"path": found.paths})
    for name, (value, interval) in columns.items():
        middle, half = np.asarray(result[value], float), np.asarray(result[interval], float)
        ends = {name: middle, f"{name}_low": middle - half, f"{name}_high": middle + half}
        table = table.assign(**ends)
    return table


def _refuse(found: Response, measure: str, size: int, of_what: str) -> None:
    if size < FEWEST[measure]:
        raise DesignError(
            f"{size} {of_what} are too few for an index and its interval: take "
            f"{FEWEST[measure]} or more."
        )
    columns = zip(found.paths, found.settings.T, strict=True)
    refuse_constant(Factor(path, tuple(settings)) for path, settings in columns)
    if np.ptp(found.outcome) == 0:
        raise DesignError(
            f"The outcome is {found.outcome[0]:g} at every point, so nothing can be said about "
            "what it depends on: choose another outcome or wider ranges."
        )
