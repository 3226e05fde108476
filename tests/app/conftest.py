"""One server for all tests, and one browser for all tests of a file.

A browser holds the event loop of this process, which tests of other files may need.
"""

from collections.abc import Iterator

import pytest
from driving import Visitor, running, serving
from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as started:
        yield started


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitor]:
    guest = Visitor(browser, server)
    yield guest
    guest.close()
