"""Folders of countries: what is wrong with one, and the skeleton of a new one."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from experiments.store.differences import at
from experiments.study.errors import UserError
from experiments.tools.country_skeleton import FILES
from model.parameters.errors import sentences
from model.parameters.names import CODE, CODES
from model.parameters.registry import load
from model.politics.contracts import ElectoralLaw
from model.scenario import Scenario, ScenarioError, settings_problems, validated
from model.society.country import (
    DISTRICTS,
    STATED,
    folder_of,
    opening,
    scenarios_of,
    shipped_countries,
)
from model.society.country_tables import COUNTRY, elections_of, problems_of, unjudged_in
from model.society.scenario_file import not_judged, written

TRANSITIONS, RESULTS, TARGETS = "transitions.toml", "results.csv", "targets.csv"


class Findings(NamedTuple):
    """What is wrong with a country and its scenarios, and what has not been judged; by line."""

    problems: list[str]
    unjudged: list[str]


class Found(NamedTuple):
    """What is wrong with one scenario and all that it is laid over."""

    bases: tuple[Path, ...]
    """The scenarios that it extends."""
    problems: list[str]
    unjudged: tuple[str, ...]
    """What it names and cannot be judged yet."""


def findings(folder: Path) -> Findings:
    """Return everything that is wrong with a country and its scenarios.

    Each error is told where it was written, and not again in the scenarios that are laid over it.
    """
    home = folder.resolve()
    stated = _stated_problems(home)
    problems = [*problems_of(home), *(told for told, _ in stated)]
    # Without a country nothing can be said of its scenarios.
    files = scenarios_of(home) if (home / STATED).is_file() else []
    unread = any(line.startswith(str(home / DISTRICTS)) for line in problems)
    found = _scenarios(files, districts=not unread)
    usual = {each for _, inside in stated for each in inside}
    for file, each in found.items():
        below = usual | {tail for base in each.bases for tail in _tails(base, found[base])}
        problems += [line for line in _own(file, each, below) if line not in problems]
    problems += _lost_elections(files, elections_of(home))
    notes = told_unjudged({str(file): each.unjudged for file, each in found.items()})
    if (home / TARGETS).is_file() and not any(TARGETS in line for line in problems):
        problems += _target_problems(home)
    if (home / TRANSITIONS).is_file():
        if problems:
            notes.append(f"Left unjudged: {home / TRANSITIONS}, as it rests on what is wrong.")
        else:
            problems += _transition_problems(home)
    here = "" if folder == Path() else f"{folder}/"
    return Findings(*([line.replace(f"{home}/", here) for line in lines]
                      for lines in (problems, [*unjudged_in(home), *notes])))  # fmt: skip


def _lost_elections(files: Sequence[Path], known: Sequence[str]) -> list[str]:
    """Tell of scenarios that stand for an election which the country's table does not have."""
    named = {file: _content(file).get("election") for file in files}
    return [
        f"{file}: election: given {each!r}, allowed is one of {', '.join(known)} of elections.csv"
        for file, each in named.items()
        if isinstance(each, str) and known and each not in ("", *known)
    ]


def _target_problems(home: Path) -> list[str]:
    from pandas import read_csv  # slow to load

    from experiments.inference.official_results import target_problems

    told = target_problems(read_csv(home / TARGETS))
    return [each.replace(TARGETS, str(home / TARGETS), 1) for each in told]


def _transition_problems(home: Path) -> list[str]:
    from experiments.inference.transitions import transitions  # pandas and scipy are slow to load

    try:
        transitions(str(home))
    except UserError as error:
        return str(error).splitlines()
    return []


