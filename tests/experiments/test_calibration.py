"""Calibration on a model whose posterior is known: means of normal variates."""

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.inference.calibration import (
    Inference,
    Simulated,
    Target,
    at_truths,
    densities,
    described,
    drawn,
    infer,
    infer_each,
    quantile,
    recovered,
    truths,
)
from experiments.running.engines import EngineError, Local, Serial
from experiments.study.design import Factor
from model.scenario import load_scenario

NOISE = 0.05
PRIORS = (Factor("shift", low=0.0, high=1.0), Factor("idle", low=0.0, high=1.0))
ASKED = Inference(
    PRIORS, (Target("seen", 0.4, NOISE, "made up"),), particles=120, populations=5, seed=3
)


def gauss(parameters: Mapping[str, float], seed: int) -> dict[str, float]:
    """What is seen is the shift and noise; the second parameter does nothing."""
    return {"seen": parameters["shift"] + NOISE * float(np.random.default_rng(seed).normal())}


@pytest.fixture(scope="module")
def posterior(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return infer(ASKED, gauss, tmp_path_factory.mktemp("abc") / "real.db")


def test_the_posterior_of_a_normal_mean_lies_at_what_was_seen(posterior: pd.DataFrame) -> None:
    table = described(posterior, PRIORS).set_index("path")
    assert table.loc["shift", "mean"] == pytest.approx(0.4, abs=0.03)
    # Flat prior and known noise: the exact spread is NOISE; ABC can only add to it.
    spread = (1 - table.loc["shift", "narrower"]) / np.sqrt(12)
    assert 0.7 * NOISE < spread < 2 * NOISE


def test_nothing_is_learned_of_a_parameter_that_does_nothing(posterior: pd.DataFrame) -> None:
    table = described(posterior, PRIORS).set_index("path")
    assert abs(table.loc["idle", "narrower"]) < 0.25


def test_weights_add_up_to_one_and_particles_stay_in_the_prior(posterior: pd.DataFrame) -> None:
    assert posterior["weight"].sum() == pytest.approx(1)
    assert posterior[["shift", "idle"]].stack().between(0, 1).all()


def test_interrupted_and_taken_up_again_it_gives_the_same_answer(
    posterior: pd.DataFrame, tmp_path: Path
) -> None:
    calls = 0

    def breaks_down(parameters: Mapping[str, float], seed: int) -> dict[str, float]:
        nonlocal calls
        calls += 1
        if calls > 400:
            raise KeyboardInterrupt
        return gauss(parameters, seed)

    with pytest.raises(KeyboardInterrupt):
        infer(ASKED, breaks_down, tmp_path / "abc.db")
    again = infer(ASKED, gauss, tmp_path / "abc.db")
    pd.testing.assert_frame_equal(again, posterior)


def test_what_is_stored_is_not_simulated_again(tmp_path: Path) -> None:
    small = Inference(PRIORS, ASKED.targets, particles=20, populations=2)
    first = infer(small, gauss, tmp_path / "abc.db")

    def never(parameters: Mapping[str, float], seed: int) -> dict[str, float]:
        raise AssertionError("nothing is to be run again")

    pd.testing.assert_frame_equal(infer(small, never, tmp_path / "abc.db"), first)


def test_densities_of_prior_and_posterior_hold_all_the_weight(posterior: pd.DataFrame) -> None:
    table = densities(posterior, PRIORS)
    for _, curve in table.groupby(["path", "series"]):
        assert np.trapezoid(curve["y"], curve["x"]) == pytest.approx(1, abs=0.03)


def test_synthetic_truths_are_recovered(tmp_path: Path) -> None:
    known = truths(PRIORS, 6)
    small = Inference(PRIORS, ASKED.targets, particles=40, populations=4)
    databases = [tmp_path / f"{number}.db" for number in range(len(known))]
    questions = at_truths(small, gauss, known)
    found = infer_each(questions, gauss, databases, Serial())
    pd.testing.assert_frame_equal(infer(questions[0], gauss, databases[0]), found[0])
    table = recovered(known, found, PRIORS)
    assert len(table) == 12
    assert table["inside"].mean() >= 0.7


def dies(parameters: Mapping[str, float], seed: int) -> dict[str, float]:
    os._exit(1)


def test_a_worker_that_dies_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"worker died .* run the same command again"):
        infer_each([ASKED], dies, [tmp_path / "abc.db"], Local(1))


def test_weighted_quantiles_are_those_of_repeated_values() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 1.0])
    assert [quantile(values, weights, at) for at in (0.25, 0.5, 0.75, 1.0)] == [1, 1, 2, 3]


def test_draws_follow_the_weights(posterior: pd.DataFrame) -> None:
    certain = posterior.assign(weight=[1.0] + [0.0] * (len(posterior) - 1))
    assert (drawn(certain, 5)["shift"] == posterior["shift"].iloc[0]).all()


def test_the_model_is_a_simulator_that_takes_parameters_by_path() -> None:
    simulate = Simulated(load_scenario("history-2021", {"voters": 1000, "weeks": 0}), ("turnout",))
    low, high = (simulate({"turnout.base": base}, 1)["turnout"] for base in (-2.0, 2.0))
    assert 0 < low < high < 1
