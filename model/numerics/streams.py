"""Random numbers by counter, not by sequence.

Each draw is a function of (replicate seed; voter, purpose, week, index) alone, by the
Philox 4x32-10 bijection of Salmon et al. (2011), doi:10.1145/2063384.2063405. Hence the
same bytes for any number of threads or workers, and common random numbers: two scenarios
with one seed differ only by what differs between them.
"""

import zlib
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import ndtri

from model.numerics.arrays import Array, array
from model.numerics.compiled import compiled, filled, prange
from model.numerics.single import HALF, logarithm

# The constants of the bijection (Salmon et al. 2011, table 2).
MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint32(0x9E3779B9)
WEYL_1 = np.uint32(0xBB67AE85)
LOW_32 = np.uint64(0xFFFFFFFF)
SHIFT_32 = np.uint64(32)
UNIT = 2.0**-32
FRACTION = np.float32(2.0**-23)


ONCE = np.int64(0)
"""The week of what is drawn once in a run."""

FIRST, SECOND = np.int64(0), np.int64(1)
"""Index of a draw. Both are numpy's, for `philox` would be compiled anew for each plain number."""


class Purpose(IntEnum):
    """What a voter's draw is for; a new decision takes a new number, old ones never change."""

    TASTE = 1
    BLOC_TASTE = 2
    ISSUES = 3
    TRAITS = 4
    NETWORK_ORDER = 5
    REWIRING = 6
    FRESH_TASTE = 7
    BALLOT = 8
    STATIONS = 9
    CELLS = 10
    LEARNING = 11
    LOCALITIES = 12
    COUNT = 13


@compiled(forceinline=True)
def philox(c0: Any, c1: Any, c2: Any, c3: Any, key: Any) -> Any:
    """Return four 32-bit words for a counter of four words and a 64-bit key."""
    x0, x1 = np.uint32(c0), np.uint32(c1)
    x2, x3 = np.uint32(c2), np.uint32(c3)
    k0 = np.uint32(np.uint64(key) & LOW_32)
    k1 = np.uint32(np.uint64(key) >> SHIFT_32)
    for _ in range(10):
        p0 = MULTIPLIER_0 * np.uint64(x0)
        p1 = MULTIPLIER_1 * np.uint64(x2)
        x0 = np.uint32(np.uint32(p1 >> SHIFT_32) ^ x1 ^ k0)
        x1 = np.uint32(p1 & LOW_32)
        x2 = np.uint32(np.uint32(p0 >> SHIFT_32) ^ x3 ^ k1)
        x3 = np.uint32(p0 & LOW_32)
        k0 = np.uint32(k0 + WEYL_0)
        k1 = np.uint32(k1 + WEYL_1)
    return x0, x1, x2, x3


@compiled(forceinline=True)
def unit(word: Any) -> Any:
    """Map a 32-bit word to the open interval (0, 1)."""
    return (np.float64(word) + 0.5) * UNIT


@compiled(inner=True)
def to_gumbels(words: Any, numbers: Any) -> None:
    """Make a standard Gumbel variate from 23 bits of each word, (n,), in single precision."""
    for i in range(np.uint64(len(words))):
        numbers[i] = (np.float32(words[i] >> np.uint32(9)) + HALF) * FRACTION
    for _ in range(2):
        for i in range(np.uint64(len(words))):
            numbers[i] = -logarithm(numbers[i])


def voter_uniforms(
    voters: int, purpose: Purpose, week: int, seed: np.uint64, index: int = 0
) -> Array:
    """Return four uniforms for each voter, shape (4, voters)."""
    counter = (int(purpose), week, index)
    return filled(_voter_uniforms, np.empty((4, voters)), counter, seed)


@compiled(parallel=True)
def _voter_uniforms(out: Any, counter: Any, seed: Any) -> None:
    purpose, week, index = counter
    for voter in prange(out.shape[1]):
        words = philox(voter, purpose, week, index, seed)
        for k in range(4):
            out[k, voter] = unit(words[k])


