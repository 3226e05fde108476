"""How much of a count is inflated: the shares of Klimek et al. (2012), fitted by likelihood."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import erf, exp, log, pi, sqrt
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from model.ballot.count import EXTREME_WIDTH
from model.ballot.precincts import Precincts
from model.numerics.arrays import Array, IntArray
from model.numerics.compiled import compiled

FEWEST = 100
"""Stations needed for a fit, and for a region to have a fair mode of its own."""

STRAY = 1e-3
"""Density of a station that follows no rule, so that a stray one does not decide a fit."""

REACH = 5.0
"""How many spreads from the middle a normal is followed."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
"""Where the unknown fair turnout of an inflated station is looked at (Gauss and Legendre)."""

NEVER, NIL = -30.0, 1e-12
"""Log odds of inflation that a search never leaves, and a share below which there is none."""

FAIR, INCREMENTAL, EXTREME, TURNOUT, TURNOUT_SQUARE, SHARE, SHARE_SQUARE, SIZE, BEND = range(9)
"""Columns of what is expected; FAIR, INCREMENTAL and EXTREME are numbers of stations."""


@dataclass(frozen=True)
class Inflation:
    """What the fit says of a count; shares of one."""

    incremental: float  # f_i
    extreme: float  # f_e
    exponent: float
    width: float
    turnout: float  # modal turnout of fair stations, mean over all stations
    share: float  # modal share of the winner in fair stations, mean over all stations


def fit_inflation(precincts: Precincts) -> Inflation:
    """Estimate the shares of stations with incremental and with extreme inflation.

    In each region fair stations have normal turnout and, independently, normal shares; how
    inflation works and how frequent it is, is the same everywhere. The parameters are those
    under which what the stations report is most likely, over every turnout that an inflated
    one may have had.
    Three departures from the publication. For precision stations are compared one by one, not
    by a histogram of the winner's votes. Regions differ, because what differs between them
    would pass for inflation; those with fewer than 100 stations count as one. For safety
    incremental inflation, which can bend a cloud to fit any skew, must earn its three
    parameters (Schwarz 1978, doi:10.1214/aos/1176344136) among as many observations as there
    are localities, because the stations of one are alike.
    Inflation that adds not much more than the spread of fair turnout is seen in part or not at
    all, as where nine in ten vote anyway; and where nearly all stations are inflated some of
    them pass for fair. What raises turnout and share alike in all stations of a region is not
    taken for inflation; what does so in some of them, or in regions that count as one, is,
    whether or not it is one.
    Raises ValueError for fewer than 100 stations with votes.
    Source: Klimek et al. (2012), doi:10.1073/pnas.1210722109; mixtures by likelihood:
    Dempster, Laird and Rubin (1977), doi:10.1111/j.2517-6161.1977.tb01600.x.
    """
    voted = np.flatnonzero(precincts.votes.sum(axis=1))
    if len(voted) < FEWEST:
        raise ValueError(f"A fit needs {FEWEST} stations with votes; there are {len(voted)}.")
    seen = _seen(precincts, voted)
    some = min((_climb(start, seen) for start in _starts(seen)), key=itemgetter(0))
    none = _climb(_start(seen, 0.45, NEVER), seen)
    localities = len(np.unique(precincts.locality[voted]))
    gain = (none[0] - some[0]) / len(seen.turnout) * localities
    earned = gain > 1.5 * np.log(localities)
    fair, mixture = _read(some[1] if earned else none[1])
    turnout, _, share, _ = fair[:, seen.group].mean(axis=1).tolist()
    incremental, extreme = float(mixture.shares[1]) if earned else 0.0, float(mixture.shares[2])
    return Inflation(incremental, extreme, mixture.exponent, mixture.width, turnout, share)


class _Seen(NamedTuple):
    """What S stations report, as shares of their electors."""

    turnout: Array  # (S,)
    others: Array  # (S,) votes that the winner did not get
    blank: Array  # (S,)
    group: IntArray  # (S,) region, or where small ones are taken together


def _seen(precincts: Precincts, voted: IntArray) -> _Seen:
    """Half a person stayed at home and half a person voted otherwise, if nobody did."""
    electors = precincts.electors[voted].astype(np.float64)
    votes = precincts.votes[voted]
    others = np.maximum(votes.sum(axis=1) - votes[:, precincts.winner], 0.5) / electors
    turnout = np.minimum(precincts.ballots[voted], electors - 0.5) / electors
    blank = precincts.blank[voted] / electors
    return _Seen(turnout, others, blank, _groups(precincts.region[voted]))


def _groups(region: IntArray) -> IntArray:
    """Number the regions; small ones are one group, with the next larger if still too few."""
    _, index, size = np.unique(region, return_inverse=True, return_counts=True)
    order = np.argsort(size, kind="stable")
    small = size[order] < FEWEST
    before = np.cumsum(size[order]) - size[order]
    pooled = order[small | (small[0] & (before < FEWEST))]
    return np.unique(np.where(np.isin(index, pooled), -1, index), return_inverse=True)[1]


