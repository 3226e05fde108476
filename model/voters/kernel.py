"""The rule of one voter, for all voters at once.

`model.voter.Voter` states the same rules in plain Python; a test holds the two together.
Voters are sorted by cell, so a block of voters has one cell and every table entry is a
scalar of the inner loops; parties run outside, voters inside, no loop branches and each writes
few arrays (the compiler must prove that they do not overlap) and may divide without a check for
zero (`error_model`), so that the compiler turns each into vector instructions.
"""

from typing import Any

import numpy as np

from model.numerics.compiled import compiled, prange
from model.politics.state import PROTEST_BINS
from model.society.electorate import (
    BLOCK,
    FAVOURITE_BITS,
    MOOD_STEP,
    NOBODY,
    PROTEST_LIMIT,
    TASTE_STEP,
)

ZERO = np.float32(0.0)
ONE = np.float32(1.0)
LOWEST = np.float32(-3.0e38)
STEP = np.float32(TASTE_STEP)
MOOD = np.float32(MOOD_STEP)
FAVOURITE = np.int32(FAVOURITE_BITS)
USUAL_NEIGHBOURS = 8
TOGETHER = 4
"""Issues, or neighbours, that a loop takes at a time: fewer passes over the working set."""


@compiled(inline="always")
def logistic(x: Any) -> Any:
    """Return 1 / (1 + exp(-x)) in single precision, error below 1e-6, without a branch.

    exp(-x) = 2^n 2^f with |f| <= .5; 2^f by its Taylor series, 2^n by its bit pattern.
    """
    y = -x * np.float32(1.4426950408889634)
    y = min(max(y, np.float32(-100.0)), np.float32(100.0))
    # Truncation rounds a positive number down: a call to floor would keep the loop scalar.
    n = np.int32(np.int32(y + np.float32(128.5)) - np.int32(128))
    f = (y - np.float32(n)) * np.float32(0.6931471805599453)
    p = np.float32(1 / 720)
    p = p * f + np.float32(1 / 120)
    p = p * f + np.float32(1 / 24)
    p = p * f + np.float32(1 / 6)
    p = p * f + np.float32(0.5)
    p = p * f + ONE
    p = p * f + ONE
    power = np.int32(np.int32(n + np.int32(127)) << np.int32(23)).view(np.float32)
    return ONE / (ONE + p * power)


@compiled(parallel=True)
def show_pass(columns: Any, block_start: Any) -> None:
    """Let every voter show mood and favourite, in one word: to look at a neighbour is one read."""
    for block in prange(len(block_start) - 1):
        start, stop = block_start[block], block_start[block + 1]
        _show(columns.protest[start:stop], columns.intention[start:stop], columns.shown[start:stop])


@compiled()
def _show(protest: Any, intention: Any, shown: Any) -> None:
    for i in range(len(shown)):
        mood = np.int32(protest[i] * (ONE / MOOD))
        shown[i] = (mood << FAVOURITE) | np.int32(intention[i])


@compiled(inline="always")
def _look(neighbours: Any, shown: Any, ties: Any, buffers: Any) -> None:
    favourites, mood = buffers
    for i in range(len(neighbours)):
        total = np.int64(0)
        for tie in range(ties):
            word = shown[neighbours[i, tie]]
            total += np.int64(word >> FAVOURITE)
            favourites[tie, i] = np.uint8(word)
        mood[i] = np.float32(total) * MOOD


@compiled()
def _meet(columns: Any, start: Any, stop: Any, buffers: Any) -> None:
    """Note what each neighbour intends, and add up their protest."""
    neighbours = columns.neighbours[start:stop]
    # A number of rounds that the compiler knows is unrolled.
    if neighbours.shape[1] == USUAL_NEIGHBOURS:
        _look(neighbours, columns.shown, USUAL_NEIGHBOURS, buffers)
    else:
        _look(neighbours, columns.shown, neighbours.shape[1], buffers)


@compiled()
def _count_friends(favourites: Any, party: Any, met: Any) -> None:
    """Count the neighbours who intend a party, four at a time."""
    met[:] = np.uint8(0)
    for tie in range(0, favourites.shape[0], TOGETHER):
        a, b = favourites[tie, : len(met)], favourites[tie + 1, : len(met)]
        c, d = favourites[tie + 2, : len(met)], favourites[tie + 3, : len(met)]
        for i in range(len(met)):
            first = np.uint8(a[i] == party) + np.uint8(b[i] == party)
            other = np.uint8(c[i] == party) + np.uint8(d[i] == party)
            met[i] = np.uint8(met[i] + np.uint8(first + other))


