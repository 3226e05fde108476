"""What parties, regions, events and factions may be called."""

import re
from collections.abc import Iterable, Iterator

NAME = r"[a-z][a-z0-9_]*"
NAMES = "small letters a-z, digits and underscores, a letter first"

CODE = r"[A-Za-z][A-Za-z0-9_-]*"
CODES = "letters A-Z and a-z, digits, underscores and hyphens, a letter first"
"""Codes of regions: dots part a column's name into outcome, party and region."""

AGAINST_ALL, NONE_OF_THEM = "against_all", "none_of_them"
BLANK, AT_HOME = "blank", "stayed_at_home"
RESERVED = frozenset({AGAINST_ALL, NONE_OF_THEM, BLANK, AT_HOME, "undecided", "total"})
"""What is for no party, as it is called in outcomes, tables and figures."""


def refused_names(what: str, names: Iterable[str]) -> Iterator[str]:
    """Say of each name that cannot be used where it stands and why."""
    for name in names:
        if why := refused(name):
            yield f"{what}: {why}"


def refused(name: str) -> str:
    """Say why nothing can have this name; nothing if it may be used."""
    if not re.fullmatch(NAME, name):
        return f"given {name!r} as a name, allowed are {NAMES}"
    if name in RESERVED:
        return f"given {name!r} as a name, which has a meaning of its own; take another"
    return ""
