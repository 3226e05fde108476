"""The progress bar on a terminal; apart from the rest because rich is slow to import."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text


class RateColumn(ProgressColumn):
    """Runs, or what else is done, per second over the last half minute."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def render(self, task: Task) -> Text:
        """Write the rate, or a dash before there is one."""
        return Text(f"{task.speed:.1f} {self.what}/s" if task.speed else f"- {self.what}/s")


@contextmanager
def bar(total: int, already: int, what: str) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error, with rate and time left."""
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{what},"),
        RateColumn(what),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=total, completed=already)
        yield lambda done: bars.update(task, completed=done)
