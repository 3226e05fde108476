"""Runs chunks on an engine; a run that kills its worker takes nothing else with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass

from experiments.running.engines import Engine, EngineError
from experiments.study.provenance import model_version
from experiments.study.task import CRASHED, Finished, OtherModel, Parcel, Task, Work, attempt_all

TICK = 1.0
"""Seconds between two looks at progress and engine."""
STARTS = 3
"""Attempts to start workers before tasks count as having killed them, or the engine as broken."""
DIED = "its worker died, and died again when the run was alone"


@dataclass(frozen=True)
class Chunk:
    """Some runs that are handed out, and stored, together."""

    number: int
    tasks: tuple[Task, ...]


class Runner:
    """Hands chunks to an engine and collects what comes back.

    When a worker dies nobody can tell which of the runs in progress it died of. So these are
    suspects, and are run again at the end, one chunk at a time; a chunk that kills again is
    run task by task; a task that kills again is recorded as crashed.
    """

    def __init__(self, engine: Engine, work: Work, tick: Callable[[], None]) -> None:
        """Use an engine; `tick` is called about once a second."""
        self.engine, self.work, self.tick = engine, work, tick
        self._version = model_version() if engine.elsewhere else ""
        self._running: dict[Future[list[Finished]], Chunk] = {}
        self._suspects: list[Chunk] = []

    def results(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, list[Finished]]]:
        """Yield each chunk with its results, in the order in which they are finished."""
        waiting = iter(chunks)
        self._executor = self._start()
        try:
            while self._hand_out(waiting):
                yield from self._collect()
                self._look()
            for chunk in self._suspects:
                yield chunk, self._alone(chunk.tasks)
                self._look()
        finally:
            self.engine.stop()

    def _look(self) -> None:
        self.tick()
        self.engine.check()

    def _hand_out(self, waiting: Iterator[Chunk]) -> bool:
        while len(self._running) < self.engine.at_once:
            chunk = next(waiting, None)
            if chunk is None:
                break
            self._running[self._submit(chunk.tasks)] = chunk
        return bool(self._running)

    def _start(self) -> Executor:
        """Start the engine; Python's own helper of processes may be killed while it starts."""
        for _ in range(STARTS):
            with suppress(BrokenPipeError):
                return self.engine.start()
        raise EngineError(
            f"Something ended the processes of {self.engine.name} {STARTS} times while they "
            "started: run the same command again to try again."
        )

    def _submit(self, tasks: Sequence[Task]) -> Future[list[Finished]]:
        """Hand out tasks; a worker that dies while it is being started has died of them."""
        for _ in range(STARTS):
            # A worker that is killed before it has read what to do leaves a broken pipe.
            with suppress(BrokenExecutor, BrokenPipeError):
                return self._executor.submit(attempt_all, Parcel(self.work, tasks, self._version))
            self.engine.stop()
            self._executor = self._start()
        died: Future[list[Finished]] = Future()
        died.set_exception(BrokenExecutor())
        return died

    def _collect(self) -> Iterator[tuple[Chunk, list[Finished]]]:
        done, _ = wait(self._running, timeout=TICK, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = self._running.pop(future)
            finished = self._result(future)
            if finished is None:
                self._suspects.append(chunk)
            else:
                yield chunk, finished

    def _result(self, future: Future[list[Finished]]) -> list[Finished] | None:
        """Return the results, or None if the worker died."""
        try:
            return future.result()
        except OtherModel as error:
            raise EngineError(str(error)) from None
        except (Exception, CancelledError) as error:
            if self.engine.lost(error):
                return None
            self.engine.check()
            raise EngineError(
                f"The engine {self.engine.name} cannot do the work "
                f"({type(error).__name__}: {error})."
            ) from error

    def _alone(self, tasks: Sequence[Task]) -> list[Finished]:
        future = self._submit(tasks)
        while not wait([future], timeout=TICK).done:
            self._look()
        finished = self._result(future)
        if finished is not None:
            return finished
        if len(tasks) == 1:
            return [Finished(tasks[0].run_id, CRASHED, DIED)]
        return [each for task in tasks for each in self._alone([task])]
