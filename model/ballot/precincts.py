"""Polling stations: the people of a region spread over stations of realistic size."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from model.numerics.arrays import Array, IntArray
from model.numerics.rounding import shared_out
from model.numerics.streams import Purpose, party_uniforms, voter_uniforms
from model.parameters.parameter import Component, parameter

NEGLIGIBLE = 1e-9
"""Share of a station that even the rarest group has, so that nobody is left without a place."""


class Stations(Component):
    """How large polling stations are, and how much neighbours are alike.

    A concentration c means that among stations with an expected share p the variance is
    p (1 - p) / (c + 1): 100 gives a standard deviation of .05 at p = .5.
    """

    mean: float = parameter(
        1200, 600, 2000, unit="electors",
        source="assumed; about 9,900 to 10,000 stations in the country",
        meaning="mean size of a polling station",
    )  # fmt: skip
    smallest: float = parameter(
        200, 0, 500, unit="electors", source="assumed: villages", meaning="smallest station"
    )
    largest: float = parameter(
        2500, 2100, 6000, unit="electors", source="assumed: towns", meaning="largest station"
    )
    locality: int = parameter(
        50, 1, 1000, unit="stations", source="assumed: about 200 districts and towns",
        meaning="stations in a locality whose people are alike",
    )  # fmt: skip
    local_concentration: float = parameter(
        250, 2, 5000, unit="people", source="assumed", meaning="likeness of a region's localities"
    )
    station_concentration: float = parameter(
        100, 2, 5000, unit="people", source="assumed", meaning="likeness of a locality's stations"
    )


@dataclass(frozen=True, eq=False)
class Precincts:
    """A result by polling station in whole people: S stations, K choices on the ballot."""

    region: IntArray  # (S,) index; stations of a region, and of a locality, lie together
    locality: IntArray  # (S,) index, counted through the country
    electors: IntArray  # (S,)
    votes: IntArray  # (S, K)
    blank: IntArray  # (S,)
    winner: int  # column of the party whose result is examined

    @property
    def ballots(self) -> IntArray:
        """Ballots in the box, blank ones included, shape (S,)."""
        return np.asarray(self.votes.sum(axis=1) + self.blank)

    @property
    def absent(self) -> IntArray:
        """Electors who did not vote, shape (S,)."""
        return self.electors - self.ballots

    @property
    def turnout(self) -> Array:
        """Ballots over electors, shape (S,); 0 in a station without electors."""
        return np.asarray(self.ballots / np.maximum(self.electors, 1))

    @property
    def share(self) -> Array:
        """Share of the examined party in the votes, shape (S,); 0 in a station without votes."""
        return np.asarray(self.votes[:, self.winner] / np.maximum(self.votes.sum(axis=1), 1))


@dataclass(frozen=True, eq=False)
class StationMap:
    """Where the stations are: S stations in L localities in R regions."""

    region: IntArray  # (S,)
    locality: IntArray  # (S,)
    size: Array  # (S,) electors expected

    @property
    def region_of_locality(self) -> IntArray:
        """Region by locality, shape (L,)."""
        first = np.unique(self.locality, return_index=True)[1]
        return np.asarray(self.region[first])


def station_map(electors: IntArray, stations: Stations, seed: int) -> StationMap:
    """Give each region as many stations as its electors fill, each region one at least.

    Sizes are drawn between the smallest and the largest by a power of a uniform whose
    exponent sets the mean; then they are scaled to the electors of the region, `electors` (R,).
    """
    number = np.maximum(np.rint(electors / stations.mean), 1).astype(np.int64)
    region = np.repeat(np.arange(len(electors)), number)
    within = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    power = (stations.largest - stations.mean) / (stations.mean - stations.smallest)
    uniform = party_uniforms(seed, 0, "station sizes", len(region))
    drawn = stations.smallest + (stations.largest - stations.smallest) * uniform**power
    size = drawn * (electors / np.bincount(region, weights=drawn))[region]
    starts = (within % stations.locality) == 0
    return StationMap(region, np.cumsum(starts) - 1, size)


def spread(people: IntArray, stations: Stations, seed: int) -> tuple[StationMap, IntArray]:
    """Share the groups of each region out over its stations; regional totals stay exact.

    `people` (R, G) counts those of a region who did the same on polling day: each choice,
    brought to the polls, blank, at home. A locality's mixture is drawn from a Dirichlet around
    its region's, a station's from a Dirichlet around its locality's. Agents who did the same
    are spread alike, because like lives near like: were each agent's weight drawn on its own,
    stations would differ the less the more agents there are. A group's place is independent of
    the others' but for the room it takes, so turnout and shares are unrelated within a region
    unless something relates them (Connor and Mosimann 1969, doi:10.1080/01621459.1969.10500963).

    Returns the map and whole people by station and group, shape (S, G).
    """
    where = station_map(people.sum(axis=1), stations, seed)
    share = people / np.maximum(people.sum(axis=1, keepdims=True), 1)
    around = share[where.region_of_locality]
    local = _dirichlet(stations.local_concentration * around, Purpose.LOCALITIES, seed)
    expected = stations.station_concentration * local[where.locality]
    mixture = _dirichlet(expected, Purpose.STATIONS, seed) + NEGLIGIBLE * share[where.region]
    weight = mixture * where.size[:, None]
    return where, shared_out_within(people, weight, where.region)


def _dirichlet(shapes: Array, purpose: Purpose, seed: int) -> Array:
    """Draw a mixture for each row, shape (rows, groups): gammas over their sum.

    By the inverse distribution function, so that a draw moves smoothly with its parameters.
    """
    rows, groups = shapes.shape
    words = range((groups + 3) // 4)
    uniforms = np.concatenate([voter_uniforms(rows, purpose, w, np.uint64(seed)) for w in words])
    gammas = gammaincinv(np.maximum(shapes, NEGLIGIBLE), uniforms[:groups].T)
    gammas = np.where(shapes > NEGLIGIBLE, gammas, 0.0)
    total = gammas.sum(axis=1, keepdims=True)
    return np.asarray(gammas / np.maximum(total, np.finfo(float).tiny))


def shared_out_within(people: IntArray, weight: Array, region: IntArray) -> IntArray:
    """Share whole people (R, G) out in proportion to the weights (S, G) of their region.

    Rounds running totals, so that each region's totals are exact and nobody is off by more
    than one.
    """
    first = np.searchsorted(region, np.arange(len(people)))
    total = np.add.reduceat(weight, first, axis=0)
    part = people / np.maximum(total, np.finfo(float).tiny)
    running = np.rint(np.cumsum(weight * part[region], axis=0)).astype(np.int64)
    return np.diff(running, axis=0, prepend=0)


def district_of(where: Precincts, districts: int) -> IntArray:
    """Return the district of each station, shape (S,), districts counted from 0.

    Regions get districts in proportion to their electors (largest remainders), and a
    region's stations fill its districts one after the other, so that localities stay
    together. A region too small for a district of its own votes in the one before it, or in
    the first.
    """
    electors = np.bincount(where.region, weights=where.electors).astype(float)
    number = shared_out(districts, electors)
    before = np.cumsum(number) - number
    reached = np.cumsum(where.electors) - where.electors / 2
    inside = reached - (np.cumsum(electors) - electors)[where.region]
    part = inside / np.maximum(electors, 1.0)[where.region]
    place = np.floor(part * number[where.region]).astype(np.int64)
    last = np.maximum(before + number - 1, 0)[where.region]
    return np.asarray(np.minimum(before[where.region] + place, last))
