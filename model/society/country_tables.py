"""What the files of a country may hold beside those that a run reads, and what is wrong in them."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from model.parameters.names import CODE, CODES, NAME, NAMES
from model.parameters.table import (
    Column,
    Numbers,
    TableError,
    Words,
    parse_table,
    text_of,
)
from model.society.country import DISTRICTS, MAP, REGIONS, opening
from model.society.regions import CALLED

COUNTRY = "country"
"""What the unit of a result is called that is that of the whole country."""

ELECTIONS = "elections.csv"
ELECTION = Words("election", CODES, CODE, unique=True)
NAMED = {
    REGIONS: ("regions", "results.csv", DISTRICTS, "turnout.csv", MAP),
    ELECTIONS: ("elections", "results.csv", DISTRICTS, "turnout.csv", "targets.csv"),
}
"""What a table says which there are, and where they are named."""

DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
WHEN = Words("date", "a date: YYYY, YYYY-MM or YYYY-MM-DD", DATE)
TOLD = (Words("source", "where the row comes from"), Words("confidence", "how far it is trusted"))


def problems_of(folder: Path) -> list[str]:
    """Return everything that is wrong with the files of a country but its scenarios, one a line.

    `country.toml` and `regions.csv` must be there. `elections.csv`, `results.csv`, `districts.csv`,
    `series.csv`, `turnout.csv`, `targets.csv`, `facts.csv` and `map.geojson` are read where
    they are; other files are let be. A name is not judged where the table that says which there
    are cannot tell.
    """
    problems = opening(folder).problems
    regions, elections = _known(folder)
    for name, columns in _tables(regions, elections).items():
        if (folder / name).exists():
            problems += _table_problems(folder / name, columns)
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
        "results.csv": [
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


def _words(file: Path, column: Words) -> list[str]:
    """Return the words of a column; none if any is wrong, which is told elsewhere."""
    try:
        rows = parse_table(str(file), text_of(file), [column])
    except TableError:
        return []
    return [cells[column.name] for _, cells in rows]


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
