"""Councils are seated region by region."""

import numpy as np
import pytest
from pydantic import ValidationError

from model.laws.regional_councils import RegionalCouncils
from model.scenario import load_scenario

VOTES = np.array([[60, 40, 0], [90, 6, 4]])


def councils(**rules: object) -> RegionalCouncils:
    return RegionalCouncils.model_validate(
        {"house_size": 30, "regions": 2, "threshold": 0.07} | rules
    )


def test_seats_of_regions_follow_the_votes_cast() -> None:
    assert councils().seats_by_region(VOTES).tolist() == [[9, 6, 0], [15, 0, 0]]


def test_seats_of_regions_follow_the_electorate_if_it_is_known() -> None:
    assert councils(electors=(2000, 1000)).seats_by_region(VOTES).sum(axis=1).tolist() == [20, 10]


def test_given_seats_of_regions_are_kept() -> None:
    law = councils(region_seats=(10, 20), electors=(2000, 1000))
    assert law.seats_by_region(VOTES).tolist() == [[6, 4, 0], [20, 0, 0]]
    assert law.seats(VOTES).tolist() == [26, 4, 0]


def test_the_threshold_counts_within_the_region() -> None:
    """B has 23 % of the country and 6 % of the second region: no seat there."""
    assert councils(threshold=0.07).seats_by_region(VOTES)[1].tolist() == [15, 0, 0]
    assert councils(threshold=0.05).seats_by_region(VOTES)[1].tolist() == [14, 1, 0]


def test_a_region_without_votes_leaves_its_seats_vacant() -> None:
    law = councils(region_seats=(10, 20))
    assert law.seats_by_region(np.array([[1, 1], [0, 0]])).tolist() == [[5, 5], [0, 0]]


def test_seventeen_regions_of_one_mind_elect_3279() -> None:
    law = load_scenario("kazakhstan-2022").councils
    assert law.seats(np.array([[82, 18]])).sum() == law.elected == 3279


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"region_seats": (10, 10)}, "add up to 20; house_size says 30"),
        ({"region_seats": (30,)}, "each of the 2 regions"),
        ({"electors": (5, -5)}, "none negative"),
    ],
)
def test_contradictory_rules_are_refused(rules: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        councils(**rules)
