"""`partyofpower results`: look into a results folder, query and export it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli._options import Json, print_json
from experiments.study.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A results folder.")]
Where = Annotated[
    str | None,
    typer.Option(
        metavar="CONDITION",
        help="Keep the rows for which this holds: 'turnout > .6 and not status in "
        '["error", "crashed"]\'. It is made of columns as they are called, numbers, "words", '
        "true, false, == != < <= > >=, in, and, or, not, and brackets; a column whose name begins "
        "with a digit or has a sign in it other than . - _ stands in back-quotes.",
    ),
]
Columns = Annotated[
    str | None, typer.Option(metavar="A,B,...", help="Keep these columns (and which run it is).")
]
Steps = Annotated[bool, typer.Option("--steps", help="A row for each week, not for each run.")]
Export = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the table to FILE, .csv or .parquet.")
]
Crate = Annotated[
    Path | None,
    typer.Option(metavar="TO", help="Write the folder as a research object (RO-Crate): a new "
                 "folder, or a .zip file."),
]  # fmt: skip


FEW = 12
"""Names that a person may read through; JSON has them all."""


def command(
    folder: Folder,
    where: Where = None,
    columns: Columns = None,
    steps: Steps = False,
    export: Export = None,
    crate: Crate = None,
    json: Json = False,
) -> None:
    """List what a folder holds, query and export its runs, or pack it as a research object."""
    from experiments.store.folder import read_runs, read_steps

    if crate is not None:
        from experiments.store.ro_crate import export as pack

        print(f"{folder} is packed in {pack(folder, crate)}")
        return
    if where is None and columns is None and export is None and not steps:
        _overview(folder, json)
        return
    table = _picked(read_steps(folder) if steps else read_runs(folder), where, columns)
    if export is not None:
        _write(table, export)
    elif json:
        print_json(table.to_dict("records"))
    else:
        _print(table)


def _overview(folder: Path, json: bool) -> None:
    from experiments.store.folder import overview

    found = overview(folder)
    if json:
        print_json(found)
        return
    from experiments.cli._table import print_table

    print_table(["", ""], [(key, _brief(value)) for key, value in found.items()])


def _brief(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return (
        ", ".join(value) if len(value) <= FEW else f"{len(value)} ({', '.join(value[:FEW])}, ...)"
    )


def _picked(table: "pd.DataFrame", where: str | None, columns: str | None) -> "pd.DataFrame":
    if where is not None:
        from experiments.store.condition import rows_where

        table = rows_where(table, where)
    if columns is None:
        return table
    asked = columns.split(",")
    unknown = [each for each in asked if each not in table]
    if unknown:
        raise UserError(f"There is no column {unknown[0]}; there are {', '.join(map(str, table))}.")
    which = [each for each in ("point", "replicate", "week") if each in table]
    return table[list(dict.fromkeys([*which, *asked]))]


def _write(table: "pd.DataFrame", path: Path) -> None:
    if path.suffix not in (".csv", ".parquet"):
        raise UserError(f"{path}: the name must end in .csv or .parquet.")
    from experiments.store.files import write_where_asked

    csv = path.suffix == ".csv"
    write_where_asked(path, table.to_csv(index=False) if csv else table.to_parquet(index=False))
    print(f"{len(table)} rows in {path}")


def _print(table: "pd.DataFrame") -> None:
    from experiments.cli._table import print_table

    print_table(list(map(str, table)), table.itertuples(index=False))
