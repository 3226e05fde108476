"""The outer interval of a table: what draws of the unknown numbers leave open."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.intervals import draws_told, with_draws


def table(means: dict[str, float], n: int = 40) -> pd.DataFrame:
    return pd.DataFrame(
        {"measure": list(means), "mean": list(means.values()), "low": -9.0, "high": 9.0, "n": n}
    )


def test_nine_draws_in_ten_lie_inside() -> None:
    """The 5th and the 95th of 99 draws; of so few as nine the least and the greatest."""
    evenly = np.arange(1, 100) / 100
    drawn = [table({"votes": value, "seats": 2 * value}, n=1) for value in evenly]
    found = with_draws(table({"seats": 0.5, "votes": 0.5}), drawn).set_index("measure")
    assert list(found.loc["votes", ["draws_low", "draws_high"]]) == pytest.approx([0.05, 0.95])
    assert list(found.loc["seats", ["draws_low", "draws_high"]]) == pytest.approx([0.1, 1.9])
    assert set(found["draws"]) == {99}
    few = with_draws(table({"votes": 0.5}), drawn[:9])
    assert few[["draws_low", "draws_high"]].iloc[0].tolist() == pytest.approx([0.01, 0.09])
    said = "nine in ten of 99 draws of what is not known, by the means of their few runs"
    assert draws_told(found, "pale bands") == f"; pale bands: {said}"


def test_where_a_draw_says_yes_or_no_there_is_no_interval() -> None:
    drawn = [table({"majority": value}, n=1) for value in (0, 1, 1)]
    found = with_draws(table({"majority": 0.9}), drawn)
    assert found[["draws_low", "draws_high"]].isna().all(axis=None)
    assert draws_told(found, "pale bands") == ""


def test_a_row_that_a_draw_lacks_has_fewer_draws_and_one_without_any_none() -> None:
    drawn = [table({"votes": 0.3}), table({"votes": 0.4, "seats": 0.6})]
    found = with_draws(table({"votes": 0.5, "seats": 0.5, "other": 0.5}), drawn)
    assert found["draws"].fillna(0).tolist() == [2, 1, 0]


def test_a_chance_of_each_combination_has_one_however_votes_differ() -> None:
    """As in `who-wins`: how the runs of a draw differ tells no row from another."""
    whole = pd.DataFrame({"advantages": ["none"], "first": 0.1, "low": 0, "high": 0.2, "n": 80})
    drawn = [whole.assign(first=k / 10, n=20, votes_q95=k) for k in range(4)]
    found = with_draws(whole.assign(votes_q95=0.3), drawn)
    assert found[["draws_low", "draws_high", "draws"]].iloc[0].tolist() == [0, 0.3, 4]


@pytest.mark.parametrize(
    "whole",
    [
        pd.DataFrame({"x": [1, 2], "mean": [0.1, 0.2]}),
        pd.DataFrame({"x": [1, 1], "mean": [0.1, 0.2], "low": 0, "high": 1}),
        pd.DataFrame({"party": ["a"], "rank": [1]}),
    ],
    ids=["no interval", "two rows of one name", "no means"],
)
def test_other_tables_stay_as_they_are(whole: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(with_draws(whole, [whole, whole]), whole)


def test_without_draws_nothing_is_added() -> None:
    assert "draws_low" not in with_draws(table({"votes": 0.5}), [])
    assert draws_told(table({"votes": 0.5}), "pale bands") == ""
