"""Scheduled events: what happens, when, where, and which quantities it moves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from model.parameters.parameter import Component, parameter, parameters
from model.politics.phases import on_polling_day
from model.politics.state import Effect, LogEntry, State, Weekly, quantities

ELECTION = "election_week"
"""The quantity that holds the week of the vote; events may move it."""

CLEARED = frozenset(each.name for each in fields(Weekly))
"""Quantities that are built anew each week, so that nothing set there lasts."""

NARROWED = {"regions": ("RC", "regions"), "party": ("J", "a party")}
"""What narrows an event down: the dimensions of quantities in which it can, and to what."""


class Event(Component):
    """Something that happens to the country in a given week, for a number of weeks.

    `by` adds to quantities (the list is in `model.politics.state`), each week that the event
    lasts; `to` sets them, in its first week; where two events of a week set the same, the last
    one wins. `regions` and `party` narrow it down where the quantity has such a dimension; where
    none of its quantities has it, they are refused.
    """

    name: str = Field(description="what the log and the page call the event")
    week: int = parameter(
        0, 0, 520, unit="week", source="the scenario",
        meaning="first week of the event",
    )  # fmt: skip
    lasts: int = parameter(
        1, 1, 520, unit="weeks", source="the scenario",
        meaning="duration of the event",
    )  # fmt: skip
    by: dict[str, float] = parameter(
        {}, -100, 100, unit="that of the quantity", source="assumed",
        meaning="change added to a quantity in each week of the event",
    )  # fmt: skip
    to: dict[str, float] = parameter(
        {}, -100, 520, unit="that of the quantity", source="assumed",
        meaning="value to which a quantity is set in the event's first week",
    )  # fmt: skip
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

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        problems = [*_cleared(self.to), *_out_of_bounds("to", self.to), *_too_wide("by", self.by)]
        problems += self._in_vain()
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _in_vain(self) -> Iterator[str]:
        """Tell of regions, or a party, where nothing that changes is told apart by them."""
        changed = sorted({*self.by, *self.to})
        dims = {letter for name in changed for letter in quantities()[name]["dims"]}
        given = {"regions": self.regions, "party": [self.party] if self.party else []}
        for field, (letters, narrow) in NARROWED.items():
            if given[field] and changed and not dims & set(letters):
                yield (
                    f"{field}: given {', '.join(map(repr, given[field]))}, but "
                    f"{', '.join(changed)} cannot be narrowed down to {narrow}; leave it out"
                )

    @cached_property
    def weeks(self) -> range:
        """The weeks in which it works."""
        return range(self.week, self.week + self.lasts)

    def effect(self, state: State) -> Effect:
        """Return what the event adds in a week in which it works; `settings` has what it sets."""
        begins = state.week == self.week
        changes: dict[str, Any] = {
            name: change * self.where(name, state)
            for name, change in self.by.items()
            if not (begins and name in self.to)
        }
        log = (LogEntry(state.week, "event", self.name),) if begins else ()
        return Effect(log=log, **changes)

    def where(self, name: str, state: State) -> np.ndarray:
        """Return ones where the event works and zeros elsewhere, in the quantity's shape."""
        dims = quantities()[name]["dims"]
        setting = state.setting
        mask = np.ones([setting.size(letter) for letter in dims])
        for axis, letter in enumerate(dims):
            chosen = self._chosen(letter, state)
            if chosen is not None:
                shape = [1] * len(dims)
                shape[axis] = -1
                mask = mask * chosen.reshape(shape)
        return mask

    def _chosen(self, letter: str, state: State) -> np.ndarray | None:
        setting = state.setting
        if letter == "J":
            column = setting.column(self.party) if self.party else setting.incumbent
            return np.asarray(np.eye(setting.size("J"))[column])
        if letter in "RC" and self.regions:
            inside = np.isin(setting.cells.regions.codes, self.regions).astype(float)
            return inside if letter == "R" else inside[setting.cells.region]
        return None


def _cleared(changes: dict[str, float]) -> Iterator[str]:
    for name in sorted(changes.keys() & CLEARED):
        yield f"to.{name}: only what lasts can be set, and {name} is built anew each week; use by"


