"""`partyofpower figures`: draw what a results folder holds."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import WHERE_HELP, Folder
from experiments.study.errors import UserError

Width = StrEnum("Width", "SINGLE DOUBLE")
"""How wide figures are."""


def command(
    folder: Folder,
    figure: Annotated[
        list[str],
        typer.Option(
            "--figure",
            metavar="KIND",
            help="Only this kind, beside those of an experiment's own tables: `list figures`; "
            "repeatable.",
        ),
    ] = [],  # noqa: B006
    where: Annotated[str, typer.Option(metavar="CONDITION", help=WHERE_HELP)] = "",
    party: Annotated[
        str, typer.Option(metavar="NAME", help="Of this party, not the party of power.")
    ] = "",
    outcome: Annotated[
        str, typer.Option(metavar="NAME", help="Of this outcome: `list outcomes`.")
    ] = "",
    by: Annotated[
        str,
        typer.Option(
            metavar="PATH", help="A line for each value of this swept path, in outcome-curve only."
        ),
    ] = "",
    format: Annotated[
        str,
        typer.Option(metavar="A,B,...", help="Of pdf, png, svg, eps and tiff; default: pdf,png."),
    ] = "pdf,png",
    width: Annotated[Width | None, typer.Option(help="One column of a journal, or two.")] = None,
    greyscale: Annotated[
        bool, typer.Option("--greyscale", help="Each colour as a grey of its brightness.")
    ] = False,
) -> None:
    """Draw the figures of a sweep, each as PDF, PNG, CSV of what is drawn, and caption.

    With an option that changes the figures they go into a folder of their own.
    """
    from experiments.figures import WIDTHS, Asked, Finish, Wish, draw, known_kinds

    formats = _formats(format)
    inches = next((size for size, name in WIDTHS.items() if width and name == width.value), None)
    asked = Asked(where, Wish(party, outcome, by), Finish(formats, inches, greyscale))

    def say(file: Path) -> None:
        if file.suffix == ".txt":
            caption = file.read_text(encoding="utf-8")
            picture = file.with_suffix(f".{formats[-1]}")
            print(f"{picture}: {caption.partition('. ')[0]}.", flush=True)

    if not draw(folder, known_kinds(figure) or None, asked=asked, told=say):
        print(f"{folder} has nothing that fills such a figure.")


def _formats(given: str) -> tuple[str, ...]:
    from experiments.figures.finish import FORMATS

    formats = tuple(dict.fromkeys(each.strip() for each in given.split(",")))
    for each in formats:
        if each not in FORMATS:
            raise UserError(f"--format {each}: give some of {', '.join(FORMATS)}.")
    return formats
