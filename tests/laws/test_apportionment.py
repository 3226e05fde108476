"""The arithmetic of seats against an independent library, textbook cases and invariants."""

from fractions import Fraction

import apportionment.methods as oracle
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.ballot.apportionment.highest_averages import highest_averages
from model.ballot.apportionment.largest_remainders import Quota, largest_remainders
from model.ballot.apportionment.plurality import plurality
from model.ballot.apportionment.threshold import passing
from model.ballot.apportionment.votes import by_district, national

VOTES = st.lists(st.integers(0, 10**7), min_size=1, max_size=12, unique=True).filter(any)
SEATS = st.integers(1, 120)
QUOTAS = st.sampled_from(["hare", "hare_by_size", "droop", "hagenbach_bischoff"])


def array(votes: list[int]) -> np.ndarray:
    return np.array(votes, dtype=np.int64)


def by_oracle(method: str, votes: list[int], seats: int) -> list[int]:
    """Ask the library; it breaks ties by order, so parties go in by votes, as our rule says."""
    order = sorted(range(len(votes)), key=lambda j: -votes[j])
    given_seats = oracle.compute(method, [votes[j] for j in order], seats, fractions=True)
    result = [0] * len(votes)
    for party, won in zip(order, given_seats, strict=True):
        result[party] = won
    return result


@given(VOTES, SEATS)
def test_largest_remainder_agrees_with_the_library(votes: list[int], seats: int) -> None:
    assert largest_remainders(array(votes), seats).tolist() == by_oracle(
        "largest_remainder", votes, seats
    )


@given(VOTES, st.integers(1, 40), st.sampled_from([("dhondt", 1), ("saintelague", 2)]))
def test_highest_averages_agree_with_the_library(
    votes: list[int], seats: int, rule: tuple[str, int]
) -> None:
    method, step = rule
    ours = highest_averages(array(votes), seats, step)
    assert ours.tolist() == by_oracle(method, votes, seats)


@given(VOTES, SEATS)
def test_largest_remainder_stays_within_quota(votes: list[int], seats: int) -> None:
    won = largest_remainders(array(votes), seats)
    quota = [v * seats / sum(votes) for v in votes]
    assert all(abs(w - q) < 1 + 1e-9 for w, q in zip(won, quota, strict=True))


@given(VOTES, SEATS, st.data())
def test_largest_remainder_alone_rewards_own_votes(
    votes: list[int], seats: int, data: st.DataObject
) -> None:
    """The violation needs a threshold; see `test_national_list`."""
    party = data.draw(st.integers(0, len(votes) - 1))
    more = array(votes)
    more[party] += data.draw(st.integers(1, 10**6))
    before = largest_remainders(array(votes), seats)[party]
    assert largest_remainders(more, seats)[party] >= before


@given(VOTES, SEATS, st.sampled_from([1, 2]))
def test_divisor_methods_never_punish_a_larger_house(
    votes: list[int], seats: int, step: int
) -> None:
    smaller = highest_averages(array(votes), seats, step)
    larger = highest_averages(array(votes), seats + 1, step)
    assert np.all(larger >= smaller)


def test_largest_remainder_shows_the_alabama_paradox() -> None:
    votes = array([6, 6, 2])
    assert largest_remainders(votes, 10).tolist() == [4, 4, 2]
    assert largest_remainders(votes, 11).tolist() == [5, 5, 1]


def test_textbook_divisors() -> None:
    """Votes 53, 24, 23 for 7 seats: d'Hondt helps the large party, Sainte-Lague does not."""
    votes = array([53, 24, 23])
    assert highest_averages(votes, 7, 1).tolist() == [4, 2, 1]
    assert highest_averages(votes, 7, 2).tolist() == [3, 2, 2]


def test_equal_claims_go_to_more_votes_then_to_the_ballot() -> None:
    assert largest_remainders(array([1, 3]), 2).tolist() == [0, 2]
    assert largest_remainders(array([3, 1]), 2).tolist() == [2, 0]
    assert largest_remainders(array([5, 5, 5]), 2).tolist() == [1, 1, 0]
    assert highest_averages(array([1, 2]), 2, 1).tolist() == [0, 2]
    assert highest_averages(array([4, 4]), 3, 1).tolist() == [2, 1]
    assert plurality(array([3, 3, 0])).tolist() == [1, 0, 0]
    assert plurality(array([3, 3, 0]), order=array([1, 0, 2])).tolist() == [0, 1, 0]


