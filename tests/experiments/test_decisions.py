"""Rules of choice on a table small enough to check by hand."""

import pandas as pd
import pytest

from experiments.analysis.decisions import (
    expected,
    judged,
    matrix,
    maximin,
    regret,
    regret_map,
    satisficing,
)
from experiments.study.errors import Incomplete

OUTCOMES = pd.DataFrame(
    {"calm": [0.8, 0.6, 0.55], "storm": [0.2, 0.5, 0.55]}, index=["bold", "mixed", "safe"]
)


def test_regret_is_the_loss_against_the_best_package_of_the_same_future() -> None:
    assert regret(OUTCOMES).round(9).to_numpy().tolist() == [[0.0, 0.35], [0.2, 0.05], [0.25, 0.0]]


def test_every_future_has_a_package_without_regret() -> None:
    assert (regret(OUTCOMES).min(axis=0) == 0).all()


def test_satisficing_counts_the_futures_that_are_good_enough() -> None:
    assert satisficing(OUTCOMES, 0.5).tolist() == [0.5, 1.0, 1.0]


def test_maximin_and_expected_value_choose_differently() -> None:
    assert maximin(OUTCOMES).idxmax() == "safe"
    assert expected(OUTCOMES).round(9).tolist() == [0.5, 0.55, 0.55]


def test_verdicts_put_the_smallest_worst_regret_first() -> None:
    table = judged(OUTCOMES, {"majority": 0.5})
    assert list(table["package"]) == ["mixed", "safe", "bold"]
    assert list(table["satisfies_majority"]) == [1.0, 1.0, 0.5]


def test_the_table_of_the_figure_has_each_package_in_each_future() -> None:
    long = regret_map(OUTCOMES, "share of seats")
    assert len(long) == OUTCOMES.size
    assert set(long["future"]) == {"calm", "storm"}


def test_the_worst_case_is_that_of_all_futures_though_few_are_shown() -> None:
    first = regret_map(OUTCOMES, "share of seats", shown=1).set_index("package")
    assert set(first["future"]) == {"calm"}
    assert first["regret"].round(9).to_dict() == {"bold": 0.0, "mixed": 0.2, "safe": 0.25}
    assert first["worst"].round(9).to_dict() == {"bold": 0.35, "mixed": 0.2, "safe": 0.25}


def test_runs_become_a_table_of_means_in_the_order_given() -> None:
    runs = pd.DataFrame({"p": ["b", "b", "a"], "f": ["x", "x", "x"], "v": [1, 3, 5]})
    table = matrix(runs, "p", "f", "v")
    assert table["x"].to_dict() == {"b": 2.0, "a": 5.0}


def test_a_package_not_tried_in_a_future_is_refused() -> None:
    runs = pd.DataFrame({"p": ["a", "a", "b"], "f": ["x", "y", "x"], "v": [1, 3, 5]})
    with pytest.raises(Incomplete, match=r"^b has no v in y, the first of 1 .* column `reason`"):
        matrix(runs, "p", "f", "v")


@pytest.mark.parametrize(
    ("values", "says"),
    [([1, None, 3, None], "^b has no v in x, .* 2 "), ([1, 2, None, None], "^a has no v in y")],
)
def test_a_package_or_a_future_without_any_value_does_not_vanish(values, says) -> None:
    runs = pd.DataFrame({"p": ["a", "b"] * 2, "f": ["x", "x", "y", "y"], "v": values})
    with pytest.raises(Incomplete, match=says):
        matrix(runs, "p", "f", "v")


def test_what_was_planned_and_never_completed_is_missing() -> None:
    runs = pd.DataFrame({"p": ["a"], "f": ["x"], "v": [1.0]})
    assert matrix(runs, "p", "f", "v", packages=["a"], futures=["x"]).shape == (1, 1)
    with pytest.raises(Incomplete, match=r"^b has no v in x"):
        matrix(runs, "p", "f", "v", packages=["a", "b"])
    with pytest.raises(Incomplete, match=r"^a has no v in y"):
        matrix(runs, "p", "f", "v", futures=["x", "y"])
