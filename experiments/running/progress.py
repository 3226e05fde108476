"""How far a sweep or series of draws is: a bar on a terminal, elsewhere a line every 30 s."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from experiments.study.errors import tell

SECONDS_BETWEEN_LINES = 30

Progress = Callable[[int], None]
"""Takes note of how many runs are done by now; called at least once a second."""


class Shown(Protocol):
    """Shows progress to so many, of which some are done already."""

    def __call__(
        self, total: int, already: int, what: str = "runs"
    ) -> AbstractContextManager[Progress]:
        """Return the place inside which progress is shown."""


def silent(total: int, already: int, what: str = "runs") -> AbstractContextManager[Progress]:
    """Show nothing."""
    return nullcontext(lambda done: None)


class Lines:
    """A plain line on standard error now and then, for log files."""

    def __init__(self, total: int, already: int, what: str = "runs") -> None:
        self.total, self.already, self.done, self.what = total, already, already, what
        self.begun = self.last = time.monotonic()
        self._line()

    def show(self, done: int) -> None:
        """Print when it is time, and at the end."""
        now, finished = time.monotonic(), done == self.total and self.done < done
        self.done = done
        if finished or now - self.last >= SECONDS_BETWEEN_LINES:
            self.last = now
            self._line()

    def _line(self) -> None:
        rate = (self.done - self.already) / max(time.monotonic() - self.begun, 1e-9)
        left = f", {(self.total - self.done) / rate:.0f} s left" if rate else ""
        speed = f" ({rate:.1f} {self.what}/s{left})" if rate else ""
        tell(f"{self.done} of {self.total} {self.what} done{speed}")


@contextmanager
def progress(total: int, already: int, what: str = "runs") -> Iterator[Progress]:
    """Show progress in the way that suits standard error."""
    if not sys.stderr.isatty():
        yield Lines(total, already, what).show
        return
    from experiments.running.bar import bar

    with bar(total, already, what) as show:
        yield show
