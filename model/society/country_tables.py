"""What the files of a country may hold beside those that a run reads, and what is wrong in them."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from model.parameters.errors import ScenarioError
from model.parameters.names import CODE, CODES, NAME, NAMES
from model.parameters.table import (
    Column,
    Numbers,
    Rows,
    TableError,
    Words,
    header_of,
    parse_table,
    text_of,
)
from model.society.country import MAP, REGIONS, opening_content

COUNTRY = "country"
"""What the unit of a result is called that is that of the whole country."""

DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
WHEN = Words("date", "a date: YYYY, YYYY-MM or YYYY-MM-DD", DATE)
TOLD = (Words("source", "where the row comes from"), Words("confidence", "how far it is trusted"))


def problems_of(folder: Path) -> list[str]:
    """Return everything that is wrong with the files of a country but its scenarios, one a line.

    `country.toml` and `regions.csv` must be there. `elections.csv`, `results.csv`, `districts.csv`,
    `series.csv`, `turnout.csv`, `facts.csv` and `map.geojson` are read where they are; other files
    are let be.
    """
    problems: list[str] = []
    try:
        opening_content(folder)
    except ScenarioError as error:
        problems += str(error).splitlines()
    regions = _words(folder / REGIONS, "region")
    elections = _words(folder / "elections.csv", "election")
    for name, columns in _tables(regions, elections).items():
        if (folder / name).exists():
            problems += _table_problems(folder / name, columns)
    tiles = _tile_problems(folder / REGIONS)
    return [*problems, *tiles, *_map_problems(folder / MAP, regions)]


def _tables(regions: list[str], elections: list[str]) -> dict[str, list[Column]]:
    """Return the columns of each table; other columns are let be."""
    unit = _one_of("unit", [COUNTRY, *regions])
    election = _one_of("election", elections)
    return {
        "elections.csv": [
            Words("election", CODES, CODE, unique=True),
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
        "districts.csv": [
            election,
            Words("district", "a name", ".+"),
            _one_of("region", regions),
            Numbers("electors", 0, optional=True),
            Numbers("valid", 0, optional=True),
            TOLD[0],
        ],
        "turnout.csv": [election, unit, Numbers("turnout", 0, 1, optional=True), TOLD[0]],
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


def _words(file: Path, column: str) -> list[str]:
    """Return the words of a column as far as they can be read; its errors are told elsewhere."""
    try:
        text = text_of(file)
        if column not in header_of(str(file), text):
            return []
        rows: Rows = parse_table(str(file), text, [Words(column, "", ".*")])
    except TableError:
        return []
    return [cells[column] for _, cells in rows if cells[column]]


def _tile_problems(file: Path) -> Iterator[str]:
    """Tell of regions on the tile of another one, which a picture of tiles would hide."""
    seen: dict[tuple[str, str], int] = {}
    tiles = zip(_words(file, "tile_row"), _words(file, "tile_col"), strict=False)
    for row, tile in enumerate(tiles, 2):
        first = seen.setdefault(tile, row)
        if first != row:
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
