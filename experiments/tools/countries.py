"""Folders of countries: what is wrong with one, and the skeleton of a new one."""

import re
from pathlib import Path

from pydantic import ValidationError

from experiments.study.errors import UserError
from experiments.tools.country_skeleton import FILES
from model.parameters.errors import sentence
from model.parameters.names import CODE, CODES
from model.parameters.registry import load
from model.politics.contracts import ElectoralLaw
from model.scenario import ScenarioError, load_scenario
from model.society.country import STATED, scenarios_of, stated_in
from model.society.country_tables import problems_of


def every_problem(folder: Path) -> list[str]:
    """Return everything that is wrong with a country and its scenarios, one a line.

    Scenarios are read once the country can be: its errors would come back in each of them.
    """
    problems = problems_of(folder) or _law_problems(folder)
    if problems:
        return problems
    return [line for file in scenarios_of(folder) for line in _scenario_problems(file)]


def _law_problems(folder: Path) -> list[str]:
    """Tell of rules for laws that there are not, or that a law does not have."""
    where, said = folder / STATED, stated_in(folder)
    problems, laws = [], load("laws", ElectoralLaw)
    for kind, rules in said.laws.items():
        if kind not in laws:
            problems.append(f"{where}: laws: no law {kind!r}; there are {', '.join(laws)}")
            continue
        try:
            laws[kind].model_validate(rules)
        except ValidationError as error:
            lines = [sentence(laws[kind], each) for each in error.errors()]
            problems += [f"{where}: laws.{kind}: {line}" for line in lines]
    return problems


def _scenario_problems(file: Path) -> list[str]:
    try:
        load_scenario(str(file))
    except ScenarioError as error:
        return str(error).splitlines()
    return []


def write_skeleton(folder: Path) -> list[Path]:
    """Write the files of a new country, with comments; return them.

    Raises UserError for a name that no country can have, and for a folder that is there.
    """
    if not re.fullmatch(CODE, folder.name):
        raise UserError(f"{folder.name}: allowed as the name of a country are {CODES}.")
    if folder.exists():
        raise UserError(f"{folder}: is there already; take another name, or move it away.")
    written = []
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("NAME", folder.name), encoding="utf-8")
        written.append(file)
    return written
