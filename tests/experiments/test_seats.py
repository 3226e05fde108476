"""Anybody may apply a law to votes in a file, and is told clearly what is wrong with it."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from experiments.cli import application
from experiments.publish.inventory import listed
from experiments.tools.law_wishes import Wishes
from experiments.tools.seats import Seats, seats_from_file

VOTES_2021 = """party,votes
Nur Otan,5148074
Ak Zhol,792828
People's Party,659019
Auyl,383023
Adal,258618
"""


def seats(path: Path, law: str, **wishes: Any) -> dict[str, int]:
    return found(path, law, **wishes).seats


def found(path: Path, law: str, **wishes: Any) -> Seats:
    return seats_from_file(path, law, Wishes(**wishes))


def written(folder: Path, text: str) -> Path:
    path = folder / "votes.csv"
    path.write_text(text, encoding="utf-8")
    return path


OF_2021: dict[str, Any] = {"seats": 98, "threshold": 0.07, "guaranteed_runner_up": 2}


@pytest.mark.parametrize("law", ["national-list", "national_list", " National-List"])
def test_official_votes_give_official_seats(tmp_path: Path, law: str) -> None:
    assert seats(written(tmp_path, VOTES_2021), law, **OF_2021) == {
        "Nur Otan": 76, "Ak Zhol": 12, "People's Party": 10, "Auyl": 0, "Adal": 0,
    }  # fmt: skip


def test_seats_and_threshold_replace_those_of_the_law(tmp_path: Path) -> None:
    path = written(tmp_path, VOTES_2021)
    assert sum(seats(path, "dhondt", seats=10).values()) == 10
    lower = seats(path, "national-list", **OF_2021 | {"threshold": 0.05})
    assert list(lower.values()) == [72, 11, 9, 6, 0]
    assert seats(path, "national-list", **OF_2021 | {"threshold": 0.5})["Ak Zhol"] == 2
    assert seats(path, "plurality", seats=1)["Nur Otan"] == 1


def test_spreadsheets_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_bytes(b"\xef\xbb\xbfParty , Votes,share\r\n A , 3 ,x\r\n\r\nB,1,y\r\n")
    assert seats(path, "sainte-lague", seats=4) == {"A": 3, "B": 1}


def test_districts_may_be_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "district,party,votes\nnorth,A,5\nnorth,B,2\nsouth,B,4\n")
    assert seats(path, "plurality") == {"A": 1, "B": 1}
    with pytest.raises(ValueError, match=r"come from 2 districts, .* --seats-by FILE, or add"):
        seats(path, "dhondt")
    assert seats(path, "dhondt", national=True, seats=11) == {"A": 5, "B": 6}
    assert seats(path, "plurality", seats=2) == {"A": 1, "B": 1}
    with pytest.raises(ValueError, match="from 2 districts with a seat each, and --seats says 3"):
        seats(path, "plurality", seats=3)
    with pytest.raises(ValueError, match="leave --national out"):
        seats(path, "plurality", national=True)
    with pytest.raises(ValueError, match="counts districts apart: give the votes a column"):
        seats(written(tmp_path, VOTES_2021), "plurality")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column party or votes"),
        ("party,ballots\nA,1\n", "no column votes"),
        ("party,votes\n", "holds no votes"),
        ("party,votes\nA,0\n", "holds no votes"),
        ("party,votes\nA,-5\n", r"line 2: the votes of 'A' are '-5'"),
        ("party,votes\nA,5.5\n", r"'5.5'; they must be a whole number"),
        ("party,votes\nA,many\n", "'many'"),
        ("party,votes\nA\n", "''"),
        ("party,votes\nA,1_000\n", "digits only"),
        ("party,votes\nA,9999999999999999999999\n", r"10\^12"),
        ("party,votes\nA,1,000\n", "write numbers without commas"),
        ("party,votes\nA,1\nA,2\n", "line 3: 'A' is listed twice"),
        ("district,party,votes\nx,A,1\nx,A,2\n", "listed twice in district 'x'"),
        ("party,votes\n,1\n", "the party has no name"),
        ("party,votes,votes\nA,1,2\n", "two columns votes; keep one"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refusal:
        seats(written(tmp_path, text), "national-list")
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No such file"):
        seats(tmp_path / "none.csv", "national-list")
    with pytest.raises(ValueError, match="cannot be read"):
        seats(tmp_path, "national-list")
    with pytest.raises(ValueError, match="row 1: its columns are parted by ';'"):
        seats(written(tmp_path, 'party;votes\n"A";1\n'), "national-list")
    (tmp_path / "votes.csv").write_bytes(b"party,votes\n\xff\xfe,1\n")
    with pytest.raises(ValueError, match="line 2: is no text in UTF-8; save it"):
        seats(tmp_path / "votes.csv", "national-list")


def test_wrong_wishes_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, VOTES_2021)
    with pytest.raises(ValueError, match="did you mean national-list"):
        seats(path, "nationallist")
    with pytest.raises(ValueError, match="There is no law called 'zzzz'; there are: dhondt"):
        seats(path, "zzzz")
    with pytest.raises(ValueError, match=r"threshold is 7; .* write 7 % as 0\.07"):
        seats(path, "national-list", threshold=7)
    with pytest.raises(ValueError, match="threshold is nan"):
        seats(path, "national-list", threshold=float("nan"))
    with pytest.raises(ValueError, match="number of seats is 0"):
        seats(path, "national-list", seats=0)
    with pytest.raises(ValueError, match="leave --threshold out"):
        seats(path, "plurality", threshold=0.05)
    with pytest.raises(ValueError, match="leave --exempt out"):
        seats(path, "plurality", exempt=("Adal",))
    with pytest.raises(ValueError, match="--seats-by leaves no room for --seats"):
        Wishes(seats=3, seats_by=path)
    with pytest.raises(ValueError, match="leave --seats out"):
        seats(path, "mixed-parallel", seats=10)
    with pytest.raises(ValueError, match="leave --seats out"):
        seats(path, "mixed_parallel", seats=98)


@pytest.mark.parametrize("name", ["constituency", "riding", "okrug"])
def test_a_district_by_another_name_gets_a_hint(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, f"{name},party,votes\nnorth,A,5\nsouth,B,4\n")
    with pytest.raises(ValueError, match=f"has a column {name}; call it district"):
        seats(path, "plurality")


def test_a_candidate_by_another_name_gets_a_hint(tmp_path: Path) -> None:
    path = written(tmp_path, "candidate,votes\nA,5\n")
    with pytest.raises(ValueError, match=r"no column party; .*: call candidate party"):
        seats(path, "national-list")


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "party,votes,leader\nA,5,Aru\n")
    assert "Columns not used: leader." in found(path, "national-list").notes


def test_whole_numbers_of_spreadsheets_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "party,votes\nA,1234.0\nB,1234.\nC,617\n")
    assert seats(path, "dhondt", seats=5) == {"A": 2, "B": 2, "C": 1}


OTHER_ROWS = ["Total", "TOTAL VOTES", "Blank votes", "Invalid", "Against all",
              "None of the above", "Registered voters", "Spoilt ballots"]  # fmt: skip


@pytest.mark.parametrize("row", OTHER_ROWS)
def test_rows_that_are_no_lists_win_nothing_and_are_named(tmp_path: Path, row: str) -> None:
    path = written(tmp_path, f"party,votes\nA,6\nB,4\n{row},10\n")
    result = found(path, "dhondt", seats=10)
    assert result.seats == {"A": 6, "B": 4}
    assert any(note.startswith(f"{row}: ") for note in result.notes)


def test_a_district_called_total_is_no_district(tmp_path: Path) -> None:
    text = "district,party,votes\nnorth,A,5\nnorth,B,2\nTotal,A,5\nTotal,B,2\n"
    assert seats(written(tmp_path, text), "plurality") == {"A": 1, "B": 0}


def test_electors_are_the_base_of_a_threshold_if_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "party,votes\nA,60\nB,40\nElectors,1000\n")
    assert seats(path, "dhondt", seats=10, threshold=0.05) == {"A": 6, "B": 4}
    of_electors = {"threshold": 0.05, "threshold_of": "electors"}
    assert seats(path, "dhondt", seats=10, **of_electors) == {"A": 10, "B": 0}


def test_seats_by_district_must_name_the_districts_of_the_votes(tmp_path: Path) -> None:
    path = written(tmp_path, "district,party,votes\nnorth,A,5\nnorth,B,2\nsouth,B,4\n")
    by = tmp_path / "seats.csv"
    by.write_text("district,seats\nnorth,2\nsouth,3\n")
    assert seats(path, "dhondt", seats_by=by) == {"A": 2, "B": 3}
    by.write_text("district,seats\nnorth,2\n")
    with pytest.raises(ValueError, match="no seats of district 'south'"):
        seats(path, "dhondt", seats_by=by)
    by.write_text("district,seats\nnorth,2\nsouth,3\neast,1\n")
    with pytest.raises(ValueError, match="'east', and no votes of such a district"):
        seats(path, "dhondt", seats_by=by)
    by.write_text("constituency,seats\nnorth,2\n")
    with pytest.raises(ValueError, match="no column district"):
        seats(path, "dhondt", seats_by=by)
    by.write_text("district,seats\nnorth,2\n")
    with pytest.raises(ValueError, match="the votes have no column district"):
        seats(written(tmp_path, VOTES_2021), "dhondt", seats_by=by)


def test_seats_may_stand_beside_the_votes(tmp_path: Path) -> None:
    text = "district,party,votes,seats\nnorth,A,5,2\nnorth,B,2,2\nsouth,B,4,3\n"
    assert seats(written(tmp_path, text), "dhondt") == {"A": 2, "B": 3}
    with pytest.raises(ValueError, match="column seats, which leaves no room for --seats"):
        seats(written(tmp_path, text), "dhondt", seats=9)
    assert seats(written(tmp_path, text), "dhondt", seats=3, national=True) == {"A": 1, "B": 2}
    with pytest.raises(ValueError, match="given '9' for 'north', which had '2' before"):
        seats(written(tmp_path, text.replace("2,2\nsouth", "2,9\nsouth")), "dhondt")


def test_a_waived_threshold_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "party,votes\nA,5\nB,5\n")
    notes = found(path, "dhondt", seats=4, threshold=0.6).notes
    assert any("it was waived" in note for note in notes)


def test_a_law_may_be_a_file_of_tiers_with_a_column_of_votes_for_each(tmp_path: Path) -> None:
    """Germany's two votes: districts by first votes, the house of four by second votes."""
    rules = tmp_path / "law.toml"
    rules.write_text(
        "[tiers.districts]\nunits = 'districts'\nformula = 'plurality'\ncounts = 'first'\n"
        "[tiers.lists]\nseats = 4\nformula = 'sainte_lague'\ncounts = 'second'\n"
        "link = 'compensation'\n"
    )
    text = "district,party,first,second\n1,A,6,5\n1,B,4,5\n2,A,6,5\n2,B,4,5\n"
    assert seats(written(tmp_path, text), str(rules)) == {"A": 2, "B": 2}
    rules.write_text("[tiers.lists]\nseats = 4\nformulae = 'hare'\n")
    with pytest.raises(ValueError, match=r"formulae: no such setting .did you mean 'formula'"):
        seats(written(tmp_path, VOTES_2021), str(rules))
    rules.write_text("tiers = 3")
    with pytest.raises(ValueError, match=r"law\.toml: tiers: given 3"):
        seats(written(tmp_path, VOTES_2021), str(rules))
    rules.write_text("")
    with pytest.raises(ValueError, match="has no tiers"):
        seats(written(tmp_path, VOTES_2021), str(rules))
    with pytest.raises(ValueError, match="is a file: --law"):
        seats(written(tmp_path, VOTES_2021), "tiers")
    with pytest.raises(ValueError, match="cannot be read"):
        seats(written(tmp_path, VOTES_2021), "none.toml")