def four_gumbels(voters: int, purpose: Purpose, index: int, seed: int) -> Array:
    """Return four standard Gumbel variates for each voter, shape (4, voters)."""
    drawn = voter_uniforms(voters, purpose, 0, np.uint64(seed), index)
    for _ in range(2):
        np.negative(np.log(drawn, out=drawn), out=drawn)
    return drawn


def four_normals(voters: int, purpose: Purpose, index: int, seed: int) -> Array:
    """Return four standard normals for each voter (Box and Muller 1958), shape (4, voters)."""
    drawn = voter_uniforms(voters, purpose, 0, np.uint64(seed), index)
    for first in (0, 2):
        radius, angle = np.sqrt(-2.0 * np.log(drawn[first])), 2.0 * np.pi * drawn[first + 1]
        np.multiply(radius, np.cos(angle), out=drawn[first])
        np.multiply(radius, np.sin(angle), out=drawn[first + 1])
    return drawn


@compiled()
def _party_uniforms(out: Any, purpose: Any, first: Any, seed: Any) -> None:
    for later in range(out.shape[0]):
        for index in range(out.shape[1]):
            out[later, index] = unit(philox(index, purpose, first + later, SECOND, seed)[0])


def party_uniforms(seed: int, week: int, purpose: str, count: int) -> Array:
    """Return uniforms for the party side, one stream for each purpose given in words."""
    only: Array = _weeks_of_uniforms(seed, week, purpose, (1, count))[0]
    return only


def _weeks_of_uniforms(seed: int, first: int, purpose: str, shape: tuple[int, int]) -> Array:
    """Return the uniforms of several weeks from a first one on, a row for each."""
    # The high bit keeps these purposes apart from the voters' (class Purpose).
    word = zlib.crc32(purpose.encode()) | 0x80000000
    return filled(_party_uniforms, np.empty(shape), word, first, np.uint64(seed))


THE_RUN = 2**31
"""The week under which numbers of a run as a whole are drawn."""


@dataclass(frozen=True)
class Draw:
    """Random numbers of the party side in one week of one run."""

    seed: int
    week: int

    def uniform(self, purpose: str, count: int) -> Array:
        """Return `count` uniforms that depend on seed, week and purpose only."""
        return party_uniforms(self.seed, self.week, purpose, count)

    def normal(self, purpose: str, count: int) -> Array:
        """Return `count` standard normals, each that of a uniform of the same purpose."""
        block, row = divmod(self.week, WEEKS_AHEAD)
        normals: Array = _normals(self.seed, block * WEEKS_AHEAD, purpose, count)[row]
        return normals

    def of_run(self, purpose: str, count: int) -> Array:
        """Return `count` standard normals that are the same in every week of a run.

        For what nobody knows beforehand and what then lasts: each purpose has its own.
        """
        return _of_run(self.seed, purpose, count)

    def of_run_by_name(self, purpose: str, names: tuple[str, ...]) -> Array:
        """Return a number of `of_run` for each name, whoever else is named."""
        return _of_run_by_name(self.seed, purpose, names)


WEEKS_AHEAD = 64
"""Weeks whose normals are drawn at once, which costs hardly more than those of one."""


@lru_cache(maxsize=16)
def _normals(seed: int, first: int, purpose: str, count: int) -> Array:
    """Draw ahead what a mechanism asks for every week."""
    return array(ndtri(_weeks_of_uniforms(seed, first, purpose, (WEEKS_AHEAD, count))))


@lru_cache(maxsize=256)
def _of_run(seed: int, purpose: str, count: int) -> Array:
    """Remember the numbers of the run at hand, which mechanisms ask for every week."""
    return array(ndtri(party_uniforms(seed, THE_RUN, purpose, count)))


@lru_cache(maxsize=64)
def _of_run_by_name(seed: int, purpose: str, names: tuple[str, ...]) -> Array:
    return array([_of_run(seed, f"{purpose} {name}", 1)[0] for name in names])
