"""Where runs are computed: here, in processes of this machine, on a cluster, or on any Executor.

Each engine starts a `concurrent.futures.Executor`; the runner knows nothing else about it.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from experiments.study.errors import UserError

MOST_WORKERS = 1_000
"""Processes of one machine (assumed: more than any machine has cores)."""
SECONDS_TO_CONNECT = 10
SECONDS_FOR_WORKERS = 30

CERTIFICATE = tuple(
    f"DASK_DISTRIBUTED__COMM__TLS__{each}" for each in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY")
)
"""Variables of dask's settings that name the authority, the certificate and the key of a sweep."""


class EngineError(UserError):
    """An engine that cannot be used, in one sentence; what is stored stays stored."""

    status = 1


class Engine(ABC):
    """A way to compute: starts an Executor, as often as it breaks."""

    name: str
    at_once: int
    """How many chunks to hand out at a time."""
    elsewhere: bool = False
    """Whether its workers may be other machines, on which the code of the model may differ."""
    crashes: tuple[type[BaseException], ...] = (BrokenExecutor,)
    """What the future of a chunk raises if a worker died of it."""

    @abstractmethod
    def start(self) -> Executor:
        """Return an Executor ready for work; raises EngineError if there is none to be had."""

    def stop(self) -> None:  # noqa: B027 (nothing need be done)
        """End the Executor and whatever it is still doing, unless it is somebody else's."""

    def check(self) -> None:  # noqa: B027
        """Raise EngineError if the work handed out will never be done."""

    def lost(self, error: BaseException) -> bool:
        """Say whether an error means that a worker died with the results of a chunk."""
        return isinstance(error, self.crashes)


class Serial(Engine):
    """One run after the other, in this process."""

    name = "serial"
    at_once = 1

    def start(self) -> Executor:
        """Return an Executor that works while one submits."""
        return _Here()


