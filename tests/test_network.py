"""Who hears whom: rings by region, of one's own kind or of all, and how they lie in memory."""

import itertools

import numpy as np
import pytest
from scipy import stats

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
def test_without_rewiring_a_region_is_one_ring_and_ties_go_both_ways(neighbours: int) -> None:
    electorate = drawn(rewiring=0.0, neighbours=neighbours)
    ties = electorate.neighbours.astype(int)
    for rows in regions(electorate):
        seen, voter = set(), int(rows[0])
        while voter not in seen:
            seen.add(voter)
            voter = int(ties[voter, 0])
        assert seen == set(rows.tolist())
    reached = np.arange(VOTERS)
    for tie in range(0, neighbours, 2):
        reached = ties[reached, 0]
        assert (ties[:, tie] == reached).all()
        if tie + 1 < neighbours:
            assert (ties[ties[:, tie], tie + 1] == np.arange(VOTERS)).all()


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


def test_ties_are_rewired_one_by_one_and_to_anybody() -> None:
    plain, rewired = drawn(rewiring=0.0), drawn(rewiring=0.5)
    changed = (plain.neighbours != rewired.neighbours).astype(float)
    alike = np.corrcoef(changed.T) - np.eye(changed.shape[1])
    assert np.abs(alike).max() < 0.08
    rows = max(regions(rewired), key=len)
    hit = rewired.neighbours[rows][changed[rows] > 0]
    times = np.histogram(hit, bins=10, range=(rows[0], rows[-1] + 1))[0]
    assert stats.chisquare(times).pvalue > 0.001


def own_kind(electorate: Electorate) -> tuple[float, float]:
    """Return the share of neighbours of one's own cell, and of anybody else in the region."""
    cell = cell_of(electorate)
    same = float((cell[electorate.neighbours] == cell[:, None]).mean())
    sizes = np.bincount(cell)[cell]
    anybody = np.concatenate([(sizes[rows] - 1) / (len(rows) - 1) for rows in regions(electorate)])
    return same, float(anybody.mean())


def test_without_homophily_neighbours_are_like_anybody_in_the_region() -> None:
    same, anybody = own_kind(drawn(rewiring=0.0, homophily=0.0))
    assert same == pytest.approx(anybody, rel=0.1)


def test_with_homophily_neighbours_are_of_ones_own_kind() -> None:
    same, anybody = own_kind(drawn(rewiring=0.0, homophily=1.0))
    assert same > 3 * anybody


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
