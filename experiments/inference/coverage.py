"""Whether intervals hold: known truths are simulated, and then inferred and forecast.

A truth is a draw from the priors. Its last election and its polls are simulated and taken for
what is known; numbers are inferred from them as from the real ones, and its later election is
forecast. If the intervals are honest, nine in ten of 90 % hold what then happens to the truth
(Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv:1804.06788).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.inference.official_results import Figure
from experiments.inference.past_elections import Inversion
from experiments.inference.posterior import (
    MISS,
    NEAR_ENOUGH,
    WEIGHT,
    Draw,
    Question,
    Solver,
    effective,
    weighed,
)
from model.run import run
from model.scenario import Scenario

ENDS = (0.05, 0.25, 0.75, 0.95)
BEYOND = 10_000
"""Seeds of truths lie this far from those with which numbers are inferred."""


@dataclass(frozen=True)
class Trial:
    """A check of intervals: what is inferred, from how many draws, for which outcomes."""

    solver: Solver
    draws: int
    outcomes: tuple[str, ...]
    seed: int = 1

    def of(self, number: int) -> list[dict[str, Any]]:
        """Return a row for each outcome of a truth; none for a truth that cannot be.

        Columns: `truth`, `outcome`, `value` (what happened to the truth), the ends of both
        intervals, and how many equal draws the forecast rests on.
        """
        asked = self.solver.asked
        (drawn,) = asked.drawn(1, self.seed + BEYOND + number)
        truth = self.solver.solve(drawn)
        if not truth[MISS] < NEAR_ENOUGH:
            return []
        data = self._data(truth, number)
        table = weighed(self._inferred(data), _told(asked.weighing, data))
        if table.empty:
            return []
        happened = _forecast(asked, truth, BEYOND + number)
        rows: list[Any] = table.to_dict("records")
        seen = [_forecast(asked, row, place) for place, row in enumerate(rows)]
        return [
            {
                "truth": number, "outcome": name, "value": happened[name],
                **_ends([each[name] for each in seen], table[WEIGHT]),
                "effective": effective(table[WEIGHT].to_numpy(float)),
            }
            for name in self.outcomes
        ]  # fmt: skip

    def _data(self, truth: Mapping[str, float], number: int) -> dict[str, float]:
        """Simulate what is known of a truth: its election, and figures with their errors."""
        asked = self.solver.asked
        names = [*asked.inversion.wanted, *(each.outcome for each in asked.weighing)]
        case = _of(asked.inversion, truth)
        outcome = run(case, BEYOND + number).outcome
        errors = np.random.default_rng([self.seed, number]).standard_normal(len(asked.figures))
        spread = {
            each.outcome: each.spread * error
            for each, error in zip(asked.figures, errors, strict=True)
        }
        return {name: float(outcome[name]) + spread.get(name, 0.0) for name in names}

    def _inferred(self, data: Mapping[str, float]) -> pd.DataFrame:
        asked = self.solver.asked
        wanted = {name: data[name] for name in asked.inversion.wanted}
        question = replace(asked, inversion=replace(asked.inversion, wanted=wanted))
        solver = replace(self.solver, asked=question)
        return pd.DataFrame(
            [solver.solve(_around(draw, asked.roughly, data))
             for draw in asked.drawn(self.draws, self.seed)]
        )  # fmt: skip


def _around(draw: Draw, roughly: tuple[Figure, ...], data: Mapping[str, float]) -> Draw:
    """Return a draw whose rough figures lie around those of other data."""
    moved = {
        each.outcome: draw.figures[each.outcome] - each.value + data[each.outcome]
        for each in roughly
    }
    return replace(draw, figures=moved)


def _told(figures: tuple[Figure, ...], data: Mapping[str, float]) -> tuple[Figure, ...]:
    return tuple(replace(each, value=data[each.outcome]) for each in figures)


def _of(inversion: Inversion, numbers: Mapping[str, float]) -> Scenario:
    known = {each.path: type(each.value) for each in inversion.scenario.parameters()}
    changes = {path: known[path](value) for path, value in numbers.items() if path in known}
    return inversion.scenario.replace(changes)


def _forecast(asked: Question, numbers: Mapping[str, float], seed: int) -> Mapping[str, float]:
    case = _of(replace(asked.inversion, scenario=asked.later), numbers)
    outcome = run(case, seed).outcome
    return {name: float(value) for name, value in outcome.items() if not isinstance(value, str)}


def _ends(values: list[float], weight: pd.Series) -> dict[str, float]:
    found = np.quantile(values, ENDS, weights=weight.to_numpy(float), method="inverted_cdf")
    return {f"q{100 * end:02.0f}": float(value) for end, value in zip(ENDS, found, strict=True)}


def held(rows: pd.DataFrame) -> pd.DataFrame:
    """Return for each outcome how many truths lie inside the 50 and the 90 % interval."""
    inside = rows.assign(
        inside_50=rows["value"].between(rows["q25"], rows["q75"]),
        inside_90=rows["value"].between(rows["q05"], rows["q95"]),
    )
    counted = inside.groupby("outcome", sort=False)[["inside_50", "inside_90"]].sum()
    return counted.assign(truths=inside.groupby("outcome").size()).reset_index()
