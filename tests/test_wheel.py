"""Whoever installs the package has all that it reads, not only its code."""

import tomllib
from pathlib import Path

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
