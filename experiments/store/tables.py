"""Tables as other programs read them: columns by pattern, and values that survive the way."""

from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase

import pandas as pd
from pandas.api.types import is_bool_dtype

from experiments.study.errors import UserError

PLACE = ("point", "replicate", "week")
"""Columns that say which run, and which week of it, a row is."""


def matching(columns: Sequence[str], asked: str) -> list[str]:
    """Return the columns that the patterns, parted by commas, name; `*` stands for any signs.

    Raises UserError for a pattern that names none, with the nearest names.
    """
    found: dict[str, None] = {}
    for pattern in map(str.strip, asked.split(",")):
        named = [each for each in columns if fnmatchcase(each, pattern)]
        if not named:
            near = ", ".join(get_close_matches(pattern, columns, cutoff=0.0))
            raise UserError(
                f"There is no column {pattern}; the nearest are {near}. A * stands for any signs, "
                "as in seats.*; `partyofpower results DIR --json` lists all columns."
            )
        found |= dict.fromkeys(named)
    return list(found)


def for_export(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table that spreadsheets and R read without loss.

    They keep numbers as doubles, so that seeds of 63 bits would lose digits: a seed becomes a
    word, `seed:` and its digits. Yes and no are 1 and 0 wherever they come from.
    """
    plain: dict[str, pd.Series] = {
        str(name): table[name].astype(int) for name in table if is_bool_dtype(table[name])
    }
    if "seed" in table:
        plain["seed"] = "seed:" + table["seed"].astype(str)
    return table.assign(**plain)
