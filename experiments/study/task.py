"""What a worker does: it runs tasks and never raises because of one of them.

Workers import this file, so it stays light.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.scenario import Scenario

OK, ERROR, CRASHED = "ok", "error", "crashed"


@dataclass(frozen=True)
class Task:
    """One run to do: a scenario, what is changed in it, and the seed."""

    run_id: str
    scenario: Scenario
    changes: Mapping[str, Any]
    seed: int


@dataclass(frozen=True)
class Result:
    """What a run gives: its outcome, flat, and its weeks, column by column."""

    outcome: Mapping[str, Any]
    weeks: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Finished:
    """A run that is over: `ok`, `error` (it raised) or `crashed` (its worker or memory gave out).

    A run that raised would raise again; one that crashed is tried again by the next sweep.
    """

    run_id: str
    status: str
    reason: str = ""
    result: Result = field(default_factory=lambda: Result({}, {}))


Work = Callable[[Task], Result]


def simulate(task: Task) -> Result:
    """Run the model."""
    from model.run import run

    done = run(task.scenario.replace(task.changes), task.seed)
    return Result({**done.outcome, **done.flows}, done.weeks)


def attempt(work: Work, task: Task) -> Finished:
    """Do one task; a failure is a result too, with its reason."""
    try:
        return Finished(task.run_id, OK, result=work(task))
    except MemoryError as error:
        return Finished(task.run_id, CRASHED, f"out of memory: {error}")
    except (Exception, SystemExit) as error:
        return Finished(task.run_id, ERROR, f"{type(error).__name__}: {error}")


def attempt_all(work: Work, tasks: Sequence[Task]) -> list[Finished]:
    """Do the tasks of a chunk one after the other."""
    return [attempt(work, task) for task in tasks]
