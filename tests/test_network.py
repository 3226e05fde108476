"""Who hears whom: rings by region, of one's own kind or of all, and how they lie in memory."""

import itertools

import numpy as np
import pytest

from model.scenario import load_scenario
from model.society.electorate import Electorate, draw_electorate

VOTERS = 3_000


def drawn(**changes: float) -> Electorate:
    numbers = {f"population.{name}": value for name, value in changes.items()}
    scenario = load_scenario("kazakhstan-2022", {"voters": VOTERS, **numbers})
    return draw_electorate(scenario.population, (VOTERS, 2, 2), 3)


def regions(electorate: Electorate) -> list[np.ndarray]:
    starts = electorate.layout.region_start
    return [np.arange(*pair) for pair in itertools.pairwise(starts)]


def cell_of(electorate: Electorate) -> np.ndarray:
    counts = np.diff(electorate.layout.cell_start)
    return np.repeat(np.arange(len(counts)), counts)


@pytest.mark.parametrize("neighbours", [2, 7, 8])
def test_without_rewiring_a_region_is_one_ring_and_every_tie_is_mutual(neighbours: int) -> None:
    electorate = drawn(rewiring=0.0, neighbours=neighbours)
    ties = electorate.neighbours.astype(int)
    for rows in regions(electorate):
        seen, voter = set(), int(rows[0])
        while voter not in seen:
            seen.add(voter)
            voter = int(ties[voter, 0])
        assert seen == set(rows.tolist())
    assert (ties[ties[:, 0], 1] == np.arange(VOTERS)).all()


def test_ties_stay_in_the_region_even_if_all_are_rewired() -> None:
    electorate = drawn(rewiring=1.0)
    for rows in regions(electorate):
        heard = electorate.neighbours[rows]
        assert heard.min() >= rows[0]
        assert heard.max() <= rows[-1]


def test_the_share_of_rewired_ties_is_the_given_one() -> None:
    plain, rewired = drawn(rewiring=0.0), drawn(rewiring=0.3)
    changed = (plain.neighbours != rewired.neighbours).mean()
    # A rewired tie hits the old neighbour now and then: some hundred voters a region.
    assert changed == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(("homophily", "own"), [(0.0, 1.0), (1.0, 3.0)])
def test_homophily_makes_neighbours_of_ones_own_kind(homophily: float, own: float) -> None:
    """Neighbours of one's own cell, against those among anybody of the region."""
    electorate = drawn(rewiring=0.0, homophily=homophily)
    cell = cell_of(electorate)
    same = (cell[electorate.neighbours] == cell[:, None]).mean()
    sizes = np.bincount(cell)[cell]
    alone = np.concatenate([(sizes[rows] - 1) / (len(rows) - 1) for rows in regions(electorate)])
    if homophily == 0:
        assert same == pytest.approx(alone.mean(), rel=0.1)
    else:
        assert same > own * alone.mean()


def test_voters_of_a_cell_have_the_order_of_the_ring() -> None:
    """Walked once around, the rows of a cell rise, but for where the walk began."""
    electorate = drawn(rewiring=0.0)
    cell, ties = cell_of(electorate), electorate.neighbours.astype(int)
    for rows in regions(electorate):
        walk = [int(rows[0])]
        for _ in rows[1:]:
            walk.append(int(ties[walk[-1], 0]))
        for each in np.unique(cell[rows]):
            met = [voter for voter in walk if cell[voter] == each]
            falls = sum(b < a for a, b in itertools.pairwise(met))
            assert falls <= 1