class _Mixture(NamedTuple):
    """How frequent inflation is, and how it works where there is some."""

    shares: Array  # (3,) of fair, incremental and extreme stations
    width: float
    exponent: float


def _read(place: Array) -> tuple[Array, _Mixture]:
    """Read a place of the search: logs of what is positive, and of odds to fair stations.

    Returns modal turnout, its spread, modal share and its spread, shape (4, groups), and the
    mixture.
    """
    fair = place[:-4].reshape(4, -1).copy()
    fair[1::2] = np.exp(fair[1::2])
    width, exponent, some, nearly_all = np.exp(place[-4:]).tolist()
    odds = np.array([1.0, some, nearly_all])
    return fair, _Mixture(odds / odds.sum(), width, exponent)


def _starts(seen: _Seen) -> Iterator[Array]:
    """Guess that few stations are inflated, and that most are, so that the fair ones lie low."""
    for quantile, odds in ((0.45, 0.1), (0.25, 2.0)):
        yield _start(seen, quantile, log(odds))


def _start(seen: _Seen, quantile: float, log_odds: float) -> Array:
    """Take a quantile of each region for its fair mode, and what lies below for its spread."""
    groups = range(seen.group.max() + 1)
    share = 1 - seen.others / (seen.turnout - seen.blank)
    levels = [quantile, 0.32 * quantile]  # of a normal's lower half 32 % are below one spread
    rows = []
    for values in (seen.turnout, share):
        found = [np.quantile(values[seen.group == group], levels) for group in groups]
        mode, lower = np.array(found).T
        rows += [mode, np.log(np.maximum(mode - lower, 0.02))]
    return np.concatenate([*rows, np.log([0.2, 1.2]), [log_odds, log(0.1)]])


