"""Equal claims: who goes first, by rule or by lot."""

from typing import Protocol

import numpy as np

from model.numerics.arrays import IntArray


class Precedence(Protocol):
    """Says for the votes of a unit, and its number, in which order equal claims are served.

    Votes are those of lists, or of whatever claims seats for them: then `claimant`, shape (J,), is
    the place of each list's claimant among these votes, or -1 for none.
    """

    def __call__(self, votes: IntArray, unit: int, claimant: IntArray | None = None) -> IntArray:
        """Return the claimants, those who are served first in front."""


def ranking(votes: IntArray) -> IntArray:
    """Return the lists from most votes to fewest; equal ones in the order of the ballot."""
    return np.argsort(-votes, kind="stable")


def by_votes(votes: IntArray, unit: int, claimant: IntArray | None = None) -> IntArray:
    """More votes go first; at equal votes the list that stands first on the ballot."""
    return ranking(votes)


def by_lot(seed: int) -> Precedence:
    """A lot is drawn in each unit; the same seed draws the same lots."""

    def drawn(votes: IntArray, unit: int, claimant: IntArray | None = None) -> IntArray:
        return np.random.default_rng((seed, unit)).permutation(len(votes))

    return drawn


def backwards(precedence: Precedence) -> Precedence:
    """Whoever went last goes first: the seats that this changes were tied."""

    def turned(votes: IntArray, unit: int, claimant: IntArray | None = None) -> IntArray:
        return precedence(votes, unit, claimant)[::-1]

    return turned


def moved(precedence: Precedence, column: int, first: bool) -> Precedence:
    """One list goes first, or last, or whoever claims seats for it; the others as before."""

    def changed(votes: IntArray, unit: int, claimant: IntArray | None = None) -> IntArray:
        order = precedence(votes, unit, claimant)
        place = column if claimant is None else int(claimant[column])
        one, others = order[order == place], order[order != place]
        return np.concatenate([one, others] if first else [others, one])

    return changed


def places(order: IntArray | None, votes: IntArray) -> list[int]:
    """Return the place of each list in the order in which equal claims are served."""
    place: list[int] = np.argsort(ranking(votes) if order is None else order).tolist()
    return place
