"""From a question to the list of its runs: every point of the design, every replicate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from experiments.study.design import DUMMY, SCENARIO, Design, Point, few_enough
from experiments.study.errors import DesignError
from experiments.study.provenance import model_version
from model.draws import Drawn
from model.scenario import Scenario
from model.society.scenario_file import with_inputs


@dataclass(frozen=True)
class Study:
    """What is asked: a scenario, the points at which it is run, how often, from which seed.

    `others` holds, by name, the scenarios that a factor called `scenario` refers to.
    `replicates_at` says how often each point is run, where that differs between points. With
    `draws` each replicate has a draw of the numbers that evidence leaves open, the same one at
    every point; what a point sets is set after it. With `common_seeds` replicates take turns with
    so many seeds, so that draws differ by what is drawn and not by luck.
    """

    scenario: Scenario
    design: Design
    replicates: int = 1
    seed: int = 0
    others: Mapping[str, Scenario] = field(default_factory=dict)
    replicates_at: tuple[int, ...] = ()
    draws: Drawn | None = None
    common_seeds: int = 0

    def __post_init__(self) -> None:
        if self.replicates < 1:
            raise DesignError(f"replicates is {self.replicates}; it must be 1 or more.")
        if self.seed < 0:
            raise DesignError(f"seed is {self.seed}; it must be 0 or more.")
        if self.replicates_at and len(self.replicates_at) != len(self.design.points):
            raise DesignError(
                f"replicates_at has {len(self.replicates_at)} numbers for "
                f"{len(self.design.points)} points: give one for each."
            )

        few_enough(sum(self.counts()), "The number of runs, points times replicates,")

    def counts(self) -> tuple[int, ...]:
        """Return how often each point is run."""
        return self.replicates_at or (self.replicates,) * len(self.design.points)

    def base(self, point: Point) -> Scenario:
        """Return the scenario that a point changes."""
        name = point.get(SCENARIO)
        return self.scenario if name is None else self.others[str(name)]

    def changes_of(self, point: int, replicate: int) -> Mapping[str, Any]:
        """Return what a run changes inside its scenario."""
        if self.draws is None:
            return self.changes[point]
        base = self.base(self.design.points[point])
        return {**self.draws.changes(replicate, base), **self.changes[point]}

    @cached_property
    def changes(self) -> tuple[Mapping[str, Any], ...]:
        """What each point changes inside its scenario.

        Files that it names are read once, so that what is run is what was planned. Raises
        ScenarioError if one cannot be read.
        """
        return tuple(
            with_inputs(_inside(point), self.base(point).population) for point in self.design.points
        )


@dataclass(frozen=True)
class Planned:
    """One run: where it stands in the design and what makes it this run and no other."""

    run_id: str
    point: int
    replicate: int
    seed: int


def replicate_seed(root: int, replicate: int) -> int:
    """Return the seed of a replicate: independent of the others, the same at every point.

    Common random numbers: two points differ by what differs between them, not by luck.
    """
    sequence = np.random.SeedSequence(root, spawn_key=(replicate,))
    return int(sequence.generate_state(1, np.uint64)[0] >> np.uint64(1))


def _inside(point: Point) -> dict[str, Any]:
    return {path: value for path, value in point.items() if path not in (SCENARIO, DUMMY)}


def run_id(scenario_hash: str, seed: int, version: str) -> str:
    """Name a run by what determines its result."""
    return sha256(f"{scenario_hash} {seed} {version}".encode()).hexdigest()[:16]


def planned(study: Study) -> Iterator[Planned]:
    """List the runs point by point; raise ScenarioError for a point that is not allowed."""
    version = model_version()
    counts = study.counts()
    most = max(counts, default=0)
    luck = study.common_seeds or most
    seeds = [replicate_seed(study.seed, replicate % luck) for replicate in range(most)]
    for number, (point, count) in enumerate(zip(study.design.points, counts, strict=True)):
        base = study.base(point)
        if study.draws is None:
            base = base.replace(study.changes[number])
        for replicate, seed in enumerate(seeds[:count]):
            drawn = base.replace(study.changes_of(number, replicate)) if study.draws else base
            yield Planned(run_id(drawn.hash, seed, version), number, replicate, seed)
