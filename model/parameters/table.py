"""Tables that people write: each cell is checked, and every error is told at once with its place.

It imports nothing of the model, so that any table may be read with it.
"""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

MOST_BYTES = 10_000_000
"""A table that people write is shorter (assumed; the longest shipped one has 40,000 bytes)."""


class TableError(ValueError):
    """A table that cannot be: the message has one line for each error."""


@dataclass(frozen=True)
class Numbers:
    """A column of numbers within bounds, both allowed; blank where that may not be known."""

    name: str
    low: float
    high: float = math.inf
    whole: bool = False
    optional: bool = False  # nothing may stand there

    @property
    def allowed(self) -> str:
        """Say what a cell may hold."""
        kind = "a whole number" if self.whole else "a number"
        end = ", or nothing" if self.optional else ""
        if self.high == math.inf:
            return f"{kind}, {self.low:.15g} or more{end}"
        return f"{kind} {self.low:.15g} .. {self.high:.15g}{end}"

    def problem(self, cell: str) -> str:
        """Say what is allowed if the cell does not hold it; nothing if it does."""
        if self.optional and not cell:
            return ""
        value = number(cell)
        if value is None or (self.whole and value != int(value)):
            return self.allowed
        return "" if self.low <= value <= self.high else self.allowed

    def hint(self, cell: str) -> str:
        """Say how to write what was probably meant: per cent, or a number with commas."""
        plain = cell.rstrip("% ")
        digits = plain.replace(",", "")
        if THOUSANDS.fullmatch(plain) and not self.problem(digits):
            return f" (write {digits})"
        pointed = plain.replace(",", ".", 1)
        value = number(pointed)
        if value is None:
            return ""
        if self.high == 1 and (value > 1 or "%" in cell) and not self.problem(f"{value / 100:g}"):
            return f" ({value:g} % is {value / 100:g})"
        if pointed == cell or self.problem(pointed):
            return ""
        return f" (write {'a point: ' if ',' in plain else ''}{pointed})"


@dataclass(frozen=True)
class Words:
    """A column of words, which follow a pattern and may have to be different."""

    name: str
    allowed: str
    pattern: str = r".*\S.*"
    unique: bool = False

    def problem(self, cell: str) -> str:
        """Say what is allowed if the cell does not hold it; nothing if it does."""
        return "" if re.fullmatch(self.pattern, cell) else self.allowed

    def hint(self, _: str) -> str:
        """Say nothing: there is no other way to write a word."""
        return ""


@dataclass(frozen=True)
class Sum:
    """Columns of numbers whose sum in each row lies within bounds."""

    names: tuple[str, ...]
    low: float
    high: float


NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
PARTED = {";": "';'", "\t": "tabs"}
"""What spreadsheets put between cells in place of commas, and its name."""

Column = Numbers | Words
Rows = list[tuple[int, dict[str, str]]]
"""Rows of cells by column, each with its number as a spreadsheet counts: the header is row 1."""


def number(cell: str) -> float | None:
    """Read a finite number as it is written in tables; None for anything else."""
    if not NUMBER.fullmatch(cell):
        return None
    value = float(cell)
    return value if math.isfinite(value) else None


def read_table(path: Path, columns: Sequence[Column], sums: Sequence[Sum] = ()) -> Rows:
    """Read the given columns of a CSV file with a header; other columns are let be.

    Raises TableError, which names for each error the file, row and column, what is given and
    what is allowed.
    """
    return parse_table(str(path), text_of(path), columns, sums)


