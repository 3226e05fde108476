"""Plain words for columns of the store: what a reader of a figure sees."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from model.measures.outcomes import OUTCOMES


def outcome(column: str, labels: Mapping[str, str]) -> str:
    """Say a column such as `vote_share.greens` in words: "official share of votes, Greens"."""
    name, _, party = column.partition(".")
    words = OUTCOMES[name].words if name in OUTCOMES else name.replace("_", " ")
    return f"{words}, {labels.get(party, party)}" if party else words


def labels(parties: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return a label for each party that no other has: those of one label are numbered."""
    given = {name: about.get("label") or name for name, about in parties.items()}
    called, so_far = Counter(given.values()), Counter[str]()
    told = {}
    for name, label in given.items():
        so_far[label] += 1
        told[name] = label if called[label] == 1 else f"{label} {so_far[label]}"
    return told


def factor(path: str, unit: str, labels: Mapping[str, str]) -> str:
    """Say a swept parameter in words, with its unit if it has one."""
    parts = [labels.get(part, part.replace("_", " ")) for part in path.split(".")
             if part not in ("to", "by")]  # fmt: skip
    words = ": ".join(parts[-2:])
    return sentence(f"{words} ({unit})" if unit else words)


def is_share(column: str) -> bool:
    """Whether a column is an outcome that is a share, which is written in per cent."""
    name = column.partition(".")[0]
    return name in OUTCOMES and OUTCOMES[name].is_share


def outcomes_in(columns: Iterable[Any]) -> list[str]:
    """Return the outcomes of which there is a column."""
    there = {str(each).partition(".")[0] for each in columns}
    return [each for each in OUTCOMES if each in there]


def sentence(words: str) -> str:
    """Start with a capital and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def main_shares() -> list[str]:
    """Return the outcomes that are shares and are shown where there is room for few."""
    return [name for name, each in OUTCOMES.items() if each.main and each.is_share]
