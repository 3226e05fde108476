"""`partyofpower forensics`: what the polling stations of a file show."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli._options import Json, Seed, print_json, print_table
from experiments.study.errors import UserError

if TYPE_CHECKING:
    from experiments.publish.station_report import Examined


def command(
    stations: Annotated[
        Path,
        typer.Argument(
            metavar="STATIONS.csv",
            help="A CSV file, a polling station a row. Columns: electors; optionally region, "
            "locality, station, ballots, invalid, blank; every other holds a party's votes.",
        ),
    ],
    party: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The party to examine first. Default: the largest."),
    ] = None,
    ignored: Annotated[
        list[str], typer.Option("--ignore", metavar="COLUMN", help="Let a column be; repeatable.")
    ] = [],  # noqa: B006 (typer reads it, nobody changes it)
    as_one: Annotated[
        bool, typer.Option("--as-one", help="Fit one fair turnout to all regions together.")
    ] = False,
    seed: Seed = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write tables, figures and a report there.")
    ] = None,
    json: Json = False,
) -> None:
    """Hold the results of polling stations against what fair counts look like."""
    from experiments.publish.station_report import examine, write_examined

    try:
        examined = examine(stations, party, ignored, as_one, seed)
    except ValueError as error:
        raise UserError(str(error)) from error
    page = None if out is None else write_examined(examined, stations, out)
    if json:
        print_json({"file": str(stations), **examined.as_json()})
        return
    _print(examined)
    if page is not None:
        print(f"Tables and figures are in {out}, the report is {page}.")


def _print(examined: "Examined") -> None:
    table = examined.side_by_side()
    title = (
        f"{len(examined.stations.electors):,} stations, 95 % intervals; {examined.party} first, "
        "the others to compare: a fair count has losers that look odd, too."
    )
    print_table(["", *table.columns[1:]], table.to_numpy().tolist(), title)
    by_choice = examined.by_choice
    choices = by_choice[by_choice["rank"] == 1]["votes"]
    print(
        f"\nShpilkin's estimate for {examined.party} lies in {choices.min():,.0f} to "
        f"{choices.max():,.0f} votes over widths of bins and smoothings."
    )
    higher = by_choice[by_choice["rank"] > 1]
    for turnout, rows in higher.groupby(higher["normal_turnout"].round(2)):
        print(
            f"The others' votes peak again at a turnout of {turnout:.0%}; were that the normal "
            f"one, the estimate would be {rows['votes'].median():,.0f}."
        )
    for row in examined.warnings.to_dict("records"):
        print(f"{row['party']}: {row['warning']}")
    for rule, number in examined.file.left_out["rule"].value_counts().items():
        print(f"Left out: {number} row(s), {rule}.")
