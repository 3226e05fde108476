"""Shares of one whole are sampled together, and every sample is allowed."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.study.design import latin_hypercube, morris, parse_factor, sobol
from experiments.study.errors import DesignError
from experiments.study.factors.factor import Factor
from experiments.study.factors.shares import quantiles, with_room
from model.scenario import load_scenario


@pytest.fixture(scope="module")
def kazakhstan_2022():
    return load_scenario("kazakhstan-2022", {"voters": 1000})


def drawn(scenario, kind, paths, samples):
    parameters = {each.path: each for each in scenario.parameters()}
    factors = [parse_factor(path, parameters) for path in paths]
    return kind(with_room(factors, parameters), samples, 1).points


@pytest.mark.parametrize(("kind", "samples"), [(latin_hypercube, 60), (sobol, 1), (morris, 1)])
def test_each_point_of_the_whole_box_of_parameters_is_a_scenario(kazakhstan_2022, kind, samples):
    parameters = {each.path: each for each in kazakhstan_2022.parameters() if each.path != "weeks"}
    paths = list(parameters)
    if kind is not latin_hypercube:
        paths = list({each.part_of or path: path for path, each in parameters.items()}.values())
    for point in drawn(kazakhstan_2022, kind, paths, samples)[:60]:
        assert kazakhstan_2022.replace(point)


def test_what_is_not_swept_is_not_to_be_had(kazakhstan_2022):
    base = kazakhstan_2022.replace({"count.incremental": 0.7})
    shares = [
        point["count.extreme"] for point in drawn(base, latin_hypercube, ["count.extreme"], 50)
    ]
    assert 0.29 < max(shares) <= 0.3
    assert min(shares) < 0.01


def test_without_ends_they_are_spread_evenly_over_the_simplex():
    factors = tuple(Factor(name, part_of="one") for name in "abc")
    unit = np.random.default_rng(1).random((20_000, 3))
    shares = np.array([quantiles(factors, row.tolist()) for row in unit])
    rest = 1 - shares.sum(axis=1)
    assert rest.min() >= 0
    # Dirichlet(1, 1, 1, 1): each share has mean 1/4 and variance 3/80.
    for column in (*shares.T, rest):
        assert column.mean() == pytest.approx(1 / 4, abs=0.005)
        assert column.var() == pytest.approx(3 / 80, rel=0.03)


@pytest.mark.parametrize("kind", [sobol, morris])
def test_designs_that_move_one_factor_at_a_time_refuse_shares_of_one_whole(kind):
    x, a, b, c = Factor("x"), *(Factor(name, part_of="one") for name in "ab"), Factor("c")
    with pytest.raises(DesignError, match=r"a and b are shares .* --design latin_hypercube"):
        kind((a, x, b, c), 4)
    assert kind((x, a, replace(b, part_of="other")), 4).points


def test_other_factors_stay_where_they_are():
    factors = (Factor("x"), Factor("a", part_of="one"), Factor("y"), Factor("b", part_of="one"))
    placed = quantiles(factors, [0.1, 1.0, 0.9, 1.0])
    assert (placed[0], placed[2]) == (0.1, 0.9)
    assert placed[1] + placed[3] <= 1
