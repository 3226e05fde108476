"""What is kept until it changes is what would be worked out anew."""

import numpy as np
import pytest

from model.numerics.arrays import array
from model.numerics.until_changed import until_changed

WORKED: list[object] = []


@until_changed
def doubled(values: np.ndarray) -> np.ndarray:
    WORKED.append(values)
    return 2 * values


class Scale:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    @until_changed
    def of(self, values: np.ndarray) -> np.ndarray:
        return self.factor * values


def test_the_same_array_is_worked_on_once_and_another_anew():
    one, like_it = array([1.0, 2.0]), array([1.0, 2.0])
    WORKED.clear()
    assert doubled(one) is doubled(one)
    assert (doubled(like_it) == doubled(one)).all()
    assert [each is like_it for each in WORKED] == [False, True, False]


def test_what_one_object_keeps_is_not_told_by_another():
    two, three, one = Scale(2), Scale(3), array(1.0)
    assert [two.of(one), three.of(one), two.of(one)] == [2, 3, 2]


@until_changed
def halves(values: np.ndarray) -> tuple[np.ndarray, int]:
    return values / 2, len(values)


def test_nobody_writes_into_what_is_kept():
    kept, _ = halves(array([1.0, 2.0]))
    for each in (kept, doubled(array([1.0]))):
        with pytest.raises(ValueError, match="read-only"):
            each *= 2
