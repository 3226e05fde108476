"""A target, and the verdict on the model's value."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import of_mean
from model.numerics.arrays import Array

Row = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What is known, how the model's value must relate to it, and how far it may be off.

    Tolerances are set before the runs: about three standard errors of the runs planned, the
    target's own error included; 0 where only the sign counts.
    """

    id: str
    section: str
    what: str
    relation: str  # about, below or above
    target: float
    target_se: float | None
    tolerance: float
    quick_tolerance: float
    source: str


def bounds(relation: str, target: float, tolerance: float) -> tuple[float, float]:
    """Return between which values, ends included, a value is as it must be."""
    if relation == "about":
        return target - tolerance, target + tolerance
    if relation == "below":
        return -np.inf, float(np.nextafter(target, -np.inf))
    return float(np.nextafter(target, np.inf)), np.inf


@cache
def targets() -> Mapping[str, Target]:
    """Read the table beside this file."""
    text = (files("experiments.replication") / "targets.csv").read_text(encoding="utf-8")
    return {row["id"]: _target(row) for row in csv.DictReader(text.splitlines())}


def _target(row: dict[str, str]) -> Target:
    numbers = ("target", "target_se", "tolerance", "quick_tolerance")
    known: dict[str, Any] = {name: float(row[name]) for name in numbers if row[name]}
    return Target(**{**row, "target_se": None, **known})


def judged(name: str, values: float | Sequence[float] | Array, quick: bool) -> Row:
    """Return the row of a target: the mean of the runs' values, its standard error, the verdict.

    Raises KeyError for a name that is not in the table of targets.
    """
    target = targets()[name]
    found = of_mean(pd.Series(np.atleast_1d(np.asarray(values, dtype=float))))
    value = found.mean
    tolerance = target.quick_tolerance if quick else target.tolerance
    low, high = bounds(target.relation, target.target, tolerance)
    return {
        "id": name,
        "section": target.section,
        "what": target.what,
        "relation": target.relation,
        "target": target.target,
        "target_se": target.target_se,
        "value": value,
        "se": found.se if found.n > 1 else None,
        "runs": found.n,
        "tolerance": tolerance,
        "verdict": "pass" if low <= value <= high else "fail",
        "source": target.source,
    }
