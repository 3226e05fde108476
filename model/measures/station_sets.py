"""Sets of polling stations: some of a result, neighbours, draws with replacement."""

from collections.abc import Iterator

import numpy as np

from model.ballot.precincts import Precincts
from model.numerics.arrays import IntArray

BLOCK = 50
"""Stations that lie together and are taken for alike where localities are not known, or hold
more; assumed, as is the size of a locality in the model (`Stations.locality`)."""


def some(precincts: Precincts, rows: IntArray) -> Precincts:
    """Return the stations at the given rows, in that order."""
    return Precincts(
        precincts.region[rows], precincts.locality[rows], precincts.electors[rows],
        precincts.votes[rows], precincts.blank[rows], precincts.winner,
    )  # fmt: skip


FEWEST_BLOCKS = 20
"""Blocks that are needed for draws to differ; with fewer stations they are cut smaller."""


def neighbours(precincts: Precincts, most: int = BLOCK) -> IntArray:
    """Number the blocks of neighbours, shape (S,): stations that are taken for alike.

    A block is a locality of a region, or as many parts of it as have about `most` stations
    each, in the order of the table.
    """
    place = np.stack([precincts.region, precincts.locality])
    locality = np.unique(place, axis=1, return_inverse=True)[1].ravel()
    order = np.argsort(locality, kind="stable")
    size = np.bincount(locality)
    first = np.cumsum(size) - size
    within = np.empty(len(order), np.int64)
    within[order] = np.arange(len(order)) - first[locality[order]]
    parts = np.maximum(np.rint(size / most), 1).astype(np.int64)
    before = np.cumsum(parts) - parts
    return np.asarray(before[locality] + within * parts[locality] // size[locality])


def redrawn(precincts: Precincts, times: int, seed: int) -> Iterator[Precincts]:
    """Draw as many blocks of neighbours as there are, with replacement, again and again.

    What a measure does over the draws is its uncertainty (Künsch 1989,
    doi:10.1214/aos/1176347265).
    """
    most = max(min(BLOCK, len(precincts.electors) // FEWEST_BLOCKS), 1)
    block = neighbours(precincts, most)
    order = np.argsort(block, kind="stable")
    size = np.bincount(block)
    rows = np.split(order, np.cumsum(size)[:-1])
    generator = np.random.default_rng(seed)
    for _ in range(times):
        drawn = generator.integers(0, len(rows), len(rows))
        yield some(precincts, np.concatenate([rows[each] for each in drawn]))


SMALLEST = 100
"""Electors that a station needs: in smaller ones turnout and shares are extreme by chance
(Klimek et al. 2012, doi:10.1073/pnas.1210722109, leave them out too)."""

TIMES_TOO_LARGE = 10
"""A station with so many times the electors of the largest of each hundred is no station:
online votes, votes of a country's citizens abroad, or a row of totals. Assumed."""


def unusable(precincts: Precincts) -> dict[str, IntArray]:
    """Return the rows that say nothing of turnout and shares, by the rule that leaves them out.

    The first rule that fits counts.
    """
    electors, ballots = precincts.electors, precincts.ballots
    large = TIMES_TOO_LARGE * np.quantile(electors, 0.99, method="lower")
    rules = {
        "no register: no electors": electors <= 0,
        "more ballots than electors": ballots > electors,
        "no votes": precincts.votes.sum(axis=1) <= 0,
        f"tiny: fewer than {SMALLEST} electors": electors < SMALLEST,
        f"far too large: more than {large:.0f} electors, {TIMES_TOO_LARGE} times the largest of "
        "each hundred stations": electors > large,
    }
    free = np.ones(len(electors), bool)
    found = {}
    for rule, fits in rules.items():
        if (rows := np.flatnonzero(free & fits)).size:
            found[rule] = rows
            free[rows] = False
    return found
