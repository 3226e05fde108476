"""Results by polling station in a file: what its columns mean, and which rows are no stations."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from model.ballot.precincts import Precincts
from model.measures.station_sets import some, unusable
from model.numerics.arrays import IntArray
from model.parameters.table import (
    Numbers,
    Rows,
    TableError,
    cells_of,
    header_of,
    number,
    parse_table,
    text_of,
)

PLACES = ("region", "locality", "station")
"""Columns that say where a station is; each may be missing."""

COUNTS = ("electors", "ballots", "invalid", "blank")
"""Columns of numbers that are no party's votes; `electors` must be there."""

COLUMNS = (
    "electors; optionally region, locality, station (words), ballots (all that were cast), "
    "invalid, blank; every other column holds the votes of the party that it is called after"
)

MOST_PEOPLE = 10**9

ONLINE = "online|on-line|electronic vot|e-voting|internet vot|дистанционн|дэг|электронное голос"
ABROAD = "abroad|overseas|embassy|consulate|за пределами|зарубеж|за рубежом|посольств|шетел"
TOTAL = "totals?|grand total|sum|итого|всего|барлығы"
"""What a name says of a row that is no station, in small letters."""


@dataclass(frozen=True, eq=False)
class StationFile:
    """Stations of a file that can be examined, and the rows that were left out."""

    parties: tuple[str, ...]
    regions: tuple[str, ...]
    stations: Precincts  # one column of votes for each party; the largest is examined
    left_out: pd.DataFrame  # row, region, locality, station, electors, rule

    def of(self, party: str) -> Precincts:
        """Return the stations with one party examined; raises ValueError if there is none."""
        if party not in self.parties:
            close = get_close_matches(party, self.parties, n=1)
            hint = f"did you mean {close[0]}? There are" if close else "there are"
            raise ValueError(f"There is no party {party!r}; {hint} {', '.join(self.parties)}.")
        return replace(self.stations, winner=self.parties.index(party))


def read_stations(path: Path, ignored: Collection[str] = ()) -> StationFile:
    """Read a CSV file with one polling station a row.

    Columns: `electors`, the people on the register; each party's votes, in a column of the
    party's name. Optional: `region` and `locality`, within which stations are compared, and
    `station`, its name; `ballots`, all that were cast, or `invalid` and `blank`. Columns in
    `ignored` are let be. Rows that are no station with a register are left out by the rules of
    `unusable`, and where a name says so (ONLINE, ABROAD of a region or locality, TOTAL).
    Raises ValueError with a line for each error, its place, and what is allowed.
    """
    text = text_of(path)
    parties, counts = _columns(header_of(str(path), text), ignored, path)
    columns = [Numbers(each, 0, MOST_PEOPLE, whole=True, optional=True) for each in counts]
    columns += [Numbers(each, 0, MOST_PEOPLE, whole=True) for each in parties]
    words = dict(_of_words(path, text, parties))
    try:
        read = parse_table(str(path), text, [each for each in columns if each.name not in words])
    except TableError as error:
        raise ValueError("\n".join([*words.values(), str(error)])) from None
    if words:
        raise ValueError("\n".join(words.values()))
    rows = [(row, {name: cell for name, cell in cells.items() if name not in ignored})
            for row, cells in read]  # fmt: skip
    return _stations(rows, parties)


def _columns(
    header: Sequence[str], ignored: Collection[str], path: Path
) -> tuple[list[str], list[str]]:
    """Return the columns of parties and of other numbers."""
    strange = [each for each in ignored if each not in header]
    if strange:
        raise ValueError(f"{path} has no column {', '.join(strange)} that could be ignored.")
    header = [each for each in header if each not in ignored]
    parties = [each for each in header if each not in {*PLACES, *COUNTS}]
    if "electors" not in header or not parties:
        missing = "no column electors" if "electors" not in header else "no column of votes"
        raise ValueError(f"{path}, row 1: {missing}; the columns are: {COLUMNS}.")
    if "" in parties:
        raise ValueError(f"{path}, row 1: a column has no name; name it after its party.")
    return parties, [each for each in COUNTS if each in header]


def _of_words(path: Path, text: str, parties: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each column of a party in which no number stands, and what is to be done with it.

    It is told once, not at each station.
    """
    header, rows = cells_of(str(path), text)
    for place, name in enumerate(header):
        said = [(row, cells[place]) for row, cells in rows if len(cells) == len(header)]
        if name in parties and said and all(number(cell) is None for _, cell in said):
            row, cell = said[0]
            told = (
                f"{path}, row {row}, column {name}: given {cell!r}, allowed is a whole number of "
                "votes, and no row has one; call it region, locality or station if it says where "
                f"a station is, else let it be with --ignore {name}"
            )
            yield name, told


def _stations(rows: Rows, parties: Sequence[str]) -> StationFile:
    cells = pd.DataFrame([row for _, row in rows]).assign(row=[row for row, _ in rows])
    cells = cells.assign(**{each: "" for each in PLACES if each not in cells})
    # Stations of a region, and of a locality, lie together; beside each other as in the file.
    region, regions = pd.factorize(cells["region"])
    place = np.stack([region, pd.factorize(cells["locality"])[0]])
    locality = np.unique(place, axis=1, return_inverse=True)[1].ravel()
    order = np.argsort(locality, kind="stable")
    cells = cells.iloc[order].reset_index(drop=True)
    votes = np.stack([_counts(cells, each) for each in parties], axis=1)
    electors, ballots, invalid, blank = (_counts(cells, each) for each in COUNTS)
    spoilt = ballots - votes.sum(axis=1) if "ballots" in cells else invalid + blank
    whole = Precincts(
        region[order], locality[order], electors, votes, np.maximum(spoilt, 0),
        int(votes.sum(axis=0).argmax()),
    )  # fmt: skip
    rule = _rules(cells, whole, spoilt)
    kept = (rule == "").to_numpy()
    left_out = cells[["row", *PLACES]].assign(electors=electors, rule=rule)[~kept]
    return StationFile(
        tuple(parties), tuple(regions), some(whole, np.flatnonzero(kept)),
        left_out.sort_values("row", ignore_index=True),
    )  # fmt: skip


def _rules(cells: pd.DataFrame, stations: Precincts, spoilt: IntArray) -> pd.Series:
    """Return the rule that leaves each row out; nothing where none does."""
    rule = pd.Series("", cells.index, dtype=object)
    for name, rows in unusable(stations).items():
        rule[rows] = name
    rule[spoilt < 0] = "more votes than ballots"
    names = [cells[each].str.lower() for each in PLACES]
    for each in names[:2]:
        rule[each.str.contains(ABROAD)] = "abroad, by its name"
    for each in names:
        rule[each.str.contains(ONLINE)] = "online votes, by its name"
        rule[each.str.fullmatch(TOTAL)] = "a row of totals, by its name"
    return rule


def _counts(cells: pd.DataFrame, column: str) -> IntArray:
    """Return a column of whole numbers, 0 where nothing stands."""
    if column not in cells:
        return np.zeros(len(cells), np.int64)
    return cells[column].replace("", "0").astype(float).to_numpy().astype(np.int64)
