"""Small pieces of work for workers: some good, some that fail in the ways real runs fail."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from experiments.study.design import Factor, factorial
from experiments.study.plan import Study
from experiments.study.task import Result, Task
from model.scenario import load_scenario

PATH = "leader.popularity"
BAD = 0.3


def study(replicates: int = 4, seed: int = 7, values: tuple[float, ...] = (0.2, BAD, 0.4, 0.5)):
    """Ask something small of the real scenario."""
    scenario = load_scenario("kazakhstan-2022", {"voters": 1_000, "weeks": 2})
    return Study(scenario, factorial([Factor(PATH, values)]), replicates, seed)


def quick(task: Task) -> Result:
    """Make a result that depends on the scenario and on the seed."""
    popularity = task.scenario.replace(task.changes).leader.popularity
    draws = [(task.seed * factor % 1_000) / 1_000 * popularity for factor in (3, 5, 7)]
    return Result({"vote_share.a": draws[0], "seats.a": round(98 * draws[0])},
                  {"week": [0, 1, 2], "support.a": draws})  # fmt: skip


def slow(task: Task) -> Result:
    time.sleep(0.3)
    return quick(task)


def raising(task: Task) -> Result:
    if task.changes[PATH] == BAD:
        raise ArithmeticError("no such election")
    return quick(task)


def dies(seed: int) -> bool:
    """Say which seed kills a worker at the bad value: of the four of a study one."""
    return seed % 4 == 1


def deadly(task: Task) -> Result:
    if task.changes[PATH] == BAD and dies(task.seed):
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(task)


def killed_once(task: Task) -> Result:
    """Die as if the kernel had taken this worker for its memory, but only the first time."""
    mark = Path(os.environ["MARK"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(task)


def forgetful(task: Task) -> Result:
    if task.changes[PATH] == BAD and not os.environ.get("MEMORY"):
        raise MemoryError("Unable to allocate 9 TiB")
    return quick(task)


def bulky(task: Task) -> Result:
    """Fill the disk at one of the points."""
    if task.changes[PATH] != BAD:
        return quick(task)
    noise = [(task.seed * each * each) % 1_000_003 / 1_000_003 for each in range(20_000)]
    return Result({"vote_share.a": 0.5}, {"week": list(range(20_000)), "support.a": noise})


HELD = threading.Event()
"""The driver may go on reading what a worker tells."""


class _Held:
    """A result that the driver cannot take out of the pipe before it is allowed to."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _read_when_allowed, ()


def _read_when_allowed() -> None:
    HELD.wait()


def telling(how_much: int, mark: Path) -> Any:
    """Tell so many bytes, or, for none, what holds up the reading; leave a mark just before."""
    mark.touch()
    return bytes(how_much) or _Held()
