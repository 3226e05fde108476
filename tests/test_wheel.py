"""Whoever installs the package has all that it reads, not only its code."""

import re
import tomllib
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from try_wheel import BESIDE, COMMAND, FILLED, story

from experiments.cli import application

ROOT = Path(__file__).parent.parent
CODE = {".py", ".pyc", ".nbi", ".nbc"}


def test_every_file_beside_the_code_is_in_the_wheel():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["tool"]["setuptools"]["package-data"]
    packed = {file for name, globs in declared.items() for each in globs
              for file in (ROOT / name).glob(each)}  # fmt: skip
    there = {
        file
        for name in declared
        for file in (ROOT / name).rglob("*")
        if file.is_file() and file.suffix not in CODE
    }
    assert there - packed == set(), "name them in pyproject.toml, under package-data"
    assert all(list((ROOT / name).glob(each)) for name, globs in declared.items() for each in globs)


def test_the_oldest_packages_are_those_that_the_project_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    used = [*project["dependencies"], *(each for name in extras if name != "dev"
            for each in extras[name])]  # fmt: skip
    allowed = {
        need.name.lower(): f"=={bound.version}.*"
        for need in map(Requirement, used)
        for bound in need.specifier
        if bound.operator == ">="
    }
    lines = (ROOT / "constraints-oldest.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    oldest = {
        pin.name.lower(): next(iter(pin.specifier)).version
        for pin in pins
        if pin.marker is None or pin.marker.evaluate({"python_version": "3.11"})
    }
    assert oldest.keys() == allowed.keys()
    wrong = {name for name in oldest if oldest[name] not in SpecifierSet(allowed[name])}
    assert wrong == set(), "pyproject.toml and constraints-oldest.txt disagree"


def test_the_wheel_is_given_the_commands_of_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = story()
    assert {line.split()[0] for line in told} >= {
        "sweep", "results", "figures", "report", "experiment", "new-country"
    }  # fmt: skip
    assert [line for line in told if line not in FILLED.values() and line not in text] == []
    assert FILLED.keys() <= {*COMMAND.findall(text)}, "the README no longer says so"
    unfilled = [line for line in told if re.search(r"\b[A-Z]{3,}\b", line)]
    assert unfilled == [], "say in tests/try_wheel.py how a reader fills them in"


@pytest.mark.parametrize("line", [*story(), *BESIDE])
def test_a_command_that_the_wheel_is_given_can_be_read(line):
    """Its name and options exist; what it does is tried by `make wheel`."""
    name, *arguments = line.split()
    commands = vars(typer.main.get_command(application()))["commands"]
    assert commands[name].make_context(name, arguments).info_name == name


def test_commands_are_found_on_lines_of_their_own_and_between_backticks():
    text = "    partyofpower run a --seed 1\n- `partyofpower view`, `partyofpower`, partyofpower x"
    assert COMMAND.findall(text) == ["run a --seed 1", "view"]
