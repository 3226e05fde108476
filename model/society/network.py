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
    ring = _ring(_order(population.homophily, first, size, seed), cell_start, region_start)
    place = np.empty_like(ring)
    place[ring] = np.arange(voters)
    place -= first
    out = aligned((voters, population.neighbours), np.uint32)
    for tie in range(0, population.neighbours, 2):
        # A draw is for two ties: so many steps ahead on the ring, and as many back.
        step = tie // 2 + 1
        drawn = voter_uniforms(voters, Purpose.REWIRING, 0, np.uint64(seed), step)
        for one, steps in ((tie, step), (tie + 1, -step))[: population.neighbours - tie]:
            anybody, who = drawn[:2] if one == tie else drawn[2:]
            far, near = (who * size).astype(np.int64), (place + steps) % size
            out[:, one] = ring[first + np.where(anybody < population.rewiring, far, near)]
    return out


def _order(homophily: float, first: np.ndarray, size: np.ndarray, seed: int) -> Array:
    """Return a number from 0 to 1 for each voter, by which a region is put in order, (n,)."""
    chance = voter_uniforms(len(size), Purpose.NETWORK_ORDER, 0, np.uint64(seed))[0]
    rank = (np.arange(len(size)) - first) / size
    return np.asarray(homophily * rank + (1 - homophily) * chance)


def _ring(order: Array, cell_start: np.ndarray, region_start: np.ndarray) -> np.ndarray:
    """Return the row of who stands at each place of the rings, region by region, (n,).

    Voters of a cell, who differ by chance alone, first take their order among themselves:
    neighbours are then near each other in memory, where a pass over many voters finds them sooner.
    """
    cell, region = (
        np.repeat(np.arange(len(starts) - 1.0), np.diff(starts))
        for starts in (cell_start, region_start)
    )
    within = np.sort(cell + order) - cell
    return np.argsort(region + within, kind="stable")