@compiled()
def _stand(columns: Any, week: Any, place: Any, ground: Any) -> None:
    """Work out what all parties of a bloc share: its taste, less the square of the position."""
    start, stop, _cell = place
    scale = week.bloc_scale * STEP
    for bloc in range(ground.shape[0]):
        base = ground[bloc, : stop - start]
        shared = columns.bloc_taste[bloc, start:stop]
        for i in range(len(base)):
            base[i] = scale * np.float32(shared[i])
        for d in range(week.salience.shape[0]):
            x = columns.issues[d, start:stop]
            w = week.salience[d]
            for i in range(len(base)):
                base[i] -= w * x[i] * x[i]


@compiled()
def _weigh(columns: Any, week: Any, voters: Any, party: Any, buffers: Any) -> None:
    """Start a party's utility: what is common, neighbours, own taste, the first four issues."""
    start, stop, cell = voters
    base, met, utility = buffers
    constant, bandwagon, scale = week.utility[cell, party], week.bandwagon, week.taste_scale * STEP
    own = columns.taste[party, start:stop]
    slopes, last = week.issue[party], len(week.salience) - 1
    x, on_x = columns.issues[0, start:stop], slopes[0]
    y, on_y = columns.issues[min(1, last), start:stop], slopes[1] if last > 0 else ZERO
    v, on_v = columns.issues[min(2, last), start:stop], slopes[2] if last > 1 else ZERO
    w, on_w = columns.issues[min(3, last), start:stop], slopes[3] if last > 2 else ZERO
    for i in range(stop - start):
        utility[i] = (
            (constant + base[i] + bandwagon * np.float32(met[i]) + scale * np.float32(own[i]))
            + (on_x * x[i] + on_y * y[i])
            + (on_v * v[i] + on_w * w[i])
        )


@compiled()
def _add(utility: Any, slope: Any, trait: Any) -> None:
    """Add a trait's worth; most parties have most slopes at zero."""
    if slope != ZERO:
        for i in range(len(utility)):
            utility[i] += slope * trait[i]


@compiled()
def _rank(support: Any, party: Any, ranking: Any) -> None:
    """Let a party take the first or the second place of those whom it beats."""
    best, second, favourite = ranking
    for i in range(len(support)):
        s = support[i]
        top = best[i]
        wins = s > top
        second[i] = top if wins else max(second[i], s)
        favourite[i] = party if wins else favourite[i]
        best[i] = s if wins else top


@compiled()
def _consider(columns: Any, week: Any, place: Any, buffers: Any) -> None:
    """Update support for each standing party; find favourite, its lead and its gap."""
    start, stop, _cell = place
    count = stop - start
    favourites, met, ground, utility, ranking = buffers
    best, second, favourite = ranking
    met, utility = met[:count], utility[:count]
    best[:count] = LOWEST
    second[:count] = LOWEST
    favourite[:count] = 0
    _stand(columns, week, place, ground)
    for j in week.standing:
        _count_friends(favourites, np.uint8(j), met)
        _weigh(columns, week, place, j, (ground[week.bloc[j]], met, utility))
        for d in range(TOGETHER, len(week.salience)):
            _add(utility, week.issue[j, d], columns.issues[d, start:stop])
        _add(utility, week.protest[j], columns.g[start:stop])
        _add(utility, week.media[j], columns.media[start:stop])
        _add(utility, week.voice[j], columns.leaders_heard[start:stop])
        support = columns.support[j, start:stop]
        step = week.inertia[j]
        for i in range(count):
            support[i] += step * (utility[i] - support[i])
        _rank(support, np.int32(j), ranking)


@compiled()
def _conclude(columns: Any, week: Any, place: Any, buffers: Any) -> None:
    """Write down favourite, lead and gap."""
    start, stop, _cell = place
    best, second, favourite = buffers
    rival = columns.support[week.incumbent, start:stop]
    lead = columns.lead[start:stop]
    gap = columns.gap[start:stop]
    intention = columns.intention[start:stop]
    for i in range(stop - start):
        lead[i] = best[i] - second[i]
    for i in range(stop - start):
        gap[i] = best[i] - rival[i]
    for i in range(stop - start):
        intention[i] = np.uint8(favourite[i])


