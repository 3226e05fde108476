"""Tables for people: what a command prints when it is not asked for JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

WIDTH_OF_A_FILE = 10_000
"""Characters; a line that goes to a file or another program is not broken."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """Print rows below their columns."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, title=title or None, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(_text(each) for each in row))
    width = None if Console().is_terminal else WIDTH_OF_A_FILE
    # Text from a file is shown as it is: no [markup], no :emoji:.
    Console(width=width, markup=False, emoji=False).print(table)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}" if value == value else "\N{EN DASH}"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
