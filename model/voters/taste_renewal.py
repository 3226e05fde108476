"""Some voters form their tastes anew: a small share each week."""

from typing import Any

import numpy as np

from model.numerics.compiled import compiled, prange
from model.numerics.streams import FIRST, Purpose, gumbel, philox, unit
from model.society.electorate import OUTSIDE, TASTE_STEP


@compiled(inlined=True)
def _fresh(word: Any) -> Any:
    return np.int16(max(-32767.0, min(32767.0, np.rint(gumbel(word) / TASTE_STEP))))


@compiled(inlined=True)
def _refresh_part(taste: Any, start: Any, stop: Any, draw: Any) -> None:
    share, week, parties, seed = draw
    never = np.log(1.0 - share)
    voter = start
    while True:
        word = philox(voter, Purpose.FRESH_TASTE, week, FIRST, seed)[0]
        voter += int(np.log(unit(word)) / never)
        if voter >= stop:
            return
        for quad in range((parties + 3) // 4):
            words = philox(voter, Purpose.FRESH_TASTE, week, 1 + quad, seed)
            for k in range(min(4, parties - 4 * quad)):
                taste[4 * quad + k, voter] = _fresh(words[k])
        if taste.shape[0] > parties:
            taste[parties, voter] = _fresh(
                philox(voter, Purpose.FRESH_TASTE, week, OUTSIDE, seed)[0]
            )
        voter += 1


@compiled(parallel=True)
def refresh_taste(taste: Any, part_start: Any, draw: Any) -> None:
    """Draw anew the own tastes of a share of voters, chosen by geometric gaps.

    `draw` is (share, week, parties, seed).
    """
    for part in prange(len(part_start) - 1):
        _refresh_part(taste, part_start[part], part_start[part + 1], draw)
