"""Councils are seated by the law that the scenario has for them."""

import numpy as np
import pytest

from model.election import Election
from model.run import play
from model.scenario import Scenario, ScenarioError, load_scenario

DISTRICTS = {"councils": {"kind": "plurality", "house_size": 500}}


@pytest.fixture(scope="module")
def listed() -> Scenario:
    return load_scenario("history-2021", {"voters": 3000, "weeks": 1})


def held(scenario: Scenario) -> Election:
    return play(scenario, 1)[1]


def test_districts_give_the_largest_party_more_than_lists(listed):
    """Duverger: single-member districts are won by who is first nearly everywhere."""
    by_list, by_district = (held(each).councils for each in (listed, listed.replace(DISTRICTS)))
    assert by_list.sum() == 3279
    assert by_district.sum() == 500
    assert by_district.max() / 500 > by_list.max() / 3279 + 0.05


def test_the_law_for_councils_leaves_parliament_alone(listed):
    one, other = held(listed), held(listed.replace(DISTRICTS))
    assert np.array_equal(one.seats, other.seats)
    assert np.array_equal(one.votes, other.votes)


def test_where_a_rival_has_no_candidates_it_wins_no_district(listed):
    """Without the mechanism every party stands everywhere, and rivals win some districts."""
    everywhere = listed.replace({**DISTRICTS, "mechanisms.local_lists": False,
                                 "mechanisms.administrative_mobilisation": False})  # fmt: skip
    nowhere = everywhere.replace({"mechanisms.local_lists": {"half": 1.0}})
    assert held(nowhere).councils[1:].sum() < held(everywhere).councils[1:].sum()


def test_an_alliance_is_one_entry_for_councils_too(listed):
    """Its members pass a threshold together that neither passes in any region."""
    alone = listed.replace({"councils.threshold": 0.12})
    together = alone.replace({"alliances.both": {"members": ["auyl", "adal"]}})
    assert held(alone).councils[3:].sum() == 0
    assert held(together).councils[3:].min() > 0


def test_every_district_lies_in_one_region(listed):
    election = held(listed)
    region = election.region_of_district(500)
    assert np.all(np.diff(region) >= 0)
    assert set(region) <= set(range(17))
    electors = election.groups.sum(axis=1)
    assert np.bincount(region, minlength=17) == pytest.approx(
        500 * electors / electors.sum(), abs=1
    )


def test_columns_of_the_self_nominated_are_checked_for_councils_too(listed):
    with pytest.raises(
        ScenarioError, match=r"councils\.independents: given 9, allowed is 0 \.\. 4"
    ):
        listed.replace({"councils": {"kind": "mixed_parallel", "independents": 9}})
