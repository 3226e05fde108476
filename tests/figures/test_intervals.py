"""Intervals against closed forms."""

import numpy as np
import pandas as pd
import pytest

from experiments.figures.intervals import bands, difference, wilson


def test_bands_are_the_quantiles_of_each_group() -> None:
    values = np.random.default_rng(1).normal(size=200)
    table = bands(pd.DataFrame({"x": np.repeat([1, 2], 100), "value": values}), ["x"])
    first = table.set_index("x").loc[1]
    assert first["q05"] == pytest.approx(np.quantile(values[:100], 0.05))
    assert first["median"] == pytest.approx(np.median(values[:100]))
    assert first["q95"] == pytest.approx(np.quantile(values[:100], 0.95))


def test_wilson_follows_its_formula() -> None:
    z, n, p = 1.959963984540054, 40, 0.75
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert wilson(30, 40) == pytest.approx((centre - half, centre + half))


def test_wilson_never_leaves_the_unit_interval() -> None:
    assert wilson(0, 5)[0] == pytest.approx(0, abs=1e-12)
    assert wilson(5, 5)[1] == pytest.approx(1)
    assert wilson(5, 5)[0] < 0.6


def test_the_interval_of_a_difference_holds_it_in_19_of_20_samples() -> None:
    generator = np.random.default_rng(4)
    hits = 0
    for _ in range(400):
        first = pd.Series(generator.normal(1.0, 1, 20))
        second = pd.Series(generator.normal(0.0, 2, 30))
        _, low, high = difference(first, second)
        hits += low <= 1.0 <= high
    assert 0.92 <= hits / 400 <= 0.98


def test_one_value_has_no_interval() -> None:
    one, two = pd.Series([1.0]), pd.Series([0.0, 0.5])
    assert difference(one, two) == (0.75, -np.inf, np.inf)


def test_values_without_spread_differ_exactly() -> None:
    assert difference(pd.Series([1.0, 1.0]), pd.Series([0.5, 0.5])) == (0.5, 0.5, 0.5)
