"""Scenario discovery: in which futures does a package fail?

The patient rule induction method peels away futures until a box is left in which failures
are dense. Its limits make a sentence. Needs the extra `decisions`.
Source: Friedman and Fisher (1999), doi:10.1023/A:1008894516817; Bryant and Lempert (2010),
doi:10.1016/j.techfore.2009.08.002.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.study.errors import UserError


@dataclass(frozen=True)
class Box:
    """Futures in which failures are dense.

    `limits` by uncertainty (only those that matter); coverage: share of all failures that
    lie inside; density: share of the futures inside that are failures.
    """

    limits: Mapping[str, tuple[float, float]]
    coverage: float
    density: float


def failing_box(futures: pd.DataFrame, fails: pd.Series) -> Box:
    """Return the box that best tells failures apart: neither misses many nor takes in others.

    `futures` has a row a future, numbers only. Of the boxes on the way the one with the
    largest harmonic mean of coverage and density is taken, then limits that hardly help are
    lifted. Raises ValueError for missing values, or if all or no futures fail.
    """
    _refuse(futures, fails)
    table, failed = futures.astype(float).reset_index(drop=True), fails.to_numpy(bool)
    limits = _peeled(table, failed)
    span = {name: (float(table[name].min()), float(table[name].max())) for name in limits}
    moved = {name: ends for name, ends in limits.items() if ends != span[name]}
    return _simplest(table, failed, moved)


def sentence(package: str, box: Box | None, words: Mapping[str, str], spans: pd.DataFrame) -> str:
    """Say under which futures a package fails; None: it never does."""
    if box is None:
        return f"{package} keeps the majority in all {len(spans)} futures."
    parts = [_limit(words.get(name, name), *ends, spans[name]) for name, ends in box.limits.items()]
    where = " and ".join(parts) or "the futures are of any kind"
    return (
        f"{package} fails when {where} ({box.coverage:.0%} of its failures lie there, and "
        f"{box.density:.0%} of those futures are failures)."
    )


def _limit(word: str, low: float, high: float, span: pd.Series) -> str:
    if low <= span.min():
        return f"{word} is at most {high:.3g}"
    if high >= span.max():
        return f"{word} is at least {low:.3g}"
    return f"{word} is between {low:.3g} and {high:.3g}"


def _refuse(futures: pd.DataFrame, fails: pd.Series) -> None:
    if futures.isna().any(axis=None) or fails.isna().any():
        raise ValueError("Some futures have missing values: leave out failed runs first.")
    if fails.astype(bool).nunique() < 2:
        raise ValueError(f"All {len(fails)} futures end alike, so no box tells failures apart.")


def _peeled(futures: pd.DataFrame, failed: np.ndarray) -> dict[str, tuple[float, float]]:
    try:
        from prim import Prim
    except ImportError:
        raise UserError(
            "Scenario discovery needs the package `prim`: pip install --editable '.[decisions]'."
        ) from None
    box = Prim(futures, failed.astype(int), threshold=0.5, threshold_type=">").find_box()
    way = box.peeling_trajectory
    merit = 2 * way["coverage"] * way["density"] / (way["coverage"] + way["density"])
    limits = box._box_lims[int(merit.to_numpy(float).argmax())]
    return {str(name): (float(limits[name][0]), float(limits[name][1])) for name in futures.columns}


def _simplest(
    futures: pd.DataFrame, failed: np.ndarray, limits: Mapping[str, tuple[float, float]]
) -> Box:
    """Lift limits one by one as long as the harmonic mean loses less than a fiftieth."""
    best = _box(futures, failed, limits)
    while best.limits:
        fewer = [
            _box(futures, failed, {k: v for k, v in best.limits.items() if k != name})
            for name in best.limits
        ]
        simpler = max(fewer, key=_merit)
        if _merit(simpler) < _merit(best) - 0.02:
            break
        best = simpler
    return best


def _box(
    futures: pd.DataFrame, failed: np.ndarray, limits: Mapping[str, tuple[float, float]]
) -> Box:
    inside = np.ones(len(futures), dtype=bool)
    for name, (low, high) in limits.items():
        inside &= futures[name].between(low, high).to_numpy()
    caught = int((inside & failed).sum())
    return Box(dict(limits), caught / int(failed.sum()), caught / max(int(inside.sum()), 1))


def _merit(box: Box) -> float:
    total = box.coverage + box.density
    return 2 * box.coverage * box.density / total if total else 0.0