def test_the_example_of_georgia_shares_77_seats_of_lists(tmp_path: Path) -> None:
    (example,) = (row["example"] for row in listed("laws", "kazakhstan-2022")
                  if row["name"] == "mixed_parallel")  # fmt: skip
    told = re.findall(r'kind = "mixed_parallel"|list_seats = \d+|threshold = [\d.]+\d', example)
    rules = tmp_path / "law.toml"
    rules.write_text("\n".join(told))
    lists = found(written(tmp_path, "district,party,votes\n1,A,6\n2,B,5\n"), str(rules))
    assert sum(lists.seats.values()) == 77 + 2
    assert any("77 (lists)" in note for note in lists.notes)


@pytest.mark.parametrize("law", listed("laws", "kazakhstan-2022"), ids=lambda row: row["name"])
def test_the_example_of_a_law_names_options_that_there_are(law: dict[str, str]) -> None:
    done = CliRunner().invoke(application(), ["seats", "--help"])
    offered = set(re.findall(r"--[a-z-]+", done.output))
    assert set(re.findall(r"--[a-z-]+", law["example"])) <= offered


def test_an_unknown_exempt_party_gets_a_hint(tmp_path: Path) -> None:
    path = written(tmp_path, VOTES_2021)
    with pytest.raises(ValueError, match=r"--exempt Ak Jol: no party is called so .*'Ak Zhol'"):
        seats(path, "dhondt", exempt=("Ak Jol",))


def test_a_country_is_found_in_the_list_of_laws() -> None:
    rows = {row["name"]: row for row in listed("laws", "kazakhstan-2022")}
    assert "Poland: d'Hondt by district, 5 %" in rows["dhondt"]["example"]
    assert "Levelling seats" in rows["tiers"]["cannot"]
    assert all(row["example"] and row["cannot"].endswith(".") for row in rows.values())


@pytest.mark.parametrize(("given", "hint"), [("10%", "10 % is 0.1"), ("0,1", "a point: 0.1")])
def test_a_threshold_in_per_cent_or_with_a_comma_is_told_how_to_be_written(
    tmp_path: Path, given: str, hint: str
) -> None:
    path = written(tmp_path, VOTES_2021)
    done = CliRunner().invoke(application(), ["seats", str(path), "--threshold", given])
    assert done.exit_code == 2
    assert hint in done.output
