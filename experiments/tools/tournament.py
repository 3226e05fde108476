"""A tournament of party strategies: who wins the votes in the long run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from experiments.analysis.intervals import student
from experiments.replication.arena import on_threads, seen
from experiments.study.errors import UserError
from model.campaign import Campaign
from model.numerics.arrays import Array
from model.parameters.registry import names
from model.scenario import Scenario, load_scenario

CAMPAIGN = 20
"""Ticks from one election to the next (Laver and Sergenti 2012)."""

COLUMNS = 12
"""Parties of one strategy that may stand at the same time where parties are born."""

MOST_RUNS = 10_000
"""More independent runs than this are a slip of the keyboard (assumed)."""

NEVER = 20_000
"""The week in which a column stands by itself if only a birth is to fill it."""


@dataclass(frozen=True)
class TestBed:
    """Which strategies meet, how many of each at the start, and under which rules.

    With `births` a party is founded after each election with a strategy drawn at random, and
    who stays below the threshold at two elections in a row dies: the test-bed of Fowler and
    Laver (2008), doi:10.1177/0022002707308576. `changes` reach everything else by path, the
    voters' distribution for one: `population.issue_spread`.
    """

    __test__ = False  # for pytest: no test, whatever its name

    parties: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(strategies(), 1))
    births: bool = True
    threshold: float = 0.1
    dimensions: int = 2
    elections: int = 300
    runs: int = 12
    seed: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = self.parties.keys() - set(strategies())
        if unknown:
            raise UserError(
                f"There is no strategy {', '.join(sorted(unknown))}; there are "
                f"{', '.join(strategies())}."
            )
        if min(self.parties.values(), default=0) < 0 or sum(self.parties.values()) < 1:
            raise UserError(f"At least one party must start, given: {dict(self.parties)}.")
        if self.births and max(self.parties.values()) > COLUMNS:
            raise UserError(f"With births at most {COLUMNS} parties of one strategy may start.")
        if not 1 <= self.dimensions <= 8:
            raise UserError(f"The number of issues is {self.dimensions}; allowed is 1 .. 8.")
        if self.elections < 3 or self.runs < 2:
            raise UserError("At least 3 elections and 2 runs are needed, for means and intervals.")
        if self.runs > MOST_RUNS:
            raise UserError(f"The number of runs is {self.runs}; allowed is 2 .. {MOST_RUNS}.")

    def scenario(self) -> Scenario:
        """Return the contest as a scenario of the model."""
        issues = [f"issue_{number + 1}" for number in range(self.dimensions)]
        return load_scenario(
            "replication-stickers",
            {
                "title": "Tournament",
                "weeks": CAMPAIGN * self.elections,
                "voters": 4000,
                "population.issues": issues,
                "voter.issue_weight": 2.0,
                "parties": self._columns(),
                **(self._succession() if self.births else {}),
                **self.changes,
            },
        )

    def _columns(self) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for strategy, start in self.parties.items():
            party = {"kind": "established", "recognition": 1.0, "strategy": strategy}
            columns[strategy] = {**party, "copies": start}
            if self.births:
                spare = {"copies": COLUMNS - start, "stands_from": NEVER}
                columns[f"{strategy}_born"] = {**party, **spare}
        return columns

    def _succession(self) -> dict[str, Any]:
        death = {"threshold": self.threshold, "memory": 0.0, "patience": 2, "every": CAMPAIGN}
        birth = {"always": 1.0, "rate": 0.0, "every": CAMPAIGN}
        return {"mechanisms.party_death": death, "mechanisms.party_birth": birth}


def strategies() -> list[str]:
    """Return the strategies there are: the files of `model/strategies`."""
    return names("strategies")


def ranking(bed: TestBed) -> pd.DataFrame:
    """Play the tournament and rank the strategies by their share of votes in the long run.

    One row a strategy, best first: rank, share (all its parties together, mean over elections
    and runs, the first third of elections dropped), 95 % interval by Student's t over runs,
    and how many of its parties stand on average.
    """
    scenario = bed.scenario()
    entered = list(bed.parties)
    kinds = np.array([party.strategy.kind for party in scenario.parties.values()])
    groups = np.array([kinds == each for each in entered], dtype=float)
    seeds = [(bed.seed + each) % 2**64 for each in range(bed.runs)]  # after the last, the first
    with on_threads(1):
        played = np.array([_play(Campaign(scenario, seed), groups) for seed in seeds])
    share, parties = played[:, 0], played[:, 1]
    mean, error = share.mean(axis=0), stats.sem(share)
    low, high = student(mean, error, bed.runs)
    table = pd.DataFrame(
        {
            "strategy": entered,
            "share": mean,
            "se": error,
            "low": np.maximum(low, 0.0),
            "high": np.minimum(high, 1.0),
            "parties": parties.mean(axis=0),
            "n": bed.runs,
        }
    ).sort_values("share", ascending=False, ignore_index=True)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table


def _play(campaign: Campaign, groups: Array) -> Array:
    """Return vote share and standing parties by strategy, means over elections, (2, strategies)."""

    def look(now: Campaign) -> tuple[Array, Array]:
        return groups @ now.state.public.support, groups @ now.state.stocks.standing

    drop = CAMPAIGN * (campaign.scenario.weeks // CAMPAIGN // 3)
    return np.asarray(seen(campaign, look, CAMPAIGN, drop).mean(axis=0))
