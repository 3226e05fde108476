"""Single-member districts."""

import numpy as np

from model.laws.plurality import Plurality


def test_the_strongest_in_each_district_wins_it() -> None:
    votes = np.array([[10, 9, 1], [2, 3, 0], [0, 1, 5]])
    assert Plurality(house_size=3).seats(votes).tolist() == [1, 1, 1]


def test_where_all_districts_vote_alike_one_party_takes_all() -> None:
    assert Plurality().seats(np.array([[51, 49]])).tolist() == [100, 0]


def test_a_tie_goes_to_the_party_with_more_votes_in_the_country() -> None:
    votes = np.array([[5, 5], [0, 1]])
    assert Plurality(house_size=2).seats(votes).tolist() == [0, 2]
