"""What the files of a country may hold beside those that a run reads, and what is wrong in them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from model.parameters.names import CODE, CODES, NAME, NAMES
from model.parameters.table import (
    Column,
    Numbers,
    Rows,
    TableError,
    Words,
    parse_table,
    text_of,
)
from model.society.country import DISTRICTS, MAP, REGIONS, opening
from model.society.regions import CALLED

COUNTRY = "country"
"""What the unit of a result is called that is that of the whole country."""

ELECTIONS, RESULTS = "elections.csv", "results.csv"
ELECTION = Words("election", CODES, CODE, unique=True)
NAMED = {
    REGIONS: ("regions", RESULTS, DISTRICTS, "turnout.csv", MAP),
    ELECTIONS: ("elections", RESULTS, DISTRICTS, "turnout.csv", "targets.csv"),
}
"""What a table says which there are, and where they are named."""

DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
WHEN = Words("date", "a date: YYYY, YYYY-MM or YYYY-MM-DD", DATE)
ROUNDED = 1.005
"""What the shares of votes of one result may add up to at most, for tables round."""
TOLD = (Words("source", "where the row comes from"), Words("confidence", "how far it is trusted"))


def problems_of(folder: Path) -> list[str]:
    """Return everything that is wrong with the files of a country but its scenarios, one a line.

    `country.toml` and `regions.csv` must be there. `elections.csv`, `results.csv`, `districts.csv`,
    `series.csv`, `turnout.csv`, `targets.csv`, `facts.csv` and `map.geojson` are read where
    they are; other files are let be. A name is not judged where the table that says which there
    are cannot tell.
    """
    problems = [*opening(folder).problems, *_empty_regions(folder / REGIONS)]
    regions, elections = _known(folder)
    tables = _tables(regions, elections)
    for name, columns in tables.items():
        if (folder / name).exists():
            problems += _table_problems(folder / name, columns)
    problems += _result_problems(folder, tables)
    tiles = _tile_problems(folder / REGIONS)
    return [*problems, *tiles, *_map_problems(folder / MAP, regions)]


def unjudged_in(folder: Path) -> Iterator[str]:
    """Say which names in tables have not been judged, and why."""
    for (name, (what, *where)), known in zip(NAMED.items(), _known(folder), strict=True):
        there = [each for each in where if (folder / each).exists()]
        if there and not known:
            yield (
                f"Left unjudged: {what} that {', '.join(there)} name, as {folder / name} does not "
                "say which there are."
            )


def elections_of(folder: Path) -> list[str]:
    """Return the elections that there are; none where the table cannot tell."""
    return _known(folder)[1]


def _known(folder: Path) -> tuple[list[str], list[str]]:
    """Return the regions and the elections that there are; none where a table cannot tell."""
    return _words(folder / REGIONS, CALLED), _words(folder / ELECTIONS, ELECTION)


def _tables(regions: list[str], elections: list[str]) -> dict[str, list[Column]]:
    """Return the columns of each table; other columns are let be."""
    unit = _one_of("unit", [COUNTRY, *regions] if regions else [])
    election = _one_of("election", elections)
    return {
        ELECTIONS: [
            ELECTION,
            WHEN,
            Words("contest", "house, president", "house|president"),
            Numbers("seats_total", 1),
            Numbers("electors", 1, optional=True),
            Numbers("turnout", 0, 1, optional=True),
            *TOLD,
        ],
        RESULTS: [
            election,
            unit,
            Words("party", NAMES, NAME),
            Numbers("vote_share", 0, 1, optional=True),
            Numbers("votes", 0, optional=True),
            Numbers("seats", 0, optional=True),
            *TOLD,
        ],
        "series.csv": [
            WHEN,
            Words("what", "WHAT:WHOM, as in approval:leader", r"\w+:\w+"),
            Numbers("value", 0, 1),
            Numbers("n", 1, optional=True),
            *TOLD,
        ],
        DISTRICTS: [
            election,
            Words("district", "a name", ".+"),
            _one_of("region", regions),
            Numbers("electors", 0, optional=True),
            Numbers("valid", 0, optional=True),
            TOLD[0],
        ],
        "turnout.csv": [election, unit, Numbers("turnout", 0, 1, optional=True), TOLD[0]],
        "targets.csv": [
            election,
            Words("outcome", "the name of an outcome", r"[\w.]+"),
            Numbers("value", -1e15, 1e15),
            Numbers("spread", 1e-9, 1e15),
            *TOLD,
        ],
        "facts.csv": [
            Words("path", "the path of a parameter", r"[\w.:]+"),
            *(Numbers(each, -1e15, 1e15) for each in ("value", "low", "high")),
            *TOLD,
        ],
    }


def _one_of(column: str, known: list[str]) -> Words:
    pattern = "|".join(map(re.escape, known)) or ".+"
    return Words(column, "one of " + ", ".join(known) if known else "a name", pattern)


def _table_problems(file: Path, columns: list[Column]) -> list[str]:
    try:
        parse_table(str(file), text_of(file), columns)
    except TableError as error:
        return str(error).splitlines()
    return []


def _rows(file: Path, columns: list[Column]) -> Rows:
    """Return the rows of a table; none if any is wrong or it is not there, told elsewhere."""
    try:
        return parse_table(str(file), text_of(file), columns)
    except TableError:
        return []


def _words(file: Path, column: Words) -> list[str]:
    """Return the words of a column; none if any is wrong, which is told elsewhere."""
    return [cells[column.name] for _, cells in _rows(file, [column])]


def _empty_regions(file: Path) -> Iterator[str]:
    """Tell of regions where nobody lives: a run lets them be, a country does not mean them."""
    for column in ("electors", "population"):
        for row, cells in _rows(file, [CALLED, Numbers(column, 0)]):
            if float(cells[column]) == 0:
                yield f"{file}, row {row}, column {column}: given 0, allowed is a number above 0"


def _result_problems(folder: Path, tables: dict[str, list[Column]]) -> Iterator[str]:
    """Tell of results without a number, and of more votes or seats than there can be.

    Members of an alliance that has a row of its own count in that: they name it as `alliance`.
    """
    file = folder / RESULTS
    rows = _rows(file, tables[RESULTS])
    seats = {cells["election"]: float(cells["seats_total"])
             for _, cells in _rows(folder / ELECTIONS, tables[ELECTIONS])}  # fmt: skip
    listed = {tuple(cells[each] for each in ("election", "unit", "party")) for _, cells in rows}
    sums: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row, cells in rows:
        result, alliance = (cells["election"], cells["unit"]), cells.get("alliance", "")
        if not (cells["vote_share"] or cells["votes"] or cells["seats"]):
            yield f"{file}, row {row}: given no vote_share, votes or seats, allowed is one or more"
        if alliance == cells["party"] or (*result, alliance) not in listed:
            for column in ("vote_share", "seats"):
                sums[result][column] += float(cells[column] or 0)
    for (election, unit), sum_of in sums.items():
        most = {"vote_share": ROUNDED, "seats": seats.get(election, float("inf"))}
        for column, total in sum_of.items():
            if total > most[column]:
                yield (
                    f"{file}, election {election}, unit {unit}, column {column}: given a sum of "
                    f"{total:g}, allowed is {most[column]:g} or less; members of an alliance that "
                    "has a row of its own name it in a column alliance"
                )


def _tile_problems(file: Path) -> Iterator[str]:
    """Tell of regions on the tile of another one, which a picture of tiles would hide."""
    seen: dict[tuple[str, str], int] = {}
    columns = (Words(each, "", ".*") for each in ("tile_row", "tile_col"))
    tiles = zip(*(_words(file, each) for each in columns), strict=False)
    for row, tile in enumerate(tiles, 2):
        first = seen.setdefault(tile, row)
        if first != row and all(tile):
            yield (
                f"{file}, row {row}, columns tile_row, tile_col: given {', '.join(tile)}, which is "
                f"the tile of row {first}; allowed is one region a tile"
            )


def _map_problems(file: Path, regions: list[str]) -> Iterator[str]:
    """Tell of a map that cannot be read, and of outlines that belong to no region."""
    if not file.exists():
        return
    try:
        drawn = list(_ids(json.loads(file.read_text(encoding="utf-8"))["features"]))
    except (OSError, ValueError, KeyError, TypeError):
        yield f"{file}: is no map; allowed is GeoJSON whose features have an id and a geometry"
        return
    for place, region in enumerate(drawn, 1):
        if regions and region not in regions:
            known = ", ".join(regions)
            yield f"{file}, feature {place}, id: given {region!r}, allowed is one of {known}"


def _ids(features: Iterable[Any]) -> Iterator[str]:
    for each in features:
        _ = each["geometry"]["coordinates"]
        yield str(each["id"] if "id" in each else each["properties"]["id"])
