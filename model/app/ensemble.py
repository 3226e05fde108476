"""Many runs of one or two futures on the same random numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event as Signal
from typing import Any

import pandas as pd

from model.campaign import Campaign
from model.draws import Draws, posterior
from model.election import hold_election
from model.measures.sides import Side, in_power, one_office
from model.measures.weeks import week_row
from model.scenario import Scenario
from model.society.electorate import Electorates

RUNS = 20


@dataclass(frozen=True)
class Ensemble:
    """Runs of one or two futures with consecutive seeds: weeks and final seats of each."""

    cases: tuple[Scenario, ...]
    weeks: tuple[pd.DataFrame, ...]  # one row a run and week
    seats: tuple[pd.DataFrame, ...]  # one row a run, one column a party
    ignorance: bool = False

    @property
    def runs(self) -> int:
        """Number of runs that are complete."""
        return len(self.seats[0])

    @property
    def seeds(self) -> tuple[int, int]:
        """The first seed and the last."""
        seeds = self.weeks[0]["seed"]
        return int(seeds.min()), int(seeds.max())

    def of(self, cases: tuple[Scenario, ...], seed: int) -> bool:
        """Whether these are the runs of such futures from that seed on."""
        hashes = [[each.hash for each in every] for every in (self.cases, cases)]
        return hashes[0] == hashes[1] and seed == self.seeds[0]

    @property
    def places(self) -> int:
        """Number of seats in the house."""
        return int(self.seats[0].sum(axis=1).iloc[0])

    @property
    def power(self) -> Side:
        """Those in power."""
        return in_power(self.cases[0])

    @property
    def one_office(self) -> bool:
        """Whether a president is elected, and no house."""
        return all(map(one_office, self.cases))

    @property
    def alike(self) -> bool:
        """Whether the futures elect the same kind: each a president, or each a house."""
        return len(set(map(one_office, self.cases))) == 1

    def apart(self) -> list["Ensemble"]:
        """Return the runs of each future by itself."""
        every = zip(self.cases, self.weeks, self.seats, strict=True)
        return [replace(self, cases=(case,), weeks=(weeks,), seats=(seats,))
                for case, weeks, seats in every]  # fmt: skip


def gather(
    cases: tuple[Scenario, ...],
    seed: int,
    cancelled: Signal,
    progress: Callable[[float], None],
    ignorance: bool = False,
    runs: int = RUNS,
) -> Ensemble | None:
    """Play each scenario with as many seeds as runs; keeps whole runs when cancelled in between.

    With ignorance each run has a draw of its own of what is not known, the same for all
    scenarios. Returns None if not even one run was complete. Raises ScenarioError for a country
    without draws.
    """
    unknown = [posterior(case) for case in cases] if ignorance else []
    weeks: list[list[dict[str, Any]]] = [[] for _ in cases]
    seats: list[list[dict[str, Any]]] = [[] for _ in cases]
    for number in range(runs):
        drawn = drawn_anew(cases, unknown, number) if ignorance else cases
        voters = Electorates()  # the futures have them in common
        played = [_weeks_of(case, seed + number, cancelled, voters) for case in drawn]
        if any(campaign is None for _, campaign in played):
            break
        for k, (rows, campaign) in enumerate(played):
            assert campaign is not None
            weeks[k] += rows
            final = hold_election(campaign).seats.tolist()
            seats[k].append(dict(zip(drawn[k].parties, final, strict=True)))
        progress((number + 1) / runs)
    if not seats[0]:
        return None
    by_week, by_run = (tuple(map(pd.DataFrame, several)) for several in (weeks, seats))
    return Ensemble(cases, by_week, by_run, ignorance)


def drawn_anew(
    cases: tuple[Scenario, ...], unknown: Sequence[Draws], number: int
) -> tuple[Scenario, ...]:
    """Return each scenario under a draw of what is not known of its country.

    What a visitor has set stays as it is.
    """
    both = zip(cases, unknown, strict=True)
    return tuple(case.replace(draws.changes(number, case)) for case, draws in both)


def _weeks_of(
    case: Scenario, seed: int, cancelled: Signal, voters: Electorates
) -> tuple[list[dict[str, Any]], Campaign | None]:
    campaign = Campaign(case, seed, voters)
    rows = [{"seed": seed, **week_row(campaign)}]
    while not campaign.over:
        if cancelled.is_set():
            return rows, None
        campaign.step()
        rows.append({"seed": seed, **week_row(campaign)})
    return rows, campaign
