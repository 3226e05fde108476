"""One rule for heads and fractions: Granovetter, Kuran, Epstein's risk of arrest."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.politics.cascade import (
    Safety,
    Street,
    cascade,
    in_numbers,
    rioters,
    safety,
    share_out,
)

SHARES = st.floats(0.0, 1.0)


def police_street(reluctance: float, spread: float, fear: float, police: float) -> Street:
    one = np.ones((1, 1))
    return Street(
        people=one,
        reluctance=reluctance * one,
        spread=spread,
        away=np.zeros(1),
        police=np.array([police]),
        rule=int(Safety.SMOOTH),
        deterrence=2.3,
        fear=fear,
    )


@pytest.mark.parametrize(
    ("thresholds", "out"),
    [
        ([0, 20, 20, 30, 40, 50, 60, 70, 80, 100], 1),
        ([0, 10, 20, 30, 40, 50, 60, 70, 80, 100], 9),
    ],
)
def test_kuran_one_person_decides_whether_ten_percent_or_ninety_speak(thresholds, out):
    assert rioters(np.array(thresholds) / 100) == out


def test_granovetter_all_riot_and_with_one_threshold_moved_only_one():
    thresholds = np.arange(100) / 100
    assert rioters(thresholds) == 100
    thresholds[1] = 0.02
    assert rioters(thresholds) == 1


def test_granovetter_normal_thresholds_jump_between_sd_12_2_and_12_3():
    mean = np.full((1, 1), 0.25)
    below, above = (cascade(in_numbers(np.ones((1, 1)), mean, sd))[0] for sd in (0.122, 0.123))
    assert below < 0.07
    assert above > 0.99


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_by_heads_it_ends_where_counting_by_hand_does(counts):
    thresholds = np.array(counts) / len(counts)
    out = 0
    while sum(each <= out for each in counts) != out:
        out = sum(each <= out for each in counts)
    assert rioters(thresholds) == out


@given(SHARES, st.floats(0.01, 0.5), st.floats(0.0, 1.0), st.floats(1e-4, 0.1))
@settings(max_examples=50, deadline=None)
def test_nobody_wants_to_join_or_leave_when_a_cascade_ends(reluctance, spread, fear, police):
    street = police_street(reluctance, spread, fear, police)
    out = float(cascade(street)[0])
    push = fear * safety(street.rule, out, police, 2.3)
    assert share_out(push, reluctance, spread) == pytest.approx(out, abs=1e-6)


def test_who_is_in_jail_cannot_be_out():
    free = police_street(0.5, 0.3, 0.2, 0.01)
    jailed = free._replace(away=np.array([0.01]))
    assert cascade(jailed)[0] <= cascade(free)[0] - 0.01


def test_one_policeman_facing_one_person_arrests_with_nine_in_ten():
    assert 1 - safety(Safety.SMOOTH, 1.0, 1.0, 2.3) == pytest.approx(0.9, abs=0.001)


@pytest.mark.parametrize(("rule", "ratio"), [("SMOOTH", 0.6), ("FLOOR", 0.0), ("ROUND", 1.0)])
def test_how_policemen_for_each_person_are_counted(rule, ratio):
    assert safety(Safety[rule], 5.0, 3.0, 2.3) == pytest.approx(math.exp(-2.3 * ratio))


def test_an_empty_street_is_safe_only_without_police():
    assert safety(Safety.SMOOTH, 0.0, 1.0, 2.3) == 0.0
    assert safety(Safety.SMOOTH, 0.0, 0.0, 2.3) == 1.0


def test_half_of_a_group_goes_when_the_push_is_its_median_reluctance():
    assert share_out(0.3, 0.3, 0.1) == pytest.approx(0.5)
    assert share_out(0.3, 0.3, 0.0) == 1.0


@given(st.floats(-5.0, 5.0))
def test_courage_in_a_group_is_normal(distance):
    exact = 0.5 * math.erfc(distance / math.sqrt(2))
    assert share_out(0.0, 0.3 * distance, 0.3) == pytest.approx(exact, rel=1e-4)


def test_beyond_all_courage_everybody_or_nobody_goes():
    assert share_out(9.0, 0.0, 1.0) == 1.0
    assert share_out(-9.0, 0.0, 1.0) == 0.0
