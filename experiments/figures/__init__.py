"""Figures from stored results, never from a live model. The folder is the register.

May import `analysis` and what lies below it; of the model, only how things are drawn.
"""

import importlib
import pkgutil
from collections.abc import Collection, Iterator
from pathlib import Path

from experiments.figures.chart import DESIGN, Caption, Chart, OfPoints, TableChart, save
from experiments.store.results import Results

__all__ = ["Caption", "Chart", "Results", "charts", "draw", "fitting", "save"]


def charts() -> Iterator[type[Chart]]:
    """Yield every kind of figure in this folder, in alphabetical order of the files."""
    for module in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        found = importlib.import_module(f"{__name__}.{module}")
        for each in vars(found).values():
            if _is_kind_of_figure(each, found.__name__):
                yield each


def _is_kind_of_figure(each: object, module: str) -> bool:
    return (
        isinstance(each, type)
        and issubclass(each, Chart)
        and each.__module__ == module
        and each not in (Chart, TableChart, OfPoints)
    )


def fitting(kind: type[Chart], results: Results) -> Iterator[Chart]:
    """Yield the figures of a kind that results can fill; one of one point for the points shown."""
    if kind.points == DESIGN or results.file(kind.kind()).is_file():
        yield from kind.fitting(results)
    elif results.shown:
        yield from (OfPoints(chart) for chart in kind.fitting(results.shown[0]))


def draw(directory: Path, kinds: Collection[str] | None = None) -> list[Path]:
    """Draw every figure that the results in a folder can fill, into its folder `figures`.

    With `kinds`, only figures of these kinds and those of the folder's own tables. Returns the
    files written. Raises ValueError, in one sentence, where there are no results.
    """
    results = Results.read(Path(directory))
    files: list[Path] = []
    for kind in charts():
        if results.runs.empty and not issubclass(kind, TableChart):
            continue
        if not (kinds is None or kind.kind() in kinds or results.file(kind.kind()).is_file()):
            continue
        for chart in fitting(kind, results):
            table = chart.table(results)
            stem = results.directory / "figures" / chart.name
            files += save(chart.draw(table), table, chart.caption(results, table), stem)
    return files
