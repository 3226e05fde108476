"""List seats and district seats side by side."""

import numpy as np
import pytest

from model.laws.mixed_parallel import MixedParallel
from model.scenario import ScenarioError, load_scenario

VOTES = np.array([[60, 30, 10], [20, 10, 40], [50, 20, 10]])
LAW = MixedParallel(list_seats=9, single_member_seats=3, threshold=0.07)


def tier_seats(law: MixedParallel, tier: str) -> np.ndarray:
    return law.shared(law.returns(VOTES))[tier].seats.sum(axis=0)


def test_tiers_do_not_compensate_each_other() -> None:
    assert tier_seats(LAW, "districts").tolist() == [2, 0, 1]
    assert tier_seats(LAW, "lists").tolist() == [5, 2, 2]
    assert LAW.seats(VOTES).tolist() == [7, 2, 3]


def test_self_nominated_candidates_win_districts_only() -> None:
    law = LAW.model_copy(update={"independents": 2})
    assert tier_seats(law, "districts").tolist() == [2, 0, 1]
    assert tier_seats(law, "lists").tolist() == [6, 3, 0]


def test_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="column 7, but there are 3 columns"):
        LAW.model_copy(update={"independents": 7}).seats(VOTES)


def test_a_scenario_without_that_column_is_refused_before_it_runs() -> None:
    with pytest.raises(ScenarioError, match=r"law.independents: given 9, allowed is 0 \.\. 8,"):
        load_scenario("mixed-law", {"law.independents": 9})
    with pytest.raises(ScenarioError, match=r"law.*independents: "):
        load_scenario("mixed-law", {"law.independents": -1})


def test_kazakhstan_of_2004_elected_77() -> None:
    law = load_scenario("mixed-law").law
    assert (law.list_seats, law.single_member_seats, law.elected, law.districts) == (10, 67, 77, 67)
