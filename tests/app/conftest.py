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


@pytest.fixture(scope="module")
def tab(browser: Browser, server: str) -> Iterator[Visitor]:
    """A tab for `opened`."""
    guest = Visitor(browser, server)
    yield guest
    guest.close()


@pytest.fixture
def opened(tab: Visitor) -> Iterator[Visitor]:
    """The page as it opens, in a tab that tests share: Reset takes back what they did.

    To open it anew takes longer than what most tests do with it. So it is for those that leave
    the scenario, the choice of its numbers and the speed as they are.
    """
    tab.front()
    tab.open("Overview")
    if tab.week == 0:
        tab.step()  # or else nobody could see when Reset is done
    tab.press("Reset")
    tab.weeks(0)
    yield tab
    assert not tab.wrong, tab.wrong


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitor]:
    guest = Visitor(browser, server)
    yield guest
    guest.close()
