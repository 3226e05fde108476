"""The rule of one voter, for all voters at once.

`model.voters.plain_rule` states the same rules in plain Python; a test holds the two together.
Voters are sorted by cell. A block of them consists of pieces of one cell each; what a table says
of a cell is written out for the block first. Then options run outside, voters inside, no loop
branches and each writes few arrays (the compiler must prove that they do not overlap) and may
divide without a check for zero (`error_model`), so that the compiler turns each into vector
instructions.
"""

from typing import Any

import numpy as np

from model.numerics.arrays import Array
from model.numerics.compiled import compiled, prange
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
ONE = np.float32(1.0)
LOWEST = np.float32(-3.0e38)
STEP = np.float32(TASTE_STEP)
MOOD = np.float32(MOOD_STEP)
ANSWER = np.int32(ANSWER_BITS)
CHALLENGER = int(Bloc.CHALLENGER)
USUAL_NEIGHBOURS = 8
TOGETHER = 4
"""Issues, or neighbours, that a loop takes at a time: fewer passes over the working set."""


@compiled(inlined=True)
def logistic(x: Any) -> Any:
    """Return 1 / (1 + exp(-x)) in single precision, error below 1e-6, without a branch.

    exp(-x) = 2^n 2^f with |f| <= 0.5; 2^f by its Taylor series, 2^n by its bit pattern.
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
def show_pass(protest: Any, answer: Any, shown: Any) -> None:
    """Let every voter show mood and answer, in one word: to look at a neighbour is one read.

    Others hear what a voter says, which need not be what the voter prefers.
    """
    for voter in prange(len(shown)):
        mood = np.int32(protest[voter] * (ONE / MOOD))
        shown[voter] = (mood << ANSWER) | np.int32(answer[voter])


@compiled(inlined=True)
def _look(neighbours: Any, shown: Any, ties: Any, buffers: Any) -> None:
    answers, mood = buffers
    for i in range(len(neighbours)):
        total = np.int64(0)
        for tie in range(ties):
            word = shown[neighbours[i, tie]]
            total += np.int64(word >> ANSWER)
            answers[tie, i] = np.uint8(word)
        mood[i] = np.float32(total) * MOOD


@compiled(inlined=True)
def _meet(neighbours: Any, shown: Any, buffers: Any) -> None:
    """Note what each neighbour says, and add up their protest."""
    # A number of rounds that the compiler knows is unrolled.
    if neighbours.shape[1] == USUAL_NEIGHBOURS:
        _look(neighbours, shown, USUAL_NEIGHBOURS, buffers)
    else:
        _look(neighbours, shown, neighbours.shape[1], buffers)


@compiled(inlined=True)
def _count_friends(answers: Any, party: Any, met: Any) -> None:
    """Count the neighbours who name a party, four at a time."""
    met[:] = np.uint8(0)
    for tie in range(0, answers.shape[0], TOGETHER):
        a, b = answers[tie, : len(met)], answers[tie + 1, : len(met)]
        c, d = answers[tie + 2, : len(met)], answers[tie + 3, : len(met)]
        for i in range(len(met)):
            first = np.uint8(a[i] == party) + np.uint8(b[i] == party)
            other = np.uint8(c[i] == party) + np.uint8(d[i] == party)
            met[i] = np.uint8(met[i] + np.uint8(first + other))


@compiled(inner=True)
def _write_out(by_cell: Any, pieces: Any, block: Any, out: Any) -> None:
    """Write what a table says of each cell next to its voters in a block."""
    first = pieces.start[pieces.block[block]]
    for piece in range(pieces.block[block], pieces.block[block + 1]):
        value = by_cell[pieces.cell[piece]]
        out[pieces.start[piece] - first : pieces.start[piece + 1] - first] = value


@compiled(inlined=True)
def _stand(tastes: Any, issues: Any, rows: Any, week: Any, ground: Any) -> None:
    """Work out what all parties of a bloc share: its taste, less the square of the position.

    Behind the blocs comes the taste for none of them, which has no position.
    """
    start, stop = rows
    bloc_scale, on_none, salience = week
    scale = bloc_scale * STEP
    blocs = ground.shape[0] - 1
    on_challengers, on_own = on_none[0] * STEP, on_none[1] * STEP
    akin, own = tastes[CHALLENGER, start:stop], tastes[blocs, start:stop]
    outside = ground[blocs, : stop - start]
    for i in range(len(outside)):
        outside[i] = on_challengers * np.float32(akin[i]) + on_own * np.float32(own[i])
    for bloc in range(blocs):
        base = ground[bloc, : stop - start]
        shared = tastes[bloc, start:stop]
        for i in range(len(base)):
            base[i] = scale * np.float32(shared[i])
        for d in range(len(salience)):
            x = issues[d, start:stop]
            w = salience[d]
            for i in range(len(base)):
                base[i] -= w * x[i] * x[i]


@compiled(inlined=True)
def _weigh(issues: Any, rows: Any, slopes: Any, worth: Any, buffers: Any) -> None:
    """Start an option's utility: what is common, neighbours, own taste, the first four issues."""
    start, stop = rows
    common, base, met, own, utility = buffers
    bandwagon, scale = worth
    last = len(slopes) - 1
    x, on_x = issues[0, start:stop], slopes[0]
    y, on_y = issues[min(1, last), start:stop], slopes[1] if last > 0 else ZERO
    v, on_v = issues[min(2, last), start:stop], slopes[2] if last > 1 else ZERO
    w, on_w = issues[min(3, last), start:stop], slopes[3] if last > 2 else ZERO
    for i in range(stop - start):
        utility[i] = (
            (common[i] + base[i] + bandwagon * np.float32(met[i]) + scale * np.float32(own[i]))
            + (on_x * x[i] + on_y * y[i])
            + (on_v * v[i] + on_w * w[i])
        )


