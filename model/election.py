"""Polling day: who votes, who is brought, for whom; and the official result."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit, prange

from model.campaign import Campaign
from model.contracts import IntArray
from model.kernel import LOWEST, by_cell, columns_of, logistic
from model.population import cells_of
from model.state import Array
from model.streams import Purpose, philox, unit

FREE, BROUGHT, BENT = 0, 1, 2
"""How a vote came about: unprompted, by mobilisation, or turned by pressure."""


@dataclass(frozen=True, eq=False)
class Election:
    """The layers of a result, kept apart, in people by cell (C, ...)."""

    campaign: Campaign
    private: Array  # (C, J) votes of those who come unprompted, as they would cast them
    cast: Array  # (C, J) votes as cast, after pressure and mobilisation
    blank: Array  # (C,) blank and invalid ballots
    brought: Array  # (C,) people brought to the polls
    bent: Array  # (C,) votes turned by pressure
    seats: IntArray  # (J,) by the law

    @property
    def votes(self) -> IntArray:
        """Official votes by region and party, whole people, shape (R, J)."""
        return whole(self.campaign.world.by_region(self.cast))

    @property
    def turnout(self) -> Array:
        """Ballots over electors by region, shape (R,)."""
        world = self.campaign.world
        ballots = world.by_region(self.cast).sum(axis=1) + world.by_region(self.blank)
        people = world.by_region(self.campaign.state.public.people)
        return np.asarray(ballots / np.maximum(people, 1.0))


def whole(people: Array) -> IntArray:
    """Round a table of people to whole numbers, keeping the total of each row.

    Largest remainder in each row; ties go to the earlier column.
    """
    floor = np.floor(people).astype(np.int64)
    short = np.rint(people.sum(axis=1)).astype(np.int64) - floor.sum(axis=1)
    order = np.argsort(floor - people, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return np.asarray(floor + (rank < short[:, None]), dtype=np.int64)


def hold_election(campaign: Campaign) -> Election:
    """Hold the vote on the campaign as it stands; the campaign itself is not changed."""
    state = campaign.ballot_state()
    world, electorate = campaign.world, campaign.electorate
    rule = campaign.scenario.turnout
    cells = cells_of(campaign.scenario.population)
    base = rule.by_cell(campaign.scenario.population, cells)
    layout = electorate.layout
    blocks, parties = len(layout.block_cell), world.size("J")
    tally = np.zeros((blocks, 2 * parties + 3), np.int64)
    tables = (
        (base[:, None] + state.tables.turnout).astype(np.float32),
        -np.expm1(-state.tables.brought),
        -np.expm1(-state.tables.bent),
        state.tables.viability.astype(np.float32),
        np.flatnonzero(state.stocks.standing > 0),
        rule.learning.learn(campaign)[0] if rule.learning else np.empty(0, np.float32),
    )
    weights = np.array(
        [rule.engagement, rule.certainty, rule.certainty_limit, rule.blank], dtype=np.float32
    )
    _ballot_pass(
        columns_of(electorate),
        (layout.block_start, layout.block_cell),
        tables,
        (weights, world.incumbent, np.uint64(campaign.seed)),
        tally,
    )
    people = by_cell(tally, layout.block_of_cell) * layout.weight[:, None]
    rest = people[:, 2 * parties :]
    election = Election(
        campaign=campaign,
        private=people[:, :parties],
        cast=people[:, parties : 2 * parties],
        blank=rest[:, 0],
        brought=rest[:, 1],
        bent=rest[:, 2],
        seats=np.zeros(parties, np.int64),
    )
    return replace(election, seats=campaign.scenario.law.seats(election.votes))


@njit(cache=True, inline="always")
def _choice(columns: Any, voter: Any, viability: Any, standing: Any) -> Any:
    """Return the party with the highest support plus what its chance of seats adds."""
    best = LOWEST
    favourite = np.int64(columns.intention[voter])
    for j in standing:
        s = columns.support[j, voter] + viability[j]
        if s > best:
            best = s
            favourite = j
    return favourite


@njit(cache=True, parallel=True)
def _ballot_pass(columns: Any, layout: Any, tables: Any, rest: Any, tally: Any) -> None:
    """Decide turnout, pressure and vote of each voter, and count by block.

    Four draws a voter: turnout, being brought, being bent, a blank ballot. A voter who would
    abstain may be brought to vote for the party of power; one who would vote for another may
    be bent to it with a smaller rate.
    """
    block_start, block_cell = layout
    readiness, brought, bent, viability, standing, learned = tables
    weights, incumbent, seed = rest
    parties = readiness.shape[1]
    strategic = np.any(viability != 0)
    for block in prange(len(block_cell)):
        cell = block_cell[block]
        for voter in range(block_start[block], block_start[block + 1]):
            words = philox(voter, Purpose.BALLOT, 0, 0, seed)
            choice = np.int64(columns.intention[voter])
            if strategic:
                choice = _choice(columns, voter, viability, standing)
            ready = readiness[cell, choice] + weights[0] * columns.engagement[voter]
            ready += weights[1] * min(columns.lead[voter], weights[2])
            chance = learned[voter] if len(learned) > 0 else logistic(np.float32(ready))
            comes = unit(words[0]) < chance
            vote, how = parties + 1, FREE
            if comes:
                vote = parties if unit(words[3]) < weights[3] else choice
                if vote < parties:
                    tally[block, vote] += 1
                if vote < parties and choice != incumbent and unit(words[2]) < bent[cell]:
                    vote, how = incumbent, BENT
            elif unit(words[1]) < brought[cell]:
                vote, how = incumbent, BROUGHT
            columns.vote[voter] = vote
            columns.brought[voter] = how
            if vote < parties:
                tally[block, parties + vote] += 1
            elif vote == parties:
                tally[block, 2 * parties] += 1
            if how > 0:
                tally[block, 2 * parties + how] += 1
