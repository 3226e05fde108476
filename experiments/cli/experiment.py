"""`partyofpower experiment`: put one of the questions to the model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli._options import Json, With, print_json, use_parts
from experiments.cli.sweep import EngineName, Workers, execution_into, wholly_ok
from experiments.study.errors import UserError

if TYPE_CHECKING:
    from experiments.experiment import Experiment


def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="See `list experiments`; or a file of your own, as ./mine.py, whose code is run.",
        ),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="The scenario to which the question is put."),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="COUNTRY", help="The same, by a country: the scenario it names."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A minute's worth of runs.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Default: results/NAME, then -COUNTRY, -SCENARIO and -quick if given.",
        ),
    ] = None,
    own: With = [],  # noqa: B006
    engine: EngineName = "local",
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Run an experiment: tables, figures, and the claims it was made to test."""
    from experiments.experiment import borrowed, read_claims
    from experiments.questions import experiment
    from experiments.store.files import PLAN

    use_parts(own)
    chosen = experiment(name)
    _put(chosen, scenario, country)
    folder = out or Path("results") / "-".join(
        [
            chosen.key(),
            *(Path(each).stem for each in (scenario or country,) if each),
            *["quick"] * quick,
        ]
    )
    with execution_into(folder, engine, workers) as execution:
        chosen.carry_out(folder, quick, execution)
    claims = read_claims(folder)
    if json:
        print_json({"experiment": chosen.key(), "folder": str(folder), "claims": claims})
    else:
        print(chosen.question())
        for claim in claims:
            print(f"  {_sentence(claim)}")
        if told := borrowed(folder):
            print(told)
        print(f"Tables, claims and figures are in {folder}.")
    if (folder / PLAN).exists():
        wholly_ok(folder)


def _put(chosen: "Experiment", scenario: str | None, country: str | None) -> None:
    """Put a question to the scenario or country that was named, if any was."""
    from model.society.country import scenario_of

    if scenario and country:
        raise UserError("--scenario and --country: give one; a scenario knows its country.")
    if scenario or country:
        chosen.put_to(scenario or scenario_of(str(country)))


def _sentence(claim: dict[str, Any]) -> str:
    """Say a claim with its verdict."""
    from experiments.experiment import expected

    wanted = expected(claim["low"], claim["high"], "{:g}".format)
    value = "no number here" if claim["value"] is None else f"{claim['value']:.3g}"
    return (
        f"{claim['verdict']:>14}: {claim['says']} [{claim['source']}] "
        f"{claim['measure']} = {value} (expected {wanted})"
    )
