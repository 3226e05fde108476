"""The rule of one voter, for all voters at once.

`model.voters.plain_rule` states the same rules in plain Python; a test holds the two together.
Voters are sorted by cell. A block of them consists of pieces of one cell each; what a table says
of a cell is written out for the block first. Then options run outside, voters inside, and the
compiler turns each loop into vector instructions. It does so because no loop branches, each
writes few arrays (they must be seen not to overlap), may divide without a check for zero
(`error_model`), and counts voters without a sign (a row below zero would count from the end).
What is the sum of a few things is read and written once, in one loop: memory is what a pass
waits for. Columns are handed on whole where all voters are at work: a part of one is a new array.
"""

from typing import Any

import numpy as np

from model.numerics.compiled import compiled, fetch_soon, prange
from model.numerics.single import ONE, logistic
from model.politics.state import PROTEST_BINS
from model.society.electorate import (
    ANSWER_BITS,
    BLOCK,
    MOOD_STEP,
    NOBODY,
    PROTEST_LIMIT,
    TASTE_STEP,
    Bloc,
)

ZERO = np.float32(0.0)
LOWEST = np.float32(-3.0e38)
STEP = np.float32(TASTE_STEP)
MOOD = np.float32(MOOD_STEP)
ANSWER = np.int32(ANSWER_BITS)
CHALLENGER = int(Bloc.CHALLENGER)
FEW = 4
"""Issues that a loop takes at once."""

USUAL_NEIGHBOURS = 8
LARGE, AHEAD = 400_000, np.uint64(64)
"""Voters from whom on it pays to fetch what they show, and how many rows ahead (both measured)."""

TOGETHER = 4
"""Neighbours whose answers a loop takes at once: fewer passes over the working set."""

MOODS, COMMON, BEST, SECOND, FAVOURITE, GROUND = range(6)
"""Rows of the notes on a block of voters, float32: the neighbours' moods, what a table says of a
cell, support for the best and the second-best option, the favourite; from GROUND on one a bloc."""


@compiled(parallel=True)
def show_pass(protest: Any, answer: Any, shown: Any) -> None:
    """Let every voter show mood and answer, in one word: to look at a neighbour is one read.

    Others hear what a voter says, which need not be what the voter prefers.
    """
    for voter in prange(len(shown)):
        mood = np.int32(protest[voter] * (ONE / MOOD))
        shown[voter] = (mood << ANSWER) | np.int32(answer[voter])


@compiled(inlined=True)
def _look(columns: Any, ties: Any, rows: Any, answers: Any, notes: Any) -> None:
    start, count = rows
    for i in range(count):
        total = np.int32(0)
        for tie in range(ties):
            word = columns.shown[columns.neighbours[start + i, tie]]
            total = np.int32(total + np.int32(word >> ANSWER))
            answers[np.uint64(tie * BLOCK) + i] = np.uint8(word)
        notes[MOODS, i] = np.float32(total) * MOOD


@compiled(inlined=True)
def _look_far(columns: Any, ties: Any, rows: Any, answers: Any, notes: Any) -> None:
    """Do the same for many voters: what will be read is fetched beforehand."""
    start, count = rows
    last = np.uint64(len(columns.shown) - 1)
    for i in range(count):
        later, total = min(start + i + AHEAD, last), np.int32(0)
        for tie in range(ties):
            fetch_soon(columns.shown, columns.neighbours[later, tie])
        for tie in range(ties):
            word = columns.shown[columns.neighbours[start + i, tie]]
            total = np.int32(total + np.int32(word >> ANSWER))
            answers[np.uint64(tie * BLOCK) + i] = np.uint8(word)
        notes[MOODS, i] = np.float32(total) * MOOD


@compiled(inlined=True)
def _meet(columns: Any, rows: Any, answers: Any, notes: Any) -> None:
    """Note what each neighbour says, and add up their protest."""
    ties = columns.neighbours.shape[1]
    answers[ties * BLOCK :] = np.uint8(NOBODY)
    # A number of rounds that the compiler knows is unrolled. Other numbers are rare: one loop does.
    if ties != USUAL_NEIGHBOURS:
        _look_far(columns, ties, rows, answers, notes)
    elif len(columns.shown) < LARGE:
        _look(columns, USUAL_NEIGHBOURS, rows, answers, notes)
    else:
        _look_far(columns, USUAL_NEIGHBOURS, rows, answers, notes)


