"""`partyofpower report`: a results folder as one page."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import Folder
from experiments.study.errors import tell


def command(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Default: DIR/report.html.")
    ] = None,
) -> None:
    """Write claims, figures, tables and origin of results as one HTML page."""
    from experiments.publish.report import report
    from experiments.store.files import write_where_asked

    file = out or folder / "report.html"
    tell("Drawing the figures of the page ...")
    write_where_asked(file, report(folder))
    print(file)