def test_exactly_the_threshold_is_enough() -> None:
    assert passing(array([93, 7]), 0.07).tolist() == [True, True]
    assert passing(array([930_001, 69_999]), 0.07).tolist() == [True, False]
    assert passing(array([10, 0]), 0.0).tolist() == [True, False]


def test_no_votes_leave_seats_vacant() -> None:
    nothing = np.zeros((2, 3), dtype=np.int64)
    assert largest_remainders(nothing[0], 5).sum() == 0
    assert highest_averages(nothing[0], 5, 1).sum() == 0
    assert plurality(nothing[0]).sum() == 0


def test_one_row_stands_for_districts_that_vote_alike() -> None:
    assert by_district(array([1, 2]), 3).tolist() == [[1, 2]] * 3
    assert national(array([[1, 2], [3, 4]])).tolist() == [4, 6]


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (np.array([[1, -1]]), "none below zero"),
        (np.array([[0.5, 1.0]]), "whole numbers"),
        (np.zeros((0, 3), dtype=np.int64), "a cell at least"),
        (np.array([[1, 2], [3, 4]]), "come from 2 districts; this law needs 3"),
    ],
)
def test_wrong_votes_are_refused(votes: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        by_district(votes, 3)


@given(VOTES, SEATS, QUOTAS)
def test_every_quota_fills_the_house_and_seats_nobody_without_votes(
    votes: list[int], seats: int, quota: Quota
) -> None:
    won = largest_remainders(array(votes), seats, quota)
    assert won.sum() == seats
    assert won.min() >= 0
    assert not won[array(votes) == 0].any()


@given(VOTES, SEATS, st.sampled_from(["droop", "hagenbach_bischoff"]))
def test_a_full_quota_is_worth_a_seat_and_dhondt_gives_as_many(
    votes: list[int], seats: int, quota: Quota
) -> None:
    full = [v // (sum(votes) // (seats + 1) + 1) for v in votes]
    assert np.all(largest_remainders(array(votes), seats, quota) >= full)
    assert np.all(highest_averages(array(votes), seats) >= full)


def test_the_smaller_the_quota_the_better_for_large_lists() -> None:
    """Of 100 votes and 9 seats Hare's quota is 11.1, Droop's 11, Hagenbach and Bischoff's 10."""
    votes = array([50, 36, 8, 6])
    assert largest_remainders(votes, 9, "hare").tolist() == [4, 3, 1, 1]
    assert largest_remainders(votes, 9, "droop").tolist() == [5, 3, 1, 0]
    assert largest_remainders(votes, 9, "hagenbach_bischoff").tolist() == [5, 3, 1, 0]


def test_quotas_without_remainder_do_not_seat_one_too_many() -> None:
    assert largest_remainders(array([20, 10]), 2, "hagenbach_bischoff").tolist() == [2, 0]


def test_a_dearer_first_seat_keeps_small_lists_out() -> None:
    """The fifth average of the large list is 100 / 9 = 11.1: 14 is above it, 14 / 1.4 below."""
    votes = array([100, 14])
    assert highest_averages(votes, 5, 2).tolist() == [4, 1]
    assert highest_averages(votes, 5, 2, first=1.4).tolist() == [5, 0]


@given(VOTES, st.integers(1, 40), st.sampled_from(["1.2", "1.4"]))
def test_a_first_divisor_serves_the_highest_of_all_averages(
    votes: list[int], seats: int, first: str
) -> None:
    divisors = [Fraction(first), *(Fraction(2 * k + 1) for k in range(1, seats))]
    averages = sorted((-v / d, -v, j) for j, v in enumerate(votes) for d in divisors)
    served = [j for _, _, j in averages[:seats]]
    won = highest_averages(array(votes), seats, 2, float(first))
    assert won.tolist() == [served.count(j) for j in range(len(votes))]
