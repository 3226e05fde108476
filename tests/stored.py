"""Numbers of stored results, and pages that tell them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[1]
Said = tuple[str, list[str]]
"""A text with a place for every number, and the numbers."""


def page(path: str) -> str:
    """Return a page as one line."""
    return " ".join((ROOT / path).read_text(encoding="utf-8").split())


def table(name: str) -> Any:
    """Return a stored table by its place in the folder of results."""
    return pd.read_csv(ROOT / "results" / f"{name}.csv")


def number(name: str, column: str, **where: object) -> float:
    """Return the one number of a stored table at the given values."""
    rows = table(name)
    for key, wanted in where.items():
        rows = rows[rows[key] == wanted]
    assert len(rows) == 1, f"{len(rows)} rows of {name} have {where}"
    return float(rows[column].iloc[0])


def claimed(experiment: str, says: str, measure: str) -> dict[str, Any]:
    """Return a stored claim."""
    claims = table(f"{experiment}/claims")
    found = claims[claims["says"].str.startswith(says) & claims["measure"].str.startswith(measure)]
    assert len(found) == 1
    return dict(found.iloc[0])


def written(value: float, digits: int = 0) -> str:
    """Return a number as pages write it, with a true minus sign."""
    return f"{value:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def percent(*shares: float, digits: int = 0) -> list[str]:
    """Return shares of one in per cent."""
    return [written(100 * share, digits) for share in shares]


def logits(*values: float) -> list[str]:
    """Return numbers with two digits."""
    return [written(value, 2) for value in values]


def not_on(text: str, said: Iterable[Said]) -> list[str]:
    """Return the sentences, with their numbers, that a text lacks."""
    sentences = [words.format(*numbers) for words, numbers in said]
    return [each for each in sentences if each not in text]
