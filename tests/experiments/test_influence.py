"""What a sweep can tell of which numbers matter, where the answer is known."""

from contextlib import nullcontext
from dataclasses import replace

import jobs
import pytest
from commands import command

from experiments.analysis.influence import EFFECT, SHIFT, TOGETHER, influence
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import DUMMY, Factor, factorial, latin_hypercube, morris, sobol
from experiments.study.errors import UserError
from experiments.study.plan import Study
from experiments.study.task import Result, Task

FACTORS = [Factor(jobs.PATH, low=0.2, high=0.8), Factor("leader.attachment"), Factor(DUMMY)]


def additive(task: Task) -> Result:
    """Three times as much of one factor as of the other, the dummy has no part in it."""
    leader = task.scenario.replace(task.changes).leader
    return Result({"turnout": 0.5 * leader.popularity + 0.1 * leader.attachment}, {})


def results(folder, design) -> Results:
    study = Study(jobs.study().scenario, design, replicates=1)
    sweep(study, folder, Execution(Serial(), additive))
    return Results.read(folder)


@pytest.mark.parametrize(
    ("design", "measure"),
    [
        (sobol(FACTORS, 32), TOGETHER),
        (sobol(FACTORS, 32), SHIFT),
        (morris(FACTORS, 8), EFFECT),
        (latin_hypercube(FACTORS, 64), SHIFT),
    ],
)
def test_factors_come_in_the_order_of_their_effect(tmp_path, design, measure):
    table = influence(results(tmp_path, design), "turnout")
    table = table[table["measure"] == measure].set_index("path")
    index = table["index"]
    assert index[jobs.PATH] > index["leader.attachment"] > index[DUMMY] - 0.02
    assert index[DUMMY] < 0.5 * index[jobs.PATH]
    assert (table["low"] <= table["high"]).all()


def test_shares_of_the_variance_of_a_sum_are_known(tmp_path):
    table = influence(results(tmp_path, sobol(FACTORS, 128)), "turnout")
    shares = table[table["measure"] == TOGETHER].set_index("path")["index"]
    assert shares[jobs.PATH] == pytest.approx(9 / 10, abs=0.05)
    assert shares["leader.attachment"] == pytest.approx(1 / 10, abs=0.05)
    assert shares[DUMMY] == 0


def test_a_design_that_tells_nothing_is_refused(tmp_path):
    listed = factorial([Factor(jobs.PATH, (0.2, 0.4))])
    with pytest.raises(UserError, match="The sweep is factorial"):
        influence(results(tmp_path, listed), "turnout")


@pytest.mark.parametrize("design", ["", '"design": null, '])
def test_tables_without_runs_are_refused_in_a_sentence(tmp_path, design):
    (tmp_path / "tables").mkdir()
    manifest = f'{{{design}"version": "0.2.0", "seeds": {{"root": 1}}}}'
    (tmp_path / "manifest.json").write_text(manifest)
    for outcome in ([], ["--outcome", "turnout"]):
        done = command("sensitivity", tmp_path, *outcome)
        assert done.returncode == UserError.status
        assert "holds tables but no runs" in done.stderr


def test_an_outcome_that_is_a_word_is_refused(tmp_path):
    found = results(tmp_path, latin_hypercube(FACTORS, 32))
    with pytest.raises(UserError, match="The outcome 'status' is a word"):
        influence(found, "status")
    said = replace(found, runs=found.runs.assign(reason=None))
    with pytest.raises(UserError, match="The outcome 'reason' is a word"):
        influence(said, "reason")


def test_a_design_too_small_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(UserError, match=r"2 trajectories .* take 4 or more\."):
        influence(results(tmp_path, morris(FACTORS, 2)), "turnout")


@pytest.mark.parametrize("make", [sobol, morris])
def test_a_stored_sweep_with_a_factor_of_one_value_is_refused(tmp_path, make):
    found = results(tmp_path, make(FACTORS, 32))
    constant = replace(found, runs=found.runs.assign(dummy=3))
    with pytest.raises(UserError, match="dummy has one value only"):
        influence(constant, "turnout")


@pytest.mark.parametrize(("make", "refused"), [(sobol, 1), (morris, 1), (latin_hypercube, 0)])
def test_a_stored_sweep_that_moved_shares_together_is_refused(tmp_path, make, refused):
    found = results(tmp_path, make(FACTORS, 32))
    for path in (jobs.PATH, DUMMY):
        found.manifest["design"]["factors"][path]["part_of"] = "one"
    with pytest.raises(UserError, match="are shares of") if refused else nullcontext():
        influence(found, "turnout")


def test_an_unknown_outcome_and_a_lacking_run_are_refused(tmp_path):
    found = results(tmp_path, latin_hypercube(FACTORS, 64))
    with pytest.raises(UserError, match="no outcome 'rain'"):
        influence(found, "rain")
    lacking = replace(found, runs=found.runs.drop(index=5))
    with pytest.raises(UserError, match="1 points have fewer"):
        influence(lacking, "turnout")
