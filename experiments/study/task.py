"""What a worker does: it runs tasks and never raises because of one of them.

Workers import this file, so it stays light.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.politics.soundness import UnsoundRun
from model.scenario import Scenario

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


def simulate(task: Task) -> Result:
    """Run the model."""
    from model.run import NOBODY, run

    done = run(task.scenario.replace(task.changes), task.seed)
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
        return Finished(task.run_id, ERROR, f"{type(error).__name__}: {error}")


def attempt_all(work: Work, tasks: Sequence[Task]) -> list[Finished]:
    """Do the tasks of a chunk one after the other."""
    return [attempt(work, task) for task in tasks]
