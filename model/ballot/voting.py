"""What each voter does on polling day: stays at home, is brought, votes, spoils the ballot."""

from typing import Any, NamedTuple

import numpy as np

from model.numerics.compiled import compiled, prange
from model.numerics.single import logistic
from model.numerics.streams import FIRST, ONCE, SECOND, Purpose, philox, unit
from model.voters.columns import COUNT
from model.voters.kernel import LOWEST

FREE, COERCED, OBEDIENT, BROUGHT = 0, 1, 2, 3
"""How a vote came about: unprompted; unprompted and coerced; brought and cast as
told; brought and cast as the voter pleases."""


class PollingDay(NamedTuple):
    """What decides the vote, as the compiled loop reads it."""

    readiness: np.ndarray  # (C, O) float32, logit of coming unprompted, by favourite
    mobilised: np.ndarray  # (C,) chance that an abstainer is brought
    coerced: np.ndarray  # (C,) chance that a voter for another party is coerced
    obedience: float  # share of those brought who vote as they are told
    viability: np.ndarray  # (J,) float32, added to a list for its chance of seats
    standing: np.ndarray  # (parties on the ballot,) columns
    learned: np.ndarray  # (n,) float32, propensity to vote; empty where nobody learns
    weights: np.ndarray  # (3,) float32: of engagement, of the lead, the largest lead that counts
    blank: float  # share of ballots that are invalid by accident
    spoil: float  # share of ballots spoilt by voters who favour none of the parties
    against_all: bool  # whether the law has that choice
    incumbent: int


def choices_of(day: PollingDay) -> int:
    """Return how many choices there are: the parties, and against all where the law has it."""
    return len(day.viability) + day.against_all


def empty_count(pieces: int, day: PollingDay) -> np.ndarray:
    """Return a count by piece: K votes meant, K votes cast, blank, and each way but the first."""
    return np.zeros((pieces, 2 * choices_of(day) + 4), COUNT)


@compiled(inlined=True)
def _best_list(support: Any, voter: Any, standing: Any, viability: Any) -> Any:
    """Return the list that a voter would take, and its lead over the second."""
    best, second = LOWEST, LOWEST
    favourite = np.int64(0)
    for j in standing:
        s = support[j, voter] + viability[j]
        if s > best:
            best, second, favourite = s, best, j
        elif s > second:
            second = s
    return favourite, best - second


@compiled(inlined=True)
def _own_ballot(choice: Any, rejects: Any, law: Any, draws: Any) -> Any:
    """Return how a voter votes who votes as pleased: a choice, or -1 for a blank ballot."""
    blank, against_all, parties, spoil = law
    accident, spoils = draws
    if accident < blank:
        return np.int64(-1)
    if rejects and against_all:
        return np.int64(parties)
    if rejects and spoils < spoil:
        return np.int64(-1)
    return choice


@compiled(inlined=True)
def _at_the_polls(own: Any, comes: Any, incumbent: Any, chances: Any, draws: Any) -> Any:
    """Return whether a ballot is cast, the choice, and how it came about.

    An elector who would stay at home may be brought to vote for the party of power, and does so
    or as pleases the elector all the same. A voter for another party may be coerced.
    """
    mobilised, coerced, obedience = chances
    brought, pressed, obeys = draws
    if comes:
        if own >= 0 and own != incumbent and pressed < coerced:
            return True, np.int64(incumbent), COERCED
        return True, own, FREE
    if brought >= mobilised:
        return False, own, FREE
    if obeys < obedience:
        return True, np.int64(incumbent), OBEDIENT
    return True, own, BROUGHT


@compiled(parallel=True)
def let_vote(ballots: Any, pieces: Any, day: Any, seed: Any, tally: Any) -> None:
    """Decide turnout, pressure and vote of each voter, and count by piece.

    Six draws a voter: turnout, being brought, being coerced, an invalid ballot, obedience, and
    spoiling the ballot.
    """
    piece_start, piece_cell = pieces
    parties, choices = len(day.viability), (tally.shape[1] - 4) // 2
    # By names of their own: the compiler drops writes to a field inside a parallel loop.
    votes, prompted = ballots.vote, ballots.prompted
    law = (day.blank, day.against_all, parties, day.spoil)
    for piece in prange(len(piece_cell)):
        cell = piece_cell[piece]
        chances = (day.mobilised[cell], day.coerced[cell], day.obedience)
        for voter in range(piece_start[piece], piece_start[piece + 1]):
            words = philox(voter, Purpose.BALLOT, ONCE, FIRST, seed)
            more = philox(voter, Purpose.BALLOT, ONCE, SECOND, seed)
            choice, lead = _best_list(ballots.support, voter, day.standing, day.viability)
            rejects = ballots.intention[voter] == parties
            favours = parties if rejects else choice
            ready = day.readiness[cell, favours] + day.weights[0] * ballots.engagement[voter]
            ready += day.weights[1] * min(lead, day.weights[2])
            chance = logistic(np.float32(ready))
            if len(day.learned) > 0:
                chance = day.learned[voter]
            own = _own_ballot(choice, rejects, law, (unit(words[3]), unit(more[1])))
            cast, vote, how = _at_the_polls(
                own,
                unit(words[0]) < chance,
                day.incumbent,
                chances,
                (unit(words[1]), unit(words[2]), unit(more[0])),
            )
            prompted[voter] = how
            # In the voter's column: parties, then blank, at home, against all.
            code = parties + 2 if vote == parties else vote
            votes[voter] = parties + 1 if not cast else parties if vote < 0 else code
            if how > 0:
                tally[piece, 2 * choices + how] += 1
            if not cast:
                continue
            if vote < 0:
                tally[piece, 2 * choices] += 1
            else:
                tally[piece, choices + vote] += 1
            if own >= 0 and how <= COERCED:
                tally[piece, own] += 1
