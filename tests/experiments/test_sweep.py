"""Whatever happens to a sweep, the same command ends it with the same tables."""

import resource
import threading
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from dataclasses import replace

import jobs
import numpy as np
import pandas as pd
import psutil
import pytest
from outside import PATIENCE, stored_parts, tables, until

from experiments.running.engines import EngineError, Local, Serial, engine
from experiments.running.sweep import Execution, failures, sweep
from experiments.store.files import DiskError, StoreError
from experiments.store.folder import read_manifest, read_runs, read_steps
from experiments.store.writing import opened
from experiments.study.design import Factor, factorial, sobol
from experiments.study.plan import Study, planned, replicate_seed
from experiments.study.task import Result, Task
from model.draws import Draws
from model.scenario import Scenario

pytestmark = pytest.mark.usefixtures("many_parts")

HERE = Execution(Serial(), jobs.quick)
LARGER_THAN_A_PIPE = 1 << 20


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep") / "whole"
    sweep(jobs.study(), folder, HERE)
    return folder


def test_a_table_has_a_row_for_each_point_and_replicate_in_order(uninterrupted):
    runs, steps = read_runs(uninterrupted), read_steps(uninterrupted)
    assert runs["point"].tolist() == [point for point in range(4) for _ in range(4)]
    assert runs["replicate"].tolist() == list(range(4)) * 4
    assert runs[jobs.PATH].tolist() == [value for value in (0.2, 0.3, 0.4, 0.5) for _ in range(4)]
    assert set(runs["status"]) == {"ok"}
    assert len(steps) == 3 * len(runs)
    assert steps["week"].tolist() == [0, 1, 2] * len(runs)


def test_pandas_alone_reads_the_runs_in_one_line(uninterrupted):
    alone = pd.read_parquet(uninterrupted / "runs")
    pd.testing.assert_frame_equal(alone[sorted(alone)], read_runs(uninterrupted)[sorted(alone)])


def test_all_points_share_the_seeds_of_their_replicates(uninterrupted):
    seeds = read_runs(uninterrupted).groupby("replicate")["seed"].unique()
    assert [list(each) for each in seeds] == [[replicate_seed(7, r)] for r in range(4)]
    assert len({replicate_seed(7, r) for r in range(1_000)}) == 1_000


def test_replicates_take_turns_with_common_seeds():
    found = list(planned(replace(jobs.study(), common_seeds=2)))
    assert {each.seed for each in found if each.replicate % 2} == {replicate_seed(7, 1)}
    assert {each.seed for each in found if not each.replicate % 2} == {replicate_seed(7, 0)}


def test_threads_write_the_same_bytes(tmp_path, uninterrupted):
    with ThreadPoolExecutor(3) as threads:
        sweep(jobs.study(), tmp_path, Execution(engine(threads), jobs.quick))
    assert tables(tmp_path) == tables(uninterrupted)


@pytest.fixture(scope="module")
def by_processes(tmp_path_factory):
    """The folder of a sweep by two processes, and what of them is alive when it has ended."""
    folder, before = tmp_path_factory.mktemp("local"), set(psutil.Process().children())
    sweep(jobs.study(), folder, Execution(engine("local", 2), jobs.quick))
    return folder, set(psutil.Process().children()) - before


def test_processes_write_the_same_bytes(by_processes, uninterrupted):
    assert tables(by_processes[0]) == tables(uninterrupted)


def test_no_worker_outlives_its_sweep(by_processes):
    left = [each for each in by_processes[1] if each.is_running()]
    assert not [each for each in left if "resource_tracker" not in " ".join(each.cmdline())]


def test_a_second_sweep_does_nothing_again(tmp_path):
    done = []

    def noting(task: Task) -> Result:
        done.append(task.run_id)
        return jobs.quick(task)

    for already in (0, 16):
        report = sweep(jobs.study(), tmp_path, Execution(Serial(), noting))
        assert (report.already, report.runs) == (already, 16)
    assert len(done) == len(set(done)) == 16


