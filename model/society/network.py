"""Who hears whom: a small world inside each region."""

import numpy as np

from model.numerics.arrays import Array, aligned
from model.numerics.streams import Purpose, voter_uniforms
from model.society.population import Population


def draw_network(
    population: Population, cell_start: np.ndarray, region_start: np.ndarray, seed: int
) -> np.ndarray:
    """Draw a small-world ring inside each region, on a permutation of its voters.

    The order on the ring mixes chance with the order of cells (stratum and language) by the
    homophily, so sorting voters by cell does not decide who is whose neighbour; a share of
    ties is rewired at random inside the region (Watts and Strogatz 1998, doi:10.1038/30918).
    Returns the rows of each voter's neighbours, (n, K): ahead on the ring, behind, and so on.
    """
    voters, sizes = int(cell_start[-1]), np.diff(region_start)
    first, size = np.repeat(region_start[:-1], sizes), np.repeat(sizes, sizes)
    rank = (np.arange(voters) - first) / size
    chance = voter_uniforms(voters, Purpose.NETWORK_ORDER, 0, np.uint64(seed))[0]
    mixed = population.homophily * rank + (1 - population.homophily) * chance
    ring = _ring(mixed, cell_start, region_start)
    place = np.empty_like(ring)
    place[ring] = np.arange(voters)
    out = aligned((voters, population.neighbours), np.uint32)
    for tie in range(population.neighbours):
        step = tie // 2 + 1
        # A draw is for two ties, one each way.
        drawn = voter_uniforms(voters, Purpose.REWIRING, 0, np.uint64(seed), step)
        anybody, who = drawn[:2] if tie % 2 == 0 else drawn[2:]
        near = (place - first + (step if tie % 2 == 0 else -step)) % size
        far = (who * size).astype(np.int64)
        out[:, tie] = ring[first + np.where(anybody < population.rewiring, far, near)]
    return out


def _ring(mixed: Array, cell_start: np.ndarray, region_start: np.ndarray) -> np.ndarray:
    """Return the row of who stands at each place, region by region, by a number from 0 to 1.

    Voters of a cell, who are all alike, first take their order on the ring among themselves:
    neighbours are then near each other in memory, where a pass over many voters finds them sooner.
    """
    cell, region = (
        np.repeat(np.arange(len(starts) - 1.0), np.diff(starts))
        for starts in (cell_start, region_start)
    )
    within = np.sort(cell + mixed) - cell
    return np.argsort(region + within, kind="stable")
