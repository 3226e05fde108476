"""A box of failures that was planted must be found."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.decisions import failing_box, sentence

FUTURES = pd.DataFrame(
    np.random.default_rng(3).random((600, 4)), columns=["money", "protest", "noise", "luck"]
)
PLANTED = (FUTURES["money"] > 0.6) & (FUTURES["protest"] < 0.4)


def test_a_planted_box_is_found_with_its_limits_and_nothing_else() -> None:
    box = failing_box(FUTURES, PLANTED)
    assert set(box.limits) == {"money", "protest"}
    assert box.limits["money"][0] == pytest.approx(0.6, abs=0.06)
    assert box.limits["protest"][1] == pytest.approx(0.4, abs=0.06)
    assert min(box.coverage, box.density) > 0.9


def test_coverage_and_density_are_those_of_the_limits() -> None:
    box = failing_box(FUTURES, PLANTED)
    inside = np.all([FUTURES[k].between(*ends) for k, ends in box.limits.items()], axis=0)
    assert box.coverage == (inside & PLANTED).sum() / PLANTED.sum()
    assert box.density == (inside & PLANTED).sum() / inside.sum()


def test_the_sentence_names_the_limits_in_words() -> None:
    said = sentence("Reform", failing_box(FUTURES, PLANTED), {"money": "their money"}, FUTURES)
    assert said.startswith("Reform fails when ")
    assert "their money is at least 0." in said
    assert "protest is at most 0." in said


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
