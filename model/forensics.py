"""Election forensics: what can be read from results by polling station alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from model.contracts import IntArray
from model.count import EXTREME_WIDTH, half_normal
from model.precincts import Precincts
from model.state import Array

BINS = 33
"""Bins of turnout, and of the winner's share, in which the fit sees the fingerprint."""

SIMULATED = 2**15
"""Stations simulated for each guess; a power of two, as the Sobol sequence wants."""

FEWEST = 100
"""Stations needed for a fit."""


def fingerprint(precincts: Precincts, bins: int = 100) -> Array:
    """Return the share of stations by turnout (rows) and winner's share (columns).

    Stations without votes are left out. Source: Klimek et al. (2012),
    doi:10.1073/pnas.1210722109.
    """
    voted = precincts.votes.sum(axis=1) > 0
    return _histogram(precincts.turnout[voted], precincts.share[voted], bins)


def _histogram(turnout: Array, share: Array, bins: int) -> Array:
    row = np.minimum((turnout * bins).astype(np.int64), bins - 1)
    column = np.minimum((share * bins).astype(np.int64), bins - 1)
    cells = np.bincount(row * bins + column, minlength=bins * bins) / max(len(turnout), 1)
    return cells.reshape(bins, bins)


def cumulative_curve(precincts: Precincts, points: int = 101) -> tuple[Array, Array]:
    """Return levels of turnout and the winner's share in all stations up to each level.

    A fair count levels off; an inflated one climbs to the right end. NaN below the first
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


def profile(precincts: Precincts, width: float = 0.02) -> Profile:
    """Return votes by turnout; the others' votes peak at the normal turnout."""
    bin_of = np.floor(precincts.turnout / width + 1e-9).astype(np.int64)
    bins = int(np.ceil(1 / width)) + 1
    won = precincts.votes[:, precincts.winner]
    lost = precincts.votes.sum(axis=1) - won
    winner = np.bincount(bin_of, won, bins).astype(np.float64)
    others = np.bincount(bin_of, lost, bins).astype(np.float64)
    peak = int(others.argmax())
    ratio = winner[: peak + 1].sum() / max(others[: peak + 1].sum(), 1.0)
    return Profile(np.linspace(0, width * (bins - 1), bins), winner, others, float(ratio), peak)


def shpilkin(precincts: Precincts, width: float = 0.02) -> float:
    """Return the winner's votes that grow with turnout and not with the others' votes.

    In bins of turnout the others' votes peak at the normal turnout. Up to there the winner's
    votes stand in a fixed ratio to the others'; what the winner has beyond that ratio at
    higher turnout is the estimate, in votes, zero at least.
    Source: Shpilkin (2011), Mathematics of elections 2011, Troitsky Variant 94; in English
    Kobak, Shpilkin and Pshenichnikov (2016), doi:10.1214/16-AOAS904.
    """
    return profile(precincts, width).surplus


@dataclass(frozen=True)
class Inflation:
    """What the fit says of a count; shares of one."""

    incremental: float  # f_i
    extreme: float  # f_e
    exponent: float
    width: float
    turnout: float  # modal turnout of fair stations
    share: float  # modal share of the winner in fair stations