@compiled(inner=True)
def _add(utility: Any, slope: Any, trait: Any) -> None:
    """Add a trait's worth; most parties have most slopes at zero."""
    if slope != ZERO:
        for i in range(len(utility)):
            utility[i] += slope * trait[i]


@compiled(inlined=True)
def _rank_two(one: Any, other: Any, options: Any, ranking: Any) -> None:
    """Let two options take the first and the second place of those whom they beat.

    Without a choice between a new value and none: that would be a masked write, for which some
    processors take several times as long (measured).
    """
    best, second, favourite = ranking
    for i in range(len(one)):
        a, b, top, before = one[i], other[i], best[i], favourite[i]
        high, low = max(a, b), min(a, b)
        winner = options[1] if b > a else options[0]
        second[i] = max(max(second[i], low), min(high, top))
        favourite[i] = winner if high > top else before
        best[i] = max(high, top)


@compiled(inlined=True)
def _rank(support: Any, standing: Any, rows: Any, ranking: Any) -> None:
    """Find everybody's best option and how good the second best is; the first of equals wins."""
    start, stop = rows
    best, second, favourite = ranking
    first, odd = standing[0], len(standing) % 2
    best[:], second[:], favourite[:] = LOWEST, LOWEST, first
    if odd:
        for i in range(stop - start):  # to set a slice to a slice takes two seconds to compile
            best[i] = support[first, start + i]
    for k in range(odd, len(standing), 2):
        one, other = standing[k], standing[k + 1]
        options = (np.int32(one), np.int32(other))
        _rank_two(support[one, start:stop], support[other, start:stop], options, ranking)


@compiled(inlined=True)
def _consider(columns: Any, week: Any, pieces: Any, block: Any, buffers: Any) -> None:
    """Update support for each option; find favourite, its lead and its gap."""
    start, stop = _rows(pieces, block)
    count = stop - start
    answers, met, ground, utility, common, ranking = buffers
    met, utility = met[:count], utility[:count]
    shared = (week.bloc_scale, week.outside, week.salience)
    _stand(columns.bloc_taste, columns.issues, (start, stop), shared, ground)
    for j in week.standing:
        if week.bandwagon[j] != ZERO:
            _count_friends(answers, np.uint8(j), met)
        _write_out(week.utility[j], pieces, block, common)
        worth = (week.bandwagon[j], week.taste_scale * STEP)
        terms = (common, ground[week.bloc[j]], met, columns.taste[j, start:stop], utility)
        _weigh(columns.issues, (start, stop), week.issue[j], worth, terms)
        for d in range(TOGETHER, len(week.salience)):
            _add(utility, week.issue[j, d], columns.issues[d, start:stop])
        for slope, trait in (
            (week.protest[j], columns.g[start:stop]),
            (week.media[j], columns.media[start:stop]),
            (week.voice[j], columns.leaders_heard[start:stop]),
        ):
            _add(utility, slope, trait)
        support = columns.support[j, start:stop]
        step = week.inertia[j]
        for i in range(count):
            support[i] += step * (utility[i] - support[i])
    _rank(columns.support, week.standing, (start, stop), ranking)


@compiled(inlined=True)
def _conclude(rival: Any, ranking: Any, views: Any) -> None:
    """Write down favourite, lead and gap."""
    best, second, favourite = ranking
    intention, lead, gap = views
    for i in range(len(rival)):
        lead[i] = best[i] - second[i]
    for i in range(len(rival)):
        gap[i] = best[i] - rival[i]
    for i in range(len(rival)):
        intention[i] = np.uint8(favourite[i])


@compiled(inlined=True)
def _react(own: Any, others: Any, pulls: Any, protest: Any, g: Any) -> None:
    """Move protest towards the neighbours', towards one's own disposition, and by the drift."""
    disposition, media = own
    mood, ties, drift = others
    contagion, anchor, unfiltered = pulls
    for i in range(len(protest)):
        p = protest[i]
        p = (
            p
            + contagion * (mood[i] - ties * p)
            + anchor * (disposition[i] - p)
            + drift[i]
            + unfiltered * (ONE - media[i])
        )
        protest[i] = min(max(p, -PROTEST_LIMIT), PROTEST_LIMIT)
    for i in range(len(protest)):
        g[i] = logistic(protest[i])


