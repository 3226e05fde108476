"""Apply an electoral law to real votes in a file."""

import csv
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from model.numerics.arrays import IntArray
from model.parameters import registry as catalogue
from model.parameters.table import TableError, text_of
from model.politics.contracts import ElectoralLaw

LARGEST_HOUSE = 100_000
MOST_VOTES = 10**12

Row = dict[str | None, Any]


def seats_from_file(
    path: Path | str, law: str, seats: int | None = None, threshold: float | None = None
) -> dict[str, int]:
    """Give the seats in an assembly to the parties of a table of votes.

    The table has the columns `party` and `votes`, and `district` if the law needs districts
    apart; without it all districts are taken to vote alike. `law` may be written with hyphens
    or underscores; `seats` and `threshold` (a fraction) replace what the law says of itself.
    Parties come back in the order of the file. Raises ValueError, in one sentence, for
    whatever is wrong with the table or the wishes.
    """
    rules = _law(law, seats, threshold)
    parties, votes = _read(Path(path))
    return dict(zip(parties, rules.seats(votes).tolist(), strict=True))


def _law(name: str, seats: int | None, threshold: float | None) -> ElectoralLaw:
    key = name.strip().lower().replace("-", "_")
    laws = catalogue.load("laws", ElectoralLaw)  # type: ignore[type-abstract]
    if key not in laws:
        raise ValueError(_unknown(name, key, list(laws)))
    if seats is not None and not 1 <= seats <= LARGEST_HOUSE:
        raise ValueError(f"The number of seats is {seats}; it must lie in 1..{LARGEST_HOUSE}.")
    if threshold is not None and not 0 <= threshold <= 1:
        raise ValueError(
            f"The threshold is {threshold}; it must be a fraction in 0..1: write 7 % as 0.07."
        )
    wishes = {"house_size": seats, "threshold": threshold}
    changes = {field: value for field, value in wishes.items() if value is not None}
    _can_be_set(laws[key], changes)
    return laws[key].model_validate({}).model_copy(update=changes)


def _unknown(name: str, key: str, known: list[str]) -> str:
    written = [each.replace("_", "-") for each in known]
    close = get_close_matches(key.replace("_", "-"), written, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}? There are" if close else "there are"
    return f"There is no law called {name!r}; {hint}: {', '.join(written)}."


def _can_be_set(law: type[ElectoralLaw], changes: dict[str, Any]) -> None:
    words = {"house_size": "--seats", "threshold": "--threshold"}
    for field in changes:
        if field not in law.model_fields:
            raise ValueError(
                f"The law {law.key().replace('_', '-')} has no single number that "
                f"{words[field]} could set; leave {words[field]} out or choose another law."
            )


def _read(path: Path) -> tuple[list[str], IntArray]:
    try:
        file = StringIO(text_of(path), newline="")
        return _table(csv.DictReader(file, strict=True), path)
    except TableError as error:
        raise ValueError(f"{error}.") from error
    except csv.Error as error:
        raise ValueError(f"{path} is not a CSV file in UTF-8: {error}.") from error


def _table(rows: "csv.DictReader[str]", path: Path) -> tuple[list[str], IntArray]:
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or []]
    missing = [name for name in ("party", "votes") if name not in rows.fieldnames]
    if missing:
        raise ValueError(
            f"{path} has no column {' or '.join(missing)}; its first line must name the columns "
            "party,votes."
        )
    cells: dict[tuple[str, str], int] = {}
    for row in rows:
        _add(cells, row, f"{path}, line {rows.line_num}")
    if not any(cells.values()):
        raise ValueError(f"{path} holds no votes; give at least one party a vote.")
    return _square(cells)


def _add(cells: dict[tuple[str, str], int], row: Row, where: str) -> None:
    if None in row:
        raise ValueError(f"{where}: more cells than columns; write numbers without commas.")
    party = (row["party"] or "").strip()
    district = (row.get("district") or "").strip()
    if not party:
        raise ValueError(f"{where}: the party has no name; name it or delete the line.")
    if (district, party) in cells:
        again = f" in district {district!r}" if district else ""
        raise ValueError(f"{where}: {party!r} is listed twice{again}; list it once.")
    cells[district, party] = _whole((row["votes"] or "").strip(), party, where)


def _whole(text: str, party: str, where: str) -> int:
    digits = text.lstrip("0")
    if not (text.isascii() and text.isdecimal()) or int(digits[:20] or 0) > MOST_VOTES:
        raise ValueError(
            f"{where}: the votes of {party!r} are {text!r}; they must be a whole number from 0 "
            "to 10^12, digits only."
        )
    return int(text)


def _square(cells: dict[tuple[str, str], int]) -> tuple[list[str], IntArray]:
    districts = list(dict.fromkeys(district for district, _ in cells))
    parties = list(dict.fromkeys(party for _, party in cells))
    votes = [[cells.get((district, party), 0) for party in parties] for district in districts]
    return parties, np.array(votes, dtype=np.int64)
