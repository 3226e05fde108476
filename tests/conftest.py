"""What all tests share."""

import signal
import threading

import pytest

from model.display import drawing
from model.scenario import Scenario, load_scenario

if threading.current_thread() is threading.main_thread():
    # A background job of a shell ignores Ctrl-C, and so would the commands that tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def kazakhstan() -> Scenario:
    """The baseline, small enough for a test."""
    return load_scenario("kazakhstan-2022", {"voters": 3000})


@pytest.fixture(scope="session", autouse=True)
def quick_fonts() -> None:
    """Fonts are drawn into PDF files, not embedded: a fifth of the time, and no test reads them."""
    drawing._PRINT["pdf.fonttype"] = 3
