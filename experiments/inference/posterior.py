"""What is believed of every assumed number after the last election and the polls have spoken.

Assumed numbers are drawn from their priors. Then the numbers that an election determines (the
appeals, the machine, the readiness to turn out, spoilt ballots) are solved for, so that every
draw gives back the official result; what is known of that election only roughly is drawn too.
Draws are kept in proportion to how well they agree with what else was known: a Gaussian kernel
on a few figures (Beaumont, Zhang and Balding 2002, doi:10.1093/genetics/162.4.2025). Rejection
alone would need thousands of runs for each draw that meets ten figures to half a point; to solve
for what votes determine is the inversion of Berry, Levinsohn and Pakes (1995,
doi:10.2307/2171802). Each draw is solved under the luck of a seed of its own: how much luck the
election had is not known either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.stats import qmc

from experiments.evidence.shared_numbers import belief
from experiments.inference.official_results import Figure, figures, past_elections
from experiments.inference.past_elections import Inversion, inversion
from experiments.study.prior import Prior
from model.scenario import Scenario, ScenarioError, load_scenario
from model.society.country import scenario_of

Floats = NDArray[np.float64]
WEIGHT, MISS = "weight", "miss"
NEAR_ENOUGH = 0.01
"""Root mean square miss of the official figures above which a draw has no solution."""
SLOPE_STEP = 0.05
"""Step by which slopes are taken: so large that enough voters change their minds."""
FAR = 1400.0
"""Squared miss, in spreads, beyond which a normal density is too small for a computer's number."""
STEPS, ANEW = 8, 3
"""Steps towards a solution, along the slopes of the central numbers; from near by, fewer do."""


@dataclass(frozen=True)
class Question:
    """What is to be inferred: every assumed number of a scenario, from the last election.

    `later` is the scenario for which draws are wanted. Figures of the election that determine a
    number but are known with a spread only are drawn; the other ones weigh the draws. `seeds` are
    those over which slopes are averaged.
    """

    inversion: Inversion
    later: Scenario
    figures: tuple[Figure, ...]
    seeds: tuple[int, ...] = (1, 2)

    @classmethod
    def of_country(cls, name: str, voters: int) -> "Question":
        """Return the question of a country: its usual scenario, from its last past election."""
        later = load_scenario(scenario_of(name)).replace({"voters": voters})
        *_, latest = past_elections(name).values()
        asked = inversion(latest.replace({"voters": voters}))
        known = figures(asked.scenario)
        return cls(asked, later, tuple(each for each in known if not _official(each.outcome)))

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """What is believed of every assumed number that the election does not determine."""
        determined = set(self.inversion.sought)
        country = self.later.country.stated.label
        left_open = (each for each in self.later.parameters() if each.path not in determined)
        believed = (belief(each, country) for each in left_open)
        return tuple(each for each in believed if each is not None)

    @cached_property
    def roughly(self) -> tuple[Figure, ...]:
        """The figures that determine a number, each known with a spread."""
        return tuple(each for each in self.figures if each.outcome in self.inversion.wanted)

    @cached_property
    def weighing(self) -> tuple[Figure, ...]:
        """The figures by which draws are weighed."""
        return tuple(each for each in self.figures if each.outcome not in self.inversion.wanted)

    def drawn(self, count: int, seed: int) -> list["Draw"]:
        """Return draws from the priors: a Latin hypercube over all numbers and rough figures."""
        rough = tuple(
            Prior(each.outcome, "plain", each.value, each.spread, 0, 1, whole=False)
            for each in self.roughly
        )
        every = (*self.priors, *rough)
        unit = qmc.LatinHypercube(len(every), rng=np.random.default_rng(seed)).random(count)
        columns = [each.at(unit[:, place]) for place, each in enumerate(every)]
        split = len(self.priors)
        return [
            Draw(_by_path(every[:split], row[:split]), _by_path(rough, row[split:]), number)
            for number, row in enumerate(np.transpose(columns), start=1)
        ]


def _official(outcome: str) -> bool:
    """Whether the official result says it."""
    return outcome == "turnout" or outcome.startswith("vote_share.")


@dataclass(frozen=True)
class Draw:
    """Assumed numbers by path, the rough figures that this draw is to meet, and its luck."""

    numbers: Mapping[str, float]
    figures: Mapping[str, float]
    seed: int


def _by_path(priors: Sequence[Prior], row: Floats) -> dict[str, float]:
    return {
        each.path: int(value) if each.whole else float(value)
        for each, value in zip(priors, row, strict=True)
    }


