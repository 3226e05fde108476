"""The contract of party strategies: what a party sees of the contest, and where it moves."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import Part, parameter


@dataclass(frozen=True, eq=False)
class PartyView:
    """What one party can see of the contest; J parties, D issues, positions in SD of voters."""

    own: int  # the party's column
    platforms: Array  # (J, D) where the parties are
    supporters: Array  # (J, D) mean position of each party's supporters
    share: Array  # (J,) support now; 0 for parties that do not stand
    share_before: Array  # (J,) support before the party's last move
    heading: Array  # (D,) unit vector of the last move, or of the first one to come
    uniforms: Array  # draws for `random_direction`

    @property
    def platform(self) -> Array:
        """Where the party itself is, shape (D,)."""
        place: Array = self.platforms[self.own]
        return place

    @property
    def gained(self) -> bool:
        """Whether the party's support strictly rose with its last move."""
        return bool(self.share[self.own] > self.share_before[self.own])

    @property
    def lost(self) -> bool:
        """Whether the party's support strictly fell with its last move."""
        return bool(self.share[self.own] < self.share_before[self.own])

    @property
    def leads(self) -> bool:
        """Whether no party has more support."""
        return bool(self.share[self.own] >= self.share.max())

    def towards(self, goal: Array, speed: float) -> Array:
        """Return the step towards a point, no longer than the speed, shape (D,)."""
        gap = goal - self.platform
        distance = float(np.sqrt(gap @ gap))
        return np.asarray(gap if distance <= speed else gap * (speed / distance))

    def turned_back(self) -> Array:
        """Return a random direction in the half space behind the heading, shape (D,).

        In two dimensions this is the heading turned by an angle uniform on 90 .. 270 degrees.
        """
        drawn = direction(self.uniforms, len(self.heading))
        return np.asarray(-drawn if drawn @ self.heading > 0 else drawn)


def uniforms_for(dimensions: int) -> int:
    """Return how many uniforms a random direction takes."""
    return 2 * ((dimensions + 1) // 2)


def direction(uniforms: Array, dimensions: int) -> Array:
    """Turn uniforms into a unit vector, all directions alike, shape (D,).

    Normal variates scaled to length one (Muller 1959, doi:10.1145/377939.377946).
    """
    half = len(uniforms) // 2
    radius, angle = np.sqrt(-2 * np.log(uniforms[:half])), 2 * np.pi * uniforms[half:]
    normals = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:dimensions]
    return np.asarray(normals / np.sqrt(normals @ normals))


class Strategy(Part):
    """A rule by which a party moves in policy space."""

    moves: ClassVar[bool] = True
    """Whether a party with this rule ever moves."""
    reads_supporters: ClassVar[bool] = False
    """Whether the rule needs the mean position of supporters, which costs a pass over voters."""

    kind: str

    @abstractmethod
    def move(self, view: PartyView) -> Array:
        """Return the party's step, shape (D,), SD of voters."""


class MovingStrategy(Strategy):
    """A rule by which a party moves at a speed of its own."""

    speed: float = parameter(
        0.1, 0, 2, unit="SD of voters a week",
        source="Laver and Sergenti (2012), Party Competition: 0.1 SD a tick",
        meaning="length of the step that a party takes in a week",
    )  # fmt: skip
