"""What the tests of sweeps share: reading bytes, waiting, and driving from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

HERE = Path(__file__).parent
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent.parent)]),
    "PYTHONWARNINGS": "default",
}
PATIENCE = 60


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def tables(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all tables."""
    found = [*folder.glob("*.parquet"), *folder.glob("*/part-*.parquet")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def stored_parts(folder: Path) -> int:
    return len(list(folder.glob("runs/part-*.parquet")))


def start(*command: str, **options: object) -> "subprocess.Popen[str]":
    options = {"stderr": subprocess.PIPE, "env": ENVIRONMENT, **options}
    return subprocess.Popen([sys.executable, *command], text=True, **options)


@pytest.fixture
def drive() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start `drive.py`; whatever a test leaves of it is ended."""
    started = []

    def begin(*arguments: object, **options: object) -> "subprocess.Popen[str]":
        started.append(start(str(HERE / "drive.py"), *map(str, arguments), **options))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture
def descendants() -> Callable[[int], list[psutil.Process]]:
    return lambda pid: psutil.Process(pid).children(recursive=True)
