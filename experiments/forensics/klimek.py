"""The fit of inflation as Klimek et al. (2012) made it: one histogram of the winner's share.

It is here to be compared with what was published. What it says of skewed but fair counts is
not to be trusted: `fraud_fit` is the fit that this project stands for.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.optimize import lsq_linear
from scipy.signal import find_peaks
from scipy.stats import truncnorm

from experiments.analysis.intervals import student
from experiments.forensics.fraud_intervals import Interval
from model.ballot.count import EXTREME_WIDTH, half_normal
from model.ballot.precincts import Precincts
from model.measures.station_sets import redrawn
from model.numerics.arrays import Array

BINS = 100
EXPONENTS = np.arange(0.5, 2.01, 0.25)
"""Exponents that are tried, in the range of the R port of the authors' program
(ComputeKlimekModel of EFToolkit, by Kalinin and Mebane)."""

SMOOTHING = 2.0
"""Bins over which a histogram is smoothed before its modes are looked for; assumed."""

DRAWS = 10


@dataclass(frozen=True)
class Klimek:
    """The parameters of the publication, with intervals of 95 %."""

    incremental: float  # f_i
    extreme: float  # f_e
    exponent: float
    width: float  # of incremental inflation, from the spread of shares above their mode
    incremental_interval: Interval
    extreme_interval: Interval


class _Fit(NamedTuple):
    distance: float
    incremental: float
    extreme: float
    exponent: float
    width: float


def fit_as_klimek(precincts: Precincts, seed: int = 0) -> Klimek:
    """Estimate f_i and f_e from the histogram of the winner's share over all stations.

    Fair turnout and share are normal around the lowest mode of all stations, with the spread
    of what lies below it; the width of incremental inflation is the root of the spread of
    shares above their highest mode. Stations of the same size are simulated, and the shares of
    inflated ones and the exponent are those whose histogram is nearest, by squared differences
    over what is observed. A histogram of a mixture is the mixture of the histograms, so that
    the best shares follow from least squares.
    Intervals are Student's, over draws of blocks of neighbours with replacement, each simulated
    anew.
    In one thing this departs from that port: a squared difference is divided by what is observed
    plus one, as by its variance, and there by the square of that, so that bins with few stations
    count for more. f_i moves with it: of the others in Canada 2011 it is 0.57 here, and 0.27 with
    the weight of the port.
    The simulated widths, bins and smoothing are as in the R port of the authors' program, as
    far as it tells; the publication's values for Russia 2011, as remembered, are f_i 0.64 and
    f_e 0.033.
    Source: Klimek, Yegorov, Hanel and Thurner (2012), doi:10.1073/pnas.1210722109.
    """
    found = _fit(precincts, seed)
    draws = np.array([
        (each.incremental, each.extreme)
        for each in (_fit(drawn, seed + at)
                     for at, drawn in enumerate(redrawn(precincts, DRAWS, seed), 1))
    ])  # fmt: skip
    of_incremental, of_extreme = (
        _interval(share, each)
        for share, each in zip((found.incremental, found.extreme), draws.T, strict=True)
    )
    return Klimek(
        found.incremental, found.extreme, found.exponent, found.width, of_incremental, of_extreme
    )


def _interval(share: float, draws: Array) -> Interval:
    low, high = np.clip(student(share, draws.std(ddof=1), len(draws)), 0, 1)
    return float(low), float(high)


def _fit(precincts: Precincts, seed: int) -> _Fit:
    generator = np.random.default_rng(seed)
    turnout, share, stations = precincts.turnout, precincts.share, len(precincts.electors)
    width = float(np.sqrt(_spread(share, _modes(share)[1], above=True)))
    fair_turnout, fair_share = (
        _normal(_modes(each)[0], _spread(each, _modes(each)[0]), generator.random(stations))
        for each in (turnout, share)
    )
    sizes = (
        half_normal(generator.random(stations), width),
        1 - half_normal(generator.random(stations), EXTREME_WIDTH),
    )
    return min(
        _nearest(_histogram(share), fair_turnout, fair_share, sizes, float(exponent), width)
        for exponent in EXPONENTS
    )


def _nearest(
    observed: Array, turnout: Array, share: Array, sizes: tuple[Array, Array],
    exponent: float, width: float,
) -> _Fit:  # fmt: skip
    """Mix the histograms of fair, some and nearly all inflation as near to what is observed."""
    fair = _histogram(share)
    kinds = [_histogram(_inflated(turnout, share, size, exponent)) for size in sizes]
    weight = 1 / np.sqrt(observed + 1)
    change = np.stack([(each - fair) * weight for each in kinds], axis=1)
    found = lsq_linear(change, (observed - fair) * weight, bounds=(0, 1))
    incremental, extreme = found.x.tolist()
    return _Fit(float(found.cost), incremental, extreme, exponent, width)


def _inflated(turnout: Array, share: Array, size: Array, exponent: float) -> Array:
    """Return the winner's share once ballots are added and others' votes moved."""
    others = turnout * (1 - share) * (1 - size**exponent)
    return np.asarray(1 - others / (turnout + size * (1 - turnout)))


def _histogram(shares: Array) -> Array:
    cells = np.minimum((shares * BINS).astype(np.int64), BINS - 1)
    return np.bincount(cells, minlength=BINS).astype(np.float64)


def _modes(shares: Array) -> tuple[float, float]:
    """Return the lowest and the highest peak of a smoothed histogram, in height the latter."""
    smooth = np.pad(gaussian_filter1d(_histogram(shares), SMOOTHING, mode="constant"), 1)
    peaks, _ = find_peaks(smooth, prominence=0.05 * smooth.max())
    return (peaks[0] - 0.5) / BINS, (peaks[smooth[peaks].argmax()] - 0.5) / BINS


def _spread(shares: Array, mode: float, above: bool = False) -> float:
    """Return the root of the mean squared distance from the mode, of what lies on one side."""
    side = shares[shares > mode] if above else shares[shares < mode]
    return float(np.sqrt(np.mean((side - mode) ** 2))) if side.size else 1 / BINS


def _normal(mode: float, spread: float, uniform: Array) -> Array:
    """Map uniforms to a normal between 0 and 1."""
    low, high = -mode / spread, (1 - mode) / spread
    return np.asarray(truncnorm.ppf(uniform, low, high, mode, spread))
