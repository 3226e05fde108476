"""As many replicates as a point needs: none is added where the interval is narrow enough."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.intervals import estimates
from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_runs, stored_plan
from experiments.study.errors import DesignError
from experiments.study.plan import Study
from experiments.study.task import OK, Task, Work, attempt

FEWEST = 1_000
"""Voters of the run that shows which outcomes there are: as few as a scenario may have."""


@dataclass(frozen=True)
class Precision:
    """How well an outcome is to be known at each point.

    `half_width` is that of the 95 % interval of the mean; replicates start with `least`,
    grow by `step` and end at `most`.
    """

    outcome: str
    half_width: float
    least: int = 8
    step: int = 8
    most: int = 64

    def __post_init__(self) -> None:
        if not (2 <= self.least <= self.most and self.step >= 1 and 0 < self.half_width < np.inf):
            raise DesignError(
                f"Replicates from {self.least} by {self.step} to {self.most} for a half-width of "
                f"{self.half_width:g}: take at least 2, a step of 1 or more, no fewer at most "
                "than at least, and a finite half-width above zero."
            )


@dataclass(frozen=True)
class Economy:
    """How many replicates each point got, and what that saved."""

    replicates: tuple[int, ...]
    most: int
    narrow: int

    @property
    def saved(self) -> int:
        """Runs that were not needed; a folder may hold more than the most from before."""
        return sum(max(self.most - each, 0) for each in self.replicates)

    def __str__(self) -> str:
        runs, points = self.most * len(self.replicates), len(self.replicates)
        return (
            f"{self.saved} of {runs} runs were saved; the interval is narrow enough at "
            f"{self.narrow} of {points} points."
        )


def half_widths(runs: pd.DataFrame, outcome: str) -> pd.Series:
    """Return the half-width of the 95 % interval of the mean at each point.

    That of a share of yes is not zero when all replicates agree; with one run it is NaN. Raises
    DesignError for an outcome that runs do not have or that is no number.
    """
    refuse_words(runs, outcome)
    table = estimates(runs[runs["status"] == OK], ["point"], outcome).set_index("point")
    return (table["high"] - table["low"]) / 2


def refuse_words(runs: pd.DataFrame, outcome: str) -> None:
    """Raise DesignError for an outcome that runs do not have or that is no number."""
    if outcome not in runs:
        near = get_close_matches(outcome, map(str, runs), n=3) or ["turnout"]
        raise DesignError(f"Runs have no outcome {outcome!r}; did you mean {' or '.join(near)}?")
    if not pd.api.types.is_numeric_dtype(runs[outcome].dropna().infer_objects()):
        raise DesignError(
            f"The outcome {outcome!r} is a word, which has no interval: name a number, as turnout."
        )


def refuse_before_running(study: Study, outcome: str, work: Work) -> None:
    """Raise DesignError for an outcome that has no interval, at the price of one small run.

    A run that fails tells nothing; then the first batch will.
    """
    small = study.base(study.design.points[0]).replace({**study.changes[0], "voters": FEWEST})
    tried = attempt(work, Task("tried", small, {}, study.seed))
    if tried.result.outcome:
        about = {"run_id": tried.run_id, "status": tried.status, "reason": tried.reason}
        refuse_words(pd.DataFrame([{**about, **tried.result.outcome}]), outcome)


def adaptive_sweep(
    study: Study, precision: Precision, folder: Path, execution: Execution | None = None
) -> Economy:
    """Run a study with as many replicates at each point as the precision asks for.

    Stopping early on an estimate of the spread makes intervals a little too narrow; `least`
    of 8 or more keeps that small (Law 2015, Simulation Modeling and Analysis, 9.4.1). Called
    again it takes up what is stored.
    """
    points = len(study.design.points)
    counts = np.maximum(_stored(folder, points), precision.least)
    retry = True
    while True:
        asked = replace(study, replicates_at=tuple(int(each) for each in counts))
        sweep(asked, folder, execution, retry)
        retry = False
        wide = _wide(read_runs(folder), precision, points)
        more = wide & (counts < precision.most)
        if not more.any():
            return Economy(tuple(int(n) for n in counts), precision.most, int((~wide).sum()))
        counts = np.where(more, np.minimum(counts + precision.step, precision.most), counts)


def _wide(runs: pd.DataFrame, precision: Precision, points: int) -> NDArray[np.bool_]:
    """Say of each point whether its interval is still too wide; with no run to judge by it is."""
    widths = half_widths(runs, precision.outcome).reindex(range(points))
    return ~(widths <= precision.half_width).to_numpy()


def _stored(folder: Path, points: int) -> NDArray[np.int64]:
    plan = stored_plan(folder)
    if plan is None:
        return np.zeros(points, dtype=np.int64)
    counts = plan.groupby("point").size().reindex(range(points), fill_value=0)
    return np.asarray(counts.to_numpy(), dtype=np.int64)
