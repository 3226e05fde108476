"""What summary tables are made with, on numbers that can be checked by hand."""

from math import nan

import pytest

from experiments.analysis.summary import crossing


@pytest.mark.parametrize(
    ("curve", "reached_at"),
    [
        ([0.8, 0.6, 0.4], 1.5),
        ([0.8, 0.5, 0.8], 1.0),
        ([0.8, 0.7, 0.5], 2.0),
        ([0.5, 0.7, 0.5], 0.0),
        ([0.8, 0.7, 0.6], nan),
        ([0.5], 0.0),
        ([], nan),
    ],
)
def test_a_level_is_reached_where_the_curve_first_has_it(
    curve: list[float], reached_at: float
) -> None:
    found = crossing(range(len(curve)), curve, 0.5)
    assert found == pytest.approx(reached_at, nan_ok=True)
