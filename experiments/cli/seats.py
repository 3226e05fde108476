"""`partyofpower seats`: what a law makes of votes."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import Json, print_json
from experiments.study.errors import UserError

Votes = Annotated[
    Path, typer.Argument(metavar="FILE", help="A CSV file: party, votes, perhaps district.")
]
Law = Annotated[str, typer.Option(metavar="LAW", help="One of `partyofpower list laws`.")]
Number = Annotated[int | None, typer.Option(metavar="N", help="Seats of the house.")]
Threshold = Annotated[
    float | None, typer.Option(metavar="SHARE", help="Threshold as a fraction, as in 0.07.")
]


def command(
    votes: Votes,
    law: Law = "national-list",
    seats: Number = None,
    threshold: Threshold = None,
    json: Json = False,
) -> None:
    """Apply an electoral law to real votes."""
    from experiments.tools.seats import seats_from_file

    try:
        won = seats_from_file(votes, law, seats, threshold)
    except ValueError as error:
        raise UserError(str(error)) from error
    if json:
        print_json({"seats": won})
        return
    from experiments.cli._table import print_table

    print_table(["party", "seats"], list(won.items()))