def fit_inflation(precincts: Precincts) -> Inflation:
    """Estimate the shares of stations with incremental and with extreme inflation.

    Fair stations have normal turnout and, independently, normal shares; the first guess of
    their modes and spreads comes from the mode and the left side of what is observed, which
    inflation leaves alone. Then inflation of every size is simulated and the parameters are
    those whose fingerprint is nearest to the observed one.
    Four departures from the publication. For precision the whole fingerprint is compared, not
    the winner's votes alone; by likelihood, not by squares; and the search goes on from the
    first guesses (Nelder and Mead 1965), with the two shares found exactly at each step,
    instead of over a grid. For safety incremental inflation, which can bend a cloud to fit
    any skew, must earn its three parameters (Schwarz 1978, doi:10.1214/aos/1176344136) among
    as many observations as there are localities, because the stations of one are alike.
    Inflation much smaller than the spread of fair turnout cannot be seen, and one fair turnout
    for the whole country is assumed.
    Raises ValueError for fewer than 100 stations with votes.
    Source: Klimek et al. (2012), doi:10.1073/pnas.1210722109.
    """
    voted = precincts.votes.sum(axis=1) > 0
    if voted.sum() < FEWEST:
        raise ValueError(f"A fit needs {FEWEST} stations with votes; there are {voted.sum()}.")
    turnout, share = precincts.turnout[voted], precincts.share[voted]
    observed = _histogram(turnout, share, BINS).ravel()
    starts = list(_first_guesses(turnout, share))
    best = min(_search(start, observed, SOME) for start in starts)
    # A second search from there, because a simplex can shrink before it has arrived.
    best = min(best, _search(_Guess.read(best[1]), observed, SOME))
    plain = min(_search(start, observed, NONE) for start in starts[:1])
    localities = len(np.unique(precincts.locality[voted]))
    earned = plain[0] - best[0] > 1.5 * np.log(localities) / localities
    mixture, place = (SOME, best[1]) if earned else (NONE, plain[1])
    guess = _Guess.read(place)
    _, incremental, extreme = _shares(guess.histograms(), observed, mixture)[1]
    return Inflation(
        float(incremental), float(extreme), guess.exponent, guess.width, guess.turnout, guess.share
    )


@dataclass(frozen=True)
class _Guess:
    """What fair stations look like, and how inflation works where there is some."""

    turnout: float
    turnout_spread: float
    share: float
    share_spread: float
    width: float
    exponent: float

    @classmethod
    def read(cls, place: tuple[float, ...]) -> "_Guess":
        """Read a place of the search: logs of what is positive, kept within what makes sense."""
        given = np.array(place)
        given[[1, 3, 4, 5]] = np.exp(given[[1, 3, 4, 5]])
        low, high = (0.01, 0.005, 0.01, 0.005, 0.03, 0.1), (0.99, 0.5, 0.99, 0.5, 1.0, 5.0)
        return cls(*np.clip(given, low, high).tolist())

    @property
    def place(self) -> Array:
        """The same as a place of the search."""
        positive = (self.turnout_spread, self.share_spread, self.width, self.exponent)
        a, b, c, d = np.log(positive)
        return np.array([self.turnout, a, self.share, b, c, d])

    def histograms(self) -> Array:
        """Return fingerprints of fair, incremental and extreme stations, shape (bins^2, 3)."""
        uniform = _UNIFORM
        turnout = _normal_within_one(self.turnout, self.turnout_spread, uniform[0])
        share = _normal_within_one(self.share, self.share_spread, uniform[1])
        columns = [_histogram(turnout, share, BINS).ravel()]
        for inflation in (half_normal(uniform[2], self.width), _NEARLY_ALL):
            others = (1 - share) * turnout * (1 - inflation**self.exponent)
            official = turnout + inflation * (1 - turnout)
            winner = 1 - others / np.maximum(official, 1e-9)
            columns.append(_histogram(official, winner, BINS).ravel())
        return np.stack(columns, axis=1)


# The same numbers for each guess, so that guesses differ only by what differs.
_UNIFORM = qmc.Sobol(3, rng=1).random(SIMULATED).T.clip(1e-9, 1 - 1e-9)
_NEARLY_ALL = 1 - half_normal(_UNIFORM[2], EXTREME_WIDTH)


def _normal_within_one(mean: float, spread: float, uniform: Array) -> Array:
    low, high = ndtr(-mean / spread), ndtr((1 - mean) / spread)
    inside = (low + uniform * (high - low)).clip(1e-12, 1 - 1e-12)
    return np.asarray((mean + spread * ndtri(inside)).clip(0, 1))


def _first_guesses(turnout: Array, share: Array) -> Iterator[_Guess]:
    """Guess from mode and left side, once among all stations, once outside the full corner.

    Last, as if nearly all stations were inflated: then the mode itself is, and only the lowest
    stations are fair.
    """
    for limit in (0.97, 0.85):
        inside = (turnout < limit) & (share < limit)
        if inside.sum() < FEWEST:
            inside = np.ones(len(turnout), dtype=bool)
        (fair, spread), (vote, vote_spread) = _left_side(turnout[inside]), _left_side(share[inside])
        yield _Guess(fair, spread, vote, vote_spread, width=0.15, exponent=1.5)
    low_turnout, low_share = np.quantile(turnout, 0.2), np.quantile(share, 0.2)
    yield _Guess(float(low_turnout), spread, float(low_share), vote_spread, 0.2, exponent=1.0)


