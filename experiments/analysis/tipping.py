"""Where an outcome tips as one parameter rises, found by halving, with the same luck at each try.

Common random numbers couple the tries: two values are judged by the same replicates, so the
share of replicates in which the outcome holds moves only because the parameter does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_runs, stored_plan
from experiments.study.design import Design, Factor
from experiments.study.errors import DesignError, Incomplete
from experiments.study.plan import Study
from experiments.study.task import OK


@dataclass(frozen=True)
class Tipping:
    """Between which values an outcome tips, and how often it holds at either.

    Where it does not tip within the range, both ends are NaN, `tips` is false, and the shares are
    those at the ends of the range.
    """

    below: float
    above: float
    share_below: float
    share_above: float

    @property
    def tips(self) -> bool:
        """Whether it tips within the range searched."""
        return self.below < self.above

    @property
    def middle(self) -> float:
        """The middle of the bracket; NaN if nothing tips."""
        return (self.below + self.above) / 2 if self.tips else float("nan")


@dataclass(frozen=True)
class Search:
    """What is searched: a parameter by path, its range, and how narrow the bracket must be."""

    path: str
    low: float
    high: float
    width: float
    outcome: str = "majority"
    level: float = 0.5

    def __post_init__(self) -> None:
        if not (self.low < self.high and self.width > 0):
            raise DesignError(
                f"{self.path} is searched from {self.low:g} to {self.high:g} by {self.width:g}: "
                "the first must be below the second and the width above zero."
            )


def halve(share: Callable[[float], float], search: Search) -> Tipping:
    """Return the bracket in which a monotone share, rising or falling, crosses the level."""
    low, high = search.low, search.high
    at_low, at_high = share(low), share(high)
    if (at_low >= search.level) == (at_high >= search.level):
        return Tipping(float("nan"), float("nan"), at_low, at_high)
    while high - low > search.width:
        middle = (low + high) / 2
        at_middle = share(middle)
        if (at_middle >= search.level) == (at_low >= search.level):
            low, at_low = middle, at_middle
        else:
            high, at_high = middle, at_middle
    return Tipping(low, high, at_low, at_high)


def tipping_point(
    study: Study, search: Search, folder: Path, execution: Execution | None = None
) -> Tipping:
    """Search on the model; every try is a point of the sweep in the folder, so nothing is lost.

    The study's own design is not used; its scenario, replicates and seed are. Called again it
    takes up what is stored. Raises ValueError if a run of a try failed.
    """
    tried = _stored(folder, search.path)

    def share(value: float) -> float:
        if value not in tried:
            tried.append(value)
        sweep(replace(study, design=_tries(search, tried)), folder, execution)
        return share_at(read_runs(folder), search, value)

    return halve(share, search)


def share_at(runs: pd.DataFrame, search: Search, value: float) -> float:
    """Return the share of replicates in which the outcome holds at a value."""
    here = runs[np.isclose(runs[search.path].astype(float), value)]
    failed = int((here["status"] != OK).sum())
    if failed or here.empty:
        raise Incomplete(
            f"{failed} of {len(here)} runs at {search.path} = {value:g} failed, so the share "
            "there is not known: see column `reason` of the runs."
        )
    return float(here[search.outcome].astype(float).mean())


def tries(runs: pd.DataFrame, search: Search) -> pd.DataFrame:
    """Return by value tried how many runs there were and in how many the outcome held."""
    judged = pd.DataFrame(
        {"value": runs[search.path].astype(float), "held": runs[search.outcome].astype(int)}
    )
    return judged.groupby("value")["held"].agg(held="sum", runs="count").reset_index()


def _stored(folder: Path, path: str) -> list[float]:
    plan = stored_plan(folder)
    if plan is None:
        return []
    plan = plan.drop_duplicates("point").sort_values("point")
    return [float(each) for each in plan[path]] if path in plan else []


def _tries(search: Search, values: Sequence[float]) -> Design:
    factor = Factor(search.path, low=search.low, high=search.high)
    points = tuple({search.path: value} for value in values)
    return Design("bisection", (factor,), points, {"width": search.width})
