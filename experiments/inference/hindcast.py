"""Past elections predicted from the one before, as nobody knew the result.

A prediction takes the earlier election (its appeals, machine and readiness to turn out, solved
for anew under each draw of the assumed numbers), and of the later one what was public a month
before: law, lists, alliances, approval and past turnout. Whatever the later election determined is
taken out first. The appeal of a list that goes on, alone or within another, has drifted since;
that of a new list comes from first votes of past lists. What countries share is estimated without
the country that is predicted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from experiments.evidence.first_votes import first_votes, spread
from experiments.evidence.shared_numbers import belief_without
from experiments.inference.past_elections import MACHINE, READINESS, SPOIL, Inversion, inversion
from experiments.inference.shared import estimated_without
from experiments.inference.transitions import MET, WEATHER, Transition, allowed, drifted
from experiments.running.mapped import mapped
from experiments.running.sweep import Execution
from experiments.study.prior import Prior
from model.mechanisms.newcomer_valence import NewcomerValence
from model.parties.niche import Niche
from model.parties.oligarch_entrant import OligarchEntrant
from model.scenario import Scenario

Floats = NDArray[np.float64]
ROUNDS = 12
"""Rounds by which a draw is made to give the earlier election, under the luck of its own seed."""
ATTEMPTS = 4
"""Most draws that are tried for one that gives the earlier election."""
REGIONS = "population.regions"
POPULARITY = "leader.popularity"
DETERMINED = (MACHINE, READINESS, SPOIL)


@cache
def newcomer(kind: str, country: str) -> tuple[float, float]:
    """Return mean and standard deviation of the appeal of a new list, without the country's own.

    Those of the model give the first votes of all past lists; without some of them, the mean
    moves and the spread narrows in proportion to the log-odds of votes.
    """
    votes = first_votes()
    every, others = spread(votes), spread(votes[votes.index.get_level_values(0) != country])
    mean = (OligarchEntrant if kind == "oligarch_entrant" else Niche).model_fields["appeal"].default
    width = NewcomerValence.model_fields["spread"].default / every["logit_sd"]
    moved = width * (others["logit_mean"] - every["logit_mean"])
    return float(mean + moved), float(width * others["logit_sd"])


@dataclass(frozen=True)
class Prediction:
    """One transition, predicted: what each run changes in the scenario of the later election."""

    transition: Transition
    voters: int
    draws: int
    seeds_each: int
    seed: int = 0

    @cached_property
    def scenario(self) -> Scenario:
        """The later election without anything that its result determined."""
        later, earlier = self.transition.standing, self.transition.earlier.values
        kept = {
            path: earlier[path] for path in DETERMINED if path in earlier and path in later.values
        }
        appeals = {
            f"parties.{name}.appeal": newcomer(party.kind, self._country)[0]
            for name, party in later.parties.items()
        }
        added = {WEATHER: True, "mechanisms.newcomer_valence": False, **self._run_with}
        return later.replace({**kept, **appeals, **self.transition.approvals, **added})

    def changes(self, replicate: int) -> dict[str, Any]:
        """Return the numbers of a run: those of its draw, and how far each list has drifted."""
        numbers = self.draw(replicate // self.seeds_each % self.draws)
        weeks = max(self.transition.weeks - self.scenario.weeks, 0)
        lists = {name: self.scenario.parties[name] for name in self.transition.known}
        return {**numbers, **drifted(numbers, lists, weeks, (self.seed, replicate))}

    def draw(self, number: int) -> Mapping[str, Any]:
        """Return the numbers of a draw, solved for what the earlier election determines."""
        if number not in self._solved:
            self._solved[number] = self._solve(number)
        return self._solved[number]

    def take(self, solved: Mapping[int, Mapping[str, Any]]) -> None:
        """Take over draws, by number, that were solved elsewhere."""
        self._solved.update(solved)

    def _solve(self, number: int) -> dict[str, Any]:
        """Return the numbers of the first attempt that gives the earlier election, or nearly."""
        nearest: tuple[dict[str, float], float] = {}, float("inf")
        for at in self._quantiles[number :: self.draws]:
            found = self._nearest(at, number + 1)
            if found[1] < nearest[1]:
                nearest, chosen = found, at
            if nearest[1] < MET:
                break
        return self._later(chosen, nearest[0])

    def _nearest(self, at: Mapping[str, float], seed: int) -> tuple[dict[str, float], float]:
        asked = self._inversion
        believed = {path: _at(each, at[path]) for path, each in self._before.items()}
        return replace(asked, scenario=asked.scenario.replace(believed)).nearest((seed,), ROUNDS)

    def _later(self, at: Mapping[str, float], found: Mapping[str, float]) -> dict[str, Any]:
        """Return the numbers of the later election, where so many are found for the earlier."""
        asked = self._inversion
        solved = {**asked.scenario.values, **found}
        numbers = {path: _at(each, at[path]) for path, each in self._beliefs.items()}
        numbers |= {path: solved[path] for path in DETERMINED if path in asked.sought}
        moved = asked.rivals_moved(solved)
        for name, party in self.transition.standing.parties.items():
            path, key = f"parties.{name}.appeal", self.transition.known.get(name)
            mean, width = newcomer(party.kind, self._country)
            new = mean + moved + width * float(ndtri(at[path])) if path in at else 0.0
            numbers[path] = allowed(new if key is None else solved[f"parties.{key}.appeal"])
        return {path: value for path, value in numbers.items() if path in self.scenario.values}

    @cached_property
    def _inversion(self) -> Inversion:
        return inversion(self.transition.earlier.replace(self._run_with))

    @property
    def _run_with(self) -> dict[str, Any]:
        """What both elections are run with: so many voters, and past turnout that was public."""
        return {"voters": self.voters, REGIONS: self.transition.regions}

    @cached_property
    def _before(self) -> dict[str, Prior]:
        """Beliefs about the assumed numbers of the earlier election."""
        public = set() if self.transition.approval_before is None else {POPULARITY}
        return self._believed(self._inversion.scenario, {*self._inversion.sought, *public})

    @cached_property
    def _beliefs(self) -> dict[str, Prior]:
        """Beliefs about those of the later one."""
        public = {*self.transition.approvals, *self._inversion.sought}
        return self._believed(self.scenario, public)

    def _believed(self, scenario: Scenario, known: set[str]) -> dict[str, Prior]:
        shared = estimated_without(self._country)
        every = (
            (each.path, shared.get(each.path) or belief_without(each, self._country))
            for each in scenario.parameters()
            if each.path not in known and not each.path.endswith(".appeal")
        )
        return {path: each for path, each in every if each is not None}

    @cached_property
    def _quantiles(self) -> list[dict[str, float]]:
        """Where each draw lies within every belief: a Latin hypercube.

        A number that both elections have lies at the same place in both.
        """
        new = self.transition.standing.parties.keys() - self.transition.known.keys()
        appeals = (f"parties.{name}.appeal" for name in new)
        paths = sorted({*self._before, *self._beliefs, *appeals})
        chance = np.random.default_rng((self.seed, crc32(self.transition.name.encode())))
        unit = qmc.LatinHypercube(len(paths), rng=chance).random(ATTEMPTS * self.draws)
        return [dict(zip(paths, map(float, row), strict=True)) for row in unit]

    @property
    def _country(self) -> str:
        return self.transition.later.country.stated.label

    @cached_property
    def _solved(self) -> dict[int, Mapping[str, Any]]:
        return {}


def _all_draws(prediction: Prediction) -> dict[int, Mapping[str, Any]]:
    return {number: prediction.draw(number) for number in range(prediction.draws)}


@dataclass(frozen=True)
class Predictions:
    """The predictions of several transitions, as the draws of a study."""

    every: tuple[Prediction, ...]

    def changes(self, replicate: int, scenario: Scenario) -> Mapping[str, Any]:
        """Return what a run changes in the scenario of a later election."""
        return self._named[scenario.name].changes(replicate)

    def solve(self, execution: Execution) -> None:
        """Solve all draws, an election a worker at a time; else each is solved when it is asked."""
        found = mapped(
            _all_draws, self.every, "elections solved", execution.engine, execution.progress
        )
        for prediction, solved in zip(self.every, found, strict=True):
            prediction.take(solved)

    def about(self) -> dict[str, Any]:
        """Describe the draws for the manifest."""
        first = self.every[0]
        return {"made_for": list(self._named), "count": first.draws, "seeds_each": first.seeds_each}

    @cached_property
    def _named(self) -> dict[str, Prediction]:
        return {each.transition.name: each for each in self.every}


def _at(believed: Prior, quantile: float) -> float:
    value = float(believed.at(np.array([quantile]))[0])
    return int(value) if believed.whole else value


def crps(drawn: ArrayLike, came: float) -> float:
    """Return the continuous ranked probability score of draws against what came.

    The mean distance of a draw from what came, less half the mean distance of two draws: in the
    unit of the outcome, 0 at best; for one draw it is the absolute error.
    Source: Gneiting and Raftery (2007), doi:10.1198/016214506000001437, equation 21.
    """
    values = np.sort(np.asarray(drawn, dtype=np.float64))
    count = len(values)
    # Of two draws the larger one comes after the smaller one: no need to pair all of them.
    apart = float(values @ (2 * np.arange(count) - count + 1)) / count**2
    return float(np.abs(values - came).mean() - apart)
