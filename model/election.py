"""Polling day: who votes, who is brought, for whom; the official count; the seats."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from model.ballot.count import counted
from model.ballot.precincts import Precincts, district_of, spread
from model.campaign import Campaign
from model.numerics.arrays import Array, IntArray
from model.numerics.compiled import compiled, prange
from model.numerics.rounding import whole
from model.numerics.streams import Purpose, gumbel, philox, unit
from model.numerics.threads import threads_worth
from model.politics.soundness import seats_of
from model.politics.state import State
from model.voters.columns import columns_of
from model.voters.kernel import LOWEST, gathered, logistic

FREE, MOBILISED, COERCED = 0, 1, 2
"""How a vote came about: unprompted, by mobilisation, or turned by pressure."""

AGAINST_ALL = "against_all"


@dataclass(frozen=True, eq=False)
class Election:
    """The layers of a result, kept apart, in people by cell (C, ...).

    K is the number of choices: the J parties, and *against all* where the law has it.
    """

    campaign: Campaign
    private: Array  # (C, K) votes of those who come unprompted, as they would cast them
    cast: Array  # (C, K) votes as cast, after pressure and mobilisation
    blank: Array  # (C,) blank and invalid ballots
    mobilised: Array  # (C,) people brought to the polls
    coerced: Array  # (C,) votes turned by pressure
    seats: IntArray  # (J,) by the law

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of what one can vote for, K of them."""
        names = self.campaign.setting.names
        return (*names, AGAINST_ALL) if self.cast.shape[1] > len(names) else names

    @cached_property
    def groups(self) -> IntArray:
        """Whole people by region and by what they did, shape (R, K + 3).

        The votes of those who came by themselves, then who was brought, blank, at home.
        """
        setting = self.campaign.setting
        came = self.cast.copy()
        came[:, setting.incumbent] -= self.mobilised
        home = self.campaign.state.public.people - self.cast.sum(axis=1) - self.blank
        people = np.column_stack([came, self.mobilised, self.blank, home])
        return whole(np.maximum(setting.by_region(people), 0.0))

    @cached_property
    def precincts(self) -> Precincts:
        """Votes as cast by polling station; drawn when somebody asks."""
        stations = self.campaign.scenario.count.stations
        where, people = spread(self.groups, stations, self.campaign.seed)
        return Precincts(
            where.region, where.locality, people.sum(axis=1),
            self._votes_of(people), people[:, -2], self._examined,
        )  # fmt: skip

    @cached_property
    def official(self) -> Precincts:
        """The count by polling station, as the commissions write it down."""
        return counted(self.precincts, self.campaign.scenario.count, self.campaign.seed)

    @cached_property
    def votes(self) -> IntArray:
        """Official votes by region and choice, whole people, shape (R, K)."""
        if self.campaign.scenario.count.fair:
            return self._votes_of(self.groups)
        return _sums(self.official.votes, self.official.region, len(self.groups))

    @property
    def turnout(self) -> Array:
        """Official ballots over electors by region, shape (R,)."""
        ballots = self.votes.sum(axis=1) + self.groups[:, -2]
        return np.asarray(ballots / np.maximum(self.groups.sum(axis=1), 1))

    def by_district(self, districts: int) -> IntArray:
        """Return the parties' official votes by district, shape (districts, J).

        One district is the country; as many as there are regions are the regions; any other
        number is made of polling stations.
        """
        parties = len(self.campaign.setting.names)
        if districts == 1:
            return np.asarray(self.votes[:, :parties].sum(axis=0, keepdims=True))
        if districts == len(self.votes):
            return self.votes[:, :parties]
        where = district_of(self.official, districts)
        return _sums(self.official.votes[:, :parties], where, districts)

    def region_of_district(self, districts: int) -> IntArray:
        """Return the region in which each district of `by_district` lies, shape (districts,).

        A district of several regions (one that is the country) is said to lie in the first.
        """
        if districts in (1, len(self.votes)):
            return np.arange(districts)
        region = np.zeros(districts, np.int64)
        # Backwards, so that the first station of a district has the last word.
        region[district_of(self.official, districts)[::-1]] = self.official.region[::-1]
        return region

    def _votes_of(self, people: IntArray) -> IntArray:
        votes: IntArray = people[:, :-3].copy()
        votes[:, self.campaign.setting.incumbent] += people[:, -3]
        return votes

    @property
    def _examined(self) -> int:
        """The party of power; where there is none, the winner."""
        setting = self.campaign.setting
        if setting.is_incumbent.any():
            return setting.incumbent
        return int(self.cast.sum(axis=0).argmax())


def _sums(values: IntArray, group: IntArray, groups: int) -> IntArray:
    sums = np.zeros((groups, values.shape[1]), np.int64)
    np.add.at(sums, group, values)
    return sums


def hold_election(campaign: Campaign) -> Election:
    """Hold the vote on the campaign as it stands; the campaign itself is not changed."""
    state = campaign.ballot_state()
    with threads_worth(campaign.work):
        people = _vote(campaign, state)
    choices = (people.shape[1] - 3) // 2
    rest = people[:, 2 * choices :]
    election = Election(
        campaign=campaign,
        private=people[:, :choices],
        cast=people[:, choices : 2 * choices],
        blank=rest[:, 0],
        mobilised=rest[:, 1],
        coerced=rest[:, 2],
        seats=np.zeros(campaign.setting.size("J"), np.int64),
    )
    law = campaign.scenario.law
    return replace(election, seats=seats_of(law, election.by_district(law.districts)))


