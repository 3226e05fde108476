"""`partyofpower experiment`: put one of the questions to the model."""

from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli._options import (
    Json,
    With,
    print_json,
    use_parts,
)
from experiments.cli.sweep import EngineName, Workers, resumable, stopping, wholly_ok

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="See `list experiments`; or a file of your own, as ./mine.py, whose code is run.",
    ),
]


def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="See `list experiments`; or a file of your own, as ./mine.py, whose code is run.",
        ),
    ],
    quick: Annotated[bool, typer.Option("--quick", help="A minute's worth of runs.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: results/NAME.")] = None,
    own: With = [],  # noqa: B006
    engine: EngineName = "local",
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Run an experiment: tables, figures, and the claims it was made to test."""
    from experiments.experiment import read_claims
    from experiments.questions import experiment
    from experiments.running.engines import engine as engine_called
    from experiments.running.progress import progress
    from experiments.running.sweep import Execution
    from experiments.store.files import PLAN

    use_parts(own)
    chosen = experiment(name)
    folder = out or Path("results") / (f"{chosen.key()}-quick" if quick else chosen.key())
    with stopping() as stop, resumable(folder):
        execution = Execution(engine_called(engine, workers), progress=progress, stop=stop)
        chosen.carry_out(folder, quick, execution)
    claims = read_claims(folder)
    if json:
        print_json({"experiment": chosen.key(), "folder": str(folder), "claims": claims})
    else:
        print(chosen.question())
        for claim in claims:
            print(f"  {_sentence(claim)}")
        print(f"Tables, claims and figures are in {folder}.")
    if (folder / PLAN).exists():
        wholly_ok(folder)


def _sentence(claim: dict[str, Any]) -> str:
    """Say a claim with its verdict."""
    from experiments.experiment import expected

    wanted = expected(claim["low"], claim["high"], "{:g}".format)
    return (
        f"{claim['verdict']:>14}: {claim['says']} [{claim['source']}] "
        f"{claim['measure']} = {claim['value']:.3g} (expected {wanted})"
    )
