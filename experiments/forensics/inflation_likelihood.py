"""The likelihood of what polling stations report, if some of them are inflated.

Stations are looked at one by one, and the unknown fair turnout of an inflated one at NODES.
"""

from math import erf, exp, log, pi, sqrt
from typing import Any, NamedTuple

import numpy as np

from model.ballot.count import EXTREME_WIDTH
from model.numerics.arrays import Array, IntArray
from model.numerics.compiled import compiled

STRAY = 1e-3
"""Density of a station that follows no rule, so that a stray one does not decide a fit."""

REACH = 5.0
"""How many spreads from the middle a normal is followed."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
"""Where the unknown fair turnout of an inflated station is looked at (Gauss and Legendre)."""

NIL = 1e-12
"""A share of stations below which there is none."""

FAIR, INCREMENTAL, EXTREME, TURNOUT, TURNOUT_SQUARE, SHARE, SHARE_SQUARE, SIZE, BEND = range(9)
"""Columns of what is expected; FAIR, INCREMENTAL and EXTREME are numbers of stations."""

LOG = 9
"""Column of the log likelihood, beside what is expected."""

FADED = -60.0
"""A power of e that is nothing beside STRAY."""

DENSITY, OFF_TURNOUT, OFF_SHARE, SQUARED_SIZE, BENT = range(5)
"""Rows of what is worked out for all nodes at once."""


class Seen(NamedTuple):
    """What S stations report, as shares of their electors; their regions, and B blocks."""

    turnout: Array  # (S,)
    others: Array  # (S,) votes that the winner did not get
    blank: Array  # (S,)
    group: IntArray  # (S,) region, or where small ones are taken together
    block: IntArray  # (S,) neighbours, of one group
    group_of_block: IntArray  # (B,)


class Mixture(NamedTuple):
    """How frequent inflation is, and how it works where there is some."""

    shares: Array  # (3,) of fair, incremental and extreme stations
    width: float
    exponent: float


def read(place: Array) -> tuple[Array, Mixture]:
    """Read a place of the search: logs of what is positive, and of odds to fair stations.

    Returns modal turnout, its spread, modal share and its spread, shape (4, groups), and the
    mixture.
    """
    fair = place[:-4].reshape(4, -1).copy()
    fair[1::2] = np.exp(fair[1::2])
    width, exponent, some, nearly_all = np.exp(place[-4:]).tolist()
    odds = np.array([1.0, some, nearly_all])
    return fair, Mixture(odds / odds.sum(), width, exponent)


def distance(place: Array, seen: Seen) -> tuple[float, Array]:
    """Return minus the log likelihood and its slope.

    The slope of what is seen is the expected slope of what is not seen, were it known
    (Dempster, Laird and Rubin 1977).
    """
    likely, parts = slopes(place, seen)
    fair = np.zeros((4, seen.group.max() + 1))
    np.add.at(fair.T, seen.group_of_block, parts[:, :4])
    return -likely, -np.concatenate([fair.ravel(), parts[:, 4:].sum(axis=0)])


def slopes(place: Array, seen: Seen) -> tuple[float, Array]:
    """Return the log likelihood, and each block's part in its slope, shape (blocks, 8).

    The slope is by the four parameters of the block's group and the four of the mixture.
    """
    fair, mixture = read(place)
    expected = np.zeros((len(seen.group_of_block), 10))
    _expect(seen, fair, mixture, expected)
    column, around = expected.T, fair[:, seen.group_of_block]
    stations = column[: EXTREME + 1].sum(axis=0)
    # Half-normal sizes end at one: of a great width only a part is left to be seen.
    most = 1 / mixture.width
    cut = most * sqrt(2 / pi) * exp(-(most**2) / 2) / erf(most / sqrt(2))
    parts = [
        column[TURNOUT] / around[1], column[TURNOUT_SQUARE] - stations,
        column[SHARE] / around[3], column[SHARE_SQUARE] - stations,
        column[SIZE] - column[INCREMENTAL] * (1 - cut), column[BEND] * mixture.exponent,
        column[INCREMENTAL] - mixture.shares[INCREMENTAL] * stations,
        column[EXTREME] - mixture.shares[EXTREME] * stations,
    ]  # fmt: skip
    return float(column[LOG].sum()), np.stack(parts, axis=1)


def by_station(place: Array, seen: Seen) -> Array:
    """Return the log likelihood of each station, shape (S,)."""
    apart = seen._replace(block=np.arange(len(seen.group)), group_of_block=seen.group)
    expected = np.zeros((len(seen.group), 10))
    _expect(apart, *read(place), expected)
    return expected[:, LOG]


@compiled()
def _expect(seen: Any, fair: Any, mixture: Any, expected: Any) -> None:
    """Add up what is expected of the stations of each block, and their log likelihood.

    Expected given what a station reports: its class; how far its turnout and share without
    inflation lie from the mode, in spreads, and the squares; the square of incremental
    inflation in widths; and the slope by the exponent. `expected` has a row for each block of
    stations and the ten columns above.
    """
    peaks = _peak(mixture.width), _peak(EXTREME_WIDTH)
    row = np.zeros(9)
    nodes = np.empty((5, len(NODES)))
    for i in range(len(seen.turnout)):
        station = seen.turnout[i], seen.others[i], seen.blank[i]
        group = seen.group[i]
        around = fair[0, group], fair[1, group], fair[2, group], fair[3, group]
        row[:] = 0.0
        _if_fair(station, around, mixture.shares[FAIR], row)
        some = INCREMENTAL, mixture.shares[INCREMENTAL] * peaks[0], mixture.width
        nearly_all = EXTREME, mixture.shares[EXTREME] * peaks[1], EXTREME_WIDTH
        for kind in (some, nearly_all):
            _if_inflated(station, around, kind, mixture.exponent, nodes, row)
        density = row[FAIR] + row[INCREMENTAL] + row[EXTREME] + STRAY
        expected[seen.block[i], LOG] += log(density)
        for column in range(9):
            expected[seen.block[i], column] += row[column] / density


@compiled(inline="always")
def _peak(width: Any) -> Any:
    """Return the density at zero of a half-normal below one."""
    return sqrt(2 / pi) / (width * erf(1 / (width * sqrt(2.0))))


@compiled()
def _if_fair(station: Any, around: Any, likely: Any, row: Any) -> None:
    """Turnout and share are what they seem."""
    turnout, others, blank = station
    mode, spread, mode_of_share, spread_of_share = around
    off_turnout = (turnout - mode) / spread
    off_share = (1 - others / (turnout - blank) - mode_of_share) / spread_of_share
    height = likely / (2 * pi * spread * spread_of_share)
    density = height * exp(-(off_turnout**2 + off_share**2) / 2)
    row[FAIR] = density
    row[TURNOUT] = density * off_turnout
    row[TURNOUT_SQUARE] = density * off_turnout**2
    row[SHARE] = density * off_share
    row[SHARE_SQUARE] = density * off_share**2


@compiled()
def _if_inflated(station: Any, around: Any, kind: Any, exponent: Any, nodes: Any, row: Any) -> None:
    """Add up over what turnout may have been: it and the official one give the inflation."""
    what, likely, _ = kind
    low, high = _possible(station[0], station[2], around, kind)
    if likely < NIL or high - low < 1e-9:
        return
    half = (high - low) / 2
    _at_nodes(station, around, kind, exponent, (low, half), nodes)
    height = likely * half / (2 * pi * around[1] * around[3])
    total = turnout = turnout_square = share = share_square = size_square = bend = 0.0
    for node in range(len(NODES)):
        density = nodes[DENSITY, node]
        off_turnout, off_share = nodes[OFF_TURNOUT, node], nodes[OFF_SHARE, node]
        total += density
        turnout += density * off_turnout
        turnout_square += density * off_turnout**2
        share += density * off_share
        share_square += density * off_share**2
        size_square += density * nodes[SQUARED_SIZE, node]
        bend += density * nodes[BENT, node]
    row[what] += height * total
    row[TURNOUT] += height * turnout
    row[TURNOUT_SQUARE] += height * turnout_square
    row[SHARE] += height * share
    row[SHARE_SQUARE] += height * share_square
    row[BEND] += height * bend
    if what == INCREMENTAL:
        row[SIZE] += height * size_square


@compiled()
def _at_nodes(station: Any, around: Any, kind: Any, exponent: Any, span: Any, nodes: Any) -> None:
    """Work out what an inflated station would have to be, for all nodes in vector instructions.

    Inflation and what the others have left give the share. A density of turnout and share
    becomes one of what is reported by the derivatives of one by the other.
    """
    turnout, others, blank = station
    mode, spread, mode_of_share, spread_of_share = around
    what, _, width = kind
    low, half = span
    for node in range(len(NODES)):
        true = low + half * (1 + NODES[node])
        size = (turnout - true) / (1 - true)
        log_size = _log(size)
        moved = _exp(exponent * log_size)
        left = (true - blank) * (1 - moved)
        lost = others / left
        off_turnout = (true - mode) / spread
        off_share = (1 - lost - mode_of_share) / spread_of_share
        sizes = (size if what == INCREMENTAL else 1 - size) / width
        by_derivatives = (turnout - blank) / (left * (1 - true))
        power = -(off_turnout**2 + off_share**2 + sizes**2) / 2
        nodes[DENSITY, node] = _exp(power) * by_derivatives * WEIGHTS[node]
        nodes[OFF_TURNOUT, node] = off_turnout
        nodes[OFF_SHARE, node] = off_share
        nodes[SQUARED_SIZE, node] = sizes**2
        nodes[BENT, node] = (
            moved * log_size / (1 - moved) * (1 + off_share * lost / spread_of_share)
        )


@compiled(inline="always")
def _exp(power: Any) -> Any:
    """Return e to a power of zero or less, to nine digits, in plain arithmetic.

    A call of the library for each node would keep the loop from becoming vector instructions.
    """
    x = max(power, FADED) * (1 / 128)
    y = 1 + x * (1 / 8) * (1 + x * (1 / 9))
    y = 1 + x * (1 / 6) * (1 + x * (1 / 7) * y)
    y = 1 + x * (1 / 4) * (1 + x * (1 / 5) * y)
    y = 1 + x * (1 / 2) * (1 + x * (1 / 3) * y)
    y = 1 + x * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    return y * y


@compiled(inline="always")
def _log(fraction: Any) -> Any:
    """Return the logarithm of a fraction above 1e-12, to nine digits, in plain arithmetic."""
    y = sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(max(fraction, NIL)))))))
    z = (y - 1) / (y + 1)
    square = z * z
    series = 1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9))))
    return 128 * z * series


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
