"""`partyofpower report`: a results folder as one page."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.study.errors import UserError


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A results folder.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Default: DIR/report.html.")
    ] = None,
) -> None:
    """Write claims, figures, tables and origin of results as one HTML page."""
    from experiments.publish.report import report

    page, file = report(folder), out or folder / "report.html"
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror or error}.") from error
    print(file)
