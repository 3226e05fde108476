"""The official count: what the commissions write down, station by station."""

from dataclasses import replace
from typing import Self

import numpy as np
from pydantic import Field, model_validator
from scipy.special import ndtr, ndtri

from model.ballot.precincts import Precincts, Stations
from model.numerics.arrays import Array
from model.numerics.streams import Purpose, voter_uniforms
from model.parameters.parameter import Component, parameter

EXTREME_WIDTH = 0.075
"""SD of what extreme inflation leaves uncounted (Klimek et al. 2012)."""


class Count(Component):
    """Inflation of the count in favour of the party of power; none unless a scenario sets it.

    In an inflated station a fraction x of those who stayed at home are counted as votes for
    the party, and x to the power of `exponent` of the others' votes are moved to it. In a
    share `incremental` of stations x is half-normal, in a share `extreme` nearly one.
    Source: Klimek, Yegorov, Hanel and Thurner (2012), doi:10.1073/pnas.1210722109.
    """

    incremental: float = parameter(
        0.0, 0, 1, unit="share of stations", source="the scenario",
        meaning="share of stations with some inflation (Klimek's f_i)", part_of="stations",
    )  # fmt: skip
    extreme: float = parameter(
        0.0, 0, 1, unit="share of stations", source="the scenario",
        meaning="share of stations where nearly everything is counted for the party (Klimek's f_e)",
        part_of="stations",
    )  # fmt: skip
    width: float = parameter(
        0.3, 0.02, 1, unit="share of those at home",
        source="assumed; Klimek et al. (2012) estimate it for each election",
        meaning="standard deviation of incremental inflation",
    )  # fmt: skip
    extreme_width: float = parameter(
        EXTREME_WIDTH, 0.005, 0.5, unit="share", source="Klimek et al. (2012)",
        meaning="standard deviation of what extreme inflation leaves out",
    )  # fmt: skip
    exponent: float = parameter(
        1.5, 0.1, 5, unit="power",
        source="assumed; Klimek et al. (2012) estimate it for each election",
        meaning="exponent by which fewer votes are moved than ballots added",
    )  # fmt: skip
    stations: Stations = Field(Stations(), description="polling stations")

    @model_validator(mode="after")
    def _shares_of_one(self) -> Self:
        if self.incremental + self.extreme > 1:
            raise ValueError(
                f"incremental {self.incremental:g} and extreme {self.extreme:g} are shares of "
                "the same stations; together they must not exceed 1."
            )
        return self

    @property
    def fair(self) -> bool:
        """Whether the count is what was cast."""
        return self.incremental == 0 and self.extreme == 0


def counted(cast: Precincts, count: Count, seed: int, there: Array | float = 1.0) -> Precincts:
    """Return the official result of each station, in whole people.

    `there` (S,) is 1 where the examined party stands: elsewhere nothing is counted for it.
    """
    if count.fair:
        return cast
    votes = cast.votes.copy()
    inflation = there * _inflation(len(votes), count, seed)
    added = np.rint(inflation * cast.absent).astype(np.int64)
    moved = np.rint(inflation[:, None] ** count.exponent * votes).astype(np.int64)
    moved[:, cast.winner] = 0
    votes -= moved
    votes[:, cast.winner] += added + moved.sum(axis=1)
    return replace(cast, votes=votes)


def _inflation(stations: int, count: Count, seed: int) -> Array:
    """Draw x by station: 0 where the count is fair."""
    which, uniform, _, _ = voter_uniforms(stations, Purpose.COUNT, 0, np.uint64(seed))
    incremental = which < count.extreme + count.incremental
    some = np.where(incremental, half_normal(uniform, count.width), 0.0)
    nearly_all = 1 - half_normal(uniform, count.extreme_width)
    return np.where(which < count.extreme, nearly_all, some)


def half_normal(uniform: Array, width: float) -> Array:
    """Map uniforms to |N(0, width)| below 1."""
    return np.asarray(width * ndtri(0.5 + uniform * (ndtr(1 / width) - 0.5)))
