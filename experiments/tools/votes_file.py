"""A file of votes: what each column and row is, and what is refused."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from model.parameters.table import cells_of, text_of

MOST_VOTES = 10**12

USED = ("district", "region", "party", "agreement", "members", "won", "seats")
"""Columns with a meaning of their own, beside those of votes."""

DISTRICT = (
    "constituency", "riding", "electorate", "seat", "ward", "okrug", "wahlkreis", "province",
    "state", "county", "oblast", "unit", "electoral_district", "circonscription",
)  # fmt: skip
PARTY = ("list", "candidate", "name", "option", "party_name")
VOTES = ("vote", "ballots", "count", "votes_cast", "stimmen")

KINDS = {
    "against all": ("against all", "against all candidates", "none of the above", "nota",
                    "против всех"),
    "blank": ("blank", "blanks", "blank votes", "blank ballots", "blank papers", "en blanco",
              "votos en blanco", "blancs", "пустые"),
    "invalid": ("invalid", "invalid votes", "invalid ballots", "spoilt", "spoiled",
                "spoilt ballots", "spoiled ballots", "rejected", "rejected ballots", "null",
                "null votes", "votos nulos", "informal", "informal votes", "nuls",
                "недействительные"),
    "electors": ("electors", "registered", "registered voters", "registered electors",
                 "eligible voters", "electorate"),
    "total": ("total", "totals", "sum", "all", "total votes", "valid votes", "valid",
              "total valid votes", "votes cast", "итого", "всего"),
}  # fmt: skip
"""Rows that are no lists, by how people call them."""

INDEPENDENT = ("independent", "independents", "self-nominated", "ind", "non-partisan",
               "самовыдвижение")  # fmt: skip

Cells = dict[tuple[str, str], int]


@dataclass
class VotesFile:
    """What a file holds, by district and party."""

    columns: tuple[str, ...]
    """Columns of votes that the law counts."""
    votes: dict[str, Cells] = field(default_factory=dict)
    beside: dict[str, dict[str, int]] = field(default_factory=dict)
    region: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Agreement, members and seats won by party; seats by district."""
    has_districts: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def districts(self) -> list[str]:
        """Return the districts in the order of the file."""
        return list(dict.fromkeys(district for district, _ in self.votes[self.columns[0]]))

    @property
    def parties(self) -> list[str]:
        """Return the parties in the order of the file."""
        return list(dict.fromkeys(party for _, party in self.votes[self.columns[0]]))


def kind_of(name: str) -> str:
    """Return what a row is if it is no list: `blank`, say; nothing for a list."""
    plain = re.sub(r"[\s_-]+", " ", name.strip().casefold())
    return next((kind for kind, names in KINDS.items() if plain in names), "")


def is_independent(name: str) -> bool:
    """Tell whether people call somebody without a list so."""
    return re.sub(r" \(\d+\)$", "", name).casefold() in INDEPENDENT


def read_votes(path: Path, columns: tuple[str, ...], people: bool) -> VotesFile:
    """Read a file of votes; `people` may share a name, in which case they are numbered.

    Raises ValueError, in one sentence, for what is wrong with the file.
    """
    with_lines = _rows(path)
    header = next(with_lines)[1]
    _check_header(path, list(header), columns)
    used = {name for name in USED if name in header}
    file = VotesFile(columns, {name: {} for name in columns})
    file.has_districts = bool({"district", "region"} & used)
    unused = [name for name in header if name and name not in {*used, *columns}]
    if unused:
        file.notes.append(f"Columns not used: {', '.join(unused)}.")
    for line, row in with_lines:
        _add(file, row, f"{path}, line {line}", people)
    if not any(any(cells.values()) for cells in file.votes.values()):
        raise ValueError(f"{path} holds no votes; give at least one party a vote.")
    return file


