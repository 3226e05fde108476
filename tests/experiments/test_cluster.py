"""A real scheduler and real workers, each in a process of its own, on loopback."""

import asyncio
import json
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import jobs
import outside
import psutil
import pytest
from dask import config
from distributed.cfexecutor import _cascade_future
from outside import PATIENCE, start, stored_parts, tables, until

from experiments.running import engines, runner
from experiments.running.engines import EngineError, Serial, engine
from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_runs
from model import own_parts

pytestmark = [
    pytest.mark.usefixtures("many_parts"),
    # Of dask itself, not of what is tested; sockets of a scheduler that was killed stay open.
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning",
        "ignore::pytest.PytestUnraisableExceptionWarning",
    ),
]  # fmt: skip

ENVIRONMENT = {**outside.ENVIRONMENT, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}


class Dask:
    """One scheduler with two workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []

    @property
    def mark(self) -> Path:
        """What a run makes that kills its worker once."""
        return self.folder / "mark"

    def up(self) -> None:
        """Start them, and note where the scheduler is."""
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        self._begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                    "--scheduler-file", str(file))  # fmt: skip
        until(lambda: file.exists() and '"address"' in file.read_text())
        self.address = str(json.loads(file.read_text())["address"])
        self._begin("worker", self.address, "--nworkers", "2", "--nthreads", "1",
                    "--no-dashboard", "--local-directory", str(self.folder))  # fmt: skip
        # A sweep waits for a worker only for a while, and this machine may be busy.
        log = self.folder / "1.log"
        until(lambda: log.read_text().count("Registered to") == 2)

    def _begin(self, *options: str) -> None:
        with (self.folder / f"{len(self.processes)}.log").open("w") as log:
            self.processes.append(
                start("-m", "dask", *options, stdout=log, stderr=log,
                      env={**ENVIRONMENT, "MARK": str(self.mark)})
            )  # fmt: skip

    def down(self) -> None:
        """Kill them all, and what they started."""
        family = [psutil.Process(each.pid) for each in self.processes if each.poll() is None]
        family += [child for each in family for child in each.children(recursive=True)]
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        while self.processes:
            self.processes.pop().wait()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """One that is not there yet; new workers take the place of those that die."""
    found = Dask(tmp_path_factory.mktemp("dask"))
    yield found
    found.down()


@pytest.fixture
def cluster(dask: Dask) -> Dask:
    """The one of all tests, begun anew if a test has killed its scheduler."""
    if not dask.processes or dask.processes[0].poll() is not None:
        dask.down()
        dask.up()
    return dask


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of a sweep that nothing has interrupted."""
    folder = tmp_path_factory.mktemp("whole")
    sweep(jobs.study(), folder, Execution(Serial(), jobs.quick))
    return tables(folder)


def test_a_cluster_writes_the_same_bytes(cluster, tmp_path, whole):
    sweep(jobs.study(), tmp_path / "out", Execution(engine(cluster.address), jobs.quick))
    assert tables(tmp_path / "out") == whole


def test_a_run_that_raises_on_a_cluster_stops_nothing(cluster, tmp_path):
    sweep(jobs.study(), tmp_path, Execution(engine(cluster.address), jobs.raising))
    assert read_runs(tmp_path)["status"].value_counts().to_dict() == {"ok": 12, "error": 4}


def test_a_run_that_kills_its_worker_of_a_cluster_stops_nothing(cluster, tmp_path):
    sweep(jobs.study(), tmp_path, Execution(engine(cluster.address), jobs.deadly))
    runs = read_runs(tmp_path)
    bad = (runs[jobs.PATH] == jobs.BAD) & runs["seed"].map(jobs.dies)
    assert (runs["status"] == bad.map({True: "crashed", False: "ok"})).all()


