"""Plain words for columns of the store: what a reader of a figure sees."""

from collections.abc import Mapping
from typing import Any

OUTCOMES = {
    "vote_share": "share of votes",
    "seats": "seats",
    "seat_share": "share of seats",
    "support": "private support",
    "rating": "rating in polls",
    "turnout": "turnout",
    "enp_votes": "effective number of parties, by votes",
    "enp_seats": "effective number of parties, by seats",
    "wasted": "votes that win no seat",
    "protest": "mean protest",
    "majority": "probability of a majority",
}

SHARES = frozenset(OUTCOMES) - {"seats", "enp_votes", "enp_seats"}
"""Outcomes that are shares of one and are written as per cent."""


def outcome(column: str, labels: Mapping[str, str]) -> str:
    """Say a column such as `vote_share.nur_otan` in words: "share of votes, Nur Otan"."""
    name, _, party = column.partition(".")
    words = OUTCOMES.get(name, name.replace("_", " "))
    return f"{words}, {labels.get(party, party)}" if party else words


def factor(path: str, about: Any, labels: Mapping[str, str]) -> str:
    """Say a swept parameter in words, with its unit where the manifest gives one."""
    parts = [labels.get(part, part.replace("_", " ")) for part in path.split(".")
             if part not in ("to", "by")]  # fmt: skip
    words = ": ".join(parts[-2:])
    known = about if isinstance(about, Mapping) else {}
    unit = known.get("unit")
    return sentence(f"{words} ({unit})" if unit else words)


def sentence(words: str) -> str:
    """Start with a capital and leave the rest as it is."""
    return words[:1].upper() + words[1:]