class _Here(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Local(Engine):
    """Processes of this machine, each with one thread; they never outlive this process."""

    def __init__(self, workers: int | None = None) -> None:
        """Use so many workers, or one for each processor that this process may use."""
        if workers is not None and not 1 <= workers <= MOST_WORKERS:
            raise UserError(f"workers is {workers}; allowed is 1 .. {MOST_WORKERS}.")
        if workers is None:
            from model.numerics.threads import processors

            workers = processors()
        self.workers = workers
        self.name = f"local, {workers} workers"
        self.at_once = 2 * workers

    def start(self) -> Executor:
        """Start a pool of fresh processes."""
        context = multiprocessing.get_context("spawn")
        reader, self._lifeline = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(self.workers, context, _become_worker, (reader,))
        return self._pool

    def stop(self) -> None:
        """End the workers at once, in the middle of a run if need be."""
        workers = self._workers()
        self._lifeline.close()
        for worker in workers:
            worker.join()
        self._read_to_the_end()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def check(self) -> None:
        """Let the pool notice a worker that was killed, whatever it was doing."""
        if any(worker.exitcode is not None for worker in self._workers()):
            self._read_to_the_end()

    def _workers(self) -> list[Any]:
        return list((self._pool._processes or {}).values())

    def _read_to_the_end(self) -> None:
        """Close the pool's own end for writing results, which has no public name.

        If a worker ends while it tells a result, only a part of it is in the pipe. The pool waits
        for the rest as long as an end for writing is open, and one is the pool's own.
        """
        told: Any = self._pool._result_queue
        if told is not None:
            told._writer.close()


def _become_worker(lifeline: Connection) -> None:
    """Leave Ctrl-C to the driver, keep to one thread, and die when the driver does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["NUMBA_NUM_THREADS"] = "1"
    if "numba" in sys.modules:
        sys.modules["numba"].set_num_threads(1)
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()


def _watch(lifeline: Connection) -> None:
    """End this process when the other end of the pipe is closed, by the driver or its death."""
    try:
        lifeline.poll(None)
    finally:
        os._exit(1)


class Cluster(Engine):
    """The workers of a dask scheduler, wherever they are."""

    at_once = 1024
    elsewhere = True

    def __init__(self, address: str) -> None:
        """Name a scheduler by its address; raises EngineError without dask.distributed."""
        try:
            from distributed import KilledWorker
        except ImportError:
            raise EngineError(
                f"{address} needs dask: install it with pip install --editable '.[cluster]'."
            ) from None
        self.name = address
        self.crashes = (BrokenExecutor, KilledWorker)

    def start(self) -> Executor:
        """Connect and wait until there is a worker."""
        from distributed import Client

        self._check_certificate()
        # Its loss is told in one sentence by `check`; their tracebacks would only hide it.
        for name in ("distributed", "distributed.client", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            self._client: Any = Client(self.name, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise EngineError(
                f"No scheduler answers at {self.name} ({error}): start one with `dask scheduler`."
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
        except TimeoutError:
            self._client.close()
            raise EngineError(
                f"No worker has joined {self.name} within {SECONDS_FOR_WORKERS} s: start some "
                f"with `dask worker {self.name} --nthreads 1`."
            ) from None
        self._last_seen = time.monotonic()
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def _check_certificate(self) -> None:
        """Raise EngineError for tls:// without a certificate; dask reads it from its settings."""
        from distributed import Security

        try:
            context = Security().get_connection_args("client")["ssl_context"]
        except OSError as error:
            raise EngineError(
                f"The certificate for {self.name} cannot be read ({error}): look at what "
                f"{', '.join(CERTIFICATE)} name."
            ) from None
        if self.name.startswith("tls://") and context is None:
            raise EngineError(
                f"{self.name} asks for a certificate: set {', '.join(CERTIFICATE)} to its files."
            )

    def stop(self) -> None:
        """Give up what is not finished and leave the scheduler to others."""
        self._client.close()

    def check(self) -> None:
        """Raise EngineError if the scheduler is gone, or its workers have been for a while."""
        try:
            gone = self._client.status != "running"
            if not gone and self._client.nthreads():
                self._last_seen = time.monotonic()
        except OSError:
            gone = True
        if gone:
            raise EngineError(f"The scheduler at {self.name} is gone.")
        if time.monotonic() - self._last_seen > SECONDS_FOR_WORKERS:
            raise EngineError(f"The workers of {self.name} are gone.")

    def lost(self, error: BaseException) -> bool:
        """Say whether a worker died of a chunk, or while dask's executor was fetching its results.

        Then the executor has a result where it looks for an error, and stumbles in its own code.
        """
        return super().lost(error) or _raised_in(error) == "distributed.cfexecutor"


def _raised_in(error: BaseException) -> str:
    """Return the module whose code raised an error."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return str(step.tb_frame.f_globals["__name__"]) if step else ""


class Given(Engine):
    """An Executor from Python; it is used as it is and left open."""

    at_once = 64
    elsewhere = True

    def __init__(self, executor: Executor) -> None:
        self.name = type(executor).__name__
        self._executor = executor
        self._started = False

    def start(self) -> Executor:
        """Return it; once broken, it cannot be started again."""
        if self._started:
            raise EngineError(
                f"The {self.name} has broken down, and only its owner can replace it."
            )
        self._started = True
        return self._executor


def engine(asked: str | Executor, workers: int | None = None) -> Engine:
    """Return the engine called `serial` or `local`, that of a scheduler, or one for an Executor.

    A scheduler is asked for as tcp://host:port or tls://host:port. Raises UserError for any
    other name, and for workers of an engine that does not start them.
    """
    if isinstance(asked, Executor):
        return Given(asked)
    if asked == "local":
        return Local(workers)
    if asked != "serial" and not asked.startswith(("tcp://", "tls://")):
        raise UserError(
            f"{asked!r} is no engine: give serial, local, tcp://host:port or tls://host:port."
        )
    if workers is not None:
        raise UserError(
            f"The engine {asked} starts no workers, and {workers} are asked for: leave out "
            "--workers, or give the engine local."
        )
    return Serial() if asked == "serial" else Cluster(asked)
