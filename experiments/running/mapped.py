"""One job for each of many things, done by the workers of an engine."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from experiments.running.engines import Engine, EngineError, Local
from experiments.running.progress import Shown, silent

T = TypeVar("T")
R = TypeVar("R")
PARCELS_FOR_A_WORKER = 8
"""At least so many parcels of jobs each worker gets, so that none waits long for the last one."""
LARGEST_PARCEL = 4


def mapped(
    job: Callable[[T], R], every: Sequence[T], what: str, engine: Engine | None = None,
    shown: Shown = silent,
) -> list[R]:  # fmt: skip
    """Return what a job makes of each, in order; `what` they are is shown with how many are done.

    Raises EngineError if a worker dies.
    """
    engine = engine or Local()
    parcel = len(every) // (PARCELS_FOR_A_WORKER * engine.at_once)
    executor = engine.start()
    try:
        found: list[R] = []
        with shown(len(every), 0, what) as show:
            size = min(max(parcel, 1), LARGEST_PARCEL)
            for each in executor.map(job, every, chunksize=size):
                found.append(each)
                show(len(found))
        return found
    except Exception as error:
        if not engine.lost(error):
            raise
        raise EngineError(f"A worker died at its {what}; run the command again.") from None
    finally:
        engine.stop()
