"""Where results come from is in the manifest, and other rules have another fingerprint."""

from concurrent.futures import ThreadPoolExecutor

import jobs
import numpy as np
import pytest

from experiments.running.engines import Serial, engine
from experiments.running.sweep import Execution, sweep
from experiments.store.files import StoreError
from experiments.store.folder import read_manifest
from experiments.study.provenance import _rules, rule_files

HERE = Execution(Serial(), jobs.quick)


def test_the_manifest_says_where_the_results_come_from(tmp_path):
    sweep(jobs.study(), tmp_path, HERE)
    found = read_manifest(tmp_path)
    study = jobs.study()
    assert found["scenario"] == study.scenario.model_dump(mode="json")
    assert found["scenario_hash"] == study.scenario.hash
    assert found["seeds"] == {"root": 7, "replicates": 4}
    assert found["design"]["factors"][jobs.PATH]["values"] == [0.2, 0.3, 0.4, 0.5]
    assert found["counts"] == {"points": 4, "runs": 16, "ok": 16}
    assert found["engine"] == "serial"
    assert found["packages"]["numpy"] == np.__version__
    assert {"version", "git", "python"} <= found.keys()


def test_the_manifest_names_every_engine_and_state_that_made_runs(tmp_path):
    sweep(jobs.study(replicates=2), tmp_path, Execution(Serial(), jobs.quick))
    with ThreadPoolExecutor(1) as threads:
        sweep(jobs.study(replicates=4), tmp_path, Execution(engine(threads), jobs.quick))
    sweep(jobs.study(replicates=4), tmp_path, Execution(Serial(), jobs.quick))
    manifest = read_manifest(tmp_path)
    assert [each["engine"] for each in manifest["made_by"]] == ["serial", "ThreadPoolExecutor"]
    assert manifest["engine"] == "ThreadPoolExecutor"  # the last one only looked
    assert {"version", "git", "python", "packages"} <= manifest["made_by"][0].keys()


def test_words_do_not_change_the_fingerprint_of_the_rules_and_rules_do():
    said = 'def rule(x):\n    """Say one thing."""\n    return 2 * x  # why\n'
    reworded = 'def rule(x):\n    """Say another."""\n\n    return 2 * x\n'
    assert _rules(said) == _rules(reworded)
    assert _rules(said) != _rules(reworded.replace("2 * x", "3 * x"))


def test_layout_does_not_change_the_fingerprint_and_strings_that_are_formatted_do():
    said = "x = f'{a} b'\nif x:\n    y = [1, 2]\n"
    laid_out = "x = f'{a} b'  # why\n\nif x:\n    # so\n    y = [1,\n         2]\n"
    assert _rules(said) == _rules(laid_out)
    assert _rules(said) != _rules(said.replace("{a} b", "{a} c"))
    assert _rules(said) != _rules(said.replace("    y", "y").replace("x:\n", "x: pass\n"))


def test_every_version_of_python_reads_the_same_words():
    """Word by word: a syntax tree, and the words inside a formatted string, differ by version."""
    said = "def f(x):\n    'Say.'\n    return f'{x!r:>{3}}' + 'a'\n"
    assert _rules(said).split("\n") == [
        "def", "f", "(", "x", ")", ":", "NEWLINE", "INDENT",
        "return", "f'{x!r:>{3}}'", "+", "'a'", "NEWLINE", "DEDENT",
    ]  # fmt: skip


def test_the_fingerprint_is_of_what_a_run_imports():
    read = {"/".join(file.parts[-2:]) for file in rule_files()}
    assert {"model/run.py", "voters/kernel.py", "mechanisms/blame.py", "laws/dhondt.py"} <= read
    assert not {name for name in read if name.startswith(("app/", "display/"))}
    assert not {"model/simulation.py", "model/voter.py", "measures/policy_space.py"} & read


def test_runs_of_other_rules_are_not_taken_up(tmp_path, monkeypatch):
    sweep(jobs.study(), tmp_path, HERE)
    monkeypatch.setattr("experiments.study.plan.model_version", lambda: "0.1.0+another0")
    monkeypatch.setattr("experiments.study.provenance.model_version", lambda: "0.1.0+another0")
    with pytest.raises(StoreError, match=r"model version .* now 0.1.0\+another0"):
        sweep(jobs.study(), tmp_path, HERE)
