"""How far lists drift between two elections, for reasons that nobody models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from model.draws import Draws
from model.mechanisms.weather import Weather
from model.politics.contracts import PartyType
from model.scenario import Scenario

SPREAD = "mechanisms.weather.spread"
WEEKS = 52
"""Weeks of a year."""


def drifted(
    numbers: Mapping[str, Any], lists: Mapping[str, PartyType], weeks: float, luck: tuple[int, ...]
) -> dict[str, float]:
    """Return the appeals of lists after so many weeks of `weather`, each on its own.

    As there, the spread grows with the square root of time, and rivals drift down by half the
    variance, so that luck alone takes nothing from the party of power. `numbers` has the appeals
    before, and the spread that the horizon of `weather` gives; `luck` is a seed.
    """
    width = numbers[SPREAD] * np.sqrt(weeks / Weather.model_fields["horizon"].default)
    appeals = {}
    for name, party in lists.items():
        chance = np.random.default_rng((*luck, crc32(name.encode())))
        mean = 0.0 if party.kind == "incumbent" else -(width**2) / 2
        path = f"parties.{name}.appeal"
        appeals[path] = allowed(numbers[path] + mean + width * chance.normal())
    return appeals


def allowed(appeal: float) -> float:
    """Return an appeal within what a scenario allows."""
    return float(np.clip(appeal, -6, 6))


@dataclass(frozen=True)
class Drifted:
    """Draws of what is not known, in which lists have drifted since the last election."""

    draws: Draws
    lists: Mapping[str, PartyType]
    years: float
    seed: int

    def changes(self, replicate: int, scenario: Scenario) -> dict[str, Any]:
        """Return what a run changes: the numbers of its draw, and by its own luck the appeals."""
        numbers = self.draws.changes(replicate, scenario)
        usual = {SPREAD: Weather.model_fields["spread"].default}
        known = {**usual, **scenario.values, **numbers}
        appeals = drifted(known, self.lists, self.years * WEEKS, (self.seed, replicate))
        return {**numbers, **appeals}

    def about(self) -> dict[str, Any]:
        """Describe the draws for the manifest."""
        return {**self.draws.about(), "drifted_years": self.years, "drifted": list(self.lists)}
