"""`partyofpower seats`: what a law makes of votes."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import MOST_SEED, Json, With, print_json, print_table, use_parts
from experiments.study.errors import UserError
from model.parameters.table import Numbers


class Base(StrEnum):
    """Of what a threshold is a share."""

    PARTY_VOTES = "party votes"
    VALID_VOTES = "valid votes"
    BALLOTS = "ballots"
    ELECTORS = "electors"


Law = Annotated[
    str,
    typer.Option(metavar="LAW", help="One of `partyofpower list laws`, or FILE.toml of tiers."),
]
SeatsBy = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Seats by district: a CSV file district,seats."),
]
Exempt = Annotated[
    list[str], typer.Option(metavar="PARTY", help="A list without threshold; repeatable.")
]
RunnerUp = Annotated[
    int | None, typer.Option(metavar="N", help="Least seats of the second list if one only passes.")
]
Agreements = Annotated[
    bool,
    typer.Option(
        "--surplus-agreements",
        help="Pool lists with one word in the column agreement, or one name before #.",
    ),
]
Lot = Annotated[
    int | None,
    typer.Option(metavar="SEED", min=0, max=MOST_SEED, help="Draw lots between equal claims."),
]


def _share(given: str) -> float:
    """Read a share; say how one is written of which per cent were given."""
    with suppress(ValueError):
        return float(given)
    hint = Numbers("threshold", 0, 1).hint(given)
    raise typer.BadParameter(f"given {given!r}, allowed is a fraction in 0..1{hint}")


def command(
    votes: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file: party, votes, perhaps district.")
    ],
    law: Law = "national-list",
    seats: Annotated[int | None, typer.Option(metavar="N", help="Seats of the house.")] = None,
    seats_by: SeatsBy = None,
    threshold: Annotated[
        float | None,
        typer.Option(metavar="SHARE", parser=_share, help="Threshold as a fraction, as in 0.07."),
    ] = None,
    threshold_of: Annotated[
        Base | None, typer.Option(help="Of what the threshold is a share.")
    ] = None,
    exempt: Exempt = [],  # noqa: B006
    first_divisor: Annotated[
        float | None, typer.Option(metavar="X", help="Divisor for a list's first seat, as in 1.4.")
    ] = None,
    guaranteed_runner_up: RunnerUp = None,
    surplus_agreements: Agreements = False,
    national: Annotated[
        bool, typer.Option("--national", help="Add the votes of districts up.")
    ] = False,
    lot: Lot = None,
    own: With = [],  # noqa: B006
    json: Json = False,
) -> None:
    """Apply an electoral law to real votes.

    Rows called against all, blank, invalid, electors or total are no lists. Further columns of
    the file: agreement (surplus agreement of a list), members (parties in an alliance), won
    (seats won in districts elsewhere), seats (of the district), region.
    """
    use_parts(own)
    from experiments.tools.law_wishes import Wishes
    from experiments.tools.seats import seats_from_file

    try:
        wishes = Wishes(
            seats=seats,
            seats_by=seats_by,
            threshold=threshold,
            threshold_of=None if threshold_of is None else threshold_of.value,
            exempt=tuple(exempt),
            first_divisor=first_divisor,
            guaranteed_runner_up=guaranteed_runner_up,
            surplus_agreements=surplus_agreements,
            national=national,
            lot=lot,
        )
        found = seats_from_file(votes, law, wishes)
    except ValueError as error:
        raise UserError(str(error)) from error
    if json:
        print_json(vars(found))
        return
    print_table(["party", "seats"], list(found.seats.items()))
    for line in [*found.ties, *found.notes]:
        typer.echo(line, err=True)
