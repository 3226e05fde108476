"""How much of a count is inflated: the shares of Klimek et al. (2012), fitted by likelihood."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import erf, exp, log, pi, sqrt
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from experiments.forensics.fraud_intervals import Interval, intervals
from experiments.forensics.inflation_likelihood import (
    EXTREME,
    INCREMENTAL,
    NIL,
    Seen,
    by_station,
    distance,
    read,
)
from model.ballot.precincts import Precincts
from model.measures.station_sets import neighbours, some
from model.numerics.arrays import Array, IntArray

FEWEST = 100
"""Stations needed for a fit, and for a region to have a fair mode of its own."""

NEVER = -30.0
"""Log odds of inflation that a search never leaves."""

FOR_THE_SEARCH = 10_000
"""Stations that are looked at to find about where the likelihood is highest."""

VISIBLE, CLEAR = 0.5, 1.0
"""What typical inflation must add to turnout, in spreads of fair turnout, to be a tail of the
cloud rather than its shape, and to be so without doubt. Assumed, between what skewed clouds of
fair counts are fitted with (up to 0.7: Georgia 2012 0.7, Taiwan 2004 0.4, Canada 2011 and
Austria 2016 0.3) and what is recovered from simulated counts (1.2 at a width of 0.15)."""

LITTLE_ROOM = 0.8
"""Fair turnout from which on there is little to add; assumed."""

LARGE = 5000
"""Electors of a unit that holds several polling stations; assumed, most hold up to 3,000."""


@dataclass(frozen=True)
class Inflation:
    """What the fit says of a count; shares of one."""

    incremental: float  # f_i
    extreme: float  # f_e
    exponent: float
    width: float
    turnout: float  # modal turnout of fair stations, mean over all stations
    share: float  # modal share of the winner in fair stations, mean over all stations
    incremental_interval: Interval
    extreme_interval: Interval
    warnings: tuple[str, ...]  # what these stations cannot show, each in a sentence


def fit_inflation(precincts: Precincts) -> Inflation:
    """Estimate the shares of stations with incremental and with extreme inflation.

    In each region fair stations have normal turnout and, independently, normal shares; how
    inflation works and how frequent it is, is the same everywhere. The parameters are those
    under which what the stations report is most likely, over every turnout that an inflated
    one may have had.
    Four departures from the publication. For precision stations are compared one by one, not
    by a histogram of the winner's votes. Regions differ, because what differs between them
    would pass for inflation; those with fewer than 100 stations count as one. For safety
    incremental inflation, which can bend a cloud to fit any skew, must earn its three
    parameters (Schwarz 1978, doi:10.1214/aos/1176344136), and it must add enough to the turnout
    of a station, because less is no tail but the shape of the cloud. If it adds a spread of
    fair turnout, as many observations count as stations do that are not alike (Kish 1965,
    Survey Sampling, the design effect); if half of one, only as many as there are localities.
    Inflation that adds not much more than the spread of fair turnout is seen in part or not at
    all, as where nine in ten vote anyway; and where nearly all stations are inflated some of
    them pass for fair. What raises turnout and share alike in all stations of a region is not
    taken for inflation; what does so in some of them, or in regions that count as one, is,
    whether or not it is one.
    Intervals of a share that is found allow for likeness within localities (Huber 1967,
    Liang and Zeger 1986, doi:10.1093/biomet/73.1.13); those of none reach up to the share of
    plain inflation (PLAIN) that the likelihood rejects. A locality of more than 50 stations
    counts as several.
    Stations with more ballots than electors, as those without a register, are passed over.
    Raises ValueError for fewer than 100 stations with votes.
    Source: Klimek et al. (2012), doi:10.1073/pnas.1210722109; mixtures by likelihood:
    Dempster, Laird and Rubin (1977), doi:10.1111/j.2517-6161.1977.tb01600.x.
    """
    some_voted = precincts.votes.sum(axis=1) > 0
    voted = np.flatnonzero(some_voted & (precincts.ballots <= precincts.electors))
    if len(voted) < FEWEST:
        raise ValueError(f"A fit needs {FEWEST} stations with votes; there are {len(voted)}.")
    seen = _seen(some(precincts, voted))
    inflated, none = _searched(seen)
    proof = _proof(inflated, none, seen)
    found = proof.enough
    place = inflated[1] if found else none[1]
    fair, mixture = read(place)
    turnout, _, share, _ = fair[:, seen.group].mean(axis=1).tolist()
    of_incremental, of_extreme = intervals(place, _units(place, seen.group), seen, found)
    incremental = float(mixture.shares[INCREMENTAL]) if found else 0.0
    warnings = [
        *_hidden(proof), *_at_bounds(place, seen, found),
        *_limits(precincts, turnout, incremental),
    ]  # fmt: skip
    return Inflation(
        incremental, float(mixture.shares[EXTREME]), mixture.exponent, mixture.width,
        turnout, share, of_incremental, of_extreme, tuple(warnings),
    )  # fmt: skip


def _seen(precincts: Precincts) -> Seen:
    """Half a person stayed at home and half a person voted otherwise, if nobody did."""
    electors = precincts.electors.astype(np.float64)
    votes = precincts.votes
    others = np.maximum(votes.sum(axis=1) - votes[:, precincts.winner], 0.5) / electors
    turnout = np.minimum(precincts.ballots, electors - 0.5) / electors
    blank = precincts.blank / electors
    return _in_blocks(turnout, others, blank, _groups(precincts.region), neighbours(precincts))


def _in_blocks(
    turnout: Array, others: Array, blank: Array, group: IntArray, block: IntArray
) -> Seen:
    """Number the blocks that there are."""
    _, first, block = np.unique(block, return_index=True, return_inverse=True)
    return Seen(turnout, others, blank, group, block, group[first])


def evenly(group: IntArray, step: int) -> IntArray:
    """Return each so many-th row of every group; of a small group FEWEST at least."""
    groups = (np.flatnonzero(group == each) for each in np.unique(group))
    return np.concatenate([rows[:: max(min(step, len(rows) // FEWEST), 1)] for rows in groups])


def _groups(region: IntArray) -> IntArray:
    """Number the regions; small ones are one group, with the next larger if still too few."""
    _, index, size = np.unique(region, return_inverse=True, return_counts=True)
    order = np.argsort(size, kind="stable")
    small = size[order] < FEWEST
    before = np.cumsum(size[order]) - size[order]
    pooled = order[small | (small[0] & (before < FEWEST))]
    return np.unique(np.where(np.isin(index, pooled), -1, index), return_inverse=True)[1]


def _searched(seen: Seen) -> tuple[tuple[float, Array], tuple[float, Array]]:
    """Return minus the log likelihood and the place, with some incremental inflation and without.

    Of many stations a part shows about where to look.
    """
    kept = evenly(seen.group, len(seen.group) // FOR_THE_SEARCH)
    part: Any = (each[kept] for each in seen[:5])
    few = _in_blocks(*part)
    inflated = min((_climb(start, few) for start in _starts(few)), key=itemgetter(0))
    none = _climb(_start(few, 0.45, NEVER), few)
    if len(few.turnout) < len(seen.turnout):
        return _climb(inflated[1], seen), _climb(none[1], seen)
    return inflated, none


def _starts(seen: Seen) -> Iterator[Array]:
    """Guess that few stations are inflated, and that most are, so that the fair ones lie low."""
    for quantile, odds in ((0.45, 0.1), (0.25, 2.0)):
        yield _start(seen, quantile, log(odds))


def _start(seen: Seen, quantile: float, log_odds: float) -> Array:
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


def _climb(start: Array, seen: Seen) -> tuple[float, Array]:
    """Return the lowest minus log likelihood found from a start, and where.

    By quasi-Newton steps (Byrd et al. 1995, doi:10.1137/0916069), in units of about a standard
    error, so that all parameters are equally easy to move.
    """
    low, high = _allowed(seen.group.max() + 1)
    start = start.clip(low, high)
    unit = _units(start, seen.group)

    def objective(steps: Array) -> tuple[float, Array]:
        value, slope = distance(start + steps * unit, seen)
        return value, slope * unit

    bounds = np.stack([low - start, high - start], axis=1) / unit[:, None]
    options = {"maxiter": 200, "maxcor": 20, "ftol": 1e-7, "gtol": 1e-2}
    nowhere = np.zeros(len(start))
    found = minimize(
        objective, nowhere, jac=True, method="L-BFGS-B", bounds=bounds, options=options
    )
    return float(found.fun), start + found.x * unit


def _allowed(groups: int) -> tuple[Array, Array]:
    """Return the lowest and the highest place that makes sense."""
    fair = [[0.01, 0.99], [log(0.005), log(0.5)]] * 2
    mixture = [[log(0.03), 0.0], [log(0.1), log(5.0)], [NEVER, log(1e3)], [NEVER, log(1e3)]]
    low, high = np.concatenate([np.repeat(fair, groups, axis=0), mixture]).T
    return low, high


def _units(place: Array, group: IntArray) -> Array:
    """Return about the standard error of each parameter, were all stations fair."""
    fair, size = read(place)[0], np.bincount(group)
    spread = np.stack([fair[1], np.ones(len(size)), fair[3], np.ones(len(size))])
    of_mixture = np.full(4, 3 / np.sqrt(len(group)))
    return np.concatenate([(spread / np.sqrt(size)).ravel(), of_mixture])


def _added(place: Array, seen: Seen) -> float:
    """Return what typical incremental inflation adds to turnout, in spreads of fair turnout."""
    fair, mixture = read(place)
    width = mixture.width
    size = width * sqrt(2 / pi) * (1 - exp(-1 / (2 * width**2))) / erf(1 / (width * sqrt(2)))
    turnout, spread = fair[:2, seen.group].mean(axis=1).tolist()
    return float(size * (1 - turnout) / spread)


class _Proof(NamedTuple):
    """What speaks for incremental inflation."""

    added: float  # by typical inflation to turnout, in spreads of fair turnout
    by_stations: bool  # it earns its parameters among stations, were each on its own
    by_likeness: bool  # among as many stations as there are, given how alike neighbours are
    by_blocks: bool  # among the blocks of neighbours

    @property
    def enough(self) -> bool:
        """Whether it is reported: what is a clear tail by likeness, any visible one by blocks."""
        clear = self.by_likeness and self.added > CLEAR
        return clear or (self.by_blocks and self.added > VISIBLE)


def _proof(inflated: tuple[float, Array], none: tuple[float, Array], seen: Seen) -> _Proof:
    """Hold what incremental inflation gains against what three parameters cost.

    The number of stations that count is theirs over the design effect (Kish 1965), the
    variance of the gain by blocks over that of the gain by stations.
    """
    stations, blocks = len(seen.turnout), len(seen.group_of_block)
    gain = (none[0] - inflated[0]) / stations
    by_one = by_station(inflated[1], seen) - by_station(none[1], seen)
    apart = by_one - by_one.mean()
    together = np.bincount(seen.block, apart)
    effect = (together**2).sum() / max((apart**2).sum(), NIL)
    alike = max(stations / max(effect, 1.0), blocks)
    numbers = (stations, alike, blocks)
    return _Proof(_added(inflated[1], seen), *(gain * each > 1.5 * log(each) for each in numbers))


def _hidden(proof: _Proof) -> Iterator[str]:
    """Say what was not taken for inflation, or with doubt."""
    if proof.enough:
        if proof.added <= CLEAR:
            yield (
                "Inflation adds less to turnout than fair stations differ by, so that part of it "
                "is not seen, and a skewed cloud of fair stations may pass for it."
            )
    elif proof.by_stations and proof.added <= CLEAR:
        yield (
            "The cloud of stations is skewed, by less than fair stations differ in turnout. "
            "These stations cannot show whether that is inflation, so none is reported."
        )
    elif proof.by_stations:
        yield (
            "Some incremental inflation would fit better, but neighbours are alike, and so few "
            "neighbourhoods do not decide; the interval says how much there may be."
        )


def _at_bounds(place: Array, seen: Seen, found: bool) -> Iterator[str]:
    """Name the parameters that the search would have moved further, if they count."""
    low, high = _allowed(seen.group.max() + 1)
    stuck = (place <= low + 1e-6) | (place >= high - 1e-6)
    modes = stuck[:-4].reshape(4, -1).any(axis=0).sum()
    if modes:
        yield f"The fair turnout or share lies at the bound of the search in {modes} region(s)."
    if found:
        for name, at in (("width", -4), ("exponent", -3), ("share", -2)):
            if stuck[at]:
                yield f"The {name} of incremental inflation lies at the bound of the search."


def _limits(precincts: Precincts, turnout: float, incremental: float) -> Iterator[str]:
    """Say what units like these cannot show."""
    size = float(np.median(precincts.electors))
    if size > LARGE:
        yield (
            f"Half of the units have more than {size:,.0f} electors: they hold many polling "
            "stations each, and inflation of some of these cannot be seen."
        )
    if turnout > LITTLE_ROOM:
        yield (
            f"Fair turnout is {turnout:.0%}: there is little room to add ballots, and "
            "incremental inflation is underestimated or not seen."
        )
    if incremental > 0.5:
        yield (
            "More than half of the stations count as inflated, so that the fair ones are seen "
            "in part only, and their turnout and share are uncertain."
        )
    small = np.unique(precincts.region, return_counts=True)[1] < FEWEST
    if small.any() and len(small) > 1:
        yield (
            f"{small.sum()} region(s) with fewer than {FEWEST} stations count as one, so that "
            "what differs between them may pass for inflation."
        )
