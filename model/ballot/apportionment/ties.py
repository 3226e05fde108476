"""Equal claims: who goes first, by rule or by lot."""

from collections.abc import Callable

import numpy as np

from model.numerics.arrays import IntArray

Precedence = Callable[[IntArray, int], IntArray]
"""Says for the votes of a unit, and its number, in which order equal claims are served."""


def ranking(votes: IntArray) -> IntArray:
    """Return the lists from most votes to fewest; equal ones in the order of the ballot."""
    return np.argsort(-votes, kind="stable")


def by_votes(votes: IntArray, unit: int) -> IntArray:
    """More votes go first; at equal votes the list that stands first on the ballot."""
    return ranking(votes)


def by_lot(seed: int) -> Precedence:
    """A lot is drawn in each unit; the same seed draws the same lots."""

    def drawn(votes: IntArray, unit: int) -> IntArray:
        return np.random.default_rng((seed, unit)).permutation(len(votes))

    return drawn


def backwards(precedence: Precedence) -> Precedence:
    """Whoever went last goes first: the seats that this changes were tied."""
    return lambda votes, unit: precedence(votes, unit)[::-1]


def moved(precedence: Precedence, column: int, first: bool) -> Precedence:
    """One list goes first, or last; the others as before."""

    def changed(votes: IntArray, unit: int) -> IntArray:
        order = precedence(votes, unit)
        others = order[order != column]
        return np.concatenate([[column], others] if first else [others, [column]])

    return changed


def places(order: IntArray | None, votes: IntArray) -> list[int]:
    """Return the place of each list in the order in which equal claims are served."""
    place: list[int] = np.argsort(ranking(votes) if order is None else order).tolist()
    return place
