"""`partyofpower view`: the page in the browser."""

from typing import Annotated

import typer

from experiments.cli._options import With, use_parts


def command(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="A shipped scenario or a TOML file.")
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Address to listen on: this machine only. Any other lets whoever is in the "
            "network run scenarios here, without a password.",
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="P", help="Port to listen on.")] = 8765,
    own: With = [],  # noqa: B006
) -> None:
    """Serve a scenario as a page for the browser: watch, act, compare."""
    from experiments.tools.view import view
    from model.society.country import first_scenario

    use_parts(own)
    view(scenario or first_scenario(), host, port)
