"""Figures from stored results, never from a live model. The folder is the register.

May import `analysis` and what lies below it; of the model, only how things are drawn and the
names of what people can choose.
"""

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from inspect import isclass
from pathlib import Path

import pandas as pd
from pandas.api.types import infer_dtype

from experiments.figures.chart import (
    DESIGN,
    Caption,
    Chart,
    FigureError,
    OfPoints,
    TableChart,
)
from experiments.figures.finish import PLAIN, Finish, files_of, is_drawn, save
from experiments.store.files import is_outdated
from experiments.store.results import USUAL, Results, Wish
from experiments.store.words import outcomes_in
from experiments.study.errors import UserError, in_short
from model.display.drawing import DOUBLE, SINGLE

__all__ = [
    "Asked", "Caption", "Chart", "Finish", "Results", "Wish", "charts", "draw", "fitting", "save",
]  # fmt: skip


def charts() -> Iterator[type[Chart]]:
    """Yield every kind of figure in this folder, in alphabetical order of the files."""
    files = {each.name for each in pkgutil.iter_modules(__path__)}
    for module in sorted(files - {"chart"}):  # what figures have in common
        found = importlib.import_module(f"{__name__}.{module}")
        # A list, because a warning given while one of them is drawn becomes a name of its module.
        for each in list(vars(found).values()):
            own = isclass(each) and each.__module__ == found.__name__
            if own and issubclass(each, Chart):
                yield each


def fitting(kind: type[Chart], results: Results) -> Iterator[Chart]:
    """Yield the figures of a kind that results can fill; one of one point for the points shown."""
    if kind.points == DESIGN or results.has_table(kind.kind()):
        yield from kind.fitting(results)
    elif results.shown:
        yield from (OfPoints(chart) for chart in kind.fitting(results.shown[0]))


def known_kinds(asked: Collection[str]) -> list[str]:
    """Return the kinds of figure asked for; raises UserError for one that does not exist."""
    kinds = [each.kind() for each in charts()]
    for each in asked:
        if each not in kinds:
            near = ", ".join(get_close_matches(each, kinds, n=3, cutoff=0.0))
            raise UserError(f"There is no figure {each!r}; the nearest are {near}.")
    return list(asked)


WIDTHS = {SINGLE: "single", DOUBLE: "double"}
"""What the widths of a journal are called."""


@dataclass(frozen=True)
class Asked:
    """What figures somebody asks for: of which runs, of what, and how they are handed over."""

    where: str = ""
    wish: Wish = USUAL
    finish: Finish = PLAIN

    @property
    def folder(self) -> str:
        """Where figures that are not the usual ones go, beside those."""
        # A condition has signs that no file name may have.
        words = [f"where-{sha256(self.where.encode()).hexdigest()[:8]}"] if self.where else []
        words += [f"by-{each}" if name == "by" else each for name, each in self.wish.given.items()]
        words += ["greyscale"] if self.finish.greyscale else []
        words += [WIDTHS[self.finish.width]] if self.finish.width else []
        return "-".join(words)


def draw(
    directory: Path,
    kinds: Collection[str] | None = None,
    only_missing: bool = False,
    asked: Asked = Asked(),
    told: Callable[[Path], None] = lambda file: None,
) -> list[Path]:
    """Draw every figure that the results in a folder can fill, into its folder `figures`.

    With `kinds`, only figures of these kinds and those of the folder's own tables; with
    `only_missing`, only those that are not there, cannot be opened or are older than the runs.
    What is `asked` otherwise than usual goes into a folder of its own inside. `told` hears of
    each file as soon as its figure is drawn.
    Returns the files written. Raises UserError, in one sentence, where there are no results, a
    table is damaged, or what is asked for cannot be had.
    """
    results = replace(Results.read(Path(directory), asked.where), wish=asked.wish)
    _refuse_unknown(results, kinds or ())
    place = results.directory / "figures" / asked.folder
    files: list[Path] = []
    for chart in _due(results, kinds):
        stem = place / chart.name
        if not (only_missing and _is_of_these_runs(stem, results.directory)):
            written = _drawn(chart, results, stem, asked.finish)
            for file in written:
                told(file)
            files += written
    return files


def _is_of_these_runs(stem: Path, folder: Path) -> bool:
    return is_drawn(stem) and not is_outdated(files_of(stem)[1], folder)


def _refuse_unknown(results: Results, kinds: Collection[str]) -> None:
    """Raise UserError for a wish that these results, or these kinds of figure, cannot grant."""
    wish = results.wish
    if results.runs.empty and (wish.given or results.where):
        raise UserError(f"{results.directory} has tables and no runs, so it has one view of them.")
    if wish.party:
        _refuse("party", wish.party, list(results.labels))
    if wish.by:
        _refuse("swept path", wish.by, list(results.varied))
    if wish.outcome:
        _refuse("outcome", wish.outcome, outcomes_in(results.runs))
    able = [each.kind() for each in charts() if wish.given.keys() <= each.obeys]
    options = " and ".join(f"--{name}" for name in wish.given)
    for kind in kinds:
        if kind not in able:
            raise UserError(
                f"The figure {kind} does not take {options}; these do: {', '.join(able)}."
            )


def _refuse(what: str, word: str, known: list[str]) -> None:
    if word not in known:
        near = get_close_matches(word, known, n=3, cutoff=0.0) or ["none"]
        raise UserError(f"There is no {what} {word!r} here; the nearest are {', '.join(near)}.")


def _due(results: Results, kinds: Collection[str] | None) -> Iterator[Chart]:
    for kind in charts():
        if results.runs.empty and not issubclass(kind, TableChart):
            continue
        if not results.wish.given.keys() <= kind.obeys:
            continue
        # A table that an experiment left is of all runs, and of what it is of.
        own = results.has_table(kind.kind())
        if own and (results.where or results.wish.given):
            continue
        if kinds is None or kind.kind() in kinds or own:
            yield from fitting(kind, results)


def _drawn(chart: Chart, results: Results, stem: Path, finish: Finish) -> list[Path]:
    try:
        table = _told(chart.table(results), results.words.told)
        figure = chart.draw(table, finish.width)
        return save(figure, table, chart.caption(results, table), stem, finish)
    except UserError:
        raise
    except Exception as error:
        # Runs are checked before they are read; a summary table is any file of that name.
        file = results.file(chart.name)
        if not (isinstance(chart, TableChart) and file.is_file()):
            raise
        raise FigureError(
            f"{file} cannot be drawn ({in_short(error)}): make the table again by "
            "the command that made it."
        ) from error


def _told(table: pd.DataFrame, words: Callable[[str], str]) -> pd.DataFrame:
    """Return a table whose texts use the words of the country."""
    texts = [name for name in table if infer_dtype(table[name]) == "string"]
    return table.assign(**{str(each): table[each].map(words, na_action="ignore") for each in texts})
