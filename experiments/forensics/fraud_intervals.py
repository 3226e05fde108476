"""How sure a fit of inflation is: intervals of its shares, and the most that can be hidden."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import chi2

from experiments.analysis.intervals import LEVEL, NORMAL
from experiments.forensics.inflation_likelihood import (
    INCREMENTAL,
    Seen,
    distance,
    read,
    slopes,
)
from model.numerics.arrays import Array, IntArray

Interval = tuple[float, float]
"""Lower and upper end, with a confidence of 95 %."""

PLAIN = np.log([0.3, 1.5])
"""Width and exponent of the inflation that is looked for where none is found: those that the
model assumes where a count is inflated (`Count`)."""

LEAST_STATIONS = 0.5
"""Fewer stations than this are none, and their interval starts at none."""

LEAST_ODDS, MOST_ODDS = -14.0, 5.0
"""Log odds between which the largest share that is not rejected is looked for."""

STEP = 0.01
"""Step of a difference, in about standard errors."""


def intervals(place: Array, unit: Array, seen: Seen, found: bool) -> tuple[Interval, Interval]:
    """Return the intervals of f_i and f_e at a place of the search.

    `unit` is about the standard error of each parameter; `found` is whether there is incremental
    inflation. Of a share that is found the interval allows for likeness within blocks
    (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13); without any it reaches up to the share
    that the likelihood rejects.
    """
    shares = read(place)[1].shares[1:]
    free = [found, bool(shares[1] * len(seen.turnout) > LEAST_STATIONS)]
    reach = NORMAL * _standard_errors(place, unit, seen, free)
    incremental, extreme = (
        _around(float(shares[at]), float(reach[at]))
        if free[at]
        else (0.0, max(float(shares[at]), _most(place, seen, at + 1)))
        for at in range(2)
    )
    return incremental, extreme


def _around(share: float, reach: float) -> Interval:
    """Return an interval that is even in log odds; all there is if nothing is known."""
    if not np.isfinite(reach):
        return 0.0, 1.0
    low, high = expit(logit(share) + np.array([-reach, reach])).tolist()
    return low, high


def _most(place: Array, seen: Seen, kind: int) -> float:
    """Return the largest share of stations with plain inflation that the likelihood allows.

    Stations of a block count as one observation.
    """
    plain = place.copy()
    if kind == INCREMENTAL:
        plain[-4:-2] = PLAIN
    lowest = _at(plain, seen, kind, LEAST_ODDS)
    allowed = chi2.ppf(2 * LEVEL - 1, 1) / 2 * len(seen.turnout) / len(seen.group_of_block)

    def beyond(log_odds: float) -> float:
        return float(_at(plain, seen, kind, log_odds) - lowest - allowed)

    if beyond(MOST_ODDS) < 0:
        return 1.0
    most = brentq(beyond, LEAST_ODDS, MOST_ODDS, xtol=0.02)
    return float(read(_with_odds(plain, kind, most))[1].shares[kind])


def _at(place: Array, seen: Seen, kind: int, log_odds: float) -> float:
    """Return minus the log likelihood with other odds of one kind of inflation."""
    return float(distance(_with_odds(place, kind, log_odds), seen)[0])


def _with_odds(place: Array, kind: int, log_odds: float) -> Array:
    """Return a place with other odds, to fair stations, of one kind of inflation."""
    moved = place.copy()
    moved[kind - 3] = log_odds
    return moved


def _standard_errors(place: Array, unit: Array, seen: Seen, free: Sequence[bool]) -> Array:
    """Return the standard errors of the log odds of f_i and f_e, NaN where there is none.

    The variance is that of the blocks' slopes, seen through the curvature of the likelihood
    (Huber 1967); log odds are against all other stations.
    """
    kept = np.concatenate([np.ones(len(place) - 4, bool), [free[0]] * 3, [free[1]]])
    columns = np.zeros((len(place), 2))
    odds = np.exp(place[-2:])
    columns[-2:, 0] = 1, -odds[1] / (1 + odds[1])
    columns[-2:, 1] = -odds[0] / (1 + odds[0]), 1
    curvature = _curvature(place, unit, seen)[np.ix_(kept, kept)]
    try:
        solved = np.linalg.solve(curvature, columns[kept])
    except np.linalg.LinAlgError:
        return np.full(2, np.nan)
    weights = np.zeros_like(columns)
    weights[kept] = solved
    if (np.einsum("ij,ij->j", columns, weights)[list(free)] <= 0).any():
        return np.full(2, np.nan)
    return np.asarray(np.sqrt((_parts(place, seen, weights) ** 2).sum(axis=0)))


def _parts(place: Array, seen: Seen, weights: Array) -> Array:
    """Return the blocks' slopes times weights of all parameters, shape (B, columns)."""
    slope = slopes(place, seen)[1]
    of_groups = weights[:-4].reshape(4, -1, weights.shape[1])[:, seen.group_of_block]
    return np.asarray(
        np.einsum("bk,kbc->bc", slope[:, :4], of_groups) + slope[:, 4:] @ weights[-4:]
    )


def _curvature(place: Array, unit: Array, seen: Seen) -> Array:
    """Return the second derivatives of minus the log likelihood, by differences of its slope.

    Regions touch each other only through the mixture, so that one step moves a parameter of
    all regions.
    """
    groups = (len(place) - 4) // 4
    found = np.zeros((len(place), len(place)))
    each = np.arange(groups)
    for kind in range(4):
        at = kind * groups + each
        change = _change(place, unit, seen, at)
        for other in range(4):
            found[other * groups + each, at] = change[other * groups + each] / unit[at]
    for last in range(len(place) - 4, len(place)):
        found[:, last] = _change(place, unit, seen, np.array([last])) / unit[last]
    found[-4:, :-4] = found[:-4, -4:].T
    return (found + found.T) / 2


def _change(place: Array, unit: Array, seen: Seen, at: IntArray) -> Array:
    """Return how the slope changes with a unit step of some parameters, by central difference."""
    step = np.zeros_like(place)
    step[at] = STEP * unit[at]
    ahead, behind = (distance(place + sign * step, seen)[1] for sign in (1, -1))
    return (ahead - behind) / (2 * STEP)
