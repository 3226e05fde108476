"""Indices with a closed form: the Ishigami function; and a dummy that must do nothing."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.sensitivity import (
    above_dummy,
    independent,
    morris_effects,
    pawn_indices,
    response,
    sobol_indices,
)
from experiments.study.design import DUMMY, Factor, latin_hypercube, morris, sobol
from experiments.study.errors import DesignError, Incomplete

A, B = 7.0, 0.1
PATHS = ["x1", "x2", "x3", DUMMY]
FACTORS = [*(Factor(name, low=-np.pi, high=np.pi) for name in PATHS[:3]), Factor(DUMMY)]
FIRST = (1 + B * np.pi**4 / 5) ** 2 / 2
VARIANCE = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
INTERACTION = 8 * B**2 * np.pi**8 / 225


def ishigami(x: pd.DataFrame) -> pd.Series:
    """Ishigami and Homma (1990), with known indices."""
    return np.sin(x["x1"]) + A * np.sin(x["x2"]) ** 2 + B * x["x3"] ** 4 * np.sin(x["x1"])


def as_runs(design: object, outcome: object = ishigami) -> pd.DataFrame:
    table = pd.DataFrame(design.points).assign(point=range(len(design.points)))
    return table.assign(y=outcome(table))


SOBOL = as_runs(sobol(FACTORS, 2048))


@pytest.fixture(scope="module")
def indices() -> pd.DataFrame:
    return sobol_indices(response(SOBOL, PATHS, "y"))


def test_sobol_indices_of_the_ishigami_function_are_the_known_ones(indices: pd.DataFrame) -> None:
    table = indices.set_index("path")
    first = np.array([FIRST, A**2 / 8, 0, 0]) / VARIANCE
    total = np.array([FIRST + INTERACTION, A**2 / 8, INTERACTION, 0]) / VARIANCE
    assert table["first"].to_numpy() == pytest.approx(first, abs=0.03)
    assert table["total"].to_numpy() == pytest.approx(total, abs=0.03)


def test_the_intervals_hold_the_known_indices(indices: pd.DataFrame) -> None:
    table = indices.set_index("path")
    known = (FIRST + INTERACTION) / VARIANCE
    assert table.loc["x1", "total_low"] < known < table.loc["x1", "total_high"]


def test_a_dummy_has_no_sobol_index_and_no_interval(indices: pd.DataFrame) -> None:
    dummy = indices[indices["path"] == DUMMY].drop(columns="path")
    assert (dummy == 0).all(axis=None)
    assert above_dummy(indices, "total", "total_high") == ["x1", "x2", "x3"]


def test_replicates_are_averaged_before_the_variance_is_shared_out() -> None:
    noise = np.random.default_rng(0).normal(0, 3, len(SOBOL))
    twice = pd.concat([SOBOL.assign(y=SOBOL["y"] + noise), SOBOL.assign(y=SOBOL["y"] - noise)])
    assert response(twice, PATHS, "y").outcome == pytest.approx(SOBOL["y"].to_numpy())


def test_morris_effects_of_a_plane_are_its_slopes() -> None:
    runs = as_runs(morris([Factor("a"), Factor("b"), Factor(DUMMY)], 8), lambda x: 3 * x.a - x.b)
    table = morris_effects(response(runs, ["a", "b", DUMMY], "y"))
    assert table["effect"].to_numpy() == pytest.approx([3, 1, 0])
    assert table["sigma"].to_numpy() == pytest.approx([0, 0, 0], abs=1e-12)


def test_an_effect_is_over_the_whole_range_however_few_values_there_are() -> None:
    """Yes to no is the whole range in one step, and 1 to 3, or 2 to 3, another part of it."""
    few = [Factor("yes", (False, True)), Factor("whole", low=1, high=3, whole=True)]
    design = morris([*few, Factor("word", ("a", "b", "c")), Factor("x", low=0, high=2)], 4, seed=2)
    runs = as_runs(design, lambda at: at.yes + (at.whole - 1) / 2 + at.x / 2 + (at.word == "b"))
    factors = design.about()["factors"]
    table = morris_effects(response(runs, design.paths, "y", factors=factors)).set_index("path")
    assert table.loc[["yes", "whole", "x"], "effect"].to_numpy() == pytest.approx([1, 1, 1])
    assert table.loc[["yes", "whole", "x"], "sigma"].to_numpy() == pytest.approx(0, abs=1e-12)
    steps = np.abs(np.diff(np.reshape(runs["word"] == "b", (4, 5)).astype(int), axis=1))
    assert table.loc["word", "effect"] == pytest.approx(steps.sum() / 4)


def test_pawn_sees_a_factor_that_only_widens_the_spread() -> None:
    design = latin_hypercube([Factor("spread"), Factor("sign"), Factor(DUMMY)], 512)
    runs = as_runs(design, lambda x: (x["sign"] - 0.5) * x["spread"])
    table = pawn_indices(response(runs, ["spread", "sign", DUMMY], "y"), resamples=20)
    assert above_dummy(table, "pawn") == ["sign", "spread"]
    assert ((table["low"] <= table["high"]) & table["pawn"].between(0, 1)).all()


def test_pawn_on_the_independent_points_of_a_sobol_design_sees_no_dummy() -> None:
    apart = independent(response(SOBOL, PATHS, "y"))
    assert len(apart.outcome) == 2 * 2048
    assert len(np.unique(apart.settings[:, 0])) == 2 * 2048
    assert set(above_dummy(pawn_indices(apart, resamples=10), "pawn")) == {"x1", "x2", "x3"}


@pytest.mark.parametrize("points", [32, 64, 256])
def test_a_distance_lies_within_its_own_interval(points: int) -> None:
    design = latin_hypercube(FACTORS, points)
    table = pawn_indices(response(as_runs(design), PATHS, "y"))
    assert (table["low"] <= table["pawn"]).all()
    assert (table["pawn"] <= table["high"]).all()


@pytest.mark.parametrize(
    ("measure", "design", "says"),
    [
        (sobol_indices, sobol(FACTORS, 8), "8 samples in a Sobol design are too few"),
        (morris_effects, morris(FACTORS, 2), "2 trajectories in a Morris design are too few"),
        (pawn_indices, latin_hypercube(FACTORS, 20), "20 points are too few"),
    ],
)
def test_a_design_too_small_for_intervals_says_so(measure, design, says) -> None:
    with pytest.raises(DesignError, match=says):
        measure(response(as_runs(design), PATHS, "y"))


def test_words_and_truth_values_may_be_factors() -> None:
    runs = pd.DataFrame({"point": [0, 1, 2], "answer": ["a", "b", "a"], "y": [1.0, 2.0, 3.0]})
    assert response(runs, ["answer"], "y").settings[:, 0].tolist() == [0, 1, 0]


def test_a_missing_value_is_refused_with_a_sentence() -> None:
    with pytest.raises(Incomplete, match=r"is missing in 1 of .* point 5. .* column `reason`"):
        response(SOBOL.assign(y=SOBOL["y"].where(SOBOL["point"] != 5)), PATHS, "y")


def test_a_missing_point_is_refused_with_a_sentence() -> None:
    with pytest.raises(Incomplete, match=r"1 points have fewer .* point 5. .* column `reason`"):
        response(SOBOL[SOBOL["point"] != 5], PATHS, "y", points=len(SOBOL))


def test_a_missing_replicate_is_not_taken_for_an_effect() -> None:
    twice = pd.concat([SOBOL, SOBOL[SOBOL["point"] != 5]])
    with pytest.raises(Incomplete, match=r"1 points have fewer .* point 5\."):
        response(twice, PATHS, "y")


def test_an_outcome_that_never_varies_is_refused() -> None:
    with pytest.raises(DesignError, match="at every point"):
        sobol_indices(response(SOBOL.assign(y=1.0), PATHS, "y"))


def test_without_a_dummy_nothing_is_said_about_noise() -> None:
    with pytest.raises(ValueError, match="no factor called dummy"):
        above_dummy(pd.DataFrame({"path": ["a"], "total": [1.0], "high": [1.0]}), "total")