def _left_side(values: Array) -> tuple[float, float]:
    """Return the mode and the spread of what lies below it."""
    counts = np.bincount((values * 100).astype(np.int64).clip(0, 99), minlength=100)
    mode = (np.convolve(counts, np.ones(5), "same").argmax() + 0.5) / 100
    below = values[values < mode]
    spread = np.sqrt(np.mean((below - mode) ** 2)) if len(below) else 0.05
    return float(mode), float(max(spread, 0.005))


SOME, NONE = (0.6, 0.3, 0.1), (0.9, 0.0, 0.1)
"""Where the shares of fair, incremental and extreme stations start; what is 0 stays 0."""


def _search(
    start: _Guess, observed: Array, mixture: tuple[float, ...]
) -> tuple[float, tuple[float, ...]]:
    """Return the lowest distance found from a start, and where."""

    def distance(place: Array) -> float:
        return _shares(_Guess.read(tuple(place)).histograms(), observed, mixture)[0]

    steps = np.diag([0.03, 0.3, 0.03, 0.3, 0.5, 0.5])
    simplex = np.vstack([start.place, start.place + steps])
    options = {"initial_simplex": simplex, "maxfev": 300, "fatol": 1e-7, "xatol": 1e-3}
    found = minimize(distance, start.place, method="Nelder-Mead", options=options)
    return float(found.fun), tuple(found.x.tolist())


def _shares(histograms: Array, observed: Array, mixture: tuple[float, ...]) -> tuple[float, Array]:
    """Mix three histograms as the observed one wants it: minus log likelihood, and the shares.

    Expectation and maximisation (Dempster, Laird and Rubin 1977); the likelihood has one top.
    """
    density = histograms + 1e-6
    shares = np.array(mixture)
    for _ in range(60):
        shares = shares * ((observed / (density @ shares)) @ density)
        shares /= shares.sum()
    return float(-observed @ np.log(density @ shares)), shares


def signature(precincts: Precincts) -> dict[str, float]:
    """Return what forensics say of one result.

    `shpilkin` is a share of the winner's votes; `turnout_share_correlation` is over stations;
    `full_corner` is the share of stations where turnout and winner both exceed 90 %;
    `curve_rise` is how far the winner's cumulative share climbs beyond median turnout.
    """
    fit = fit_inflation(precincts)
    turnout, share = precincts.turnout, precincts.share
    won = max(int(precincts.votes[:, precincts.winner].sum()), 1)
    levels, curve = cumulative_curve(precincts)
    middle = np.searchsorted(levels, np.median(turnout))
    return {
        "incremental": fit.incremental,
        "extreme": fit.extreme,
        "exponent": fit.exponent,
        "width": fit.width,
        "shpilkin": shpilkin(precincts) / won,
        "turnout_share_correlation": float(np.corrcoef(turnout, share)[0, 1]),
        "full_corner": float(np.mean((turnout > 0.9) & (share > 0.9))),
        "curve_rise": float(curve[-1] - curve[middle]),
        "turnout": float(precincts.ballots.sum() / max(precincts.electors.sum(), 1)),
        "share": float(won / max(precincts.votes.sum(), 1)),
    }


def signatures(results: Mapping[str, Precincts]) -> pd.DataFrame:
    """Return the signature of each named result, one a row: what forensics can tell apart."""
    return pd.DataFrame({name: signature(each) for name, each in results.items()}).T


def within_regions(precincts: Precincts) -> dict[int, Precincts]:
    """Split a result by region, for forensics that assume one fair turnout."""
    return {
        int(region): _some(precincts, np.flatnonzero(precincts.region == region))
        for region in np.unique(precincts.region)
    }


def _some(precincts: Precincts, rows: IntArray) -> Precincts:
    return Precincts(
        precincts.region[rows], precincts.locality[rows], precincts.electors[rows],
        precincts.votes[rows], precincts.blank[rows], precincts.winner,
    )  # fmt: skip
