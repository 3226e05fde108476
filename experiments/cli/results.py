"""`partyofpower results`: look into a results folder, query and export it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli._options import WHERE_HELP, Folder, Json, print_json, print_table
from experiments.study.errors import Incomplete, UserError

if TYPE_CHECKING:
    import pandas as pd

Crate = Annotated[
    Path | None,
    typer.Option(metavar="TO", help="Write the folder as a research object (RO-Crate): a new "
                 "folder, or a .zip file."),
]  # fmt: skip


FEW = 12
"""Names that a person may read through; JSON has them all."""


def command(
    folder: Folder,
    where: Annotated[
        str | None,
        typer.Option(
            metavar="CONDITION",
            help=WHERE_HELP,
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,...",
            help="Keep these columns (and which run it is); * stands for any signs, as in "
            "'seats.*'.",
        ),
    ] = None,
    steps: Annotated[
        bool, typer.Option("--steps", help="A row for each week, not for each run.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the table to FILE, .csv or .parquet. A CSV file of runs, as the screen, "
            "has the headline columns, unless --columns says which; '*' is all.",
        ),
    ] = None,
    crate: Crate = None,
    json: Json = False,
) -> None:
    """List what a folder holds, query and export its runs, or pack it as a research object."""
    from experiments.store.folder import read_runs, read_steps

    if json and export is not None:
        raise UserError("--export writes the table and --json prints it: give one of them.")
    if crate is not None:
        others = {"--where": where, "--columns": columns, "--steps": steps, "--export": export,
                  "--json": json}  # fmt: skip
        _refuse_beside_crate([name for name, given in others.items() if given])
        from experiments.store.ro_crate import export as pack

        print(f"{folder} is packed in {pack(folder, crate)}")
        return
    if where is None and columns is None and export is None and not steps:
        _overview(folder, json)
        return
    for_people = export is None and not json
    if columns is None and not steps and (for_people or (export and export.suffix == ".csv")):
        columns = ",".join(_headline(folder))
    table = _picked(read_steps(folder) if steps else read_runs(folder), where, columns)
    if export is not None:
        _write(table, export)
    elif json:
        print_json(table.to_dict("records"))
    elif len(table):
        _print(table)
    else:
        print(f"There is no row for which {where} holds." if where else "There is no row.")


def _refuse_beside_crate(others: list[str]) -> None:
    if others:
        raise UserError(f"--crate packs the whole folder, so leave out {', '.join(others)}.")


def _overview(folder: Path, json: bool) -> None:
    """Show the question, how far it is answered, and the headline outcomes at each point."""
    from experiments.analysis.headline import headline_by_point
    from experiments.store.folder import overview
    from experiments.store.results import Results

    found = overview(folder)
    try:
        table = headline_by_point(Results.read(folder))
    except Incomplete as error:
        table, told = None, str(error)
    if json:
        print_json({**found, "by_point": [] if table is None else table.to_dict("records")})
        return
    print_table(["", ""], [(key, _brief(value)) for key, value in found.items()])
    print()
    if table is None:
        print(told)
        return
    print("Headline outcomes by point: mean over runs, its 95 % interval, and n runs")
    shown = table.drop(columns=["measure", "least", "most"]).rename(columns={"two_groups": ""})
    _print(shown if table["two_groups"].any() else shown.drop(columns=["", "median"]))


def _headline(folder: Path) -> list[str]:
    """Return the columns that people see who chose none; of failed runs alone, the reason."""
    from experiments.analysis.headline import headline_columns
    from experiments.store.results import Results

    try:
        results = Results.read(folder)
    except Incomplete:
        return ["run_id", "seed", "status", "reason"]
    swept = [each for each in results.manifest["design"]["factors"] if each in results.runs]
    return ["run_id", "seed", *swept, "status", *headline_columns(results.runs, results.incumbent)]


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
    from experiments.store.tables import PLACE, matching

    names = [str(each) for each in table]
    return table[matching(names, ",".join([*(each for each in PLACE if each in names), columns]))]


def _write(table: "pd.DataFrame", path: Path) -> None:
    if path.suffix not in (".csv", ".parquet"):
        raise UserError(f"{path}: the name must end in .csv or .parquet.")
    from experiments.store.files import write_where_asked
    from experiments.store.tables import for_export

    csv = path.suffix == ".csv"
    content = for_export(table).to_csv(index=False) if csv else table.to_parquet(index=False)
    write_where_asked(path, content)
    print(f"{len(table)} rows in {path}")


def _print(table: "pd.DataFrame") -> None:
    print_table(list(map(str, table)), table.itertuples(index=False))
