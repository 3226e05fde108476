"""`partyofpower list`: what the model has."""

from enum import StrEnum
from typing import Annotated

import typer

from experiments.cli._options import Json, With, print_json, use_parts


class Kind(StrEnum):
    """What can be listed."""

    COUNTRIES = "countries"
    SCENARIOS = "scenarios"
    MECHANISMS = "mechanisms"
    PARTIES = "parties"
    LEVERS = "levers"
    STRATEGIES = "strategies"
    LAWS = "laws"
    EXPERIMENTS = "experiments"
    KNOBS = "parameters"


def command(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help=", ".join(Kind) + ".")],
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO",
            help="Whose parameters to list (of the first one if none is given), or the order of "
            "whose week: what its mechanisms read and change.",
        ),
    ] = None,
    own: With = [],  # noqa: B006
    json: Json = False,
) -> None:
    """List what the model has: countries, scenarios, parts, experiments or parameters."""
    from experiments.publish.inventory import listed

    use_parts(own)
    found = listed(kind.value, scenario)
    if json:
        print_json(found)
        return
    from experiments.cli._table import print_table

    if found:
        print_table(list(found[0]), [list(each.values()) for each in found])
