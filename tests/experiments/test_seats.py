"""Anybody may apply a law to votes in a file, and is told clearly what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize("law", ["national-list", "national_list", " National-List"])
def test_official_votes_give_official_seats(tmp_path: Path, law: str) -> None:
    assert seats(written(tmp_path, VOTES_2021), law) == {
        "Nur Otan": 76, "Ak Zhol": 12, "People's Party": 10, "Auyl": 0, "Adal": 0,
    }  # fmt: skip


def test_seats_and_threshold_replace_those_of_the_law(tmp_path: Path) -> None:
    path = written(tmp_path, VOTES_2021)
    assert sum(seats(path, "dhondt", seats=10).values()) == 10
    lower = seats(path, "national-list", threshold=0.05)
    assert list(lower.values()) == [72, 11, 9, 6, 0]
    assert seats(path, "national-list", threshold=0.5)["Ak Zhol"] == 2
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
    with pytest.raises(ValueError, match="counts districts apart: give the votes a column"):
        seats(written(tmp_path, VOTES_2021), "plurality")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column party or votes"),
        ("party;votes\nA;1\n", "no column party or votes"),
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
    with pytest.raises(ValueError, match="Cannot read"):
        seats(tmp_path, "national-list")
    (tmp_path / "votes.csv").write_bytes(b"party,votes\n\xff\xfe,1\n")
    with pytest.raises(ValueError, match="not a CSV file in UTF-8"):
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
    with pytest.raises(ValueError, match="leave --seats out"):
        seats(path, "mixed-parallel", seats=10)
    with pytest.raises(ValueError, match="leave --seats out"):
        seats(path, "mixed_parallel", seats=98)