def test_a_long_plan_is_told_of_and_can_be_stopped(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("experiments.running.sweep.SECONDS_IN_SILENCE", 0.0)
    asked = iter([False, False, True])
    with pytest.raises(KeyboardInterrupt):
        sweep(jobs.study(), tmp_path / "r", replace(HERE, stop=lambda: next(asked)))
    assert capsys.readouterr().err == "Planning 16 runs ...\n"
    assert not (tmp_path / "r").exists()


def test_kill_9_of_the_driver_loses_no_finished_part(drive, descendants, tmp_path, uninterrupted):
    driver = drive(tmp_path, "local", "slow")
    until(lambda: stored_parts(tmp_path) >= 3)
    workers = descendants(driver.pid)
    assert workers
    driver.kill()
    driver.wait()
    _, alive = psutil.wait_procs(workers, timeout=PATIENCE)
    assert not alive
    assert 3 <= len(read_runs(tmp_path)) < 16
    report = sweep(jobs.study(), tmp_path, HERE)
    assert 3 <= report.already < 16
    assert tables(tmp_path) == tables(uninterrupted)


def test_a_run_that_raises_is_a_row_with_its_reason(tmp_path, uninterrupted):
    report = sweep(jobs.study(), tmp_path, Execution(Serial(), jobs.raising))
    runs, whole = read_runs(tmp_path), read_runs(uninterrupted)
    bad = runs[jobs.PATH] == jobs.BAD
    assert report.statuses == {"ok": 12, "error": 4}
    assert set(runs.loc[bad, "reason"]) == {"ArithmeticError: no such election"}
    pd.testing.assert_frame_equal(runs[~bad], whole[~bad], check_dtype=False)
    assert set(read_steps(tmp_path)["run_id"]) == set(runs.loc[~bad, "run_id"])


def test_a_run_that_kills_its_worker_is_recorded_and_stops_nothing(tmp_path, uninterrupted):
    sweep(jobs.study(), tmp_path, Execution(Local(2), jobs.deadly))
    runs, whole = read_runs(tmp_path), read_runs(uninterrupted)
    bad = (runs[jobs.PATH] == jobs.BAD) & runs["seed"].map(jobs.dies)
    assert bad.sum() == 1
    assert (runs["status"] == np.where(bad, "crashed", "ok")).all()
    assert runs.loc[bad, "reason"].str.contains("alone").all()
    assert "1 of 16 runs failed: 1 crashed (the first: its worker died" in failures(tmp_path)
    pd.testing.assert_frame_equal(runs[~bad], whole[~bad], check_dtype=False)


def test_kill_9_of_a_worker_changes_nothing(tmp_path, uninterrupted, monkeypatch):
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    sweep(jobs.study(), tmp_path / "out", Execution(Local(1), jobs.killed_once))
    assert (tmp_path / "mark").exists()
    assert tables(tmp_path / "out") == tables(uninterrupted)


@pytest.fixture
def half_told(tmp_path):
    """A pool of one worker that is stuck in telling a result larger than the pipe."""
    jobs.HELD.clear()
    local = Local(1)
    pool = local.start()
    futures = [
        pool.submit(jobs.telling, size, tmp_path / f"{size}") for size in (0, LARGER_THAN_A_PIPE)
    ]
    until((tmp_path / f"{LARGER_THAN_A_PIPE}").exists)
    (worker,) = local._workers()
    until(lambda: psutil.Process(worker.pid).status() == psutil.STATUS_SLEEPING)
    yield local, worker, futures[-1]
    jobs.HELD.set()


def test_a_sweep_can_be_stopped_while_a_worker_tells_a_result(half_told):
    local, _, future = half_told
    threading.Timer(1, jobs.HELD.set).start()
    stopping = threading.Thread(target=local.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    with pytest.raises(BrokenExecutor):
        future.result(PATIENCE)


def test_a_worker_killed_while_it_tells_a_result_is_noticed(half_told):
    local, worker, future = half_told
    worker.kill()
    worker.join()
    jobs.HELD.set()
    local.check()
    with pytest.raises(BrokenExecutor):
        future.result(PATIENCE)
    local.stop()


def test_a_run_that_crashed_is_tried_again_by_the_next_call(tmp_path, uninterrupted, monkeypatch):
    execution = Execution(Serial(), jobs.forgetful)
    assert sweep(jobs.study(), tmp_path, execution).statuses == {"ok": 12, "crashed": 4}
    assert "run the same command again" in failures(tmp_path)
    monkeypatch.setenv("MEMORY", "enough")
    again = sweep(jobs.study(), tmp_path, execution)
    assert (again.already, again.statuses) == (12, {"ok": 16})
    assert (failures(tmp_path), tables(tmp_path)) == ("", tables(uninterrupted))


def test_a_run_that_raised_is_not_tried_again(tmp_path):
    for already in (0, 16):
        report = sweep(jobs.study(), tmp_path, Execution(Serial(), jobs.raising))
        assert (report.already, report.statuses) == (already, {"ok": 12, "error": 4})
    said = failures(tmp_path)
    assert "4 of 16 runs failed: 4 error (the first: ArithmeticError: no such election" in said
    assert "would fail again" in said


def test_a_kill_between_the_sum_and_the_part_leaves_the_part_as_it_was(tmp_path):
    sweep(jobs.study(), tmp_path, HERE)
    with (tmp_path / "SHA256SUMS").open("a", encoding="ascii") as sums:
        sums.write(f"{'0' * 64}  runs/part-000005.parquet\n")
    report = sweep(jobs.study(), tmp_path, HERE)
    assert (report.already, report.damaged) == (16, [])


@pytest.mark.parametrize("kind", ["runs", "steps"])
@pytest.mark.parametrize("how", ["cut off", "a bit flipped", "emptied"])
def test_a_damaged_part_is_set_aside_and_done_again(kind, how, tmp_path, uninterrupted):
    sweep(jobs.study(), tmp_path, HERE)
    path = tmp_path / kind / "part-000005.parquet"
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    damaged = {"cut off": content[:-20], "a bit flipped": content, "emptied": b""}[how]
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match=f"{path} is damaged"):
        read_runs(tmp_path) if kind == "runs" else read_steps(tmp_path)
    report = sweep(jobs.study(), tmp_path, HERE)
    assert f"{kind}/part-000005.parquet" in report.damaged
    assert (tmp_path / "damaged" / kind / "part-000005.parquet").read_bytes() == damaged
    assert report.already == 15
    assert tables(tmp_path) == tables(uninterrupted)


def test_a_damaged_plan_is_made_again(tmp_path, uninterrupted):
    sweep(jobs.study(), tmp_path, HERE)
    (tmp_path / "plan.parquet").write_bytes(b"nonsense")
    assert sweep(jobs.study(), tmp_path, HERE).already == 16
    assert tables(tmp_path) == tables(uninterrupted)


def test_two_sweeps_cannot_write_to_one_folder(tmp_path):
    with opened(tmp_path), pytest.raises(StoreError, match="another sweep: wait"):
        sweep(jobs.study(), tmp_path, HERE)
    assert sweep(jobs.study(), tmp_path, HERE).already == 0


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "results", tmp_path / "file"):
        with pytest.raises(DiskError, match="a file stands where a folder is wanted"):
            sweep(jobs.study(), place, HERE)