def _vote(campaign: Campaign, state: State) -> Array:
    """Let everybody vote; return people by cell, shape (C, 2 K + 3).

    What they would cast (K), what they cast (K), blank, brought, bent.
    """
    scenario, electorate = campaign.scenario, campaign.electorate
    rule, against, layout = scenario.turnout, scenario.against_all, electorate.layout
    choices = campaign.setting.size("J") + scenario.law.against_all
    tally = np.zeros((len(layout.piece_cell), 2 * choices + 3), np.int64)
    base = campaign.setting.readiness_to_vote
    tables = (
        (base[:, None] + state.weekly.turnout).astype(np.float32),
        -np.expm1(-state.weekly.mobilisation),
        -np.expm1(-state.weekly.coercion),
        state.weekly.viability.astype(np.float32),
        np.flatnonzero(state.stocks.standing > 0),
        learned_turnout(campaign)[0],
    )
    weights = np.array(
        [rule.engagement, rule.certainty, rule.certainty_limit, rule.blank,
         against.level, against.protest, scenario.voter.taste_scale], dtype=np.float32,
    )  # fmt: skip
    _ballot_pass(
        columns_of(electorate),
        (layout.piece_start, layout.piece_cell),
        tables,
        (weights, campaign.setting.incumbent, np.uint64(campaign.seed)),
        tally,
    )
    return np.asarray(gathered(tally, layout.piece_of_cell, layout.weight))


def learned_turnout(campaign: Campaign) -> tuple[np.ndarray, Array]:
    """Return propensities to vote (n,), and the turnout of each election that taught them.

    Both are empty where citizens do not learn.
    """
    learning = campaign.scenario.turnout.learning
    if learning is None:
        return np.empty(0, np.float32), np.empty(0)
    parties, draw = campaign.setting.size("J"), campaign.state.draw
    return learning.learn(campaign.electorate, parties, draw)


@compiled(inline="always")
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


@compiled(inline="always")
def _rejects_all(columns: Any, voter: Any, best: Any, weights: Any, seed: Any) -> Any:
    """Tell whether *against all* is worth more to a voter than the best list."""
    taste = weights[6] * gumbel(philox(voter, Purpose.BALLOT, 0, 1, seed)[0])
    return weights[4] + weights[5] * columns.protest[voter] + taste > best


@compiled(inline="always")
def _at_the_polls(words: Any, rates: Any, choice: Any, incumbent: Any) -> Any:
    """Return the vote, how it came about, and whether the ballot is blank or was never cast.

    Who would abstain may be brought to vote for the party of power; who would vote otherwise
    may be bent to it with a smaller rate.
    """
    chance, mobilised, coerced, blank = rates
    if unit(words[0]) < chance:
        if unit(words[3]) < blank:
            return choice, FREE, True, False
        if choice != incumbent and unit(words[2]) < coerced:
            return incumbent, COERCED, False, False
        return choice, FREE, False, False
    if unit(words[1]) < mobilised:
        return incumbent, MOBILISED, False, False
    return choice, FREE, False, True


@compiled(parallel=True)
def _ballot_pass(columns: Any, layout: Any, tables: Any, rest: Any, tally: Any) -> None:
    """Decide turnout, pressure and vote of each voter, and count by piece.

    Four draws a voter: turnout, being brought, being bent, a blank ballot; and a taste where
    one may vote against all.
    """
    piece_start, piece_cell = layout
    readiness, mobilised, coerced, viability, standing, learned = tables
    weights, incumbent, seed = rest
    parties = readiness.shape[1]
    choices = (tally.shape[1] - 3) // 2
    strategic = np.any(viability != 0)
    # By names of their own: the compiler drops writes to a field inside a parallel loop.
    votes, prompted = columns.vote, columns.prompted
    for piece in prange(len(piece_cell)):
        cell = piece_cell[piece]
        for voter in range(piece_start[piece], piece_start[piece + 1]):
            words = philox(voter, Purpose.BALLOT, 0, 0, seed)
            choice = np.int64(columns.intention[voter])
            if strategic:
                choice = _choice(columns, voter, viability, standing)
            ready = readiness[cell, choice] + weights[0] * columns.engagement[voter]
            ready += weights[1] * min(columns.lead[voter], weights[2])
            if choices > parties:
                best = columns.support[choice, voter] + viability[choice]
                if _rejects_all(columns, voter, best, weights, seed):
                    choice = parties
            meant = choice
            chance = learned[voter] if len(learned) > 0 else logistic(np.float32(ready))
            rates = (chance, mobilised[cell], coerced[cell], weights[3])
            choice, how, blank, home = _at_the_polls(words, rates, choice, incumbent)
            # In the voter's column: parties, then blank, at home, against all.
            code = parties + 2 if choice == parties else choice
            votes[voter] = parties + 1 if home else parties if blank else code
            prompted[voter] = how
            if blank:
                tally[piece, 2 * choices] += 1
            elif not home:
                tally[piece, choices + choice] += 1
                tally[piece, meant] += how != MOBILISED
            if how > 0:
                tally[piece, 2 * choices + how] += 1
