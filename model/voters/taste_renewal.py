"""Some voters form their tastes anew: a small share each week."""

from typing import Any

import numpy as np

from model.numerics.compiled import compiled, prange
from model.numerics.streams import FIRST, Purpose, philox, to_gumbels, unit
from model.society.electorate import OUTSIDE, PART, in_steps

LANES = 16
"""Tastes that are made at once, so that the compiler makes one vector of them."""

NEXT_TO_NEVER = -1e-300
"""Logarithm of the chance to keep one's tastes where it is as good as sure."""


@compiled(parallel=True)
def refresh_taste(taste: Any, draw: Any) -> None:
    """Draw anew the own tastes of a share of voters, chosen by geometric gaps.

    `draw` is (share, week, parties, seed).
    """
    for part in prange(-(-taste.shape[1] // PART)):
        # Parties by fours, and a four for none of them: words behind the last mean nothing.
        words = np.empty(-(-(len(taste) + 7) // LANES) * LANES, np.uint32)
        _refresh_part(taste, part, draw, (words, np.empty(len(words), np.float32)))


@compiled(inlined=True)
def _refresh_part(taste: Any, part: Any, draw: Any, room: Any) -> None:
    share, week, parties, seed = draw
    words, tastes = room
    never, rounds = min(np.log(1.0 - share), NEXT_TO_NEVER), (parties + 3) // 4
    voter, stop = part * PART, min((part + 1) * PART, taste.shape[1])
    while True:
        word = philox(voter, Purpose.FRESH_TASTE, week, FIRST, seed)[0]
        gap = np.log(unit(word)) / never
        if gap >= stop - voter:
            return
        voter += int(gap)
        for quad in range(rounds + 1):
            index = 1 + quad if quad < rounds else OUTSIDE
            four = philox(voter, Purpose.FRESH_TASTE, week, index, seed)
            for k in range(4):
                words[4 * quad + k] = four[k]
        to_gumbels(words, tastes)
        for party in range(parties):
            taste[party, voter] = in_steps(tastes[party])
        if len(taste) > parties:
            taste[parties, voter] = in_steps(tastes[4 * rounds])
        voter += 1
