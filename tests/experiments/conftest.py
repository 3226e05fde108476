"""Fixtures of the tests of sweeps."""

import subprocess
from collections.abc import Callable, Iterator

import psutil
import pytest
from hypothesis import settings
from outside import HERE, start

settings.register_profile("no test asserts a time", deadline=None)
settings.load_profile("no test asserts a time")


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