@dataclass(frozen=True)
class Solver:
    """Solves each draw along the slopes of the central numbers, which are worked out once."""

    asked: Question
    slopes: Floats
    """Change of each outcome of the election with each number that it determines."""

    @classmethod
    def of(cls, asked: Question) -> "Solver":
        """Return the solver of a question."""
        inversion, start = asked.inversion, asked.inversion.start
        at = inversion.outcomes(start, asked.seeds).to_numpy(float)
        # A number at the end of what is allowed can only step back.
        steps = np.where(start + SLOPE_STEP > inversion.bounds[1], -SLOPE_STEP, SLOPE_STEP)
        slopes = [
            (inversion.outcomes(start + way, asked.seeds).to_numpy(float) - at) / step
            for way, step in zip(np.diag(steps), steps, strict=True)
        ]
        return cls(asked, np.transpose(slopes))

    def solve(self, draw: Draw) -> dict[str, float]:
        """Return all numbers of a draw, `miss` of the election, and the figures known later.

        `miss` is not a number where the draw is not allowed or the election cannot be met.
        """
        try:
            return self._solved(draw, self.asked.inversion.start, STEPS)
        except ScenarioError:
            return {**draw.numbers, MISS: float("nan")}

    def solve_anew(self, draw: Draw, before: Mapping[str, float]) -> dict[str, float]:
        """Return the same for a draw that met an election with other results, from there on."""
        start = np.array([before[path] for path in self.asked.inversion.sought])
        return self._solved(draw, start, ANEW)

    def _solved(self, draw: Draw, start: Floats, steps: int) -> dict[str, float]:
        inversion = _at(self.asked.inversion, draw)
        wanted, luck = np.array(list(inversion.wanted.values())), (draw.seed,)

        def missed(values: Floats) -> Floats:
            return np.asarray(inversion.outcomes(values, luck).to_numpy(float) - wanted)

        best = least_squares(
            missed, start, jac=lambda _: self.slopes, bounds=inversion.bounds, max_nfev=steps,
        )  # fmt: skip
        solved = dict(zip(inversion.sought, map(float, best.x), strict=True))
        numbers = {**draw.numbers, **solved, **self._moved_along(draw, solved)}
        miss = float(np.sqrt(np.mean(best.fun**2)))
        seen = replace(inversion, wanted={each.outcome: 0.0 for each in self.asked.weighing})
        found = seen.outcomes(best.x, luck) if seen.wanted else pd.Series(dtype=float)
        return {**numbers, MISS: miss, **dict(zip(seen.wanted, found, strict=True))}

    def _moved_along(self, draw: Draw, solved: Mapping[str, float]) -> dict[str, float]:
        """Move the appeals of lists that did not stand as those of the rivals moved."""
        move = self.asked.inversion.rivals_moved(solved)
        absent = (f"parties.{name}.appeal" for name in self.asked.later.parties)
        return {path: draw.numbers[path] + move for path in absent if path in draw.numbers}


def _at(inversion: Inversion, draw: Draw) -> Inversion:
    """Return the inversion under the assumed numbers and the rough figures of a draw."""
    known = inversion.scenario.values
    numbers = {path: value for path, value in draw.numbers.items() if path in known}
    wanted = {**inversion.wanted, **draw.figures}
    return replace(inversion, scenario=inversion.scenario.replace(numbers), wanted=wanted)


def weighed(solved: pd.DataFrame, figures: Sequence[Figure]) -> pd.DataFrame:
    """Return the draws that meet the election, with the weight that the later figures give them.

    Weights are a normal density of each figure around what was known, and add up to one. Without
    any figure all draws weigh the same. Where every draw is too far off to have a density, the
    nearest is the measure of the others.
    """
    met = solved[solved[MISS] < NEAR_ENOUGH].reset_index(drop=True)
    off = np.zeros(len(met))
    for each in figures:
        off += ((met[each.outcome].to_numpy(float) - each.value) / each.spread) ** 2
    nearest = off.min(initial=np.inf)
    weight = np.exp(-0.5 * (off - nearest if nearest > FAR else off))
    return met.assign(**{WEIGHT: weight / weight.sum()})


def effective(weight: Floats) -> float:
    """Return the number of equal draws that weigh as much; 0 if none weighs anything.

    Source: Kish (1965), Survey Sampling.
    """
    if not weight.any():
        return 0.0
    return float(weight.sum() ** 2 / (weight**2).sum())


def resampled(table: pd.DataFrame, count: int, seed: int) -> pd.DataFrame:
    """Return draws by weight, by systematic resampling: each as often as its weight, give one."""
    grid = (np.arange(count) + np.random.default_rng(seed).random()) / count
    rows = np.searchsorted(np.cumsum(table[WEIGHT].to_numpy(float)), grid)
    return table.iloc[np.minimum(rows, len(table) - 1)].reset_index(drop=True)
