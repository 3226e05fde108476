"""Who hears whom: a small world inside each region."""

from itertools import pairwise
from typing import Any

import numpy as np

from model.numerics.arrays import aligned
from model.numerics.compiled import compiled, prange
from model.numerics.streams import ONCE, Purpose, philox, unit, voter_uniforms
from model.society.population import Population


def draw_network(population: Population, region_start: np.ndarray, seed: int) -> np.ndarray:
    """Draw a small-world ring inside each region, on a permutation of its voters.

    The order on the ring mixes chance with the order of cells (stratum and language) by the
    homophily, so sorting voters by cell does not decide who is whose neighbour; a share of
    ties is rewired at random inside the region (Watts and Strogatz 1998, doi:10.1038/30918).
    """
    voters = int(region_start[-1])
    chance = voter_uniforms(voters, Purpose.NETWORK_ORDER, 0, np.uint64(seed))[0]
    out = aligned((voters, population.neighbours), np.uint32)
    for start, stop in pairwise(region_start):
        rank = np.arange(stop - start) / max(stop - start, 1)
        mixed = population.homophily * rank + (1 - population.homophily) * chance[start:stop]
        order = np.argsort(mixed, kind="stable").astype(np.int32)
        _ring(out[start:stop], order, start, (population.rewiring, np.uint64(seed)))
    return out


@compiled(parallel=True)
def _ring(out: Any, order: Any, start: Any, rewiring_seed: Any) -> Any:
    rewiring, seed = rewiring_seed
    n, ties = out.shape
    for place in prange(n):
        voter = order[place]
        for tie in range(ties):
            step = tie // 2 + 1
            other = (place + step) % n if tie % 2 == 0 else (place - step) % n
            a, b, _c, _d = philox(start + voter, Purpose.REWIRING, ONCE, tie, seed)
            if unit(a) < rewiring:
                other = np.int64(unit(b) * n)
            out[voter, tie] = start + order[other]
