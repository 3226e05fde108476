"""A box of failures that was planted must be found."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.decisions import Box, failing_box, sentence

FUTURES = pd.DataFrame(
    np.random.default_rng(3).random((600, 4)), columns=["money", "protest", "noise", "luck"]
)
PLANTED = (FUTURES["money"] > 0.6) & (FUTURES["protest"] < 0.4)


@pytest.fixture(scope="module")
def box() -> Box:
    return failing_box(FUTURES, PLANTED)


def test_a_planted_box_is_found_with_its_limits_and_nothing_else(box: Box) -> None:
    assert set(box.limits) == {"money", "protest"}
    assert box.limits["money"][0] == pytest.approx(0.6, abs=0.06)
    assert box.limits["protest"][1] == pytest.approx(0.4, abs=0.06)
    assert min(box.coverage, box.density) > 0.9


def test_coverage_and_density_are_those_of_the_limits(box: Box) -> None:
    inside = np.all([FUTURES[k].between(*ends) for k, ends in box.limits.items()], axis=0)
    assert box.coverage == (inside & PLANTED).sum() / PLANTED.sum()
    assert box.density == (inside & PLANTED).sum() / inside.sum()


def test_the_sentence_names_the_limits_in_words(box: Box) -> None:
    assert box.by_luck == 1 / 40
    said = sentence("Reform", box, {"money": "their money"}, FUTURES)
    assert said.startswith("Reform fails when ")
    assert "their money is at least 0." in said
    assert "protest is at most 0." in said


@pytest.mark.parametrize("seed", [2, 11, 18])
def test_a_box_is_hardly_worse_than_the_best_with_one_limit(seed: int) -> None:
    few, noise = FUTURES[:64], np.random.default_rng(seed).standard_normal(64)
    fails = few["money"] + 0.5 * noise > 0.35
    sides = [side for name in few for end in few[name]
             for side in (few[name] <= end, few[name] >= end)]  # fmt: skip
    best = max(2 * (side & fails).sum() / (side.sum() + fails.sum()) for side in sides)
    box = failing_box(few, fails)
    merit = 2 * box.coverage * box.density / (box.coverage + box.density)
    assert merit >= best - 0.02 - 1e-9


def test_failures_at_random_have_a_box_that_is_not_told() -> None:
    few = FUTURES[:64]
    box = failing_box(few, pd.Series(np.random.default_rng(2).random(64) < 0.34))
    assert box.limits
    assert box.by_luck > 0.1
    said = sentence("Reform", box, {}, few)
    assert "no box tells them apart more surely than luck" in said
    assert f"(p-value, by shuffling failures: {box.by_luck:.2g})." in said


def test_a_package_that_never_fails_gets_its_own_sentence() -> None:
    assert sentence("Reform", None, {}, FUTURES) == "Reform keeps the majority in all 600 futures."


@pytest.mark.parametrize("all_alike", [True, False])
def test_futures_that_all_end_alike_are_refused(all_alike: bool) -> None:
    with pytest.raises(ValueError, match="end alike"):
        failing_box(FUTURES, pd.Series([all_alike] * len(FUTURES)))


def test_missing_values_are_refused() -> None:
    holed = FUTURES.copy()
    holed.iloc[0, 0] = np.nan
    with pytest.raises(ValueError, match="missing"):
        failing_box(holed, PLANTED)
