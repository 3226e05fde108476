"""Districts as they are: of unequal size, with strongholds, from an earlier election."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import ndtri

from model.ballot.precincts import shared_out_within
from model.numerics.arrays import Array, IntArray, array
from model.numerics.streams import party_uniforms
from model.parameters.parameter import Component, parameter
from model.parameters.table import Column, Numbers, TableError, Words, parse_table

ROUNDS = 50
"""Rounds in which rows and columns are fitted by turns (assumed; ten suffice)."""


class Districts(Component):
    """The districts of an election, from the country's `districts.csv`.

    In each region parties keep the regional votes that the model gives them. A district's share
    of them follows from its electors and from how much stronger the party was there than in the
    region, in logits, at an earlier election (`votes_of`), if one is named; what changes since
    then in a district alone is drawn. A party without a column of its own has that of `columns`;
    where its earlier votes are not known, its strongholds are drawn. Rows and columns are fitted by
    turns (Deming and Stephan 1940, doi:10.1214/aoms/1177731829).
    """

    election: str
    votes_of: str = Field("", description="the election whose votes say how strong parties were")
    text: str
    columns: dict[str, str] = Field(
        default_factory=dict, description="column of the table in which a party's votes stand"
    )
    change: float = parameter(
        0.25, 0, 2, unit="logit",
        source="Malaysia, 2004 to 2018, within regions: 0.29 to 0.33, robustly 0.23 to 0.24",
        meaning="spread of what changes in a district alone since the election of the table",
    )  # fmt: skip
    strongholds: float = parameter(
        0.5, 0, 2, unit="logit", believed=(0.3, 0.65),
        source="assumed: 0.30 to 0.64 within regions of Malaysia and Georgia, 2004 to 2018",
        meaning="spread of a party's strength over a region's districts, without its earlier votes",
    )  # fmt: skip

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """The rows of the table; raises TableError for what cannot be read."""
        columns: list[Column] = [Words("region", "a region")]
        columns += [Numbers("electors", 0), Numbers("valid", 0)]
        return [cells for _, cells in parse_table("districts", self.text, columns)]

    @property
    def number(self) -> int:
        """Number of districts."""
        return len(self.rows)

    def problems(self, regions: Sequence[str], parties: Sequence[str]) -> Iterator[str]:
        """Tell of regions without districts, and of parties and columns that there are not."""
        try:
            there = {cells["region"] for cells in self.rows}
        except TableError as error:
            yield from str(error).splitlines()
            return
        for region in sorted(set(regions) ^ there):
            yield f"districts: the region {region!r} must be in districts.csv and in regions.csv"
        for party, column in self.columns.items():
            if party not in parties:
                yield f"districts.columns: no party {party!r}"
            if column not in self.rows[0]:
                yield f"districts.columns.{party}: no column {column!r} in districts.csv"

    def unused(self, counted: int) -> Iterator[str]:
        """Tell of a law that counts votes in so many districts, and not in these."""
        with suppress(TableError):
            if counted != self.number:
                yield (
                    f"districts: given the {self.number} districts of the election "
                    f"{self.election!r}, but the law counts votes in {counted}; give it as many, "
                    "or write `districts = false`"
                )

    def region(self, regions: Sequence[str]) -> IntArray:
        """Return the region of each district, the districts of a region together, (D,)."""
        return np.sort(self._regions(regions))

    def _regions(self, regions: Sequence[str]) -> IntArray:
        return np.array([regions.index(cells["region"]) for cells in self.rows])

    def votes(
        self, votes: IntArray, regions: Sequence[str], parties: Sequence[str], seed: int
    ) -> IntArray:
        """Return whole votes by district and party, shape (D, J), for those by region, (R, J)."""
        found = self._regions(regions)
        stronger, known = self._stronger(parties, found)
        spread = np.where(known, self.change, self.strongholds)
        drawn = ndtri(party_uniforms(seed, 0, "districts", stronger.size)).reshape(stronger.shape)
        order = np.argsort(found, kind="stable")
        region, electors = found[order], self._column("electors")[order]
        weight = np.exp(stronger + spread * drawn)[order] * votes[region]
        return shared_out_within(votes, _fitted(weight, votes, electors, region), region)

    def _stronger(
        self, parties: Sequence[str], region: IntArray
    ) -> tuple[Array, NDArray[np.bool_]]:
        """Return by how many logits each party was stronger than in its region, and where known."""
        valid = self._column("valid")
        table = np.zeros((self.number, len(parties)))
        known = np.zeros(table.shape, dtype=bool)
        for j, party in enumerate(parties):
            column = self.columns.get(party, party)
            if column in self.rows[0]:
                there = self._column(column)
                around = [array(np.bincount(region, each))[region] for each in (there, valid)]
                table[:, j] = _logit(there, valid) - _logit(*around)
                known[:, j] = (valid > 0) & (around[0] > 0)
        return np.where(known, table, 0.0), known

    def _column(self, name: str) -> Array:
        return np.array([float(cells[name] or 0) for cells in self.rows])


def _logit(votes: Array, valid: Array) -> Array:
    """Return the log-odds of a share, half a vote from either end."""
    return np.asarray(np.log((votes + 0.5) / (np.maximum(valid - votes, 0) + 0.5)))


def _fitted(weight: Array, votes: IntArray, electors: Array, region: IntArray) -> Array:
    """Fit weights (D, J) to the votes of regions (R, J) and to the electors of districts (D,)."""
    size = electors / np.maximum(np.bincount(region, electors), 1e-12)[region]
    rows = size * votes.sum(axis=1)[region]
    first = np.searchsorted(region, np.arange(len(votes)))
    for _ in range(ROUNDS):
        weight = weight * (rows / np.maximum(weight.sum(axis=1), 1e-12))[:, None]
        columns = np.add.reduceat(weight, first, axis=0)
        weight = weight * (votes / np.maximum(columns, 1e-12))[region]
    return weight
