"""Replicates go where they are needed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from jobs import study
from scipy import stats

from experiments.analysis.adaptive import Precision, adaptive_sweep, half_widths
from experiments.publish.report import _origin
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_runs
from experiments.store.manifest import draws_used, read_manifest, replicates
from experiments.study.design import Factor, factorial
from experiments.study.errors import DesignError
from experiments.study.plan import Study
from experiments.study.task import Result, Task

NOISY = 0.8


def noisy_at_one_point(task: Task) -> Result:
    popularity = task.scenario.replace(task.changes).leader.popularity
    spread = 1.0 if popularity == NOISY else 0.001
    return Result({"share": spread * (task.seed % 1000) / 1000}, {})


HERE = Execution(Serial(), noisy_at_one_point)


def asked() -> Study:
    base = study()
    return Study(base.scenario, factorial([Factor("leader.popularity", (0.2, 0.5, NOISY))]), seed=5)


PRECISION = Precision("share", half_width=0.1, least=8, step=8, most=200)


def test_only_the_noisy_point_gets_more_and_its_interval_is_narrow_enough(tmp_path: Path) -> None:
    economy = adaptive_sweep(asked(), PRECISION, tmp_path / "r", HERE)
    assert economy.replicates[:2] == (8, 8)
    assert 8 < economy.replicates[2] < 200
    assert (half_widths(read_runs(tmp_path / "r"), "share") <= 0.1).all()
    assert economy.saved == 600 - sum(economy.replicates)
    assert str(economy).startswith(f"{economy.saved} of 600 runs were saved")


def test_replicates_end_at_the_most_allowed(tmp_path: Path) -> None:
    strict = Precision("share", half_width=1e-9, least=2, step=3, most=7)
    economy = adaptive_sweep(asked(), strict, tmp_path / "r", HERE)
    assert economy.replicates == (7, 7, 7)
    assert (economy.saved, economy.narrow) == (0, 0)


def test_a_folder_that_holds_more_than_the_most_saves_nothing(tmp_path: Path) -> None:
    sweep(replace(asked(), replicates=6), tmp_path / "r", HERE)
    economy = adaptive_sweep(asked(), replace(PRECISION, least=2, most=3), tmp_path / "r", HERE)
    assert str(economy).startswith("0 of 9 runs were saved")


def test_what_was_made_is_told_and_not_the_most_allowed(tmp_path: Path) -> None:
    economy = adaptive_sweep(replace(asked(), replicates=200), PRECISION, tmp_path / "r", HERE)
    manifest = read_manifest(tmp_path / "r")
    assert replicates(manifest) == (8, max(economy.replicates))
    drawn = {**manifest, "draws": {"count": 200, "seeds_each": 1}}
    assert draws_used(drawn) == max(economy.replicates) < 200
    assert _origin(manifest)["Replicates at a point"] == f"8 to {max(economy.replicates)}"


def test_asked_again_it_runs_nothing_and_says_the_same(tmp_path: Path) -> None:
    def never(task: Task) -> Result:
        raise AssertionError("nothing is to be run again")

    first = adaptive_sweep(asked(), PRECISION, tmp_path / "r", HERE)
    assert adaptive_sweep(asked(), PRECISION, tmp_path / "r", Execution(Serial(), never)) == first


def test_the_half_width_of_a_mean_is_the_textbooks() -> None:
    values = [0.1, 0.4, 0.5, 0.9]
    runs = pd.DataFrame({"point": 0, "replicate": range(4), "status": "ok", "share": values})
    expected = stats.t.ppf(0.975, 3) * np.std(values, ddof=1) / 2
    assert half_widths(runs, "share").iloc[0] == pytest.approx(expected)


def test_a_share_on_which_all_replicates_agree_is_still_uncertain() -> None:
    runs = pd.DataFrame({"point": 0, "replicate": range(12), "status": "ok", "majority": 1})
    assert half_widths(runs, "majority").iloc[0] > 0.1


def test_a_precision_that_means_nothing_is_refused() -> None:
    with pytest.raises(DesignError, match="at least 2"):
        Precision("share", 0.1, least=1)


def test_its_runs_are_rows_of_the_whole_sweep(tmp_path: Path) -> None:
    economy = adaptive_sweep(asked(), PRECISION, tmp_path / "r", HERE)
    sweep(replace(asked(), replicates=max(economy.replicates)), tmp_path / "whole", HERE)
    whole = read_runs(tmp_path / "whole").set_index("run_id")
    some = read_runs(tmp_path / "r").set_index("run_id")
    pd.testing.assert_frame_equal(whole.loc[some.index], some)


def test_an_outcome_that_runs_do_not_have_is_named(tmp_path: Path) -> None:
    wrong = replace(PRECISION, outcome="shares")
    with pytest.raises(DesignError, match=r"no outcome 'shares'; did you mean share\?"):
        adaptive_sweep(asked(), wrong, tmp_path / "r", HERE)
