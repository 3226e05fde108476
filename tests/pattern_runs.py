"""Runs in which patterns are looked for: few replicates, each played once; and what is read."""

from collections.abc import Iterable
from functools import cache

import numpy as np

from model.campaign import Campaign
from model.run import Run, run
from model.scenario import Scenario, load_scenario

POWER = "nur_otan"
SEEDS = (1, 2, 3)
DOZEN = range(1, 13)
"""Seeds where luck must be averaged out or counted."""
DRY = ("mechanisms.administrative_mobilisation.strength", 0.0)
QUARTER = ("mechanisms.administrative_mobilisation.strength", 0.1)
ENTRANTS = tuple(f"entrant_{number}" for number in range(1, 13))
RICH = "rich-entrant"
HALF_A_YEAR = ("weeks", 26)
NO_WEATHER = ("mechanisms.weather", False)
USUAL = ("mechanisms.newcomer_valence", False)
"""New parties are what their kind is on average; else what a founder is worth is drawn."""
NO_FRESH, NO_SPLINTER = ("parties.fresh", False), ("parties.agrarians", False)


@cache
def scenario(name: str, *changes: tuple[str, object]) -> Scenario:
    return load_scenario(name, {"voters": 5000, **dict(changes)})


KNOWN: dict[tuple[str, int], Run] = {}


def once(case: Scenario, seed: int) -> Run:
    """Play a scenario and a seed once, under whatever names they are asked for."""
    if (case.hash, seed) not in KNOWN:
        KNOWN[case.hash, seed] = run(case, seed)
    return KNOWN[case.hash, seed]


def played(name: str, *changes: tuple[str, object], seeds: Iterable[int] = SEEDS) -> list[Run]:
    case = scenario(name, *changes)
    return [once(case, seed) for seed in seeds]


def mean(runs: list[Run], what: str) -> float:
    return float(np.mean([each.outcome[what] for each in runs]))


def by_week(runs: list[Run], what: str) -> np.ndarray:
    """Return replicates x weeks."""
    return np.array([each.weeks[what] for each in runs])


def bonus(runs: list[Run]) -> float:
    """Share of seats beyond the share of votes."""
    return mean(runs, f"seat_share.{POWER}") - mean(runs, f"vote_share.{POWER}")


def lead(runs: list[Run]) -> np.ndarray:
    """Rating of the party of power minus that of the best rival, replicates x weeks."""
    rivals = [name for name in runs[0].scenario.parties if name != POWER]
    best = np.max([by_week(runs, f"rating.{name}") for name in rivals], axis=0)
    return by_week(runs, f"rating.{POWER}") - best


def leader(popularity: float, tie: float) -> tuple[tuple[str, object], ...]:
    return ("leader.popularity", popularity), ("leader.attachment", tie)


def rich_rivals(number: int) -> list[Run]:
    """Ten times the money of the baseline's fresh party, shared by some like it.

    They are liked one standard deviation more than a new party on average. Everything is at
    work, the machine at a quarter of its strength.
    """
    changes = {"copies": number, "wealth": 2000 / number, "appeal": -0.1}
    fresh = [(f"parties.fresh.{name}", value) for name, value in changes.items()]
    return played("kazakhstan-2022", QUARTER, USUAL, *fresh)


@cache
def rallies(name: str, *changes: tuple[str, object]) -> np.ndarray:
    """People out by replicate, week and region."""
    seen = []
    for seed in SEEDS:
        campaign = Campaign(scenario(name, *changes), seed)
        weeks = [campaign.state.weekly.crowd]
        while not campaign.over:
            campaign.step()
            weeks.append(campaign.state.weekly.crowd)
        seen.append(weeks)
    return np.array(seen)
