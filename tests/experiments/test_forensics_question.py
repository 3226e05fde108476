"""What the question on forensics makes of runs whose answer is known."""

import pandas as pd
import pytest

from experiments.questions.forensics import CASES, MEASURES, SEEN, _apart, _recovery, examined
from experiments.study.design import SCENARIO
from experiments.study.task import Task
from model.scenario import load_scenario


def made_up(error: float) -> pd.DataFrame:
    """Two runs a case: the fit is right but for an error, all else the same everywhere."""
    rows = []
    for name, case in CASES.items():
        for sign in (-1, 1):
            seen = {SEEN + each: 0.5 for each in MEASURES}
            seen[f"{SEEN}incremental"] = case.incremental + sign * error
            seen[f"{SEEN}extreme"] = case.extreme
            rows.append({SCENARIO: name, "kind": case.kind, **seen})
    return pd.DataFrame(rows)


def test_recovery_reports_the_worst_run() -> None:
    table = pd.DataFrame(_recovery(made_up(0.02)))
    assert list(table[SCENARIO]) == list(CASES)
    assert set(table["worst_extreme"]) == {0}
    assert table["worst_incremental"].to_numpy() == pytest.approx(0.02)
    assert table["fitted_incremental"].to_numpy() == pytest.approx(table["true_incremental"])


def test_a_measure_that_never_differs_tells_nothing_apart() -> None:
    table = pd.DataFrame(_apart(made_up(0.0))).set_index(["against", "measure"])["ranked_above"]
    assert table["inflated", "shpilkin"] == 0.5
    assert table["inflated", "extreme"] == table["incremental", "incremental"] == 1


def test_a_run_is_examined_by_its_own_count() -> None:
    case = CASES["extreme 20 %"]
    scenario = load_scenario("history-2021", {"voters": 2000, **case.changes(0.4)})
    result = examined(Task("run", scenario, {}, 1))
    assert result.outcome[f"{SEEN}turnout"] > result.outcome["turnout_cast"] + 0.05
    assert result.outcome[f"{SEEN}turnout"] == pytest.approx(result.outcome["turnout"])
    assert result.outcome[f"{SEEN}extreme"] == pytest.approx(0.2, abs=0.05)
