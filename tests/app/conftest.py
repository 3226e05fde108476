"""One server and one browser for all tests of a file."""

from collections.abc import Iterator

import pytest
from driving import Visitor, running, serving
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
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
