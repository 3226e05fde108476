"""The places of the policy space at which parties may be founded."""

from dataclasses import dataclass

import numpy as np

from model.numerics.arrays import Array, read_only
from model.society.population import Population

SPACING = 0.1
"""Places lie .1 SD apart (Laver and Sergenti 2012)."""

LARGEST = 1_000_000
"""More places than this are refused: with many issues the grid grows beyond memory."""


@dataclass(frozen=True, eq=False)
class FoundingSites:
    """A grid of places, G of them, and how many voters are there."""

    points: Array  # (G, D) position, SD of voters
    density: Array  # (G,) share of voters, summing to 1

    def misery(self, platforms: Array) -> Array:
        """Return the squared distance to the nearest platform times the density, shape (G,)."""
        lengths = (self.points**2).sum(axis=1)[:, None] + (platforms**2).sum(axis=1)
        nearest = (lengths - 2 * self.points @ platforms.T).min(axis=1)
        return np.asarray(np.maximum(nearest, 0.0) * self.density)


def _grid(dimensions: int, radius: float, spread: float) -> FoundingSites:
    steps = int(np.floor(radius / SPACING + 1e-9))
    if (2 * steps + 1) ** dimensions > LARGEST:
        raise ValueError(
            f"A grid of founding sites within {radius:g} SD in {dimensions} issues has more than "
            f"{LARGEST} sites; found parties within a smaller radius, or name fewer issues."
        )
    axis = np.arange(-steps, steps + 1) * SPACING
    points = np.stack(np.meshgrid(*[axis] * dimensions, indexing="ij"), axis=-1)
    points = points.reshape(-1, dimensions)
    squares = (points**2).sum(axis=1)
    inside = squares <= radius**2 + 1e-9
    density = np.exp(-squares[inside] / (2 * spread**2))
    return read_only(FoundingSites(points[inside], density / density.sum()))


def founding_sites_of(population: Population, radius: float) -> FoundingSites:
    """Return the places within a radius (SD) of the origin; none for a radius of 0.

    Voters are taken to be normal around the origin with the population's spread, which is
    what the replications assume. Raises ValueError for a grid that is too large.
    """
    dimensions = len(population.issues)
    if radius <= 0:
        return read_only(FoundingSites(np.empty((0, dimensions)), np.empty(0)))
    return _grid(dimensions, radius, max(population.issue_spread, SPACING))