@compiled(inner=True)
def _count_friends(answers: Any, party: Any, count: Any, friends: Any) -> None:
    """Count the neighbours who name a party, four at a time."""
    friends[:] = np.uint8(0)
    for first in range(0, len(answers), TOGETHER * BLOCK):
        a, b = np.uint64(first), np.uint64(first + BLOCK)
        c, d = np.uint64(first + 2 * BLOCK), np.uint64(first + 3 * BLOCK)
        for i in range(count):
            one = np.uint8(answers[a + i] == party) + np.uint8(answers[b + i] == party)
            two = np.uint8(answers[c + i] == party) + np.uint8(answers[d + i] == party)
            friends[i] = np.uint8(friends[i] + np.uint8(one + two))


@compiled(inner=True)
def _write_out(by_cell: Any, pieces: Any, block: Any, notes: Any, row: Any) -> None:
    """Write what a table says of each cell next to its voters in a block."""
    first = pieces.start[pieces.block[block]]
    for piece in range(pieces.block[block], pieces.block[block + 1]):
        value = by_cell[pieces.cell[piece]]
        start, stop = pieces.start[piece] - first, pieces.start[piece + 1] - first
        for i in range(np.uint64(start), np.uint64(stop)):
            notes[row, i] = value


@compiled(inlined=True)
def _stand(columns: Any, rows: Any, week: Any, notes: Any) -> None:
    """Work out what all parties of a bloc share: its taste, less the square of the position.

    Behind the blocs comes the taste for none of them, which has no position.
    """
    start, count = rows
    tastes, issues, salience = columns.bloc_taste, columns.issues, week.salience
    scale, own = week.bloc_scale * STEP, tastes.shape[0] - 1
    on_challengers, on_own = week.outside[0] * STEP, week.outside[1] * STEP
    for i in range(count):
        akin = on_challengers * np.float32(tastes[CHALLENGER, start + i])
        notes[GROUND + own, i] = akin + on_own * np.float32(tastes[own, start + i])
    last = len(salience) - 1
    second, third, fourth = min(1, last), min(2, last), min(3, last)
    a, b = salience[0], salience[1] if last > 0 else ZERO
    c, d = salience[2] if last > 1 else ZERO, salience[3] if last > 2 else ZERO
    for bloc in range(own):
        for i in range(count):
            k = start + i
            x, y, v, w = issues[0, k], issues[second, k], issues[third, k], issues[fourth, k]
            taste = scale * np.float32(tastes[bloc, k])
            notes[GROUND + bloc, i] = taste - a * x * x - b * y * y - c * v * v - d * w * w
        for more in range(FEW, len(salience)):
            for i in range(count):
                x = issues[more, start + i]
                notes[GROUND + bloc, i] -= salience[more] * x * x


@compiled(inner=True)
def _add(slope: Any, issues: Any, issue: Any, rows: Any, notes: Any) -> None:
    """Add the worth of an issue behind the first few."""
    start, count = rows
    for i in range(count):
        notes[COMMON, i] += slope * issues[issue, start + i]


@compiled(inlined=True)
def _weigh(columns: Any, rows: Any, week: Any, j: Any, notes: Any, friends: Any) -> None:
    """Move everybody's support for an option towards what it is worth."""
    start, count = rows
    issues, taste, support = columns.issues, columns.taste, columns.support
    g, media, leaders = columns.g, columns.media, columns.leaders_heard
    bandwagon, scale = week.bandwagon[j], week.taste_scale * STEP
    on_protest, on_media, on_leaders = week.protest[j], week.media[j], week.voice[j]
    step, ground = week.inertia[j], GROUND + week.bloc[j]
    last = len(issues) - 1
    second, third, fourth = min(1, last), min(2, last), min(3, last)
    a, b = week.issue[j, 0], week.issue[j, 1] if last > 0 else ZERO
    c, d = week.issue[j, 2] if last > 1 else ZERO, week.issue[j, 3] if last > 2 else ZERO
    for i in range(count):
        k = start + i
        utility = (
            (
                notes[COMMON, i]
                + notes[ground, i]
                + bandwagon * np.float32(friends[i])
                + scale * np.float32(taste[j, k])
            )
            + (a * issues[0, k] + b * issues[second, k])
            + (c * issues[third, k] + d * issues[fourth, k])
        )
        utility = utility + on_protest * g[k] + on_media * media[k] + on_leaders * leaders[k]
        support[j, k] += step * (utility - support[j, k])