def told_unjudged(scenarios: Mapping[str, Sequence[str]]) -> list[str]:
    """Say what scenarios name that has not been judged; a line for those that are alike."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, unjudged in scenarios.items():
        alike.setdefault(tuple(unjudged), []).append(name)
    return [
        f"Left unjudged: each {', '.join(unjudged)} that {', '.join(names)} may name, as that "
        "rests on what is wrong."
        for unjudged, names in alike.items()
        if unjudged
    ]


def _stated_problems(folder: Path) -> list[tuple[str, list[str]]]:
    """Tell of rules for laws and of defaults that cannot be, and of a scenario that is not there.

    Beside each stands how it is told of the scenarios that are laid over it.
    """
    where, begun = folder / STATED, opening(folder)
    said = begun.stated
    there = [file.stem for file in scenarios_of(folder)]
    lost = said.scenario not in ("", *there)
    told = f"{where}: scenario: given {said.scenario!r}, allowed are {', '.join(there) or 'none'}."
    rules = [each for law in said.laws.items() for each in _law_problems(*law)]
    usual = settings_problems(begun.content)
    return [
        *([(told, [])] if lost else []),
        *((f"{where}: {line}", inside) for line, inside in rules),
        *((f"{where}: defaults.{line}", [line]) for line in usual),
    ]


def _law_problems(kind: str, rules: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    laws = load("laws", ElectoralLaw)
    if kind not in laws:
        yield f"laws: no law {kind!r}; there are {', '.join(laws)}", []
        return
    try:
        laws[kind].model_validate(rules)
    except ValidationError as error:
        for line in sentences(laws[kind], error.errors()):
            yield f"laws.{kind}: {line}", [f"law.{line}", f"councils.{line}"]


def _scenarios(files: Sequence[Path], districts: bool) -> dict[Path, Found]:
    """Check scenarios, and those elsewhere that they extend."""
    found: dict[Path, Found] = {}
    waiting = [file.resolve() for file in files]
    while waiting:
        file = waiting.pop(0)
        if file not in found:
            found[file] = _checked(file, districts)
            waiting += found[file].bases
    return found


def _checked(file: Path, districts: bool) -> Found:
    read = written(str(file), districts)
    bases = tuple(each.resolve() for each in read.files[1:])
    try:
        case = validated({"name": file.stem, **read.content}, str(file), read)
    except ScenarioError as error:
        return Found(bases, str(error).splitlines(), error.unjudged)
    lacking = [f"{file}: {line}" for line in _without_results(case)]
    return Found(bases, lacking, tuple(not_judged(read.unjudged)))


def _without_results(case: Scenario) -> list[str]:
    """Tell of parties of a past election whose votes its results, if there are any, do not have."""
    table = folder_of(case.country.name) / RESULTS
    regions = case.population.regions.codes  # a unit that is none of these is told elsewhere
    known: dict[str, str] = {}
    if case.election and table.is_file():
        text = table.read_text(encoding="utf-8-sig", errors="replace")  # told elsewhere
        known = {
            str(row.get("party")): row.get("vote_share") or ""
            for row in csv.DictReader(text.splitlines())
            if row.get("election") == case.election and row.get("unit") not in regions
        }
    lost = [
        f"parties.{name}: {RESULTS} has no row of it at {case.election}, unit {COUNTRY}; there are "
        f"{', '.join(known)}."
        for name in (case.parties if known else ())
        if name not in known
    ]
    blank = [name for name in case.parties if name in known and not known[name].strip()]
    return lost + [
        f"parties.{name}: {RESULTS} has no vote_share of it at {case.election}, unit {COUNTRY}, "
        "without which nothing can be fitted."
        for name in blank
    ]


def _content(file: Path) -> dict[str, Any]:
    """Return what a scenario itself says; nothing if it cannot be read, which is told elsewhere."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}


def _own(file: Path, found: Found, below: set[str]) -> list[str]:
    """Leave out what is told of something below, unless the file says it itself."""
    content = _content(file)
    return [
        line
        for line, tail in zip(found.problems, _tails(file, found), strict=True)
        if tail not in below or at(content, tail.split(": ")[0]) is not None
    ]


def _tails(file: Path, found: Found) -> list[str]:
    return [line.removeprefix(f"{file}: ") for line in found.problems]


def write_skeleton(folder: Path) -> list[Path]:
    """Write the files of a new country, with comments; return them.

    Raises UserError for a name that no country can have, and for a folder that is there.
    """
    if not re.fullmatch(CODE, folder.name):
        raise UserError(f"{folder.name}: allowed as the name of a country are {CODES}.")
    if folder.name in shipped_countries():
        raise UserError(
            f"{folder.name}: is a shipped country, which is meant by its name; take another."
        )
    if folder.exists():
        raise UserError(f"{folder}: is there already; take another name, or move it away.")
    files = {folder / name: text for name, text in FILES.items()}
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("NAME", folder.name), encoding="utf-8")
    return list(files)
