"""Scheduled events: what happens, when, where, and which quantities it moves."""

from functools import cached_property
from typing import Any

import numpy as np
from pydantic import Field, field_validator

from model.parameters.parameter import Component, knob
from model.politics.state import Effect, LogEntry, State, quantities


class Event(Component):
    """Something that happens to the country in a given week, for a number of weeks.

    `by` adds to quantities (the list is in `model.politics.state`), each week that the event lasts;
    `to` sets them, in its first week. `regions` and `party` narrow it down where the
    quantity has such a dimension.
    """

    name: str
    week: int = knob(0, 0, 520, unit="week", source="the scenario", meaning="first week")
    lasts: int = knob(1, 1, 520, unit="weeks", source="the scenario", meaning="duration")
    by: dict[str, float] = knob(
        {}, -100, 100, unit="that of the quantity", source="assumed", meaning="added each week"
    )
    to: dict[str, float] = knob(
        {}, -100, 520, unit="that of the quantity", source="assumed", meaning="set at once"
    )
    regions: tuple[str, ...] = Field((), description="codes; none: everywhere")
    party: str | None = Field(None, description="whose; none: the party of power")

    @field_validator("by", "to")
    @classmethod
    def _known(cls, changes: dict[str, float]) -> dict[str, float]:
        unknown = changes.keys() - quantities().keys()
        if unknown:
            raise ValueError(
                f"{', '.join(sorted(unknown))} is not a quantity; allowed are "
                f"{', '.join(quantities())}"
            )
        return changes

    @cached_property
    def weeks(self) -> range:
        """The weeks in which it works."""
        return range(self.week, self.week + self.lasts)

    def effect(self, state: State) -> Effect:
        """Return what the event changes in a week in which it works."""
        changes: dict[str, Any] = {
            name: change * self._where(name, state) for name, change in self.by.items()
        }
        if state.week == self.week:
            for name, value in self.to.items():
                present = getattr(state.stocks, name, 0.0)
                changes[name] = (value - present) * self._where(name, state)
            return Effect(log=(LogEntry(state.week, "event", self.name),), **changes)
        return Effect(**changes)

    def _where(self, name: str, state: State) -> np.ndarray:
        """Return ones where the event works and zeros elsewhere, in the quantity's shape."""
        dims = quantities()[name]["dims"]
        world = state.world
        mask = np.ones([world.size(letter) for letter in dims])
        for axis, letter in enumerate(dims):
            chosen = self._chosen(letter, state)
            if chosen is not None:
                shape = [1] * len(dims)
                shape[axis] = -1
                mask = mask * chosen.reshape(shape)
        return mask

    def _chosen(self, letter: str, state: State) -> np.ndarray | None:
        world = state.world
        if letter == "J":
            column = world.column(self.party) if self.party else world.incumbent
            return np.asarray(np.eye(world.size("J"))[column])
        if letter in "RC" and self.regions:
            inside = np.isin(world.cells.regions.codes, self.regions).astype(float)
            return inside if letter == "R" else inside[world.cells.region]
        return None