@compiled(inlined=True)
def _rank(support: Any, standing: Any, rows: Any, notes: Any) -> None:
    """Find everybody's best option and how good the second best is; the first of equals wins.

    Options take their places by twos, and without a choice between a new value and none: that
    would be a masked write, for which some processors take several times as long (measured).
    """
    start, count = rows
    first, odd = standing[0], len(standing) % 2
    for i in range(count):
        notes[BEST, i], notes[SECOND, i] = LOWEST, LOWEST
        notes[FAVOURITE, i] = np.float32(first)
    if odd:
        for i in range(count):
            notes[BEST, i] = support[first, start + i]
    for place in range(odd, len(standing), 2):
        one, other = standing[place], standing[place + 1]
        left, right = np.float32(one), np.float32(other)
        for i in range(count):
            a, b = support[one, start + i], support[other, start + i]
            top, before = notes[BEST, i], notes[FAVOURITE, i]
            high, low = max(a, b), min(a, b)
            winner = right if b > a else left
            notes[SECOND, i] = max(max(notes[SECOND, i], low), min(high, top))
            notes[FAVOURITE, i] = winner if high > top else before
            notes[BEST, i] = max(high, top)


@compiled(inlined=True)
def _conclude(columns: Any, incumbent: Any, rows: Any, notes: Any) -> None:
    """Write down favourite, lead and gap."""
    start, count = rows
    for i in range(count):
        k, best = start + i, notes[BEST, i]
        columns.lead[k] = best - notes[SECOND, i]
        columns.gap[k] = best - columns.support[incumbent, k]
        columns.intention[k] = np.uint8(notes[FAVOURITE, i])


@compiled(inlined=True)
def _react(columns: Any, rows: Any, week: Any, notes: Any) -> None:
    """Move protest towards the neighbours', towards one's own disposition, and by the drift."""
    start, count = rows
    protest, g = columns.protest, columns.g
    disposition, media = columns.disposition, columns.media
    ties = np.float32(columns.neighbours.shape[1])
    contagion, anchor, unfiltered = week.contagion, week.anchor, week.unfiltered
    for i in range(count):
        k = start + i
        p = protest[k]
        p = (
            p
            + contagion * (notes[MOODS, i] - ties * p)
            + anchor * (disposition[k] - p)
            + notes[COMMON, i]
            + unfiltered * (ONE - media[k])
        )
        p = min(max(p, -PROTEST_LIMIT), PROTEST_LIMIT)
        protest[k] = p
        g[k] = logistic(p)


@compiled(inner=True)
def _count(intention: Any, g: Any, pieces: Any, block: Any, tally: Any, bins: Any) -> None:
    """Count favourites and protest, piece by piece; `bins` is room for a number a voter."""
    start, stop = _rows(pieces, block)
    first = np.uint64(start)
    for i in range(np.uint64(stop - start)):
        # Exact, for the number of bins is a power of two.
        bin_ = np.int32(g[first + i] * np.float32(PROTEST_BINS))
        bins[i] = np.uint8(min(bin_, np.int32(PROTEST_BINS - 1)))
    for piece in range(pieces.block[block], pieces.block[block + 1]):
        tally.intention[piece, :] = 0
        tally.protest[piece, :] = 0
        total = 0.0
        for k in range(np.uint64(pieces.start[piece]), np.uint64(pieces.start[piece + 1])):
            total += g[k]
            tally.intention[piece, intention[k]] += 1
            tally.protest[piece, bins[k - first]] += 1
        tally.protest_sum[piece] = total


@compiled(inlined=True)
def _rows(pieces: Any, block: Any) -> Any:
    """Return the first row of a block and the first one behind it."""
    return pieces.start[pieces.block[block]], pieces.start[pieces.block[block + 1]]


