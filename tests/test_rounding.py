"""People and things are shared out whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.numerics.rounding import shared_out


def test_the_largest_remainders_get_the_rest_and_the_earlier_of_equal_ones() -> None:
    assert shared_out(10, np.array([50.0, 30.0, 14.0, 6.0])).tolist() == [5, 3, 1, 1]
    assert shared_out(2, np.array([1.0, 1.0, 1.0])).tolist() == [1, 1, 0]


def test_weights_of_zero_get_nothing() -> None:
    assert shared_out(5, np.zeros(3)).tolist() == [0, 0, 0]


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=20))
def test_all_is_shared_and_nobody_is_off_by_one(things: int, weights: list[float]) -> None:
    given_out = shared_out(things, np.array(weights))
    assert given_out.sum() == things
    assert np.all(np.abs(given_out - things * np.array(weights) / sum(weights)) < 1 + 1e-6)
