"""`partyofpower figures`: draw what a results folder holds."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import WHERE_HELP

Figure = Annotated[
    list[str],
    typer.Option("--figure", metavar="KIND", help="Only this kind, as support-fan; repeatable."),
]
Where = Annotated[str, typer.Option(metavar="CONDITION", help=WHERE_HELP)]


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A results folder.")],
    figure: Figure = [],  # noqa: B006
    where: Where = "",
) -> None:
    """Draw the figures of a sweep, each as PDF, PNG, CSV of what is drawn, and caption."""
    from experiments.figures import draw, known_kinds

    drawn = draw(folder, known_kinds(figure) or None, where=where)
    for path in drawn:
        if path.suffix == ".txt":
            caption = path.read_text(encoding="utf-8")
            print(f"{path.with_suffix('.png')}: {caption.partition('. ')[0]}.")
    if not drawn:
        print(f"{folder} has nothing that fills such a figure.")