@compiled(parallel=True)
def week_pass(columns: Any, pieces: Any, week: Any, tally: Any) -> None:
    """One week of every voter: meet neighbours, weigh the options, move in protest.

    Of the neighbours it reads what they showed before.
    """
    for block in prange(len(pieces.block) - 1):
        said = -(-columns.neighbours.shape[1] // TOGETHER) * TOGETHER
        answers, number = np.empty(said * BLOCK, np.uint8), np.empty(BLOCK, np.uint8)
        notes = np.empty((GROUND + columns.bloc_taste.shape[0], BLOCK), np.float32)
        _move(columns, pieces, week, tally, block, (answers, number, notes))


@compiled(inner=True)
def _move(columns: Any, pieces: Any, week: Any, tally: Any, block: Any, room: Any) -> None:
    """Let the voters of a block live through a week.

    `room` is what a neighbour said, a row a neighbour; a small number a voter; and notes.
    """
    answers, number, notes = room
    start, stop = _rows(pieces, block)
    rows = (np.uint64(start), np.uint64(stop - start))
    _meet(columns, rows, answers, notes)
    _stand(columns, rows, week, notes)
    for j in week.standing:
        if week.bandwagon[j] != ZERO:
            _count_friends(answers, np.uint8(j), rows[1], number)
        _write_out(week.utility[j], pieces, block, notes, COMMON)
        for issue in range(FEW, len(columns.issues)):
            _add(week.issue[j, issue], columns.issues, issue, rows, notes)
        _weigh(columns, rows, week, j, notes, number)
    _rank(columns.support, week.standing, rows, notes)
    _conclude(columns, week.incumbent, rows, notes)
    _write_out(week.drift, pieces, block, notes, COMMON)
    _react(columns, rows, week, notes)
    _count(columns.intention, columns.g, pieces, block, tally, number)


@compiled(parallel=True)
def count_pass(intention: Any, g: Any, pieces: Any, tally: Any) -> None:
    """Count what voters have come to, where something else than `week_pass` moved them."""
    for block in prange(len(pieces.block) - 1):
        _count(intention, g, pieces, block, tally, np.empty(BLOCK, np.uint8))


@compiled(parallel=True)
def poll_pass(views: Any, pieces: Any, asked: Any, answers: Any) -> None:
    """Ask everybody: `answers` (P, O + 1) counts what they would tell a pollster.

    A voter whose gap to the party of power is smaller than the cell's conformity names that
    party. Of the others, a voter whose favourite leads by less than the cell's hesitation is
    undecided (Kuran 1991). `views` are `model.voters.columns.Views`. `asked` holds conformity
    (C,) and hesitation (C,), both float32, and the column of the party of power.
    """
    for block in prange(len(pieces.block) - 1):
        _ask(views, pieces, block, asked, answers, np.empty((2, BLOCK), np.float32))


@compiled(inner=True)
def _ask(views: Any, pieces: Any, block: Any, asked: Any, answers: Any, limits: Any) -> None:
    """Let the voters of a block answer, and count the answers."""
    conformity, hesitation, incumbent = asked
    undecided, power = np.uint8(answers.shape[1] - 1), np.uint8(incumbent)
    start, stop = _rows(pieces, block)
    first = np.uint64(start)
    # Both in one loop: a processor mispredicts where a short loop ends.
    for piece in range(pieces.block[block], pieces.block[block + 1]):
        cell, begin, end = pieces.cell[piece], pieces.start[piece], pieces.start[piece + 1]
        fear, doubt = conformity[cell], hesitation[cell]
        for i in range(np.uint64(begin) - first, np.uint64(end) - first):
            limits[0, i] = fear
            limits[1, i] = doubt
    for i in range(np.uint64(stop - start)):
        k = first + i
        honest = views.intention[k] if views.lead[k] >= limits[1, i] else undecided
        views.answer[k] = power if views.gap[k] < limits[0, i] else honest
    for piece in range(pieces.block[block], pieces.block[block + 1]):
        _tell(views.answer[pieces.start[piece] : pieces.start[piece + 1]], answers[piece])


SHORT = 192
"""Up to this many answers are counted one by one; of more, each option is compared at once."""


@compiled(inlined=True)
def _tell(said: Any, counts: Any) -> None:
    """Count each answer; comparing many as a whole beats adding one by one."""
    counts[:] = 0
    if len(said) <= SHORT:
        for i in range(len(said)):
            counts[said[i]] += 1
        return
    for option in range(len(counts)):
        wanted = np.uint8(option)
        for first in range(0, len(said), 128):
            part = said[first : first + 128]
            found = np.uint8(0)
            for i in range(len(part)):
                found = np.uint8(found + np.uint8(part[i] == wanted))
            counts[option] += found
