"""What all tests share."""

# Before numpy is loaded: on a busy machine threads of BLAS spin longer than they compute.
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import signal
import threading
from collections.abc import Iterator
from functools import cache

import pytest

from experiments.running import sweep
from experiments.study import provenance
from model.display import drawing
from model.scenario import Scenario, load_scenario

if threading.current_thread() is threading.main_thread():
    # A background job of a shell ignores Ctrl-C, and so would the commands that tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def kazakhstan() -> Scenario:
    """The baseline, small enough for a test."""
    return load_scenario("kazakhstan-2022", {"voters": 3000})


PRINTED = drawing._PRINT["savefig.dpi"]
"""Dots an inch of the pictures that users get."""


@pytest.fixture(scope="session", autouse=True)
def quick_figures() -> None:
    """Fonts are drawn into PDF files, not embedded, and pictures are coarse: most tests look at
    neither, and to print takes longest."""
    drawing._PRINT |= {"pdf.fonttype": 3, "savefig.dpi": 100}


@pytest.fixture
def as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures have as many dots as users get."""
    monkeypatch.setitem(drawing._PRINT, "savefig.dpi", PRINTED)


PARTS = sweep.CHUNKS_AT_LEAST
"""As many parts as the sweeps of users have at least."""


@pytest.fixture(scope="session", autouse=True)
def few_parts() -> Iterator[None]:
    """Sweeps have a quarter of the parts: to store and read one takes longer than a small run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "CHUNKS_AT_LEAST", PARTS // 4)
        yield


@pytest.fixture(scope="module")
def many_parts() -> Iterator[None]:
    """Sweeps have as many parts as those of users."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "CHUNKS_AT_LEAST", PARTS)
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_waits_for_the_disk() -> Iterator[None]:
    """No test cuts the power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def git_is_asked_once() -> Iterator[None]:
    """To ask takes longer than a small sweep."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provenance, "checkout", cache(provenance.checkout))
        yield
