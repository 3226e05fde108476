"""Fixtures of the tests of sweeps."""

import subprocess
from collections.abc import Callable, Iterator
from functools import cache

import psutil
import pytest
from hypothesis import settings
from outside import HERE, start

from experiments.inference import official_results
from model.scenario import load_scenario

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


@pytest.fixture(scope="module")
def past_elections_are_read_once() -> Iterator[None]:
    """For tests that leave their files as they are, and ask for them again and again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(official_results, "load_scenario", cache(load_scenario))
        yield