def read_seats_by(path: Path) -> dict[str, dict[str, int]]:
    """Read the seats of districts, and their electors if given, by column and district.

    Raises ValueError, in one sentence, for what is wrong with the file.
    """
    lines = _rows(path)
    header = next(lines)[1]
    for name in ("district", "seats"):
        if name not in header:
            raise ValueError(
                f"{path} has no column {name}; its first line must name the columns district,seats."
            )
    found: dict[str, dict[str, int]] = {"seats": {}}
    for line, row in lines:
        district, where = row["district"], f"{path}, line {line}"
        if district in found["seats"]:
            raise ValueError(f"{where}: district {district!r} is listed twice; list it once.")
        for name in {"seats", "electors"} & set(header):
            what = f"the {name} of {district!r} are"
            found.setdefault(name, {})[district] = whole(row[name], what, where)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the header, as a row of its names, then each row with its line."""
    header, rows = cells_of(str(path), text_of(path))
    header = [name.lower() for name in header]
    twice = [name for name in header if name and header.count(name) > 1]
    if twice:
        raise ValueError(f"{path} has two columns {twice[0]}; keep one.")
    yield 1, {name: name for name in header}
    for line, cells in rows:
        if len(cells) > len(header):
            raise ValueError(
                f"{path}, line {line}: more cells than columns; write numbers without commas."
            )
        yield line, dict(zip_longest(header, cells, fillvalue=""))


def _check_header(path: Path, header: list[str], columns: tuple[str, ...]) -> None:
    needed = ("party", *columns)
    missing = [name for name in needed if name not in header]
    if missing:
        known = {**dict.fromkeys(PARTY, "party"), **dict.fromkeys(VOTES, "votes")}
        hints = [f"call {name} {known[name]}" for name in header if known.get(name) in missing]
        hint = f": {', '.join(hints)}" if hints else ""
        raise ValueError(
            f"{path} has no column {' or '.join(missing)}; its first line must name the columns "
            f"{','.join(needed)}{hint}."
        )
    like_districts = [name for name in header if name in DISTRICT]
    if like_districts and "district" not in header:
        raise ValueError(
            f"{path} has a column {like_districts[0]}; call it district if votes are counted by "
            "it, or delete it."
        )


def _add(file: VotesFile, row: dict[str, str], where: str, people: bool) -> None:
    district = row.get("district") or row.get("region") or ""
    party = row["party"]
    if not party:
        raise ValueError(f"{where}: the party has no name; name it or delete the line.")
    if file.has_districts and not district:
        raise ValueError(f"{where}: the district has no name; name it or delete the line.")
    if "district" in row and kind_of(district) == "total":
        _note(file, f"{where}: a total, not a district.")
        return
    kind = kind_of(party)
    if kind:
        _beside(file, kind, district, row, where)
        return
    party = _person(file, district, party, where, people)
    for column in file.columns:
        cells = file.votes[column]
        cells[district, party] = whole(row[column], f"the votes of {party!r} are", where)
    for fact, of in {"agreement": party, "members": party, "won": party, "seats": district}.items():
        if row.get(fact):
            _same(file.facts.setdefault(fact, {}), of, row[fact], f"{where}, column {fact}")
    if "district" in row and row.get("region"):
        _same(file.region, district, row["region"], f"{where}, column region")


def _beside(file: VotesFile, kind: str, district: str, row: dict[str, str], where: str) -> None:
    """Keep a row that is no list; electors and blank ballots may be the base of a threshold."""
    number = whole(row[file.columns[0]], f"the votes of {row['party']!r} are", where)
    numbers = file.beside.setdefault(kind, {})
    numbers[district] = numbers.get(district, 0) + number
    _note(file, f"{row['party']}: {kind}, not a list; it wins no seats.")


def _person(file: VotesFile, district: str, party: str, where: str, people: bool) -> str:
    """Return a name under which nobody stands in the district yet."""
    cells = file.votes[file.columns[0]]
    if (district, party) not in cells:
        return party
    again = f" in district {district!r}" if district else ""
    if not (people or is_independent(party)):
        raise ValueError(f"{where}: {party!r} is listed twice{again}; list it once.")
    number = 2
    while (district, f"{party} ({number})") in cells:
        number += 1
    _note(file, f"{where}: another {party!r}{again}, who is called {party} ({number}).")
    return f"{party} ({number})"


def _same(known: dict[str, str], of: str, value: str, where: str) -> None:
    if known.setdefault(of, value) != value:
        raise ValueError(
            f"{where}: given {value!r} for {of!r}, which had {known[of]!r} before; give it one "
            "value in all lines."
        )


def _note(file: VotesFile, text: str) -> None:
    if text not in file.notes:
        file.notes.append(text)


def whole(text: str, what: str, where: str) -> int:
    """Read a whole number, perhaps written 1234.0. Raises ValueError for anything else."""
    digits = re.fullmatch(r"(\d+)(\.0*)?", text, re.ASCII)
    if digits is None or int(digits[1]) > MOST_VOTES:
        raise ValueError(
            f"{where}: {what} {text!r}; they must be a whole number from 0 to 10^12, digits only."
        )
    return int(digits[1])


def by_district(values: dict[str, int], districts: Iterable[str], what: str) -> list[int]:
    """Return a number for each district. Raises ValueError if one is missing or unknown."""
    missing = [name for name in districts if name not in values]
    if missing:
        raise ValueError(
            f"There are no {what} of district {missing[0]!r}; give every district of the votes "
            f"one line ({len(missing)} are missing)."
        )
    unknown = [name for name in values if name not in set(districts)]
    if unknown:
        raise ValueError(f"There are {what} of {unknown[0]!r}, and no votes of such a district.")
    return [values[name] for name in districts]
