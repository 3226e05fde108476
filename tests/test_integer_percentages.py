"""Round results: the exact probability is that of draws, and heaps are found."""

from dataclasses import replace

import numpy as np
import pytest

from model.ballot.precincts import Precincts
from model.measures.integer_percentages import integer_percentages, integer_shares


@pytest.fixture(scope="module")
def fair() -> Precincts:
    """Three thousand stations of which each elector decides alone."""
    generator = np.random.default_rng(1)
    electors = generator.integers(200, 2500, 3000)
    ballots = generator.binomial(electors, generator.normal(0.55, 0.06, 3000))
    won = generator.binomial(ballots, generator.normal(0.4, 0.06, 3000))
    nothing = np.zeros(3000, np.int64)
    return Precincts(nothing, nothing, electors, np.stack([won, ballots - won], 1), nothing, 0)


def test_the_expected_number_is_the_mean_over_draws(fair):
    generator = np.random.default_rng(2)
    tested = fair.votes.min(axis=1) >= 50
    share, ballots = fair.share[tested], fair.ballots[tested]
    drawn = generator.binomial(ballots, share, (200, len(share))) / ballots * 100
    numbers = (np.abs(drawn - np.rint(drawn)) <= 0.05).sum(axis=1)
    found = integer_shares(fair)
    assert found.expected == pytest.approx(numbers.mean(), abs=4 * numbers.std() / 200**0.5)
    assert found.deviation == pytest.approx(numbers.std(), rel=0.2)


def test_a_fair_count_has_as_many_as_expected(fair):
    assert abs(integer_percentages(fair).excess) < 3 * integer_percentages(fair).deviation


def test_results_that_were_written_to_order_are_found(fair):
    """One station in twenty reports a whole percentage."""
    won = fair.votes[:, 0].copy()
    won[::20] = np.rint(np.rint(100 * fair.share[::20]) / 100 * fair.ballots[::20])
    heaped = replace(fair, votes=np.stack([won, fair.ballots - won], 1))
    assert integer_shares(heaped).p_value < 1e-4
    assert integer_shares(fair).p_value > 0.01


def test_what_is_whole_by_need_says_nothing():
    """Of a hundred ballots every share is whole; too few people are not tested."""
    nothing = np.zeros(3, np.int64)
    votes = np.array([[50, 50], [35, 315], [350, 0]])
    count = Precincts(nothing, nothing, np.array([400, 400, 400]), votes, nothing, 0)
    assert integer_shares(count).excess == 0
    assert integer_shares(count).p_value == 1


def test_a_small_party_of_a_fair_count_has_no_more_round_shares_than_by_chance():
    """Shares of 1 % and 5 %, which without a limit would be found to be round too often."""
    generator = np.random.default_rng(3)
    ballots = generator.integers(100, 3000, 20_000)
    nothing = np.zeros(20_000, np.int64)
    for share in (0.01, 0.05):
        around = generator.gamma(4, share / 4, 20_000).clip(0, 0.9)
        won = generator.binomial(ballots, around)
        count = Precincts(nothing, nothing, ballots, np.stack([won, ballots - won], 1), nothing, 0)
        found = integer_shares(count)
        assert abs(found.excess) < 3 * found.deviation
