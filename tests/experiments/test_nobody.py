"""Runs that are no result: nobody votes, or numbers mean nothing; stored and told, never `ok`."""

import json

import numpy as np
import pytest
from commands import command

from experiments.cli import main
from experiments.running.engines import engine
from experiments.running.sweep import Execution, failures, sweep
from experiments.store.folder import read_runs
from experiments.store.results import Results
from experiments.study.design import Factor, factorial
from experiments.study.plan import Study
from experiments.study.task import Task, attempt, simulate
from model.mechanisms.blame import Blame
from model.politics.state import Effect
from model.scenario import Scenario, load_scenario

AT_HOME = {
    "turnout.base": -6, "turnout.engagement": 0, "turnout.certainty": 0, "turnout.marginalised": -3,
    "turnout.elite": -3, "population.middle_class": 0.1, "population.elite": 0.005,
    "mechanisms.administrative_mobilisation": False, "mechanisms.get_out_the_vote": False,
}  # fmt: skip


@pytest.fixture
def at_home() -> Scenario:
    return load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 1, **AT_HOME})


@pytest.fixture
def broken(monkeypatch) -> None:
    monkeypatch.setattr(Blame, "effect", lambda self, state: Effect(appeal=np.nan))


def test_where_nobody_votes_the_run_is_stored_with_its_numbers_and_is_no_result(at_home, tmp_path):
    study = Study(at_home, factorial([Factor("turnout.base", (-6.0, 0.0))]), 4, 1)
    sweep(study, tmp_path, Execution(engine("serial", None)))
    runs = read_runs(tmp_path)
    empty = runs[runs["turnout"] == 0]
    assert len(empty) > 0
    assert ((runs["status"] == "nobody_voted") == (runs["turnout"] == 0)).all()
    assert set(runs["status"]) == {"nobody_voted", "ok"}
    assert empty["support.nur_otan"].notna().all()
    assert empty["reason"].str.contains("Nobody cast a valid vote").all()
    assert (Results.read(tmp_path).runs["turnout"] > 0).all()
    said = failures(tmp_path)
    assert said.startswith(f"{len(empty)} of {len(runs)} runs failed: {len(empty)} nobody_voted")
    assert said.endswith("; it would end so again, so change the scenario or what is swept).")


def test_the_command_says_that_nobody_voted(capsys, monkeypatch):
    options = [f"--set={path}={json.dumps(value)}" for path, value in AT_HOME.items()]
    given = ["partyofpower", "run", "kazakhstan-2022", "--voters=1000", "--set=weeks=1", "--json"]
    monkeypatch.setattr("sys.argv", [*given, *options])
    with pytest.raises(SystemExit) as ended:
        main()
    out, error = capsys.readouterr()
    assert not ended.value.code
    assert json.loads(out)["turnout"] == 0
    assert error.strip().startswith("Nobody cast a valid vote")


def test_means_are_of_the_runs_in_which_somebody_voted():
    options = [f"--set={path}={json.dumps(value)}" for path, value in AT_HOME.items()]
    small = ("kazakhstan-2022", "--voters=1000", "--set=weeks=1", "--replicates=4")
    done = command("run", *small, *options, "--json")
    assert done.returncode == 0
    voted = json.loads(done.stdout)["replicates"]
    assert 0 < voted < 4
    assert f"In {4 - voted} of 4 runs nobody cast a valid vote" in done.stderr
    assert "raise turnout.base with --set" in done.stderr


def test_a_run_whose_numbers_mean_nothing_fails_with_a_sentence(broken, at_home, tmp_path):
    done = attempt(simulate, Task("r", at_home, {}, 1))
    assert done.status == "error"
    assert done.reason.startswith("In week 0 the mechanism blame made appeal")


def test_the_command_gives_the_same_sentence_and_fails(broken, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["partyofpower", "run", "kazakhstan-2022", "--voters=1000"])
    with pytest.raises(SystemExit) as ended:
        main()
    out, error = capsys.readouterr()
    assert ended.value.code == 1
    assert out == ""
    assert error.startswith("In week 0 the mechanism blame made appeal")
    assert len(error.splitlines()) == 1
