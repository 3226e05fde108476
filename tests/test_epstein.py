"""Epstein (2002): long calm and short bursts, which go when cops are counted by rounding."""

import numpy as np
import pytest

from experiments.replication.epstein import Epstein, bursts, view

STEPS = 300


@pytest.fixture(scope="module")
def floor() -> np.ndarray:
    return np.concatenate([Epstein().active(STEPS, seed) for seed in (1, 2)])


def test_long_calm_and_short_bursts(floor):
    calm, most = bursts(floor)
    assert calm > 0.8
    assert most > 150


def test_counting_cops_by_rounding_the_bursts_go(floor):
    calm, most = bursts(Epstein(rounding="round").active(STEPS, seed=1))
    assert calm > 0.97
    assert most < bursts(floor)[1] / 2


def test_a_legitimate_government_sees_nobody_active():
    # Grievance is at most 1 - legitimacy, which is then below the threshold.
    assert Epstein(legitimacy=0.95, width=20).active(30, seed=1).max() == 0


def test_without_cops_everybody_with_enough_grievance_rebels_for_good():
    active = Epstein(cops=0.0, width=20).active(3, seed=1)
    # Hardship above threshold / (1 - legitimacy) = .556 of a uniform: .444 of 280 citizens.
    assert active[0] == active[-1]
    assert active[-1] / 280 == pytest.approx(0.444, abs=0.1)


def test_the_same_seed_gives_the_same_history():
    small = Epstein(width=15)
    np.testing.assert_array_equal(small.active(20, 7), small.active(20, 7))


def test_the_view_is_a_square_around_the_cell_on_a_torus():
    seen = view(10, 1)
    assert set(seen[0]) == {0, 1, 9, 10, 11, 19, 90, 91, 99}


def test_a_full_grid_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match="do not fit"):
        Epstein(citizens=0.95, cops=0.5).active(1, 1)
