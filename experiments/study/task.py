"""What a worker does: it runs tasks and never raises because of one of them.

Workers import this file, so it stays light.
"""

import pickle
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from experiments.study.provenance import model_version
from model.own_parts import use
from model.parameters.registry import own_files, own_part_files, told_of
from model.politics.soundness import UnsoundRun
from model.scenario import Scenario

if TYPE_CHECKING:
    from model.society.electorate import Electorates

OK, ERROR, CRASHED, NOBODY_VOTED = "ok", "error", "crashed", "nobody_voted"
"""What became of a run: it is over; it raised; it killed its worker; or it came to polling day
and nobody cast a valid vote, so that its shares and seats mean nothing. Only `ok` is a result."""


@dataclass(frozen=True)
class Task:
    """One run to do: a scenario, what is changed in it, and the seed."""

    run_id: str
    scenario: Scenario
    changes: Mapping[str, Any]
    seed: int


@dataclass(frozen=True)
class Result:
    """What a run gives: its outcome, flat, and its weeks, column by column.

    `status` and `reason` say so where the outcome, though it is kept, is no result.
    """

    outcome: Mapping[str, Any]
    weeks: Mapping[str, Sequence[Any]]
    status: str = OK
    reason: str = ""


@dataclass(frozen=True)
class Finished:
    """A run that is over, with one of the statuses above and the reason if it is not `ok`.

    A run that raised would raise again; one that crashed is tried again by the next sweep.
    """

    run_id: str
    status: str
    reason: str = ""
    result: Result = field(default_factory=lambda: Result({}, {}))


Work = Callable[[Task], Result]


@cache
def electorates() -> "Electorates":
    """Return what this worker has drawn; it lives as long as the worker's process."""
    from model.society.electorate import Electorates

    return Electorates()


_PLAYED: "deque[tuple[Task, Scenario]]" = deque(maxlen=1)
"""The task that this worker did last, with its scenario."""


def _scenario_of(task: Task) -> Scenario:
    """Return the scenario of a task; replicates of a point, one after the other, share it."""
    for last, scenario in tuple(_PLAYED):
        if last.scenario is task.scenario and last.changes == task.changes:
            return scenario
    scenario = task.scenario.replace(task.changes)
    _PLAYED.append((task, scenario))
    return scenario


def simulate(task: Task) -> Result:
    """Run the model."""
    from model.run import NOBODY, run

    done = run(_scenario_of(task), task.seed, electorates())
    status = OK if done.anybody_voted else NOBODY_VOTED
    reason = "" if done.anybody_voted else NOBODY
    return Result({**done.outcome, **done.flows}, done.weeks, status, reason)


def attempt(work: Work, task: Task) -> Finished:
    """Do one task; a failure is a result too, with its reason."""
    try:
        result = work(task)
        return Finished(task.run_id, result.status, result.reason, result)
    except UnsoundRun as error:
        return Finished(task.run_id, ERROR, str(error))
    except MemoryError as error:
        return Finished(task.run_id, CRASHED, f"out of memory: {error}")
    except (Exception, SystemExit) as error:
        return Finished(task.run_id, ERROR, told_of(error) or f"{type(error).__name__}: {error}")


class OtherModel(RuntimeError):
    """A worker whose model is not that of the sweep; its runs would be taken for others."""


class Parcel:
    """The tasks of a chunk and the work to do with each, as they are sent to a worker.

    A user's own files travel with them, and are put to use before anything is unpacked that may
    be made of their parts. So they reach every worker of every engine.
    """

    def __init__(self, work: Work, tasks: Sequence[Task], version: str = "") -> None:
        """Pack them with the files that are in use here; `version`: the model they are for."""
        self._version = version
        self._content: tuple[Work, Sequence[Task]] | bytes = (work, tasks)
        self._files, self._parts = own_files(), own_part_files()

    def __getstate__(self) -> dict[str, Any]:
        """Pack what may be made of own parts as bytes, which nobody unpacks on the way."""
        content = self._content
        packed = content if isinstance(content, bytes) else pickle.dumps(content)
        return {**vars(self), "_content": packed}

    def unpacked(self) -> tuple[Work, Sequence[Task]]:
        """Return the work and the tasks, with the users' files in use.

        Raises OtherModel where the model is another one than that they are for.
        """
        if self._version and self._version != model_version():
            raise OtherModel(
                f"A worker has version {model_version()} of the model, and this sweep is of "
                f"{self._version}: install the same code there."
            )
        if not isinstance(self._content, bytes):
            return self._content
        others = tuple(each for each in self._files if each not in self._parts)
        use(self._parts, others)
        work, tasks = pickle.loads(self._content)
        return work, tasks


def attempt_all(parcel: Parcel) -> list[Finished]:
    """Do the tasks of a parcel one after the other."""
    work, tasks = parcel.unpacked()
    return [attempt(work, task) for task in tasks]
