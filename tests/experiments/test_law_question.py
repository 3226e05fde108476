"""What the question on the law makes of runs whose two effects are known."""

from itertools import product

import pandas as pd
import pytest

from experiments.analysis.summary import by_point
from experiments.questions.law import (
    EFFECTS,
    KINDS,
    STRATEGIC,
    _curves,
    _effects,
    _laws,
    _of_threshold,
)
from experiments.study.design import SCENARIO
from experiments.study.named_scenarios import THRESHOLD, THRESHOLDS
from model.scenario import load_scenario


@pytest.fixture
def runs() -> pd.DataFrame:
    rows = []
    for replicate, kind, threshold in product((0, 1), KINDS.values(), THRESHOLDS):
        plain = {
            "replicate": replicate, THRESHOLD: threshold, "votes": 0.6 + 0.1 * replicate,
            "seats": 0.6 + threshold, "wasted": threshold, "enp_votes": 2.0,
        }  # fmt: skip
        moved = {"votes": plain["votes"] + threshold / 2, "wasted": threshold / 4}
        rows.append({SCENARIO: kind, **plain})
        rows.append({SCENARIO: kind + STRATEGIC, **plain, **moved})
    return pd.DataFrame(rows)


def test_mechanical_is_law_at_the_same_votes_and_psychological_is_moved_votes(
    runs: pd.DataFrame,
) -> None:
    found = _effects(runs)
    assert len(found) == len(runs) / 2
    assert (found["mechanical_votes"] == 0).all()
    assert (found["psychological_seats"] == 0).all()
    pd.testing.assert_series_equal(
        found["mechanical_seats"], found[THRESHOLD], check_names=False, atol=1e-12, rtol=0
    )
    pd.testing.assert_series_equal(
        found["psychological_votes"], found[THRESHOLD] / 2, check_names=False, atol=1e-12, rtol=0
    )


@pytest.mark.parametrize("lost", ["row", "values"])
def test_without_the_run_at_no_threshold_there_is_no_mechanical_effect(
    runs: pd.DataFrame, lost: str
) -> None:
    kind = KINDS["dhondt"]
    failed = (runs[SCENARIO] == kind) & (runs[THRESHOLD] == 0) & (runs["replicate"] == 1)
    left = runs[~failed] if lost == "row" else runs.assign(seats=runs["seats"].mask(failed))
    found = _effects(left).set_index(["law", "replicate"])["mechanical_seats"]
    assert found.loc[(kind, 1)].isna().all()
    assert found.loc[(kind, 0)].tolist() == pytest.approx(list(THRESHOLDS))


def test_all_laws_have_the_threshold_of_the_scenario_on_the_same_base() -> None:
    laws = _laws(load_scenario("kazakhstan-2022"))
    assert {each["law"]["threshold_of"] for each in laws.values()} == {"ballots"}


def test_claims_name_the_threshold_and_the_figure_has_percentage_points(
    runs: pd.DataFrame,
) -> None:
    effects = by_point(_effects(runs), ["law", THRESHOLD], list(EFFECTS))
    for threshold in (0.05, 0.1):
        seats, wasted = _of_threshold(effects, threshold)
        words = f"threshold of {100 * threshold:g} %"
        assert words in seats.says
        assert words in wasted.says
        assert "strategic_desertion" in wasted.says
        assert (seats.value, wasted.value) == pytest.approx((threshold, -0.75 * threshold))
    seats = _curves(effects)
    seats = seats[seats["panel"] == EFFECTS["mechanical_seats"]]
    assert seats["y"].tolist() == pytest.approx(list(100 * seats["x"]))
    assert not seats["percent"].any()
