"""`partyofpower validate`: say whether a scenario file, or the folder of a country, is right."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli._options import (
    Json,
    With,
    chosen,
    print_json,
    tell_other_house,
    tell_undecided,
    use_parts,
)
from experiments.study.errors import UserError

if TYPE_CHECKING:
    from model.scenario import Scenario


def command(
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="A scenario or TOML file, or a country or its folder."),
    ],
    own: With = [],  # noqa: B006
    json: Json = False,
) -> None:
    """Check a scenario or a country; name everything that is wrong with it at once."""
    from model.society.country import STATED, folder_of, shipped_countries

    use_parts(own)
    if Path(what).name == STATED:
        what = str(Path(what).parent)
    if Path(what).is_dir() or what in shipped_countries():
        folder = folder_of(what) if what in shipped_countries() else Path(what)
        _check_country(what, folder, json)
        return
    loaded = _loaded(what)
    if json:
        print_json({"name": loaded.name, "valid": True, "scenario_hash": loaded.hash})
    else:
        parties, weeks = len(loaded.parties), loaded.weeks
        print(f"{what} is valid: {parties} parties, {weeks} weeks, hash {loaded.hash}.")
        tell_undecided(loaded)


def _loaded(what: str) -> "Scenario":
    from experiments.tools.countries import told_unjudged
    from model.parameters.errors import ScenarioError

    try:
        return chosen(what, None, [], [])
    except ScenarioError as error:
        raise UserError("\n".join([str(error), *told_unjudged({what: error.unjudged})])) from None


def _check_country(what: str, folder: Path, json: bool) -> None:
    from experiments.tools.countries import findings
    from model.scenario import load_scenario
    from model.society.country import scenarios_of

    found = findings(folder)
    if found.problems:
        raise UserError("\n".join([*found.problems, *found.unjudged]))
    files = scenarios_of(folder)
    scenarios = [file.stem for file in files]
    for file in files:
        tell_other_house(load_scenario(str(file)))
    if json:
        print_json({"name": what, "valid": True, "scenarios": scenarios})
    else:
        number = len(scenarios)
        told = "one scenario" if number == 1 else f"{number} scenarios"
        print(f"{what} is valid: a country with {told}.")