@compiled(inner=True)
def _count(intention: Any, g: Any, pieces: Any, block: Any, tally: Any) -> None:
    """Count favourites and protest, piece by piece."""
    for piece in range(pieces.block[block], pieces.block[block + 1]):
        start, stop = pieces.start[piece], pieces.start[piece + 1]
        favourites, moods = tally.intention[piece], tally.protest[piece]
        favourites[:] = 0
        moods[:] = 0
        total = 0.0
        for i in range(start, stop):
            total += g[i]
            favourites[intention[i]] += 1
            moods[min(int(g[i] * PROTEST_BINS), PROTEST_BINS - 1)] += 1
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
    ties = columns.neighbours.shape[1]
    for block in prange(len(pieces.block) - 1):
        start, stop = _rows(pieces, block)
        answers = np.full((-(-ties // TOGETHER) * TOGETHER, BLOCK), NOBODY, np.uint8)
        met = np.empty(BLOCK, np.uint8)
        mood, utility = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
        common = np.empty(BLOCK, np.float32)
        ground = np.empty((columns.bloc_taste.shape[0], BLOCK), np.float32)
        best, second = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
        ranking = (best, second, np.empty(BLOCK, np.int32))
        _meet(columns.neighbours[start:stop], columns.shown, (answers, mood))
        buffers = (answers, met, ground, utility, common, ranking)
        _consider(columns, week, pieces, block, buffers)
        views = (columns.intention[start:stop], columns.lead[start:stop], columns.gap[start:stop])
        _conclude(columns.support[week.incumbent, start:stop], ranking, views)
        _write_out(week.drift, pieces, block, common)
        own = (columns.disposition[start:stop], columns.media[start:stop])
        pulls = (week.contagion, week.anchor, week.unfiltered)
        others = (mood, np.float32(ties), common)
        _react(own, others, pulls, columns.protest[start:stop], columns.g[start:stop])
        _count(columns.intention, columns.g, pieces, block, tally)


@compiled(parallel=True)
def count_pass(intention: Any, g: Any, pieces: Any, tally: Any) -> None:
    """Count what voters have come to, where something else than `week_pass` moved them."""
    for block in prange(len(pieces.block) - 1):
        _count(intention, g, pieces, block, tally)


@compiled(parallel=True)
def poll_pass(views: Any, pieces: Any, asked: Any, answers: Any) -> None:
    """Ask everybody: `answers` (P, O + 1) counts what they would tell a pollster.

    A voter whose gap to the party of power is smaller than the cell's conformity names that
    party. Of the others, a voter whose favourite leads by less than the cell's hesitation is
    undecided (Kuran 1991). `views` are `model.voters.columns.Views`. `asked` holds conformity
    (C,) and hesitation (C,), both float32, and the column of the party of power.
    """
    conformity, hesitation, incumbent = asked
    for block in prange(len(pieces.block) - 1):
        start, stop = _rows(pieces, block)
        lies, names = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
        _write_out(conformity, pieces, block, lies)
        _write_out(hesitation, pieces, block, names)
        undecided = np.uint8(answers.shape[1] - 1)
        _ask(views, (start, stop), (names, undecided), (lies, np.uint8(incumbent)))
        for piece in range(pieces.block[block], pieces.block[block + 1]):
            _tell(views.answer[pieces.start[piece] : pieces.start[piece + 1]], answers[piece])


@compiled(inlined=True)
def _ask(views: Any, rows: Any, hesitation: Any, conformity: Any) -> None:
    """Let the voters of a block answer."""
    start, stop = rows
    (names, undecided), (lies, power) = hesitation, conformity
    intention, answer = views.intention[start:stop], views.answer[start:stop]
    lead, gap = views.lead[start:stop], views.gap[start:stop]
    for i in range(stop - start):
        favourite = intention[i]
        honest = favourite if lead[i] >= names[i] else undecided
        answer[i] = power if gap[i] < lies[i] else honest


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


def gathered(per_piece: np.ndarray, first: np.ndarray, weight: Array) -> tuple[Array, Array]:
    """Add up piece counts (P, k) by place, in a fixed order, times the place's weight.

    `first` (places + 1,) is the first piece of each place. Returns (places, k), and the sum (k,).
    """
    out, whole = np.zeros((len(weight), per_piece.shape[1])), np.zeros(per_piece.shape[1])
    _gather(per_piece, first, weight, out, whole)
    return out, whole


@compiled()
def _gather(per_piece: Any, first: Any, weight: Any, out: Any, whole: Any) -> None:
    for place in range(len(out)):
        for piece in range(first[place], first[place + 1]):
            for k in range(out.shape[1]):
                out[place, k] += per_piece[piece, k]
        for k in range(out.shape[1]):
            out[place, k] *= weight[place]
            whole[k] += out[place, k]