def _climb(start: Array, seen: _Seen) -> tuple[float, Array]:
    """Return the lowest minus log likelihood found from a start, and where.

    By quasi-Newton steps (Byrd et al. 1995, doi:10.1137/0916069), in units of about a standard
    error, so that all parameters are equally easy to move.
    """
    low, high = _allowed(seen.group.max() + 1)
    start = start.clip(low, high)
    unit = _units(start, seen.group)

    def distance(steps: Array) -> tuple[float, Array]:
        value, slope = _distance(start + steps * unit, seen)
        return value, slope * unit

    bounds = np.stack([low - start, high - start], axis=1) / unit[:, None]
    options = {"maxiter": 200, "maxcor": 20, "ftol": 1e-7, "gtol": 1e-2}
    nowhere = np.zeros(len(start))
    found = minimize(distance, nowhere, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return float(found.fun), start + found.x * unit


def _allowed(groups: int) -> tuple[Array, Array]:
    """Return the lowest and the highest place that makes sense."""
    fair = [[0.01, 0.99], [log(0.005), log(0.5)]] * 2
    mixture = [[log(0.03), 0.0], [log(0.1), log(5.0)], [NEVER, log(1e3)], [NEVER, log(1e3)]]
    low, high = np.concatenate([np.repeat(fair, groups, axis=0), mixture]).T
    return low, high


def _units(place: Array, group: IntArray) -> Array:
    """Return about the standard error of each parameter, were all stations fair."""
    fair, size = _read(place)[0], np.bincount(group)
    spread = np.stack([fair[1], np.ones(len(size)), fair[3], np.ones(len(size))])
    of_mixture = np.full(4, 3 / np.sqrt(len(group)))
    return np.concatenate([(spread / np.sqrt(size)).ravel(), of_mixture])


def _distance(place: Array, seen: _Seen) -> tuple[float, Array]:
    """Return minus the log likelihood and its slope.

    The slope of what is seen is the expected slope of what is not seen, were it known
    (Dempster, Laird and Rubin 1977).
    """
    fair, mixture = _read(place)
    expected = np.zeros((fair.shape[1], 9))
    likely = _expect(seen, fair, mixture, expected)
    return -likely, -_slope(fair, mixture, expected)


def _slope(fair: Array, mixture: _Mixture, expected: Array) -> Array:
    """Turn what is expected, shape (groups, 9), into the slope of the log likelihood."""
    column, total = expected.T, expected.sum(axis=0)
    stations = column[: EXTREME + 1].sum(axis=0)
    modes = [
        column[TURNOUT] / fair[1], column[TURNOUT_SQUARE] - stations,
        column[SHARE] / fair[3], column[SHARE_SQUARE] - stations,
    ]  # fmt: skip
    # Half-normal sizes end at one: of a great width only a part is left to be seen.
    most = 1 / mixture.width
    cut = most * sqrt(2 / pi) * exp(-(most**2) / 2) / erf(most / sqrt(2))
    width = total[SIZE] - total[INCREMENTAL] * (1 - cut)
    odds = total[INCREMENTAL : EXTREME + 1] - mixture.shares[1:] * stations.sum()
    return np.concatenate([*modes, [width, total[BEND] * mixture.exponent], odds])


@compiled()
def _expect(seen: Any, fair: Any, mixture: Any, expected: Any) -> Any:
    """Add up what is expected of the stations of each group; return the log likelihood.

    Expected given what a station reports: its class; how far its turnout and share without
    inflation lie from the mode, in spreads, and the squares; the square of incremental
    inflation in widths; and the slope by the exponent.
    """
    likelihood = 0.0
    peaks = _peak(mixture.width), _peak(EXTREME_WIDTH)
    row = np.zeros(9)
    for i in range(len(seen.turnout)):
        station = seen.turnout[i], seen.others[i], seen.blank[i]
        group = seen.group[i]
        around = fair[0, group], fair[1, group], fair[2, group], fair[3, group]
        row[:] = 0.0
        _if_fair(station, around, mixture.shares[FAIR], row)
        some = INCREMENTAL, mixture.shares[INCREMENTAL] * peaks[0], mixture.width
        nearly_all = EXTREME, mixture.shares[EXTREME] * peaks[1], EXTREME_WIDTH
        for kind in (some, nearly_all):
            _if_inflated(station, around, kind, mixture.exponent, row)
        density = row[FAIR] + row[INCREMENTAL] + row[EXTREME] + STRAY
        likelihood += log(density)
        expected[group] += row / density
    return likelihood


@compiled(inline="always")
def _peak(width: Any) -> Any:
    """Return the density at zero of a half-normal below one."""
    return sqrt(2 / pi) / (width * erf(1 / (width * sqrt(2.0))))


@compiled()
def _if_fair(station: Any, around: Any, likely: Any, row: Any) -> None:
    """Turnout and share are what they seem."""
    turnout, others, blank = station
    share = 1 - others / (turnout - blank)
    density, off_turnout, off_share = _normal(turnout, share, around)
    row[FAIR] = likely * density
    _note(row, likely * density, off_turnout, off_share)


@compiled()
def _if_inflated(station: Any, around: Any, kind: Any, exponent: Any, row: Any) -> None:
    """Add up over what turnout may have been: it and the official one give the inflation.

    Inflation and what the others have left give the share. A density of turnout and share
    becomes one of what is reported by the derivatives of one by the other.
    """
    turnout, others, blank = station
    what, likely, width = kind
    low, high = _possible(turnout, blank, around, kind)
    if likely < NIL or high - low < 1e-9:
        return
    half = (high - low) / 2
    for node in range(len(NODES)):
        true = low + half * (1 + NODES[node])
        size = (turnout - true) / (1 - true)
        log_size = log(size)
        moved = exp(exponent * log_size)
        left = (true - blank) * (1 - moved)
        lost = others / left
        density, off_turnout, off_share = _normal(true, 1 - lost, around)
        sizes = (size if what == INCREMENTAL else 1 - size) / width
        by_derivatives = (turnout - blank) / (left * (1 - true))
        density *= likely * exp(-(sizes**2) / 2) * by_derivatives * half * WEIGHTS[node]
        row[what] += density
        _note(row, density, off_turnout, off_share)
        if what == INCREMENTAL:
            row[SIZE] += density * sizes**2
        row[BEND] += density * moved * log_size / (1 - moved) * (1 + off_share * lost / around[3])


@compiled(inline="always")
def _possible(turnout: Any, blank: Any, around: Any, kind: Any) -> Any:
    """Return between what the turnout without inflation must have been, all but surely."""
    what, _, width = kind
    low = max(blank + 1e-6, around[0] - REACH * around[1])
    high = min(turnout, around[0] + REACH * around[1])
    most = REACH * width
    if what == EXTREME:
        high = min(high, 1 - (1 - turnout) / most)
    elif most < 1:
        low = max(low, (turnout - most) / (1 - most))
    return low, high


@compiled(inline="always")
def _normal(turnout: Any, share: Any, around: Any) -> Any:
    """Return the density of a fair station, and how many spreads it is off the mode."""
    mode, spread, mode_of_share, spread_of_share = around
    off_turnout = (turnout - mode) / spread
    off_share = (share - mode_of_share) / spread_of_share
    height = 1 / (2 * pi * spread * spread_of_share)
    return height * exp(-(off_turnout**2 + off_share**2) / 2), off_turnout, off_share


@compiled(inline="always")
def _note(row: Any, density: Any, off_turnout: Any, off_share: Any) -> None:
    row[TURNOUT] += density * off_turnout
    row[TURNOUT_SQUARE] += density * off_turnout**2
    row[SHARE] += density * off_share
    row[SHARE_SQUARE] += density * off_share**2
