"""Runs of policy-space scenarios, and what is measured in them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from model.campaign import Campaign
from model.measures.policy_space import policy_space
from model.numerics.arrays import Array
from model.scenario import load_scenario

MEASURES = ("eccentricity", "enp", "misery", "largest")

SAMPLED_EVERY = 10
"""Ticks between two looks at the measures."""


@dataclass(frozen=True)
class Arena:
    """A contest to be run: the scenario, its changes, how often, and what counts."""

    scenario: str
    changes: Mapping[str, Any]
    runs: int
    burn_in: int = 0

    def campaigns(self) -> Iterator[Campaign]:
        """Open one campaign a run, each with its own seed and so its own voters.

        Small electorates are fastest on one thread; results are the same.
        """
        scenario = load_scenario(self.scenario, self.changes)
        with on_threads(1):
            for seed in range(1, self.runs + 1):
                yield Campaign(scenario, seed)

    def measured(self) -> dict[str, Array]:
        """Return each run's mean of each measure over the ticks after the burn-in, (runs,)."""
        runs = [seen(each, _measures, SAMPLED_EVERY, self.burn_in) for each in self.campaigns()]
        means = np.array([each.mean(axis=0) for each in runs])
        return dict(zip(MEASURES, means.T, strict=True))


def _measures(campaign: Campaign) -> list[float]:
    space = policy_space(campaign)
    return [getattr(space, name) for name in MEASURES]


def seen(
    campaign: Campaign, look: Callable[[Campaign], Any], every: int = 1, burn_in: int = 0
) -> Array:
    """Play a campaign to its end; return what is seen every few ticks after the burn-in."""
    found = []
    while not campaign.over:
        campaign.step()
        after = campaign.week - burn_in
        if campaign.over or (after > 0 and after % every == 0):
            found.append(look(campaign))
    return np.array(found)


@contextmanager
def on_threads(number: int) -> Iterator[None]:
    """Let compiled code use so many threads inside, and as many as before outside."""
    before = numba.get_num_threads()
    numba.set_num_threads(number)
    try:
        yield
    finally:
        numba.set_num_threads(before)
