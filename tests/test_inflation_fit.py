"""The likelihood of inflation: its slope is its slope, and small regions count as one."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.special import logit
from scipy.stats import chi2

from experiments.forensics.fraud_fit import FEWEST, _groups, _seen, _start, _units
from experiments.forensics.fraud_intervals import LEAST_ODDS, _at, _most
from experiments.forensics.inflation_likelihood import EXTREME, distance
from model.ballot.count import Count, counted
from model.ballot.precincts import Precincts, Stations, spread


@pytest.fixture(scope="module")
def inflated() -> Precincts:
    """Two regions that differ, about 600 stations."""
    people = np.array([[100_000, 150_000, 10_000, 250_000], [50_000, 50_000, 5_000, 100_000]])
    where, table = spread(people, Stations(), 1)
    votes, blank = table[:, :2], table[:, 2]
    fair = Precincts(where.region, where.locality, table.sum(axis=1), votes, blank, 0)
    return counted(fair, Count(incremental=0.3, extreme=0.1), 1)


@pytest.mark.parametrize(("quantile", "log_odds"), [(0.4, -1.0), (0.2, 1.0)])
def test_the_slope_is_that_of_the_likelihood(inflated, quantile, log_odds):
    """In standard errors; exact but for the tails that a poor start cuts off (REACH).

    At high turnout 24 nodes are fewer than the slope wants; the estimates do not feel it.
    """
    seen = _seen(inflated)
    place = _start(seen, quantile, log_odds)
    unit = _units(place, seen.group)
    slope = distance(place, seen)[1] * unit
    differences = approx_fprime(place, lambda at: distance(at, seen)[0], 1e-6) * unit
    assert slope == pytest.approx(differences, rel=0.005, abs=0.02)


def test_the_most_that_can_be_hidden_is_a_share_of_all_stations(inflated):
    """Not of the extreme and the fair ones alone: here as many as these are inflated otherwise."""
    seen = _seen(inflated)
    place = _start(seen, 0.4, 0.0)
    hidden = _most(place, seen, EXTREME)
    rejected = chi2.ppf(0.9, 1) / 2 * len(seen.turnout) / len(seen.group_of_block)
    to_fair = logit(hidden) + np.log1p(np.exp(place[-2]))
    lost = _at(place, seen, EXTREME, to_fair) - _at(place, seen, EXTREME, LEAST_ODDS)
    assert lost == pytest.approx(rejected, rel=0.1)


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ((200, 300), [0, 1]),
        ((200, 40, 300, 70), [1, 0, 2, 0]),
        ((200, 40, 300), [0, 0, 1]),
        ((40, 30), [0, 0]),
    ],
)
def test_small_regions_count_as_one_with_the_next_larger_if_need_be(sizes, groups):
    region = np.repeat(np.arange(len(sizes)), sizes)
    found = _groups(region)
    assert found.tolist() == np.repeat(groups, sizes).tolist()
    if sum(sizes) >= FEWEST:
        assert np.bincount(found).min() >= FEWEST
