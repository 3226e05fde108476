"""Whether intervals hold: known truths are simulated, and then inferred and forecast.

A truth is a draw from the priors. Its last election and its polls are simulated and taken for
what is known; other draws are fitted to that as to the real one, and their later elections are
forecast. If the intervals are honest, the place of what then happens to the truth among those
forecasts is uniform: nine in ten lie between 5 and 95 % (Talts, Betancourt, Simpson, Vehtari and
Gelman 2018, arXiv:1804.06788).

The truth counts among the draws, with the weight that its own data give it: of all of them, each
is as likely to be the truth as it weighs. So the place is uniform for any number of draws. Ends
of intervals are not: between the outermost of n equal draws lie (n - 1) / (n + 1) of truths.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.inference.official_results import Figure
from experiments.inference.past_elections import Inversion
from experiments.inference.posterior import MISS, WEIGHT, Draw, Solver, effective, weighed
from experiments.study.task import electorates
from model.run import run
from model.scenario import Scenario

BEYOND = 10_000
"""Seeds of what is known of a truth lie this far from those of the draws, and later ones again."""
INSIDE = {"inside_50": (0.25, 0.75), "inside_90": (0.05, 0.95)}


@dataclass(frozen=True)
class Met:
    """A draw that meets the last election, and all its numbers."""

    draw: Draw
    solved: Mapping[str, float]


@dataclass(frozen=True)
class Trial:
    """A check of intervals: each of a pool in turn is the truth, inferred from `draws` others."""

    solver: Solver
    pool: tuple[Met, ...]
    draws: int
    outcomes: tuple[str, ...]
    seed: int = 1

    def of(self, number: int) -> list[dict[str, Any]]:
        """Return a row for each outcome of a truth.

        Columns: `truth`, `outcome`, `place` (share of the forecast below what happened to the
        truth), and how many equal draws the forecast rests on.
        """
        asked, chance = self.solver.asked, np.random.default_rng([self.seed, number])
        truth = self.pool[number].solved
        came = _outcome(asked.inversion, truth, BEYOND + number)
        data = self._known(came, chance)
        table = pd.DataFrame([*self._inferred(data, number, chance), {**truth, **came, MISS: 0.0}])
        table = weighed(table, _told(asked.weighing, data))
        rows: list[Any] = table.to_dict("records")
        later, first = replace(asked.inversion, scenario=asked.later), BEYOND * (number + 2)
        seen = pd.DataFrame([_outcome(later, row, first + at) for at, row in enumerate(rows)])
        weight = table[WEIGHT].to_numpy(float)
        return [
            {
                "truth": number, "outcome": name,
                "place": place(seen[name].to_numpy(float), weight, chance),
                "effective": effective(weight[:-1]),
            }
            for name in self.outcomes
        ]  # fmt: skip

    def _known(self, came: Mapping[str, float], chance: np.random.Generator) -> dict[str, float]:
        """Return what is known of an election: results, and figures with their errors."""
        figures = self.solver.asked.figures
        errors = chance.standard_normal(len(figures))
        off = {each.outcome: each.spread * e for each, e in zip(figures, errors, strict=True)}
        return {name: value + off.get(name, 0.0) for name, value in came.items()}

    def _inferred(
        self, data: Mapping[str, float], number: int, chance: np.random.Generator
    ) -> list[dict[str, float]]:
        """Return other draws of the pool, fitted to what is known of the truth."""
        asked = self.solver.asked
        wanted = {name: data[name] for name in asked.inversion.wanted}
        question = replace(asked, inversion=replace(asked.inversion, wanted=wanted))
        solver = replace(self.solver, asked=question)
        others = [at for at in range(len(self.pool)) if at != number]
        chosen = [self.pool[at] for at in chance.choice(others, self.draws, replace=False)]
        return [
            solver.solve_anew(_around(each.draw, asked.roughly, data), each.solved)
            for each in chosen
        ]


def place(values: NDArray[np.float64], weight: NDArray[np.float64],
          chance: np.random.Generator) -> float:  # fmt: skip
    """Return the share of weight below the last value, and by chance a part of all that equals it.

    It is uniform between 0 and 1 if each value is as likely to be the last one as it weighs, also
    where many are equal, as seats are.
    """
    last = values[-1]
    below, equal = weight[values < last].sum(), weight[values == last].sum()
    return float((below + chance.random() * equal) / weight.sum())


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
    known = inversion.scenario.values
    changes = {path: type(known[path])(value) for path, value in numbers.items() if path in known}
    return inversion.scenario.replace(changes)


def _outcome(inversion: Inversion, numbers: Mapping[str, float], seed: int) -> dict[str, float]:
    outcome = run(_of(inversion, numbers), seed, electorates()).outcome
    return {name: float(value) for name, value in outcome.items() if not isinstance(value, str)}


def usable(rows: Sequence[Mapping[str, Any]]) -> int:
    """Return the number of truths with which some draw agrees."""
    return len({row["truth"] for row in rows if row["effective"] > 0})


def held(rows: pd.DataFrame) -> pd.DataFrame:
    """Return for each outcome how many truths lie inside the 50 and the 90 % interval.

    `effective` is the median of the equal draws that a forecast rests on: where it is small the
    truth weighs most itself, and the check can find gross faults only. A truth with which no draw
    agrees at all would lie anywhere beside itself, and is left out.
    """
    rows = rows[rows["effective"] > 0]
    inside = {name: rows["place"].between(*ends) for name, ends in INSIDE.items()}
    counted = rows.assign(**inside).groupby("outcome", sort=False)[list(INSIDE)].sum()
    groups = rows.groupby("outcome")
    return counted.assign(
        truths=groups.size(), effective=groups["effective"].median()
    ).reset_index()
