"""`partyofpower new-country`: the files of a new country."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import Json, print_json


def command(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="Folder to write: its name.")],
    json: Json = False,
) -> None:
    """Write a folder with a made-up country that runs, commented, to be made yours."""
    from experiments.tools.countries import write_skeleton

    files = [str(each) for each in write_skeleton(name)]
    if json:
        print_json({"files": files})
        return
    print("\n".join(files))
    print(f"Check it after each change: partyofpower validate {name}")
