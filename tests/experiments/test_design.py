"""Designs: what is run, whatever the model makes of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.study.design import (
    Factor,
    factorial,
    from_table,
    latin_hypercube,
    morris,
    paired,
    parse_factor,
    parse_value,
    sobol,
)
from experiments.study.errors import DesignError
from model.parameters.parameter import Parameter

KNOBS = {
    "leader.popularity": Parameter("leader.popularity", 0.6, 0.05, 0.95, "share", "assumed", ""),
    "weeks": Parameter("weeks", 52, 0, 520, "weeks", "assumed", ""),
}
UNIT = [Factor("a"), Factor("b", low=-1, high=1), Factor("c", low=2, high=9, whole=True)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a=0:1:3", (0, 0.5, 1)),
        ("a=0:1:11", (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)),
        ("weeks=0:52:5", (0, 13, 26, 39, 52)),
        ("a=-1.5:-0.5:2", (-1.5, -0.5)),
        ("a=3,1,2.5", (3, 1, 2.5)),
        ("a=true,false", (True, False)),
        ("scenario=history-2016,history-2021", ("history-2016", "history-2021")),
    ],
)
def test_a_sweep_is_read_with_both_ends_included(text, values):
    assert parse_factor(text, KNOBS).listed() == values


def test_whole_numbers_stay_whole():
    assert [type(each) for each in parse_factor("weeks=0:52:5", KNOBS).listed()] == [int] * 5
    assert [type(parse_value(each)) for each in ("3", "3.0", "true", "kz")] == [
        int, float, bool, str
    ]  # fmt: skip


def test_a_range_is_that_of_the_parameter_unless_given():
    assert parse_factor("leader.popularity", KNOBS) == Factor(
        "leader.popularity", low=0.05, high=0.95, unit="share"
    )
    own = parse_factor("weeks=10:20", KNOBS)
    assert (own.low, own.high, own.whole) == (10, 20, True)
    assert parse_factor("dummy", KNOBS) == Factor("dummy")


@pytest.mark.parametrize(
    "text", ["a=0:1:1", "a=1:0:5", "a=0:1:2.5", "a=0:x:3", "a=0:1:2:3", "a=1,x", "a=1,", "unknown"]
)
def test_what_is_no_sweep_is_refused_in_one_line(text):
    with pytest.raises(DesignError) as refusal:
        parse_factor(text, KNOBS)
    assert len(str(refusal.value).splitlines()) == 1


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_a_factorial_holds_every_combination_once(sizes):
    factors = [Factor(f"p{number}", tuple(range(size))) for number, size in enumerate(sizes)]
    points = [tuple(point.values()) for point in factorial(factors).points]
    product = 1
    for size in sizes:
        product *= size
    assert len(points) == len(set(points)) == product
    assert points == sorted(points)


def test_paired_lists_go_side_by_side():
    pairs = paired([Factor("a", (1, 2)), Factor("b", ("x", "y"))]).points
    assert pairs == ({"a": 1, "b": "x"}, {"a": 2, "b": "y"})
    with pytest.raises(DesignError, match="a has 2, b has 1"):
        paired([Factor("a", (1, 2)), Factor("b", (1,))])


@given(st.integers(1, 40), st.integers(0, 2**32))
def test_a_latin_hypercube_has_one_point_in_each_slice(samples, seed):
    points = latin_hypercube([Factor("a"), Factor("b")], samples, seed).points
    for path in ("a", "b"):
        assert sorted(int(point[path] * samples) for point in points) == list(range(samples))


@given(st.integers(0, 6), st.integers(0, 2**32))
def test_doubling_a_sobol_design_keeps_its_points(power, seed):
    small = sobol(UNIT, 2**power, seed).points
    large = sobol(UNIT, 2 ** (power + 1), seed).points
    assert large[: len(small)] == small
    assert len(large) == 2 * len(small) == 2 ** (power + 1) * 5


@given(st.integers(1, 10), st.integers(0, 2**32 - 1))
def test_morris_moves_one_factor_at_a_time(trajectories, seed):
    continuous = [Factor(name) for name in "abcd"]
    points = morris(continuous, trajectories, seed).points
    assert len(points) == trajectories * 5
    for first in range(0, len(points), 5):
        steps = pairwise(points[first : first + 5])
        moved = [[name for name in "abcd" if one[name] != two[name]] for one, two in steps]
        assert sorted(moved) == [["a"], ["b"], ["c"], ["d"]]


@given(st.floats(0, 1))
def test_sampled_values_stay_in_range_and_words_are_equally_likely(quantile):
    assert -1 <= Factor("b", low=-1, high=1).at(quantile) <= 1
    whole = Factor("c", low=2, high=9, whole=True).at(quantile)
    assert isinstance(whole, int)
    assert 2 <= whole <= 9
    assert Factor("d", ("x", "y")).at(quantile) == ("x" if quantile < 0.5 else "y")


@pytest.mark.parametrize("make", [factorial, paired])
def test_a_design_needs_factors_with_values_each_once(make):
    for factors, reason in (
        ([], "at least one"),
        ([Factor("a")], "a=0:1:5"),
        ([Factor("a", (1,)), Factor("a", (2,))], "a is swept twice"),
    ):
        with pytest.raises(DesignError, match=reason):
            make(factors)


@pytest.mark.parametrize("text", ["a=0:1:inf", "a=0:1:nan", "a=0:inf:3", "a=nan:1", "a=-inf:inf"])
def test_a_sweep_has_finite_ends_and_a_whole_number_of_values(text):
    with pytest.raises(DesignError, match="is no sweep"):
        parse_factor(text, {})


def test_a_design_that_no_memory_holds_is_refused_before_it_is_made():
    wide = [Factor(path, tuple(range(1_000))) for path in "abc"]
    with pytest.raises(DesignError, match="1,000,000 at most"):
        parse_factor("a=0:1:1e10", {})
    with pytest.raises(DesignError, match="1,000,000 at most"):
        factorial(wide)
    for make in (latin_hypercube, sobol, morris):
        with pytest.raises(DesignError, match="1,000,000 at most"):
            make(wide, 2**40)


def test_a_sobol_design_refuses_what_is_no_power_of_two():
    with pytest.raises(DesignError, match="power of two"):
        sobol(UNIT, 6)
    with pytest.raises(DesignError, match="1 or more"):
        latin_hypercube(UNIT, 0)


@pytest.mark.parametrize("make", [latin_hypercube, sobol, morris])
@pytest.mark.parametrize(
    "constant", [Factor("c", (3,)), Factor("c", (3, 3)), Factor("c", low=3, high=3.5, whole=True)]
)
def test_a_factor_with_one_value_is_not_sampled(make, constant):
    with pytest.raises(DesignError, match=r"c has one value only, .* set it with --set"):
        make([*UNIT[:2], constant], 4)


def test_a_table_of_points_is_run_row_by_row(tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("leader.attachment,mechanisms.media\n0.2,true\n1,false\n0.2,true\n")
    found = from_table(file)
    first = {"leader.attachment": 0.2, "mechanisms.media": True}
    second = {"leader.attachment": 1, "mechanisms.media": False}
    assert found.points == (first, second, first)
    assert [each.values for each in found.factors] == [(0.2, 1), (True, False)]
    known = Parameter("leader.attachment", 0.5, 0, 1, unit="share", source="chosen", meaning="")
    assert from_table(file, {known.path: known}).factors[0].unit == "share"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a,b\n1\n", "line 2: give one value for each of 2 paths"),
        ("a,b\n1,\n", "line 2"),
        ("a,b\n", "no points"),
        ("", r"no table of points \(it is empty\)"),
        ("a,b\n\n1,2\n\n\n3\n", "line 6: give"),
        ("a;b\n1;2\n", "separated by semicolons or tabs, not by commas"),
        ("a\tb\n1\t2\n", "semicolons or tabs"),
        ("a,a\n1,2\n", "a is swept twice"),
        ("a\n1\nword\n", "numbers only"),
    ],
)
def test_a_table_of_points_that_lacks_something_is_refused(text, named, tmp_path):
    (tmp_path / "points.csv").write_text(text)
    with pytest.raises(DesignError, match=named):
        from_table(tmp_path / "points.csv")
