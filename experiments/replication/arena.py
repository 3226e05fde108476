"""Runs of policy-space scenarios, and what is measured in them."""

from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True)
class Arena:
    """A contest to be run: the scenario, its changes, how often, and what counts."""

    scenario: str
    changes: Mapping[str, Any]
    runs: int
    burn_in: int = 0
    sampled_every: int = 10

    def campaigns(self) -> Iterator[Campaign]:
        """Open one campaign a run, each with its own seed and so its own voters."""
        scenario = load_scenario(self.scenario, self.changes)
        for seed in range(1, self.runs + 1):
            yield Campaign(scenario, seed)

    def measured(self) -> dict[str, Array]:
        """Return each run's mean of each measure over the ticks after the burn-in, (runs,)."""
        with one_thread():
            runs = [self._means(campaign) for campaign in self.campaigns()]
        return dict(zip(MEASURES, np.array(runs).T, strict=True))

    def _means(self, campaign: Campaign) -> Array:
        seen = []
        while not campaign.over:
            campaign.step()
            after = campaign.week - self.burn_in
            if campaign.over or (after > 0 and after % self.sampled_every == 0):
                space = policy_space(campaign)
                seen.append([getattr(space, name) for name in MEASURES])
        return np.asarray(np.mean(seen, axis=0))


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep small electorates on one thread, where they are fastest; results are the same."""
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)
