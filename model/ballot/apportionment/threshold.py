"""Who may take part in the sharing of seats."""

from fractions import Fraction
from functools import lru_cache

import numpy as np

from model.numerics.arrays import IntArray

BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def passing(votes: IntArray, share: float | list[float], base: int | None = None) -> BoolArray:
    """Tell which lists have votes and at least a share of a base: of all votes, if none is given.

    The share may be one for all lists or one for each. It is read as the decimal that people
    wrote: 0.07 is exactly seven hundredths.
    """
    total = int(votes.sum()) if base is None else base
    shares = share if isinstance(share, list) else [share] * len(votes)
    pairs = zip(votes.tolist(), map(_exactly, shares), strict=True)
    return np.array([v > 0 and part * total <= whole * v for v, (part, whole) in pairs], bool)


def with_further(
    votes: IntArray, passed: BoolArray, fewest: int, share: float, base: int
) -> BoolArray:
    """Admit further lists, those with most votes first, until enough take part.

    Enough are as many as the fewest, with more than a share of the base together. Of equal lists
    the first on the ballot comes first.
    """
    part, whole = _exactly(share)
    taking = passed.copy()
    for list_ in np.argsort(-votes, kind="stable"):
        together = whole * int(votes[taking].sum())
        if taking.sum() >= fewest and (not share or together > part * base):
            break
        taking[list_] |= votes[list_] > 0
    return taking


@lru_cache(maxsize=1024)
def _exactly(share: float) -> tuple[int, int]:
    """Return a decimal as numerator and denominator, with which one reckons faster."""
    return Fraction(str(share)).as_integer_ratio()
