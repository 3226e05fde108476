"""Real votes give the official seats, by the options that a user would write."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.cli import application

DATA = Path(__file__).parents[1] / "data"
ELECTIONS = list(
    csv.DictReader((DATA / "elections/index.csv").read_text(encoding="utf-8").splitlines())
)


def told(*arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(application(), ["seats", *arguments, "--json"])
    assert done.exit_code == 0, done.exception
    found: dict[str, object] = json.loads(done.stdout)
    return found


def won(*arguments: str) -> dict[str, int]:
    seats = told(*arguments)["seats"]
    assert isinstance(seats, dict)
    return {party: number for party, number in seats.items() if number}


@pytest.fixture
def elections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA / "elections")


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA / "cases")


@pytest.mark.usefixtures("elections")
@pytest.mark.parametrize("election", ELECTIONS, ids=lambda row: row["election"])
def test_the_law_gives_the_official_seats(election: dict[str, str]) -> None:
    found = won(f"{election['election']}.csv", *election["options"].split())
    assert found == json.loads(election["official"])


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (
            "poland2019_41_districts.csv --law dhondt --threshold 0.05 --exempt MN "
            "--seats-by poland2019_41_districts_seats.csv",
            {"PiS": 235, "KO": 134, "SLD": 49, "PSL": 30, "Konf": 11, "MN": 1},
        ),
        ("mazhilis2007_one_list_passes.csv --seats 98 --threshold 0.07", {"NUROTAN": 98}),
        (
            "norway2021_ostfold.csv --law sainte-lague --seats 8 --first-divisor 1.4",
            {"A": 3, "H": 2, "SP": 2, "FRP": 1},
        ),
        ("two_independents_one_district.csv --law plurality", {"Independent": 1}),
        ("blank_and_against_rows.csv --law dhondt --seats 10", {"Reds": 7, "Blues": 3}),
        ("mixed_two_districts.csv --law mixed-parallel", {"Reds": 25, "Blues": 27}),
        ("two_regions_lists.csv --law regional-councils --seats 4", {"Reds": 3, "Blues": 1}),
    ],
)
def test_small_tables_give_the_right_seats(arguments: str, right: dict[str, int]) -> None:
    """By hand, for the last: Reds have 1.8 of two seats in the North and 0.9 of two in the South;
    in the mixed case districts go one each, and 13 of 27 votes make 24 of the lists' 50 seats.
    """
    assert won(*arguments.split()) == right


@pytest.mark.usefixtures("cases")
def test_lists_with_a_surplus_agreement_are_seated_together() -> None:
    table, law = "knesset20_surplus_agreements.csv", ["--law", "dhondt", "--seats", "120"]
    seats = won(table, *law, "--threshold", "0.0325", "--surplus-agreements")
    assert seats["Kulanu Chaired by Moshe Kahlon#0"] == 10
    assert seats["Joint List (Hadash, National D#0"] == 13
    alone = won(table, *law, "--threshold", "0.0325")
    assert alone["Joint List (Hadash, National D#0"] == 14


@pytest.mark.usefixtures("cases")
def test_a_minority_is_exempt_only_if_that_is_said() -> None:
    law = ["--law", "sainte-lague", "--seats", "630", "--threshold", "0.05"]
    assert "SSW" not in won("bundestag2025.csv", *law)
    seats = won("bundestag2025.csv", *law, "--exempt", "SSW")
    assert (seats["SSW"], seats["CDU"]) == (1, 164)


@pytest.mark.usefixtures("cases")
def test_blank_and_against_count_in_the_base_of_the_threshold_only_if_asked() -> None:
    """Blues: 50 of 150 for lists, of 250 with against all and blank, of 260 with invalid ones."""
    table = ["blank_and_against_rows.csv", "--law", "dhondt", "--seats", "10", "--threshold"]
    assert won(*table, "0.3") == {"Reds": 7, "Blues": 3}
    assert won(*table, "0.2", "--threshold-of", "valid votes") == {"Reds": 7, "Blues": 3}
    assert won(*table, "0.2", "--threshold-of", "ballots") == {"Reds": 10}


@pytest.mark.usefixtures("cases")
def test_a_tie_is_named_and_a_lot_decides_it_if_there_is_a_seed() -> None:
    table = ["tie_for_last_seat.csv", "--law", "dhondt", "--seats", "15"]
    by_rule = told(*table)
    assert by_rule["seats"] == {"A": 9, "B": 6}
    assert "A and B have an equal claim" in str(by_rule["ties"])
    drawn = [told(*table, "--lot", str(seed))["seats"] for seed in range(20)]
    assert drawn == [told(*table, "--lot", str(seed))["seats"] for seed in range(20)]
    assert {tuple(each.values()) for each in drawn} == {(9, 6), (8, 7)}  # type: ignore[attr-defined]
    assert told(*table[:-1], "14")["ties"] == []
