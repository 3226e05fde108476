"""D'Hondt over national lists."""

import numpy as np

from model.laws.dhondt import DHondt

VOTES = np.array([[340_000, 280_000, 160_000, 60_000]])


def test_highest_averages_of_a_small_house() -> None:
    """Averages in order: 340, 280, 170, 160, 140, 113.3, 93.3 thousand."""
    assert DHondt(house_size=7).seats(VOTES).tolist() == [3, 3, 1, 0]


def test_a_threshold_takes_the_small_list_out() -> None:
    assert DHondt(house_size=20).seats(VOTES).tolist() == [8, 7, 4, 1]
    assert DHondt(house_size=20, threshold=0.1).seats(VOTES).tolist() == [9, 7, 4, 0]
