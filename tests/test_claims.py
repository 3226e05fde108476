"""Every claim of the analysis is put in, or held or contradicted by a test that names it."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

from experiments.experiment import author_of
from experiments.publish.analysis_claims import UNDRAWN, covered
from experiments.publish.report import answered, claims
from model.parameters.registry import load
from model.politics.contracts import Lever
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
def parameters() -> dict[str, float]:
    case = load_scenario("kazakhstan-2022")
    return {parameter.path: parameter.value for parameter in case.parameters()}


@cache
def docstrings_in(file: str) -> dict[str, str]:
    """Return the tests of a file by name, each with what it says of itself."""
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


NAMED = re.compile(r"(?<!Against )\bClaims? ((?:[A-Z]\d+(?:, )?)+)")
NAMED_AGAINST = re.compile(r"\bAgainst claims? ((?:[A-Z]\d+(?:, )?)+)")
"""How the docstring of a test names the claims that it holds, and those that it contradicts."""


def said_by_tests(named: re.Pattern[str]) -> set[tuple[str, str]]:
    """Return each claim that a docstring names, with the test whose docstring it is."""
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*.py")]
    return {
        (claim, f"{file}::{test}")
        for file in files
        for test, docstring in docstrings_in(file).items()
        for group in named.findall(docstring)
        for claim in re.findall(r"[A-Z]\d+", group)
    }


def is_file(place: str) -> bool:
    """Say whether `path` exists or, for `path#text`, whether a line of it holds the text."""
    path, _, text = place.partition("#")
    file = ROOT / path
    return file.is_file() and (not text or text in file.read_text(encoding="utf-8"))


def exists(place: str) -> bool:
    if "/" in place:
        return is_file(place)
    return place in parameters() or place in shipped_scenarios()


def is_put_in(place: str) -> bool:
    """Say whether the scenario has a number, as `path=value`, or a file or scenario exists."""
    path, _, value = place.partition("=")
    if "/" in place or not value:
        return exists(place) and place not in parameters()
    return path in parameters() and parameters()[path] == pytest.approx(float(value))


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
        assert parameters().keys() & set(places)
    if row["where"] == "scenario":
        assert set(places) & set(shipped_scenarios())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_it_is_put_in_or_tested_or_a_reason_says_why_neither_can_be(row):
    stands = [row["put_in"], row["test"], row["otherwise"]]
    assert bool(row["reason"]) == (row["where"] == "context")
    assert bool(row["reason"]) != any(stands)
    if row["reason"]:
        assert len(row["reason"]) > 30
    if row["otherwise"]:
        assert len(row["note"]) > 30, "say what is otherwise"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_what_is_put_in_is_in_the_scenario(row):
    assert [place for place in parts(row["put_in"]) if not is_put_in(place)] == []


@pytest.mark.parametrize(("column", "named"), [("test", NAMED), ("otherwise", NAMED_AGAINST)])
def test_every_named_test_exists_and_names_the_claim_itself(column, named):
    """And a test that names a claim stands in its row."""
    listed = {(row["id"], test) for row in rows() for test in parts(row[column])}
    assert listed == said_by_tests(named)


def test_the_members_of_d7_are_that_share_of_electors():
    electors = parameters()["population.electorate"]
    assert 830_000 / electors == pytest.approx(parameters()["population.party_members"], abs=5e-4)


def test_advice_is_put_in_as_the_lever_of_that_opportunity():
    levers = {f"model/levers/{name}.py": kind for name, kind in load("levers", Lever).items()}
    advice = {row["id"]: row["put_in"] for row in rows() if row["id"] in covered("O1-O9")}
    assert len(advice) == 9
    for claim, place in advice.items():
        assert levers[place].opportunity == claim


def test_a_stored_verdict_has_a_share_of_draws_or_its_experiment_says_why_not():
    undrawn = {
        folder.name
        for folder, _ in answered(ROOT / "results")
        for claim in claims(folder)
        if covered(author_of(claim.source)) and not claim.draws
    }
    assert undrawn == UNDRAWN.keys()


@pytest.mark.parametrize(
    ("source", "meant"),
    [("Z8", ["Z8"]), ("claim S5: 40-50 %", ["S5"]), ("O1-O3", ["O1", "O2", "O3"]),
     ("Meguid (2005)", []), ("control", [])],
)  # fmt: skip
def test_a_source_stands_for_one_claim_or_several_or_none(source, meant):
    assert covered(source) == meant


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


@pytest.mark.parametrize(
    "place", ["leader.attachment=0.5", "leader.attachment", "population.luck=1", "luck-2022"]
)
def test_the_walk_finds_what_is_not_put_in(place):
    assert not is_put_in(place)


def test_the_walk_reads_only_what_a_docstring_claims():
    """Z8 is named here and not claimed."""
    assert NAMED.findall("It is so. Claims E1, Z8. Claim O2: more") == ["E1, Z8", "O2"]
    assert NAMED.findall("Against claim O10. Z7 cannot show.") == []
    assert NAMED_AGAINST.findall("Against claim O10.") == ["O10"]
    here = "tests/test_claims.py::test_the_walk_reads_only_what_a_docstring_claims"
    assert not [named for named in said_by_tests(NAMED) if named[1] == here]
    assert not docstrings_in("tests/test_nowhere.py")
