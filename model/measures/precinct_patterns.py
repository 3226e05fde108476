"""Election forensics: what can be read from results by polling station alone."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from model.ballot.precincts import Precincts
from model.numerics.arrays import Array

FINE = 500
"""Cells of turnout in which modes are looked for."""


def fingerprint(precincts: Precincts, bins: int = 100) -> Array:
    """Return the share of stations by turnout (rows) and winner's share (columns).

    Stations without votes are left out. Source: Klimek et al. (2012),
    doi:10.1073/pnas.1210722109.
    """
    voted = precincts.votes.sum(axis=1) > 0
    row, column = (
        np.minimum((values[voted] * bins).astype(np.int64), bins - 1)
        for values in (precincts.turnout, precincts.share)
    )
    cells = np.bincount(row * bins + column, minlength=bins * bins)
    return np.asarray(cells.reshape(bins, bins) / max(voted.sum(), 1))


def cumulative_curve(precincts: Precincts, points: int = 101) -> tuple[Array, Array]:
    """Return levels of turnout and the winner's share in all stations up to each level.

    A fair count often levels off; an inflated one climbs to the right end. NaN below the first
    station. Source: Klimek et al. (2012), doi:10.1073/pnas.1210722109.
    """
    levels = np.linspace(0, 1, points)
    order = np.argsort(precincts.turnout, kind="stable")
    upto = np.searchsorted(precincts.turnout[order], levels + 1e-12, side="right")
    won = np.concatenate([[0], np.cumsum(precincts.votes[order, precincts.winner])])[upto]
    cast = np.concatenate([[0], np.cumsum(precincts.votes[order].sum(axis=1))])[upto]
    return levels, np.where(cast > 0, won / np.maximum(cast, 1), np.nan)


@dataclass(frozen=True)
class Profile:
    """Votes by turnout, in bins of equal width: what Shpilkin's estimate is read from."""

    turnout: Array  # lower edge of each bin
    winner: Array  # votes
    others: Array  # votes for all others
    ratio: float  # the winner's votes for one of the others', up to the normal turnout
    peak: int  # bin of the normal turnout

    @property
    def surplus(self) -> float:
        """The winner's votes beyond the ratio at more than the normal turnout, zero at least."""
        beyond = (self.winner - self.ratio * self.others)[self.peak + 1 :]
        return float(max(beyond.sum(), 0.0))


def modes_of_turnout(precincts: Precincts, bandwidth: float = 0.03) -> Array:
    """Return the turnouts at which the others' votes peak, lowest first; the first is normal.

    Votes are smoothed by a Gaussian of the given width, so that no single bin is a peak, and a
    peak counts if it rises by a tenth of the highest above what parts it from a higher one. A
    station weighs no more than the largest of each hundred, so that a very large one makes no
    peak. Inflation moves the others' votes upwards only, so that a second peak is not normal.
    """
    lost = precincts.votes.sum(axis=1) - precincts.votes[:, precincts.winner]
    weight = np.minimum(lost, np.quantile(lost, 0.99, method="lower")) if len(lost) else lost
    cells = np.minimum((precincts.turnout * FINE).astype(np.int64), FINE - 1)
    found = np.bincount(cells, weight, FINE)
    smooth = np.pad(gaussian_filter1d(found, bandwidth * FINE, mode="constant"), 1)
    if smooth.max() <= 0:
        return np.array([0.0])
    peaks, _ = find_peaks(smooth, prominence=0.1 * smooth.max())
    return np.asarray((peaks - 0.5) / FINE)


def profile(precincts: Precincts, width: float = 0.02, normal: float | None = None) -> Profile:
    """Return votes by turnout; `normal` is the normal turnout if it is not to be looked for."""
    normal = float(modes_of_turnout(precincts)[0]) if normal is None else normal
    bin_of = np.floor(precincts.turnout / width + 1e-9).astype(np.int64)
    bins = int(np.ceil(1 / width)) + 1
    won = precincts.votes[:, precincts.winner]
    lost = precincts.votes.sum(axis=1) - won
    winner = np.bincount(bin_of, won, bins).astype(np.float64)
    others = np.bincount(bin_of, lost, bins).astype(np.float64)
    peak = int(np.floor(normal / width + 1e-9))
    ratio = winner[: peak + 1].sum() / max(others[: peak + 1].sum(), 1.0)
    return Profile(np.linspace(0, width * (bins - 1), bins), winner, others, float(ratio), peak)


def shpilkin(precincts: Precincts, width: float = 0.02, normal: float | None = None) -> float:
    """Return the winner's votes that grow with turnout and not with the others' votes.

    In bins of turnout the others' votes peak at the normal turnout. Up to there the winner's
    votes stand in a fixed ratio to the others'; what the winner has beyond that ratio at
    higher turnout is the estimate, in votes, zero at least.
    Source: Shpilkin (2011), Mathematics of elections 2011, Troitsky Variant 94; in English
    Kobak, Shpilkin and Pshenichnikov (2016), doi:10.1214/16-AOAS904.
    """
    return profile(precincts, width, normal).surplus


def shpilkin_by_choice(precincts: Precincts) -> list[dict[str, float]]:
    """Return Shpilkin's estimate for each width of bins, smoothing and choice of the mode.

    `rank` numbers the modes from the lowest, which is taken as normal; estimates from a higher
    one say what it would be if that were.
    """
    return [
        {
            "width": width, "bandwidth": bandwidth, "rank": rank, "normal_turnout": float(mode),
            "votes": shpilkin(precincts, width, float(mode)),
        }
        for bandwidth in (0.02, 0.03, 0.04)
        for rank, mode in enumerate(modes_of_turnout(precincts, bandwidth), 1)
        for width in (0.005, 0.01, 0.02, 0.05)
    ]  # fmt: skip
