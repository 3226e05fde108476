"""The electorate as columns: one row a voter, sorted by cell; and how it is drawn."""

from dataclasses import dataclass, replace
from enum import IntEnum
from statistics import NormalDist
from typing import Any

import numpy as np
from scipy.special import expit

from model.numerics.arrays import Array, aligned
from model.numerics.compiled import compiled
from model.numerics.per_head import per_head
from model.numerics.rounding import shared_out
from model.numerics.streams import (
    Purpose,
    four_gumbels,
    four_normals,
    party_uniforms,
    voter_uniforms,
)
from model.parameters.parameter import worked_out_once
from model.society.network import draw_network
from model.society.population import Cells, Population

BLOCK = 512
"""Voters handled at a time: their working set stays in the nearest cache.

A block may span cells, which hold some 30 voters of 10,000: loops over them would be short.
"""

PART = 1024
"""Most voters in a part of a cell, or of all rows: some draws and sums go part by part."""

TASTE_STEP = 1.0 / 2048
"""Tastes are kept as 16-bit whole numbers of this step (range -16 .. 16)."""

STEPS, WIDEST = np.float32(1 / TASTE_STEP), np.float32(32767)
"""Steps of a unit, and the widest taste in steps."""

PROTEST_LIMIT = np.float32(8.0)
"""Protest stays within +-8 logit: g between .0003 and .9997."""

ANSWER_BITS = 8
MOOD_STEP = 2.0**-19
"""What others see of a voter is one word: the answer in 8 bits, above it protest in steps."""

NOBODY = 255
"""The intention and the answer of a voter who has not thought about it yet."""


OUTSIDE = 1000
"""Where the own taste for none of them is drawn, whatever the number of parties."""

Shape = tuple[int, int, int]
"""Voters, parties, and options: one more than parties where one may favour none of them."""


class Bloc(IntEnum):
    """Parties that the same kind of voter would consider."""

    INCUMBENT = 0
    ESTABLISHED = 1
    CHALLENGER = 2


TASTES = len(Bloc) + 1
"""Shared tastes of a voter: one a bloc, and the last one for none of the parties."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Where in the columns the voters of a cell are, and for how many people each stands."""

    cell_start: np.ndarray  # (C + 1,) first row of each cell
    part_start: np.ndarray  # (parts + 1,) first row of each part of a cell
    part_cell: np.ndarray  # (parts,) cell of each part
    piece_start: np.ndarray  # (P + 1,) first row of each piece: of one block and one cell
    piece_cell: np.ndarray  # (P,) cell of each piece
    piece_of_cell: np.ndarray  # (C + 1,) first piece of each cell
    piece_of_region: np.ndarray  # (R + 1,) first piece of each region
    block_piece: np.ndarray  # (B + 1,) first piece of each block
    region_start: np.ndarray  # (R + 1,) first row of each region
    weight: Array  # (C,) people for whom a voter of the cell stands
    weight_of_region: Array  # (R,) the same by region: all voters of a region weigh the same

    @property
    def voters(self) -> int:
        """Number of rows."""
        return int(self.cell_start[-1])

    def by_voter(self, by_cell: np.ndarray) -> np.ndarray:
        """Repeat what is known of each cell, (..., C), for its voters: (..., n)."""
        return np.repeat(by_cell, np.diff(self.cell_start), axis=-1)

    def cell(self, row: int) -> int:
        """Return the cell of a row."""
        return int(np.searchsorted(self.cell_start, row, side="right") - 1)


@dataclass(frozen=True, eq=False)
class Electorate:
    """Columns of n voters, about 170 bytes each; n is the last axis except for neighbours.

    Voters choose between O options: the J parties, and none of them where the scenario has it.
    """

    layout: Layout
    issues: np.ndarray  # (D, n) float32, position, SD of voters
    disposition: np.ndarray  # (n,) float32, the protest one returns to, logit
    media: np.ndarray  # (n,) float32, share of state-controlled media in the diet
    engagement: np.ndarray  # (n,) float32, interest in politics, SD
    member: np.ndarray  # (n,) uint8, 1 for members of the party of power
    neighbours: np.ndarray  # (n, K) uint32, rows; unsigned: no check for counting from the end
    leaders_heard: np.ndarray  # (n,) float32, share of opinion leaders among the neighbours
    bloc_taste: np.ndarray  # (blocs + 1, n) int16, standard normal in steps; last: for none
    taste: np.ndarray  # (O, n) int16, standard Gumbel in steps
    protest: np.ndarray  # (n,) float32, logit
    shown: np.ndarray  # (n,) int32, what the others see: protest in steps, answer in 8 bits
    g: np.ndarray  # (n,) float32, protest read as a share
    support: np.ndarray  # (O, n) float32, private support
    intention: np.ndarray  # (n,) uint8, favourite: a party, or J for none of them
    lead: np.ndarray  # (n,) float32, favourite's lead over the second
    gap: np.ndarray  # (n,) float32, favourite's lead over the party of power
    answer: np.ndarray  # (n,) uint8, what one tells a pollster; O: undecided
    vote: np.ndarray  # (n,) uint8, J: blank, J + 1: at home, J + 2: against all
    prompted: np.ndarray  # (n,) uint8, how the vote came about: see model.ballot.voting

    @property
    def bytes_per_voter(self) -> float:
        """Memory of all columns and the network, per voter."""
        columns = (v for v in vars(self).values() if isinstance(v, np.ndarray))
        return sum(column.nbytes for column in columns) / max(self.layout.voters, 1)


