"""A worker that is killed while it is being started is a worker that died, and no more."""

import pytest

from experiments.running.engines import EngineError, Serial
from experiments.running.runner import STARTS, Chunk, Runner
from experiments.study.task import CRASHED, OK, Result, Task
from model.scenario import load_scenario


class Unlucky(Serial):
    """An engine whose workers die at the first starts: the pipe to them is broken."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths

    def start(self):
        executor = super().start()
        submit = executor.submit

        def try_to_submit(*given):
            self.deaths -= 1
            if self.deaths >= 0:
                raise BrokenPipeError
            return submit(*given)

        executor.submit = try_to_submit
        return executor


@pytest.mark.parametrize(("deaths", "status"), [(STARTS - 1, OK), (10 * STARTS, CRASHED)])
def test_a_worker_killed_while_it_starts_is_tried_again_and_then_told(deaths, status):
    task = Task("a", load_scenario("kazakhstan-2022"), {}, 1)
    runner = Runner(Unlucky(deaths), lambda task: Result({}, {}), lambda: None)
    ((_, (finished,)),) = runner.results([Chunk(0, (task,))])
    assert finished.status == status


class Interrupted(Serial):
    """An engine whose first starts fail, because Python's own helper of processes was killed."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths

    def start(self):
        self.deaths -= 1
        if self.deaths >= 0:
            raise BrokenPipeError
        return super().start()


def test_an_engine_that_is_interrupted_while_it_starts_is_started_again_or_says_so():
    task = Task("a", load_scenario("kazakhstan-2022"), {}, 1)
    runner = Runner(Interrupted(STARTS - 1), lambda task: Result({}, {}), lambda: None)
    ((_, (finished,)),) = runner.results([Chunk(0, (task,))])
    assert finished.status == OK
    runner = Runner(Interrupted(STARTS), lambda task: Result({}, {}), lambda: None)
    with pytest.raises(EngineError, match="run the same command again"):
        list(runner.results([Chunk(0, (task,))]))
