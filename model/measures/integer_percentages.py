"""Too many round results: stations that report an integer percentage, beyond chance."""

from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from model.ballot.precincts import Precincts
from model.numerics.arrays import Array, IntArray
from model.numerics.compiled import compiled

WITHIN = 0.05 + 1e-12
"""Percentage points from a whole number that still count (Kobak et al. 2016)."""

FEWEST = 50
"""People for and against that a station needs: nearer to 0 or 100 % shares are not spread evenly
over a percentage point, and a fair count of a small party would have too many round ones. Assumed;
counts of fair parties of 1 % and more are as by chance from 50 on, and are not from 1 on."""

SURE = 1e-9
"""What arithmetic leaves of a certainty."""


@dataclass(frozen=True)
class IntegerPercentages:
    """How many stations report an integer percentage, and how many would by chance."""

    stations: int
    expected: float
    deviation: float  # standard deviation of the number by chance

    @property
    def excess(self) -> float:
        """Stations beyond what is expected."""
        return self.stations - self.expected

    @property
    def p_value(self) -> float:
        """Probability of as many or more by chance; 1 where chance has no part."""
        return float(norm.sf(self.excess / self.deviation)) if self.deviation > 0 else 1.0


def integer_percentages(precincts: Precincts) -> IntegerPercentages:
    """Count stations whose turnout or winner's share of ballots is an integer percentage.

    By chance each elector votes, and each ballot is for the winner, with the probability that
    the station reports. The authors drew such results again and again; here the probability of
    an integer is summed up exactly, which gives the mean and the spread of all draws.
    Source: Kobak, Shpilkin and Pshenichnikov (2016), doi:10.1214/16-AOAS904.
    """
    won, ballots = precincts.votes[:, precincts.winner], precincts.ballots
    (turnout, turnout_chance), (share, share_chance) = (
        (_is_integer(count, total), _chances(count, total))
        for count, total in ((ballots, precincts.electors), (won, ballots))
    )
    return _summed(np.logical_or(turnout, share), 1 - (1 - turnout_chance) * (1 - share_chance))


def integer_turnouts(precincts: Precincts) -> IntegerPercentages:
    """Count stations whose turnout alone is an integer percentage; see `integer_percentages`."""
    counted = precincts.ballots, precincts.electors
    return _summed(_is_integer(*counted), _chances(*counted))


def integer_shares(precincts: Precincts) -> IntegerPercentages:
    """Count stations where the winner's share of ballots is one; see `integer_percentages`."""
    counted = precincts.votes[:, precincts.winner], precincts.ballots
    return _summed(_is_integer(*counted), _chances(*counted))


def _summed(seen: NDArray[np.bool_], chance: Array) -> IntegerPercentages:
    spread = float(np.sqrt((chance * (1 - chance)).sum()))
    return IntegerPercentages(int(seen.sum()), float(chance.sum()), spread)


def _is_integer(count: IntArray, total: IntArray) -> NDArray[np.bool_]:
    percent = 100 * count / np.maximum(total, 1)
    return np.asarray((np.abs(percent - np.rint(percent)) <= WITHIN) & _tested(count, total))


def _tested(count: IntArray, total: IntArray) -> NDArray[np.bool_]:
    return np.asarray((count >= FEWEST) & (total - count >= FEWEST))


def _chances(count: IntArray, total: IntArray) -> Array:
    found = np.zeros(len(count))
    tested = np.flatnonzero(_tested(count, total))
    _binomials(count, total, tested, found)
    return np.where(found > 1 - SURE, 1.0, found)


@compiled()
def _binomials(count: Any, total: Any, tested: Any, found: Any) -> None:
    """Sum the binomial probabilities of integer percentages, within seven spreads of the mode."""
    for i in tested:
        n, share = total[i], count[i] / total[i]
        reach = 7 * np.sqrt(n * share * (1 - share)) + 2
        low, high = max(int(count[i] - reach), 0), min(int(count[i] + reach), n)
        ways = lgamma(n + 1.0) - lgamma(low + 1.0) - lgamma(n - low + 1.0)
        chance = exp(ways + low * log(share) + (n - low) * log(1 - share))
        odds = share / (1 - share)
        for k in range(low, high + 1):
            percent = 100 * k / n
            if abs(percent - np.rint(percent)) <= WITHIN:
                found[i] += chance
            chance *= (n - k) / (k + 1.0) * odds