def test_a_limit_of_file_size_keeps_what_is_finished(drive, tmp_path):
    limit = (100_000, 100_000)
    small = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)}
    full = drive(tmp_path, "serial", "bulky", **small)
    message = full.communicate()[1]
    assert full.returncode == 1
    assert message.startswith(f"{tmp_path / 'steps'} cannot be written to (File too large)")
    assert len(message.splitlines()) == 1
    assert len(read_runs(tmp_path)) == 4
    assert not list(tmp_path.rglob("*.tmp"))
    assert sweep(jobs.study(), tmp_path, Execution(Serial(), jobs.bulky)).already == 4
    sweep(jobs.study(), tmp_path.parent / "whole", Execution(Serial(), jobs.bulky))
    assert tables(tmp_path) == tables(tmp_path.parent / "whole")


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (jobs.study(seed=8), "root seed 7, now 8"),
        (jobs.study(replicates=3), "replicates 4, now 3"),
        (jobs.study(values=(0.2, 0.3)), "swept values"),
        (Study(jobs.study().scenario.replace({"weeks": 3}), jobs.study().design, 4, 7), "scenario"),
    ],
)
def test_a_folder_of_another_sweep_is_refused(other, named, uninterrupted):
    before = tables(uninterrupted)
    with pytest.raises(StoreError, match=named):
        sweep(other, uninterrupted, HERE)
    assert tables(uninterrupted) == before


