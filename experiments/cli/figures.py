"""`partyofpower figures`: draw what a results folder holds."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A results folder.")],
) -> None:
    """Draw the figures of a sweep: PDF, PNG and the CSV of what is drawn."""
    from experiments.figures import draw

    for path in draw(folder):
        print(path)
