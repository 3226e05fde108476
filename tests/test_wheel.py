"""Whoever installs the package has all that it reads, not only its code."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

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
