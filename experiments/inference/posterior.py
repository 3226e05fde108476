"""What is believed of every assumed number after the last election and the polls have spoken.

Assumed numbers are drawn from their priors. Then the numbers that an election determines (the
appeals, the machine, the readiness to turn out, spoilt ballots) are solved for, so that every
draw gives back the official result; what is known of that election only roughly is drawn too.
Draws are kept in proportion to how well they agree with what else was known: a Gaussian kernel
on a few figures (Beaumont, Zhang and Balding 2002, doi:10.1093/genetics/162.4.2025). Rejection
alone would need thousands of runs for each draw that meets ten figures to half a point; to solve
for what votes determine is the inversion of Berry, Levinsohn and Pakes (1995,
doi:10.2307/2171802).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.stats import qmc

from experiments.inference.past_elections import Inversion
from experiments.study.prior import Prior, prior
from model.run import run
from model.scenario import Scenario, ScenarioError

Floats = NDArray[np.float64]
WEIGHT, MISS = "weight", "miss"
NEAR_ENOUGH = 0.01
"""Root mean square miss of the official figures above which a draw has no solution."""
SLOPE_STEP = 0.05
STEPS = 8
"""Steps towards a solution, along the slopes of the central numbers."""


@dataclass(frozen=True)
class Figure:
    """A figure that was known, how well (SD), and where it comes from."""

    outcome: str
    value: float
    spread: float
    source: str


@dataclass(frozen=True)
class Question:
    """What is to be inferred, and from what.

    `inversion` is the last election with what it determines; `roughly` are the figures among its
    outcomes that are known with a spread only, and so are drawn; `later` is the scenario at whose
    opening the `figures` were known.
    """

    inversion: Inversion
    roughly: tuple[Figure, ...]
    later: Scenario
    figures: tuple[Figure, ...]
    seeds: tuple[int, ...] = (1, 2)

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """What is believed of every assumed number that the election does not determine."""
        determined = set(self.inversion.sought)
        believed = (prior(each) for each in self.later.parameters() if each.path not in determined)
        return tuple(each for each in believed if each is not None)

    def drawn(self, count: int, seed: int) -> list["Draw"]:
        """Return draws from the priors: a Latin hypercube over all numbers and rough figures."""
        width = len(self.priors) + len(self.roughly)
        unit = qmc.LatinHypercube(width, rng=np.random.default_rng(seed)).random(count)
        columns = [each.at(unit[:, place]) for place, each in enumerate(self.priors)]
        rough = [
            Prior(each.outcome, "plain", each.value, each.spread, 0, 1, whole=False).at(u)
            for each, u in zip(self.roughly, unit[:, len(self.priors) :].T, strict=True)
        ]
        return [
            Draw(_by_path(self.priors, row), dict(zip(self.wanted_roughly, known, strict=True)))
            for row, known in zip(np.transpose(columns), np.transpose(rough), strict=True)
        ]

    @property
    def wanted_roughly(self) -> list[str]:
        """Outcomes of the election that are known with a spread only."""
        return [each.outcome for each in self.roughly]


@dataclass(frozen=True)
class Draw:
    """Assumed numbers by path, and the rough figures that this draw is to meet."""

    numbers: Mapping[str, float]
    figures: Mapping[str, float]


def _by_path(priors: Sequence[Prior], row: Floats) -> dict[str, float]:
    return {
        each.path: int(value) if each.whole else float(value)
        for each, value in zip(priors, row, strict=True)
    }


@dataclass(frozen=True)
class Solver:
    """Solves each draw along the slopes of the central numbers, which are worked out once."""

    asked: Question

    @cached_property
    def slopes(self) -> Floats:
        """Change of each outcome of the election with each number that it determines."""
        inversion, seeds = self.asked.inversion, self.asked.seeds
        start = self._start
        at = inversion.outcomes(start, seeds).to_numpy(float)
        columns = []
        for place in range(len(start)):
            moved = start.copy()
            moved[place] += SLOPE_STEP
            columns.append((inversion.outcomes(moved, seeds).to_numpy(float) - at) / SLOPE_STEP)
        return np.transpose(columns)

    @cached_property
    def _start(self) -> Floats:
        values = {each.path: each.value for each in self.asked.inversion.scenario.parameters()}
        return np.array([float(values[path]) for path in self.asked.inversion.sought])

    def solve(self, draw: Draw) -> dict[str, float]:
        """Return all numbers of a draw, `miss` of the election, and the figures known later.

        `miss` is not a number where the draw is not allowed or the election cannot be met.
        """
        try:
            return self._solved(draw)
        except ScenarioError:
            return {**draw.numbers, MISS: float("nan")}

    def _solved(self, draw: Draw) -> dict[str, float]:
        inversion = _at(self.asked.inversion, draw)
        wanted = np.array(list(inversion.wanted.values()))

        def missed(values: Floats) -> Floats:
            found = inversion.outcomes(values, self.asked.seeds)
            return np.asarray(found.to_numpy(float) - wanted)

        low, high = _bounds(inversion)
        best = least_squares(
            missed, self._start, jac=lambda _: self.slopes, bounds=(low, high), max_nfev=STEPS
        )
        solved = dict(zip(inversion.sought, map(float, best.x), strict=True))
        numbers = {**draw.numbers, **solved, **self._moved_along(draw, solved)}
        miss = float(np.sqrt(np.mean(best.fun**2)))
        return {**numbers, MISS: miss, **self._known_later(numbers)}

    def _moved_along(self, draw: Draw, solved: Mapping[str, float]) -> dict[str, float]:
        """Move the appeals of lists that did not stand as those of the rivals moved.

        Appeals are told against the utility of favouring none, whose zero the other numbers of a
        draw shift: the mean move of the rivals that stood says by how much.
        """
        power = f"parties.{self.asked.later.incumbent}.appeal"
        rivals = [each for each in solved if each.endswith(".appeal") and each != power]
        before = dict(zip(self.asked.inversion.sought, self._start, strict=True))
        move = float(np.mean([solved[each] - before[each] for each in rivals]))
        absent = (f"parties.{name}.appeal" for name in self.asked.later.parties)
        return {path: draw.numbers[path] + move for path in absent if path in draw.numbers}

    def _known_later(self, numbers: Mapping[str, float]) -> dict[str, float]:
        case = self.asked.later.replace({**numbers, "weeks": 0})
        rows = pd.DataFrame([run(case, seed).outcome for seed in self.asked.seeds])
        return {each.outcome: float(rows[each.outcome].mean()) for each in self.asked.figures}


def _at(inversion: Inversion, draw: Draw) -> Inversion:
    """Return the inversion under the assumed numbers and the rough figures of a draw."""
    known = {each.path for each in inversion.scenario.parameters()}
    numbers = {path: value for path, value in draw.numbers.items() if path in known}
    wanted = {**inversion.wanted, **draw.figures}
    return replace(inversion, scenario=inversion.scenario.replace(numbers), wanted=wanted)


def _bounds(inversion: Inversion) -> tuple[Floats, Floats]:
    parameters = {each.path: each for each in inversion.scenario.parameters()}
    low, high = (
        np.array([float(getattr(parameters[path], end)) for path in inversion.sought])
        for end in ("low", "high")
    )
    return low, high


def weighed(solved: pd.DataFrame, figures: Sequence[Figure]) -> pd.DataFrame:
    """Return the draws that meet the election, with the weight that the later figures give them.

    Weights are a normal density of each figure around what was known, and add up to one.
    """
    met = solved[solved[MISS] < NEAR_ENOUGH].reset_index(drop=True)
    off = sum(((met[each.outcome] - each.value) / each.spread) ** 2 for each in figures)
    weight = np.exp(-0.5 * np.asarray(off, dtype=np.float64))
    return met.assign(**{WEIGHT: weight / weight.sum()})


def effective(weight: Floats) -> float:
    """Return the number of equal draws that weigh as much (Kish 1965, Survey Sampling)."""
    return float(weight.sum() ** 2 / (weight**2).sum())


def resampled(table: pd.DataFrame, count: int, seed: int) -> pd.DataFrame:
    """Return draws by weight, by systematic resampling: each as often as its weight, give one."""
    grid = (np.arange(count) + np.random.default_rng(seed).random()) / count
    rows = np.searchsorted(np.cumsum(table[WEIGHT].to_numpy(float)), grid)
    return table.iloc[np.minimum(rows, len(table) - 1)].reset_index(drop=True)


def solved(asked: Question, count: int, seed: int, each: Callable[..., Any] = map) -> pd.DataFrame:
    """Return `count` draws with what is solved for, a row each; `each` may be a pool's map."""
    solver = Solver(asked)
    _ = solver.slopes
    return pd.DataFrame(list(each(solver.solve, asked.drawn(count, seed))))
