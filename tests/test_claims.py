"""Every claim of the analysis lives somewhere that exists, and a test that exists shows it."""

import ast
import csv
from functools import cache
from pathlib import Path

import pytest

from model.scenario import load_scenario, shipped_scenarios

ROOT = Path(__file__).parents[1]
FAMILIES = {
    "I": 9, "D": 9, "E": 14, "U": 7, "F": 4, "S": 7, "W": 6, "K": 4, "O": 10, "Z": 10,
}  # fmt: skip
"""Claims by letter: introduction, description, elections, uncertainty, factors, strengths,
weaknesses, risks, opportunities, conclusions."""

HOMES = {
    "fact": "model/",
    "mechanism": "model/mechanisms/",
    "lever": "model/levers/",
    "experiment": "experiments/",
}
"""Folder in which a claim that is said to be such a thing has at least one file."""


def rows() -> list[dict[str, str]]:
    with (ROOT / "model" / "countries" / "kazakhstan" / "claims.csv").open(
        encoding="utf-8", newline=""
    ) as table:
        return list(csv.DictReader(table))


def parts(cell: str) -> list[str]:
    return [each.strip() for each in cell.split(";") if each.strip()]


@cache
def parameter_paths() -> frozenset[str]:
    return frozenset(parameter.path for parameter in load_scenario("kazakhstan-2022").parameters())


@cache
def functions_of(file: str) -> frozenset[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def is_file(place: str) -> bool:
    """Say whether `path` exists or, for `path#text`, whether a line of it holds the text."""
    path, _, text = place.partition("#")
    file = ROOT / path
    return file.is_file() and (not text or text in file.read_text(encoding="utf-8"))


def exists(place: str) -> bool:
    if "/" in place:
        return is_file(place)
    return place in parameter_paths() or place in shipped_scenarios()


def test_each_of_the_eighty_claims_has_one_row():
    expected = [f"{letter}{n}" for letter, size in FAMILIES.items() for n in range(1, size + 1)]
    assert [row["id"] for row in rows()] == expected
    assert len(expected) == 80


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_it_lives_where_it_says(row):
    assert None not in row
    assert row["claim"]
    assert row["where"] in {*HOMES, "parameter", "scenario", "context"}
    places = parts(row["place"])
    assert [place for place in places if not exists(place)] == []
    if row["where"] in HOMES:
        assert any(HOMES[row["where"]] in place for place in places)
    if row["where"] == "parameter":
        assert parameter_paths() & set(places)
    if row["where"] == "scenario":
        assert set(places) & set(shipped_scenarios())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_a_test_shows_it_or_a_reason_says_why_none_can(row):
    if row["where"] == "context":
        assert len(row["reason"]) > 30
        assert not row["test"]
        return
    assert not row["reason"]
    assert parts(row["test"])
    for test in parts(row["test"]):
        file, _, name = test.partition("::")
        assert name in functions_of(file), test


def test_conflicts_between_the_analysis_and_the_record_are_noted():
    notes = {row["id"]: row["note"] for row in rows()}
    for claim, record in (("E2", "23"), ("E3", "77"), ("E9", "82.37")):
        assert notes[claim].startswith("Conflict")
        assert record in notes[claim]


@pytest.mark.parametrize(
    "place", ["model/mechanisms/luck.py", "population.luck", "luck-2022", "model/ODD.md#no such"]
)
def test_the_walk_finds_what_does_not_exist(place):
    assert not exists(place)


def test_the_walk_finds_no_test_that_is_not_there():
    assert "test_each_of_the_eighty_claims_has_one_row" in functions_of("tests/test_claims.py")
    assert "test_nothing" not in functions_of("tests/test_claims.py")
    assert not functions_of("tests/test_nowhere.py")