def test_a_worker_that_dies_while_its_results_are_fetched_has_lost_them():
    """Dask's executor then has a result where it looks for an error, with its type and trace."""

    class Fetched:
        status = "lost"

        async def _result(self, raiseit: bool) -> list[str]:
            return ["a run that is done"]

    async def told() -> BaseException | None:
        future: Future[object] = Future()
        await _cascade_future(Fetched(), future)
        return future.exception()

    error = asyncio.run(told())
    assert isinstance(error, ValueError)
    anywhere = engine("tcp://127.0.0.1:1")
    assert anywhere.lost(error)
    assert not anywhere.lost(raised(lambda: int("a job's own mistake")))
    assert not Serial().lost(error)


def raised(act: Callable[[], object]) -> ValueError:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        act()
    return caught.value


def test_kill_9_of_the_driver_and_of_a_worker_changes_nothing(cluster, drive, tmp_path, whole):
    driver = drive(tmp_path / "out", cluster.address, "slow")
    until(lambda: stored_parts(tmp_path / "out") >= 2)
    driver.kill()
    driver.wait()
    again = Execution(engine(cluster.address), jobs.killed_once)
    assert 2 <= sweep(jobs.study(), tmp_path / "out", again).already < 16
    assert cluster.mark.exists()
    assert tables(tmp_path / "out") == whole


def test_where_there_is_no_scheduler_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(EngineError, match=r"No scheduler answers at tcp://127\.0\.0\.1:9"):
        sweep(jobs.study(), tmp_path, Execution(engine("tcp://127.0.0.1:9"), jobs.quick))


def test_a_scheduler_with_tls_needs_a_certificate_from_the_settings_of_dask(tmp_path):
    asked = Execution(engine("tls://127.0.0.1:9"), jobs.quick)
    with pytest.raises(EngineError, match="asks for a certificate: set DASK_DISTRIBUTED__COMM"):
        sweep(jobs.study(), tmp_path, asked)
    nowhere = str(tmp_path / "no.pem")
    tls = "distributed.comm.tls"
    named = dict.fromkeys((f"{tls}.ca-file", f"{tls}.client.cert", f"{tls}.client.key"), nowhere)
    with (
        config.set(named),
        pytest.raises(EngineError, match="cannot be read"),
    ):
        sweep(jobs.study(), tmp_path, asked)


def test_own_parts_reach_the_workers_of_a_cluster(cluster, tmp_path):
    (tmp_path / "unrest.py").write_text(UNREST)
    own_parts.use(own_parts.read([tmp_path / "unrest.py"]))
    try:
        study = jobs.study(replicates=2, values=(0.2, 0.4))
        restless = replace(study, scenario=study.scenario.replace({"mechanisms.unrest": True}))
        for name, each in (("cluster", cluster.address), ("here", "serial")):
            sweep(restless, tmp_path / name, Execution(engine(each)))
        runs = read_runs(tmp_path / "cluster")
        assert set(runs["status"]) == {"ok"}
        assert runs["protest"].tolist() == read_runs(tmp_path / "here")["protest"].tolist()
    finally:
        own_parts.use(())


def test_a_cluster_of_another_model_is_refused(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "model_version", lambda: "0.0+another")
    with pytest.raises(EngineError, match=r"worker has version .* and this sweep is of 0\.0\+ano"):
        sweep(jobs.study(), tmp_path, Execution(engine(cluster.address), jobs.quick))


def test_kill_9_of_the_scheduler_loses_no_finished_part(cluster, drive, tmp_path, whole):
    driver = drive(tmp_path / "out", cluster.address, "slow")
    until(lambda: stored_parts(tmp_path / "out") >= 2)
    cluster.processes[0].kill()
    message = driver.communicate(timeout=PATIENCE)[1]
    assert driver.returncode == 1
    assert "The scheduler at tcp://127.0.0.1" in message.splitlines()[-1]
    assert "Traceback" not in message, message
    assert 2 <= len(read_runs(tmp_path / "out")) < 16
    sweep(jobs.study(), tmp_path / "out", Execution(Serial(), jobs.quick))
    assert tables(tmp_path / "out") == whole


UNREST = '''
import numpy as np

from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect


class Unrest(Mechanism):
    """Protest rises everywhere."""

    phase = Phase.CONTAGION
    changes = ("protest_drift",)

    def effect(self, state):
        """Return the drift by cell."""
        return Effect(protest_drift=np.ones(state.setting.size("C")))
'''