def text_of(path: Path) -> str:
    """Return what a file of text says, its line ends as they are.

    Raises TableError for what is no file, cannot be read, is too long or is no text.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe, for one, would never end
            raise TableError(f"{path}: cannot be read: it is no file")
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise TableError(
                f"{path}: given {len(content):,} bytes, allowed are {MOST_BYTES:,} at most"
            )
        return content.decode("utf-8-sig")
    except OSError as error:
        raise TableError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{path}, line {line}: is no text in UTF-8; save it as UTF-8, in Excel as CSV UTF-8"
        ) from None


def parse_table(path: str, text: str, columns: Sequence[Column], sums: Sequence[Sum] = ()) -> Rows:
    """Read the given columns of the text of a CSV file, which errors call by its path."""
    header, rows = cells_of(path, text)
    names = [column.name for column in columns]
    problems = [f"{path}, row 1: {each}" for each in _header_problems(header, names)]
    if not problems:
        problems = [f"{path}, {each}" for each in _problems(rows, header, columns, sums)]
    if problems:
        raise TableError("\n".join(problems))
    return [(row, dict(zip(header, cells, strict=True))) for row, cells in rows]


def header_of(path: str, text: str) -> list[str]:
    """Return the names of the columns of the text of a CSV file.

    Raises TableError for what is no CSV.
    """
    return cells_of(path, text)[0]


def cells_of(path: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the names of the columns of a CSV file, and the cells of each row with its number.

    Rows without a word are left out. Raises TableError for what is no CSV.
    """
    first = text.partition("\n")[0]
    for mark, called in PARTED.items():
        if mark in first and "," not in first:
            raise TableError(
                f"{path}, row 1: its columns are parted by {called}; save it with commas"
            )
    file = StringIO(text, newline="")
    try:
        lines = [[cell.strip() for cell in line] for line in csv.reader(file, strict=True)]
    except csv.Error as error:
        raise TableError(f"{path}: is no CSV table in UTF-8: {error}") from None
    header = lines[0] if lines else []
    return header, [(row, line) for row, line in enumerate(lines[1:], 2) if any(line)]


def _header_problems(header: list[str], names: list[str]) -> Iterator[str]:
    for name in names:
        if header.count(name) != 1:
            given = "no column" if name not in header else f"{header.count(name)} columns"
            yield f"given {given} {name}; allowed is one, and needed are {', '.join(names)}"


def _problems(
    rows: list[tuple[int, list[str]]],
    header: list[str],
    columns: Sequence[Column],
    sums: Sequence[Sum],
) -> Iterator[str]:
    if not rows:
        yield "row 2: given no rows, allowed is one or more"
    seen: dict[tuple[str, str], int] = {}
    for row, cells in rows:
        if len(cells) != len(header):
            yield f"row {row}: given {len(cells)} cells, allowed are {len(header)}, as in row 1"
            continue
        by_name = dict(zip(header, cells, strict=True))
        problems = [each for column in columns for each in _cell_problems(row, column, by_name)]
        yield from problems or _sum_problems(row, by_name, sums)
        yield from _repetitions(row, columns, by_name, seen)


def _cell_problems(row: int, column: Column, cells: dict[str, str]) -> Iterator[str]:
    cell = cells[column.name]
    allowed = column.problem(cell)
    if allowed:
        given = repr(cell) if cell else "nothing"
        allowed += column.hint(cell)
        yield f"row {row}, column {column.name}: given {given}, allowed is {allowed}"


def _repetitions(
    row: int, columns: Sequence[Column], cells: dict[str, str], seen: dict[tuple[str, str], int]
) -> Iterator[str]:
    """Tell of words that another row had before; `seen` remembers the row of each."""
    for column in columns:
        cell = cells[column.name]
        if isinstance(column, Words) and column.unique and cell:
            first = seen.setdefault((column.name, cell), row)
            if first != row:
                yield (
                    f"row {row}, column {column.name}: given {cell!r}, which is in row {first} "
                    "already; allowed is each once"
                )


def _sum_problems(row: int, cells: dict[str, str], sums: Sequence[Sum]) -> Iterator[str]:
    for each in sums:
        total = math.fsum(float(cells[name]) for name in each.names)
        if not each.low <= total <= each.high:
            yield (
                f"row {row}, columns {', '.join(each.names)}: given a sum of {total:.15g}, "
                f"allowed is {each.low:g} .. {each.high:g}"
            )
