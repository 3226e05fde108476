"""What compiled loops read and write: the columns of the electorate, and their counts."""

from typing import Any, NamedTuple, TypeVar

import numpy as np

from model.numerics.arrays import Array
from model.numerics.compiled import compiled
from model.society.electorate import Electorate


class Columns(NamedTuple):
    """The columns of the electorate that the week's pass touches, in a form numba takes."""

    issues: np.ndarray
    disposition: np.ndarray
    media: np.ndarray
    neighbours: np.ndarray
    leaders_heard: np.ndarray
    bloc_taste: np.ndarray
    taste: np.ndarray
    protest: np.ndarray
    shown: np.ndarray
    g: np.ndarray
    support: np.ndarray
    intention: np.ndarray
    lead: np.ndarray
    gap: np.ndarray


class Views(NamedTuple):
    """The columns that a poll touches: what voters think, and what they answer."""

    intention: np.ndarray
    lead: np.ndarray
    gap: np.ndarray
    answer: np.ndarray


class Ballots(NamedTuple):
    """The columns that polling day touches: what decides a voter, and what becomes of the vote."""

    engagement: np.ndarray
    support: np.ndarray
    intention: np.ndarray
    vote: np.ndarray
    prompted: np.ndarray


Some = TypeVar("Some", Columns, Views, Ballots)


def columns_of(electorate: Electorate, kind: type[Some]) -> Some:
    """Return some columns of an electorate; each more costs a kernel time, at every call."""
    return kind(*(getattr(electorate, name) for name in kind._fields))


class Pieces(NamedTuple):
    """How voters are handled together: see `model.society.electorate.Layout`."""

    start: np.ndarray  # (P + 1,) first row of each piece
    cell: np.ndarray  # (P,) cell of each piece
    block: np.ndarray  # (B + 1,) first piece of each block


COUNT = np.int32
"""What voters of a piece are counted in: half the memory of numpy's usual whole numbers."""


class Tally(NamedTuple):
    """What a pass counts, piece by piece, so that any number of threads gives the same sums."""

    intention: np.ndarray  # (P, O) COUNT
    protest: np.ndarray  # (P, bins) COUNT
    protest_sum: np.ndarray  # (P,) float64, sum of g


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
