"""What compiled loops read and write: the columns of the electorate, and their counts."""

from typing import NamedTuple

import numpy as np

from model.society.electorate import Electorate


class Columns(NamedTuple):
    """The columns of the electorate that the kernels touch, in a form numba takes."""

    issues: np.ndarray
    disposition: np.ndarray
    media: np.ndarray
    engagement: np.ndarray
    member: np.ndarray
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
    answer: np.ndarray
    vote: np.ndarray
    prompted: np.ndarray


def columns_of(electorate: Electorate) -> Columns:
    """Return the columns as the kernels take them."""
    return Columns(*(getattr(electorate, name) for name in Columns._fields))


class Pieces(NamedTuple):
    """How voters are handled together: see `model.society.electorate.Layout`."""

    start: np.ndarray  # (P + 1,) first row of each piece
    cell: np.ndarray  # (P,) cell of each piece
    block: np.ndarray  # (B + 1,) first piece of each block


class Tally(NamedTuple):
    """What a pass counts, piece by piece, so that any number of threads gives the same sums."""

    intention: np.ndarray  # (P, J) int64
    protest: np.ndarray  # (P, bins) int64
    protest_sum: np.ndarray  # (P, 1) float64, sum of g