MOST_KEPT, LARGEST_KEPT = 64, 20_000
"""Electorates that are kept at a time unless told, and voters of the largest: some 200 MB."""

CHANGING = (
    "taste", "protest", "shown", "g", "support", "intention", "lead", "gap", "answer", "vote",
    "prompted",
)  # fmt: skip
"""Columns that a campaign writes into."""


class Electorates:
    """Electorates that were drawn, kept for later runs with the same voters and the same seed.

    A caller that plays many runs holds one: a worker of a sweep, or a visit to the page. Large
    electorates are not kept, for they would fill the memory.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: dict[tuple[str, Shape, int], Electorate] = {}

    def draw(self, population: Population, shape: Shape, seed: int) -> Electorate:
        """Return an electorate of `shape` = (voters, parties, options) for one campaign.

        Each call returns its own copy of whatever a campaign changes.
        """
        if shape[0] > LARGEST_KEPT:
            return draw_electorate(population, shape, seed)
        key = (population.model_dump_json(), shape, seed)
        if key not in self._kept:
            if len(self._kept) == self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = draw_electorate(population, shape, seed)
        drawn = self._kept[key]
        old: dict[str, Any] = {name: getattr(drawn, name) for name in CHANGING}
        new: dict[str, Any] = {k: aligned(v.shape, v.dtype, v) for k, v in old.items()}
        return replace(drawn, **new)


def draw_electorate(population: Population, shape: Shape, seed: int) -> Electorate:
    """Draw an electorate of `shape` = (voters, parties, options).

    Traits never depend on the number of options, so scenarios with one seed share voters.
    """
    cells = population.cells
    voters, parties, options = shape
    layout = _layout(cells, voters, seed)
    traits = _traits(population, layout, seed)
    neighbours = draw_network(population, layout.cell_start, layout.region_start, seed)
    leader = _is_leader(population, traits["engagement"])
    return Electorate(
        layout=layout,
        issues=_issues(population, layout, seed),
        neighbours=neighbours,
        leaders_heard=aligned((voters,), np.float32, leader[neighbours].mean(axis=1)),
        bloc_taste=_bloc_tastes(voters, seed),
        taste=_tastes(shape, seed),
        g=expit(traits["protest"], out=aligned((voters,), np.float32)),
        support=aligned((options, voters), np.float32, 0),
        intention=aligned((voters,), np.uint8, NOBODY),
        lead=aligned((voters,), np.float32, 0),
        gap=aligned((voters,), np.float32, 0),
        shown=aligned((voters,), np.int32),
        answer=aligned((voters,), np.uint8, NOBODY),
        vote=np.full(voters, parties + 1, np.uint8),
        prompted=np.zeros(voters, np.uint8),
        **traits,
    )


def _is_leader(population: Population, engagement: np.ndarray) -> np.ndarray:
    """Return which voters are opinion leaders: the most engaged; engagement is standard normal."""
    return engagement > np.float32(NormalDist().inv_cdf(1 - population.opinion_leaders))


def _layout(cells: Cells, voters: int, seed: int) -> Layout:
    """Share voters out over regions by largest remainder, inside a region by systematic draw.

    The systematic draw (one random offset a region) is unbiased for cells smaller than a voter.
    A region whose people are less than about half a voter may get none: it then counts for
    nothing, and changes nothing elsewhere.
    """
    per_region = shared_out(voters, cells.regions.electorate)
    offset = party_uniforms(seed, 0, "cells", len(per_region))
    people = cells.people.reshape(len(per_region), -1)
    share = per_head(people.cumsum(axis=1), people.sum(axis=1, keepdims=True))
    upto = np.floor(share * per_region[:, None] + offset[:, None])
    upto[:, -1] = per_region
    counts = np.diff(np.minimum(upto, per_region[:, None]), prepend=0).astype(np.int64).ravel()
    weight = cells.regions.electorate / np.maximum(per_region, 1)
    return _pieces(counts, cells.region, weight)


def _pieces(counts: np.ndarray, region: np.ndarray, weight: Array) -> Layout:
    regions = len(weight)
    cell_start = np.concatenate([[0], np.cumsum(counts)])
    per_region = np.bincount(region, weights=counts, minlength=regions).astype(np.int64)
    block_start = np.arange(0, cell_start[-1], BLOCK)
    piece_start = np.union1d(cell_start, block_start)
    piece_cell = np.searchsorted(cell_start, piece_start[:-1], side="right") - 1
    piece_of_cell = np.searchsorted(piece_cell, np.arange(len(counts) + 1))
    part_start, part_cell = _parts(counts, cell_start)
    return Layout(
        cell_start=cell_start,
        part_start=part_start,
        part_cell=part_cell,
        piece_start=piece_start,
        piece_cell=piece_cell,
        piece_of_cell=piece_of_cell,
        piece_of_region=piece_of_cell[np.searchsorted(region, np.arange(regions + 1))],
        block_piece=np.append(np.searchsorted(piece_start, block_start), len(piece_cell)),
        region_start=np.concatenate([[0], np.cumsum(per_region)]),
        weight=weight[region],
        weight_of_region=weight,
    )


def _parts(counts: np.ndarray, cell_start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first row of each part of a cell, and its cell."""
    parts = -(-counts // PART)
    cell = np.repeat(np.arange(len(counts)), parts)
    within = np.arange(len(cell)) - (np.cumsum(parts) - parts)[cell]
    return np.append(cell_start[cell] + within * PART, cell_start[-1]), cell


def _traits(population: Population, layout: Layout, seed: int) -> dict[str, np.ndarray]:
    """Protest, media diet, engagement and membership: normal around the mean of the cell."""
    voters = layout.voters
    protest, media, joins = layout.by_voter(_trait_means(population))
    first, second, engagement, _ = four_normals(voters, Purpose.TRAITS, 0, seed)
    disposition = protest + population.protest_spread * first
    joining = voter_uniforms(voters, Purpose.TRAITS, 0, np.uint64(seed), 1)[0]
    return {
        "disposition": aligned((voters,), np.float32, disposition),
        "protest": aligned((voters,), np.float32, disposition),
        "media": aligned((voters,), np.float32, 1.0 / (1.0 + np.exp(-(media + second)))),
        "engagement": aligned((voters,), np.float32, engagement),
        "member": (joining < joins).astype(np.uint8),
    }


@worked_out_once
def _trait_means(population: Population) -> np.ndarray:
    """Return protest and state media, logit, and the share of party members by cell, (3, C)."""
    cells = population.cells
    urban = cells.urban[cells.region]
    protest = population.protest + cells.by_group(population.protest_by_group)
    odds = np.log(population.state_media / (1 - population.state_media))
    media = odds + population.state_media_urban * (urban - population.urban)
    # Assumed: the state-dependent watch more state media, and join the party twice as often.
    media = media + 0.5 * (cells.state_dependent - population.state_dependent)
    joins = population.party_members * (1 + cells.state_dependent)
    joins = per_head(joins * population.party_members * cells.people.sum(), joins @ cells.people)
    return np.stack([protest, media, joins]).astype(np.float32)


def _issues(population: Population, layout: Layout, seed: int) -> np.ndarray:
    """Positions: normal around the mean of the cell, shape (D, n)."""
    means, spread = _issue_means(population), np.float32(population.issue_spread)
    out = aligned((len(means), layout.voters), np.float32)
    for first in range(0, len(means), 4):
        of_four = layout.by_voter(means[first : first + 4])
        normal = four_normals(layout.voters, Purpose.ISSUES, first // 4, seed)[: len(of_four)]
        out[first : first + 4] = of_four + spread * normal
    return out


@worked_out_once
def _issue_means(population: Population) -> np.ndarray:
    """Return mean positions by issue and cell, (D, C)."""
    shifts = [population.issue_means.get(issue, {}) for issue in population.issues]
    return np.array([population.cells.by_group(each) for each in shifts], dtype=np.float32)


def _tastes(shape: Shape, seed: int) -> np.ndarray:
    """Return the own taste for each option, (O, n): four parties of one draw, none apart."""
    voters, parties, options = shape
    out = aligned((options, voters), np.int16)
    for first in range(0, parties, 4):
        of_four = out[first : min(first + 4, parties)]
        of_four[...] = _columns_in_steps(
            four_gumbels(voters, Purpose.TASTE, first // 4, seed)[: len(of_four)]
        )
    if options > parties:
        out[parties] = _columns_in_steps(four_gumbels(voters, Purpose.TASTE, OUTSIDE, seed)[0])
    return out


def _bloc_tastes(voters: int, seed: int) -> np.ndarray:
    """Return the taste for each bloc, and for none of the parties, (blocs + 1, n)."""
    normal = four_normals(voters, Purpose.BLOC_TASTE, 0, seed)
    return aligned((TASTES, voters), np.int16, _columns_in_steps(normal))


def _columns_in_steps(tastes: Array) -> Array:
    """Return tastes as whole numbers of steps."""
    return np.clip(np.rint(tastes / TASTE_STEP), -WIDEST, WIDEST)


@compiled(inlined=True)
def in_steps(taste: Any) -> Any:
    """Return a taste as a whole number of steps."""
    return np.int16(max(-WIDEST, min(WIDEST, np.rint(taste * STEPS))))