def _out_of_bounds(field: str, changes: dict[str, float]) -> Iterator[str]:
    for name, value in changes.items():
        low, high = quantities()[name]["bounds"]
        if not low <= value <= high:
            yield f"{field}.{name}: given {value:g}, allowed is {low:g} .. {high:g}"


def _too_wide(field: str, changes: dict[str, float]) -> Iterator[str]:
    """Tell of changes that are larger than the whole range of what they change."""
    for name, change in changes.items():
        low, high = quantities()[name]["bounds"]
        if abs(change) > high - low:
            yield f"{field}.{name}: given {change:g}, allowed is {low - high:g} .. {high - low:g}"


def after_the_end(where: str, parts: Mapping[str, Component], latest: float) -> Iterator[str]:
    """Tell of weeks that parts are given and that come after the latest polling day there can be.

    A part says that a parameter is such a week by its unit.
    """
    for name, part in parts.items():
        for each in parameters(part, f"{where}.{name}."):
            if each.unit == "week" and each.value > latest:
                yield (
                    f"{each.path}: given {each.value}, allowed is 0 .. {latest:g}: "
                    "polling day is not later"
                )


def latest_day(events: Iterable[Event], weeks: int) -> float:
    """Return the latest week in which the vote can be; the scenario's is in `weeks`.

    An event that moves polling day counts if it can itself happen.
    """
    latest = float(weeks)
    for event in sorted(events, key=lambda each: each.week):
        if event.week <= latest:
            later = max(event.by.get(ELECTION, 0.0), 0.0) * event.lasts
            latest = max(latest, event.to.get(ELECTION, latest)) + later
    return latest


def partyless(events: Mapping[str, Event]) -> Iterator[str]:
    """Tell of events that change what a party has and name none; nobody is in power."""
    for name, event in events.items():
        changed = {*event.by, *event.to}
        of_parties = [each for each in sorted(changed) if "J" in quantities()[each]["dims"]]
        if of_parties and event.party is None:
            yield (
                f"events.{name}.party: is missing, and no party is the incumbent; say whose "
                f"{', '.join(of_parties)} it changes"
            )


def polling_day(events: Iterable[Event], weeks: int) -> int:
    """Return the week of the vote: that of the scenario, unless events move it in time."""
    day, week = float(weeks), 0
    movers = [each for each in events if ELECTION in {*each.by, *each.to}]
    if not movers:
        return weeks
    while True:
        added = 0.0
        for event in movers:
            if event.week == week and ELECTION in event.to:
                day = event.to[ELECTION]
            elif week in event.weeks and ELECTION in event.by:
                added += event.by[ELECTION]
        day += added
        if week >= int(day):
            return week
        week += 1


def unread(events: Mapping[str, Event], weeks: int) -> Iterator[str]:
    """Tell of events that change what is read on polling day only, and are over before it."""
    day = polling_day(events.values(), weeks)
    for name, event in events.items():
        for quantity in sorted(event.by.keys() & CLEARED):
            if on_polling_day(quantities()[quantity]["read_by"]) and event.weeks[-1] < day:
                yield (
                    f"events.{name}.by.{quantity}: given until week {event.weeks[-1]}, but it is "
                    f"built anew each week and read on polling day only, in week {day}; let the "
                    "event last until then"
                )


def happenings(events: Iterable[Event], state: State) -> list[Effect]:
    """Return what the events of a week change: what each adds, and what they set together."""
    working = [event for event in events if state.week in event.weeks]
    effects = [event.effect(state) for event in working]
    begin = [event for event in working if event.to and event.week == state.week]
    return [*effects, settings(begin, state)] if begin else effects


def settings(events: Iterable[Event], state: State) -> Effect:
    """Return the change that sets quantities to what the events that begin now say.

    Where several set the same party's, region's or other entry the last one wins, and only
    there: so each is set once, however many events say so.
    """
    goals: dict[str, np.ndarray] = {}
    for event in events:
        for name, value in event.to.items():
            here = event.where(name, state) > 0
            goals[name] = np.where(here, value, goals.get(name, np.nan))
    changes: dict[str, Any] = {
        name: np.where(np.isnan(goal), 0.0, goal - getattr(state.stocks, name))
        for name, goal in goals.items()
    }
    return Effect(**changes)
