"""The list law: the threshold, the guaranteed runner-up, and what own votes may cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.laws.national_list import NationalList

VOTES = st.lists(st.integers(1, 10**7), min_size=2, max_size=12, unique=True)


def row(*votes: int) -> np.ndarray:
    return np.array([votes], dtype=np.int64)


def law(**rules: float | str) -> NationalList:
    """Return a law of 98 seats, 7 % and two seats for a runner-up, with other rules if given."""
    usual = {"house_size": 98, "threshold": 0.07, "guaranteed_runner_up": 2}
    return NationalList.model_validate(usual | rules)


def test_runner_up_gets_its_two_seats_and_the_first_list_the_rest() -> None:
    assert law().seats(row(5, 90, 3, 2)).tolist() == [2, 96, 0, 0]
    assert law(guaranteed_runner_up=0).seats(row(5, 90, 3, 2)).tolist() == [0, 98, 0, 0]


@pytest.mark.parametrize(("second", "seats"), [(65, 4), (45, 3), (2, 2)])
def test_runner_up_gets_a_part_of_its_due_and_two_seats_at_least(second: int, seats: int) -> None:
    corrected = law(runner_up_factor=0.7).seats(row(850, second, 1, *[1] * 84))
    assert corrected[:2].tolist() == [98 - seats, seats]


@pytest.mark.parametrize(
    ("rules", "seats"),
    [
        ({"least_lists": 2}, [406, 44, 0, 0]),
        ({"least_lists": 3}, [373, 40, 37, 0]),
        ({"least_votes": 0.64}, [406, 44, 0, 0]),  # exactly so many are not more
        ({"least_votes": 0.63}, [450, 0, 0, 0]),
        ({"least_votes": 0.95}, [288, 31, 29, 27]),
        ({"least_votes": 0.6, "threshold": 0.8}, [450, 0, 0, 0]),
    ],
)
def test_further_lists_share_in_proportion_until_enough_take_part(rules, seats) -> None:
    of_2007 = law(house_size=450, guaranteed_runner_up=0, **rules)
    assert of_2007.seats(row(640, 69, 64, 60, 57, 55, 55))[:4].tolist() == seats


def test_equal_runners_up_are_told_apart_by_the_ballot() -> None:
    assert law().seats(row(4, 92, 4)).tolist() == [2, 96, 0]


def test_nothing_is_guaranteed_to_a_list_without_votes_or_once_two_pass() -> None:
    assert law().seats(row(10, 0)).tolist() == [98, 0]
    assert law().seats(row(93, 7)).tolist() == [91, 7]


def test_the_guarantee_never_exceeds_half_of_the_house() -> None:
    assert law(house_size=1).seats(row(95, 5)).tolist() == [1, 0]
    assert law(house_size=3).seats(row(95, 5)).tolist() == [2, 1]


def test_the_threshold_may_be_a_share_of_all_ballots() -> None:
    blank = {"blank": np.array([2])}
    assert law(threshold_of="ballots").seats(row(64, 29, 7), blank).tolist() == [67, 31, 0]
    assert law().seats(row(64, 29, 7), blank).tolist() == [63, 28, 7]


def test_nobody_passes_then_all_share() -> None:
    votes = row(*[5] * 20)
    assert law(house_size=100).seats(votes).tolist() == [5] * 20


@given(VOTES, st.sampled_from([0.0, 0.01, 0.05, 0.07, 0.1, 0.2]))
def test_no_seat_below_the_threshold_but_the_guaranteed_two(
    votes: list[int], threshold: float
) -> None:
    won = law(threshold=threshold).seats(row(*votes))
    below = np.array(votes) * 100 < round(100 * threshold) * sum(votes)
    if below.all():
        return
    seated = won[below]
    second = sorted(votes)[-2]
    guaranteed = 2 if below.sum() == len(votes) - 1 else 0
    assert seated.sum() == guaranteed
    assert all(votes[j] == second for j in np.flatnonzero(below & (won > 0)))


def test_own_votes_may_cost_a_seat_because_of_the_threshold() -> None:
    """B gains one vote and D drops out: B's remainder, once large enough, now is too small."""
    small = law(house_size=11, guaranteed_runner_up=0)
    assert small.seats(row(40, 13, 40, 7)).tolist() == [4, 2, 4, 1]
    assert small.seats(row(40, 14, 40, 7)).tolist() == [5, 1, 5, 0]


def test_seats_outside_the_vote_are_reported_apart() -> None:
    some = law(indirect=9)
    assert (some.elected, some.indirect) == (98, 9)
    assert some.seats(row(1, 1)).sum() == 98


def test_an_impossible_threshold_is_refused() -> None:
    with pytest.raises(ValidationError, match="threshold"):
        law(threshold=7.0)
