"""`partyofpower list`: what the model has."""

from enum import StrEnum
from typing import Annotated

import typer

from experiments.cli._options import Json, With, print_json, print_table, use_parts
from experiments.study.errors import UserError

Kind = StrEnum(
    "Kind",
    "COUNTRIES SCENARIOS MECHANISMS PARTIES LEVERS STRATEGIES LAWS EXPERIMENTS FIGURES PARAMETERS "
    "QUANTITIES OUTCOMES CLAIMS",
)
"""What can be listed."""


def command(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help=", ".join(Kind) + ".")],
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO",
            help="Whose parameters to list (of the central one if none is given), or the order of "
            "whose week: what its mechanisms read and change.",
        ),
    ] = None,
    about: Annotated[
        str, typer.Option(metavar="WORDS", help="Only what has these words anywhere in its row.")
    ] = "",
    whole: Annotated[
        bool, typer.Option("--all", help="With the parameters that cannot matter in the scenario.")
    ] = False,
    own: With = [],  # noqa: B006
    json: Json = False,
) -> None:
    """List what the model has: countries, scenarios, parts, figures, parameters and more."""
    from experiments.publish.inventory import listed

    _refuse_idle(kind, scenario, whole)
    use_parts(own)
    found = listed(kind.value, scenario, whole)
    found = [row for row in found if about.lower() in " ".join(map(str, row.values())).lower()]
    if json:
        print_json(found)
        return
    if kind is Kind.CLAIMS:
        from experiments.publish.analysis_claims import citation

        print(f"{citation()}\n")
    if found:
        print_table(list(found[0]), [list(each.values()) for each in found])
    else:
        print(f"There is nothing with {about!r} among the {kind.value}.")


def _refuse_idle(kind: Kind, scenario: str | None, whole: bool) -> None:
    """Raise UserError for an option that says nothing about what is to be listed."""
    if scenario is not None and kind not in (Kind.PARAMETERS, Kind.MECHANISMS):
        raise UserError(
            f"--scenario {scenario}: {kind} are the same for every scenario; leave it out, or list "
            "parameters or mechanisms."
        )
    if whole and kind is not Kind.PARAMETERS:
        raise UserError(f"--all: all {kind} are listed anyway; leave it out, or list parameters.")
