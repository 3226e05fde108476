"""Section 5: known inflation is recovered, and a fair count looks fair."""

import numpy as np

from experiments.forensics.fraud_fit import fit_inflation
from experiments.replication.target import Row, judged
from model.ballot.count import Count, counted
from model.ballot.precincts import Precincts, Stations, spread
from model.measures.precinct_patterns import shpilkin

KNOWN = ((0.3, 0.1), (0.1, 0.3), (0.5, 0.2))
ELECTORS = np.array([[3_000_000, 2_400_000, 600_000, 6_000_000]])
"""Votes of three parties and those who stay at home: turnout and the winner's share are 50 %."""


def rows(quick: bool) -> list[Row]:
    """Return the errors of the fitted f_i and f_e, and both with Shpilkin's on a fair count."""
    seeds = range(1, 2) if quick else range(1, 4)
    found = []
    for incremental, extreme in (*KNOWN, (0.0, 0.0)):
        fits = np.array([_fit(seed, incremental, extreme) for seed in seeds])
        name = f"{incremental:g}.{extreme:g}" if incremental else "fair"
        found.append(judged(f"count.{name}.incremental", fits[:, 0], quick))
        found.append(judged(f"count.{name}.extreme", fits[:, 1], quick))
    stolen = [shpilkin(_country(seed)) / ELECTORS[0, 0] for seed in seeds]
    return [*found, judged("count.fair.shpilkin", stolen, quick)]


def _fit(seed: int, incremental: float, extreme: float) -> tuple[float, float]:
    count = Count(incremental=incremental, extreme=extreme)
    fit = fit_inflation(counted(_country(seed), count, seed))
    return fit.incremental, fit.extreme


def _country(seed: int) -> Precincts:
    where, table = spread(ELECTORS, Stations(), seed)
    blank = np.zeros(len(table), np.int64)
    return Precincts(where.region, where.locality, table.sum(axis=1), table[:, :3], blank, 0)
