"""Who hears whom: a small world inside each region."""

from itertools import pairwise
from typing import Any

import numpy as np

from model.numerics.arrays import aligned
from model.numerics.compiled import compiled, prange
from model.numerics.streams import ONCE, Purpose, philox, unit, voter_uniforms
from model.society.population import Population


def draw_network(
    population: Population, cell_start: np.ndarray, region_start: np.ndarray, seed: int
) -> np.ndarray:
    """Draw a small-world ring inside each region, on a permutation of its voters.

    The order on the ring mixes chance with the order of cells (stratum and language) by the
    homophily, so sorting voters by cell does not decide who is whose neighbour; a share of
    ties is rewired at random inside the region (Watts and Strogatz 1998, doi:10.1038/30918).
    Within a cell, where all are alike, voters have the order of the ring: neighbours are then
    near each other in memory, where the pass over a large electorate finds them sooner.
    """
    voters = int(cell_start[-1])
    chance = voter_uniforms(voters, Purpose.NETWORK_ORDER, 0, np.uint64(seed))[0]
    cell = np.repeat(np.arange(len(cell_start) - 1.0), np.diff(cell_start))
    out = aligned((voters, population.neighbours), np.uint32)
    for start, stop in pairwise(region_start):
        rank = np.arange(stop - start) / max(stop - start, 1)
        mixed = population.homophily * rank + (1 - population.homophily) * chance[start:stop]
        # Below one, so that a cell added to it keeps the cells apart.
        mixed = np.sort(cell[start:stop] + mixed) - cell[start:stop]
        ring = np.argsort(mixed, kind="stable").astype(np.int32)
        place = np.empty_like(ring)
        place[ring] = np.arange(len(ring), dtype=np.int32)
        _tie(out[start:stop], start, (ring, place), (population.rewiring, np.uint64(seed)))
    return out


@compiled(parallel=True)
def _tie(out: Any, start: Any, order: Any, chance: Any) -> None:
    """Tie the voters of a region to those next to them on the ring, or to anybody.

    `order` is who stands at each place of the ring, and the place of each voter; `chance` the
    share of ties that are rewired, and the seed. A draw is for two ties, one each way.
    """
    (ring, place), (rewiring, seed) = order, chance
    n, ties = out.shape
    for voter in prange(n):
        for tie in range(0, ties, 2):
            step = tie // 2 + 1
            a, b, c, d = philox(start + voter, Purpose.REWIRING, ONCE, step, seed)
            ahead = np.int64(unit(b) * n) if unit(a) < rewiring else _on(place[voter] + step, n)
            out[voter, tie] = start + ring[ahead]
            if tie + 1 < ties:
                back = np.int64(unit(d) * n) if unit(c) < rewiring else _on(place[voter] - step, n)
                out[voter, tie + 1] = start + ring[back]


@compiled(inlined=True)
def _on(place: Any, n: Any) -> Any:
    """Return the place on a ring of n; a division takes longer than all the rest."""
    return place if 0 <= place < n else place % n
