"""What `results` says of each point: means with intervals, and where a mean misleads."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.headline import two_groups
from experiments.store.tables import for_export, matching
from experiments.study.errors import UserError


def test_seats_at_a_threshold_fall_in_two_groups() -> None:
    found = two_groups(pd.Series([0.0] * 7 + [8, 9, 9, 9, 10, 10, 11]))
    assert found == (0, 8, 7, 7)


def test_runs_around_one_middle_are_one_group_though_some_run_lies_apart() -> None:
    draws = np.random.default_rng(2).normal(size=(500, 20))
    assert not [each for each in draws if two_groups(pd.Series(each))]
    assert two_groups(pd.Series([5.0] * 19 + [9])) is None


def test_yes_and_no_are_no_two_groups() -> None:
    assert two_groups(pd.Series([0.0] * 10 + [1.0] * 10)) is None


def test_columns_are_named_by_patterns() -> None:
    names = ["turnout", "seats.a", "seats.b", "seat_share.a"]
    assert matching(names, "turnout, seats.*") == ["turnout", "seats.a", "seats.b"]
    with pytest.raises(UserError, match=r"no column seat\.a; the nearest are seats\.a"):
        matching(names, "seat.a")


def test_a_seed_keeps_its_digits_where_numbers_are_doubles() -> None:
    seed = 2**62 + 1
    table = for_export(pd.DataFrame({"seed": [seed], "on": [True], "majority": [1]}))
    assert float(seed) != seed
    assert table.iloc[0].to_dict() == {"seed": f"seed:{seed}", "on": 1, "majority": 1}