@compiled()
def _react(columns: Any, week: Any, place: Any, mood: Any) -> None:
    """Move protest towards the neighbours', towards one's own disposition, and by the drift."""
    start, stop, cell = place
    protest = columns.protest[start:stop]
    disposition = columns.disposition[start:stop]
    media = columns.media[start:stop]
    g = columns.g[start:stop]
    contagion, anchor, unfiltered = week.contagion, week.anchor, week.unfiltered
    drift = week.drift[cell]
    ties = np.float32(columns.neighbours.shape[1])
    for i in range(stop - start):
        p = protest[i]
        p = (
            p
            + contagion * (mood[i] - ties * p)
            + anchor * (disposition[i] - p)
            + drift
            + unfiltered * (ONE - media[i])
        )
        protest[i] = min(max(p, -PROTEST_LIMIT), PROTEST_LIMIT)
    for i in range(stop - start):
        g[i] = logistic(protest[i])


@compiled()
def _count(columns: Any, tally: Any, block: Any, place: Any) -> None:
    start, stop, _cell = place
    tally.protest[block, :] = 0
    total = 0.0
    _tell(columns.intention[start:stop], tally.intention[block])
    for i in range(start, stop):
        g = columns.g[i]
        total += g
        tally.protest[block, min(int(g * PROTEST_BINS), PROTEST_BINS - 1)] += 1
    tally.protest_sum[block, 0] = total


@compiled(parallel=True)
def week_pass(columns: Any, layout: Any, week: Any, tally: Any) -> None:
    """One week of every voter: meet neighbours, weigh the parties, move in protest.

    Of the neighbours it reads what they showed before.
    """
    block_start, block_cell = layout
    ties = columns.neighbours.shape[1]
    for block in prange(len(block_cell)):
        place = (block_start[block], block_start[block + 1], block_cell[block])
        favourites = np.full((-(-ties // TOGETHER) * TOGETHER, BLOCK), NOBODY, np.uint8)
        met = np.empty(BLOCK, np.uint8)
        mood, utility = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
        ground = np.empty((columns.bloc_taste.shape[0], BLOCK), np.float32)
        best, second = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
        ranking = (best, second, np.empty(BLOCK, np.int32))
        _meet(columns, place[0], place[1], (favourites, mood))
        _consider(columns, week, place, (favourites, met, ground, utility, ranking))
        _conclude(columns, week, place, ranking)
        _react(columns, week, place, mood)
        _count(columns, tally, block, place)


@compiled(parallel=True)
def count_pass(columns: Any, layout: Any, tally: Any) -> None:
    """Count what voters have come to, where something else than `week_pass` moved them."""
    block_start, block_cell = layout
    for block in prange(len(block_cell)):
        place = (block_start[block], block_start[block + 1], block_cell[block])
        _count(columns, tally, block, place)


@compiled(parallel=True)
def poll_pass(columns: Any, layout: Any, tables: Any, answers: Any) -> None:
    """Ask everybody: `answers` (B, J + 1) counts what they would tell a pollster.

    Who is nearer to the party of power than the cell's conformity names it; else, whose
    favourite leads by less than the cell's hesitation is undecided (Kuran 1991).
    """
    block_start, block_cell = layout
    for block in prange(len(block_cell)):
        place = (block_start[block], block_start[block + 1], block_cell[block])
        _ask(columns, tables, place)
        _tell(columns.answer[place[0] : place[1]], answers[block])


@compiled()
def _ask(columns: Any, tables: Any, place: Any) -> None:
    start, stop, cell = place
    conformity, hesitation, incumbent = tables
    undecided = np.uint8(columns.support.shape[0])
    power = np.uint8(incumbent)
    lies, names = np.float32(conformity[cell]), np.float32(hesitation[cell])
    intention, answer = columns.intention[start:stop], columns.answer[start:stop]
    lead, gap = columns.lead[start:stop], columns.gap[start:stop]
    for i in range(stop - start):
        answer[i] = intention[i] if lead[i] >= names else undecided
    for i in range(stop - start):
        answer[i] = power if gap[i] < lies else answer[i]


@compiled()
def _tell(said: Any, counts: Any) -> None:
    """Count each answer; comparing a block as a whole beats adding one by one."""
    for option in range(len(counts)):
        wanted = np.uint8(option)
        counts[option] = 0
        for first in range(0, len(said), 128):
            part = said[first : first + 128]
            found = np.uint8(0)
            for i in range(len(part)):
                found = np.uint8(found + np.uint8(part[i] == wanted))
            counts[option] += found


@compiled()
def gathered(per_block: Any, first: Any, weight: Any) -> Any:
    """Add up block counts (B, k) by place, in a fixed order, times the place's weight.

    `first` (places + 1,) is the first block of each place.
    """
    out = np.zeros((len(first) - 1, per_block.shape[1]))
    for place in range(len(out)):
        for block in range(first[place], first[place + 1]):
            for k in range(out.shape[1]):
                out[place, k] += per_block[block, k]
        out[place] *= weight[place]
    return out
