"""Sainte-Lague over national lists."""

import numpy as np

from model.laws.dhondt import DHondt
from model.laws.sainte_lague import SainteLague

VOTES = np.array([[340_000, 280_000, 160_000, 60_000]])


def test_highest_averages_of_a_small_house() -> None:
    """Averages in order: 340, 280, 160, 113.3, 93.3, 68, 60 thousand."""
    assert SainteLague(house_size=7).seats(VOTES).tolist() == [3, 2, 1, 1]


def test_it_is_kinder_to_small_lists_than_dhondt() -> None:
    fair = SainteLague(house_size=7).seats(VOTES)
    assert fair[-1] > DHondt(house_size=7).seats(VOTES)[-1]
