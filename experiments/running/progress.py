"""How far a sweep is: a bar on a terminal, a plain line every 30 s anywhere else."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.study.errors import tell

SECONDS_BETWEEN_LINES = 30

Progress = Callable[[int], None]
"""Takes note of how many runs are done by now; called at least once a second."""


class Lines:
    """A plain line on standard error now and then, for log files."""

    def __init__(self, total: int, already: int) -> None:
        self.total, self.already, self.done = total, already, already
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
        speed = f" ({rate:.1f} runs/s{left})" if rate else ""
        tell(f"{self.done} of {self.total} runs done{speed}")


@contextmanager
def progress(total: int, already: int) -> Iterator[Progress]:
    """Show progress in the way that suits standard error."""
    if not sys.stderr.isatty():
        yield Lines(total, already).show
        return
    from experiments.running.bar import bar

    with bar(total, already) as show:
        yield show