USUAL = jobs.study().scenario


def of_scenarios(other: Scenario, *popularities: float) -> Study:
    design = factorial([Factor("scenario", ("usual", "other"))])
    draws = Draws(tuple({jobs.PATH: each} for each in popularities), USUAL)
    return Study(USUAL, design, seed=7, others={"usual": USUAL, "other": other}, draws=draws)


@pytest.mark.parametrize(
    ("study", "named"),
    [
        (of_scenarios(USUAL.replace({"weeks": 3}), 0.2), r"\(scenario other \w+, now \w+\)"),
        (of_scenarios(USUAL, 0.3, 0.2), r"\(draws made for .* count 1, .*, now .* count 2, .*\)"),
        (of_scenarios(USUAL, 0.4), r"\(the draws say something else now\)"),
        (replace(of_scenarios(USUAL, 0.2), draws=None), r"\(draws made for .*, now none\)"),
    ],
)
def test_other_scenarios_and_draws_are_named_as_what_makes_another_sweep(study, named, tmp_path):
    sweep(of_scenarios(USUAL, 0.2), tmp_path, HERE)
    with pytest.raises(StoreError, match=named):
        sweep(study, tmp_path, HERE)


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(StoreError, match=r"no results folder \(it holds thesis.docx\)"):
        sweep(jobs.study(), tmp_path, HERE)
    assert [each.name for each in tmp_path.iterdir() if each.name != ".lock"] == ["thesis.docx"]


def test_more_replicates_are_added_to_what_is_there(tmp_path, uninterrupted):
    sweep(jobs.study(replicates=3), tmp_path, HERE)
    parts = tables(tmp_path)
    del parts["plan.parquet"]
    assert sweep(jobs.study(), tmp_path, HERE).already == 12
    assert parts.items() <= tables(tmp_path).items()
    pd.testing.assert_frame_equal(read_runs(tmp_path), read_runs(uninterrupted))


def test_a_sobol_design_is_doubled_without_doing_anything_twice(tmp_path):
    factors = [Factor(jobs.PATH, low=0.1, high=0.9), Factor("leader.attachment"), Factor("dummy")]
    small, large = (
        replace(jobs.study(replicates=1), design=sobol(factors, samples, seed=3))
        for samples in (4, 8)
    )
    first = sweep(small, tmp_path, HERE)
    second = sweep(large, tmp_path, HERE)
    assert second.already == first.runs
    # The dummy changes nothing, so its points are runs that others need anyway.
    assert (first.runs, len(read_runs(tmp_path))) == (4 * 4, 8 * 5)
    assert list(read_runs(tmp_path)["point"]) == list(range(40))


def test_a_scenario_can_be_a_factor(tmp_path):
    base = jobs.study().scenario
    others = {"short": base, "long": base.replace({"weeks": 5})}
    design = factorial([Factor("scenario", ("short", "long")), Factor(jobs.PATH, (0.2, 0.4))])
    sweep(Study(base, design, others=others), tmp_path, HERE)
    runs = read_runs(tmp_path)
    assert runs["scenario"].tolist() == ["short", "short", "long", "long"]
    assert runs["run_id"].is_unique
    assert read_manifest(tmp_path)["other_scenarios"]["long"] == others["long"].hash


def test_an_executor_that_breaks_cannot_be_replaced_but_nothing_is_lost(tmp_path):
    local = Local(1)
    pool = local.start()
    with pytest.raises(EngineError, match="has broken down"):
        sweep(jobs.study(), tmp_path, Execution(engine(pool), jobs.deadly))
    local.stop()
    assert sweep(jobs.study(), tmp_path, HERE).runs == 16


def test_being_told_to_stop_keeps_what_is_finished(tmp_path, uninterrupted):
    asked = iter([*[False] * (16 + 2), True])  # the plan has 16 runs
    with pytest.raises(KeyboardInterrupt):
        sweep(jobs.study(), tmp_path, Execution(Serial(), jobs.quick, stop=lambda: next(asked)))
    assert stored_parts(tmp_path) == 3
    sweep(jobs.study(), tmp_path, HERE)
    assert tables(tmp_path) == tables(uninterrupted)
