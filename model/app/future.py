"""One course of events: a campaign that can be pushed, recorded, exported and looked back on."""

import itertools
from functools import cached_property
from typing import Any

import pandas as pd

from model.app.plan import RESERVE, Wish, wish_for, without_reserve
from model.app.story.reasons import Ledger
from model.campaign import Campaign
from model.display.outlines import Geography, geography, geography_of
from model.election import Election, hold_election
from model.measures.outcomes import outcome
from model.measures.vote_transfers import people_between
from model.measures.weeks import week_row
from model.numerics.arrays import Array
from model.politics.contracts import Lever
from model.politics.events import Event, latest_day
from model.scenario import Scenario

Rows = tuple[dict[str, Any], ...]
_numbers = itertools.count()


class Future:
    """A campaign, its weeks so far, and what was done to it by hand.

    Events and levers act from next week on. They are kept, so that `as_shown` returns a
    scenario which plays the same weeks again. `origin` is the wish that it started from.
    Because the same seed plays the same weeks, the past is not stored: `at` plays it again.
    """

    def __init__(self, campaign: Campaign, origin: Wish) -> None:
        self.campaign = campaign
        self.case: Scenario = campaign.scenario
        self.origin = origin
        self.scenario_name = origin.scenario
        self.seed = campaign.seed
        self.number = next(_numbers)
        self.fired: dict[str, Event] = {}
        self.released: dict[str, int] = {}
        """The week from which on a lever of the scenario's own is switched off."""
        self.rows: Rows = (week_row(campaign),)
        self.opening = campaign.electorate.intention.copy()
        self.paths: tuple[Array, ...] = (campaign.state.stocks.platform,)
        self.ledger = Ledger(campaign)
        self.beside: Future | None = None
        """The future that is shown beside this one."""
        self._held: tuple[Any, Election] | None = None
        self._told: tuple[Election, dict[str, Any]] | None = None
        self._past: Future | None = None
        self._wished: tuple[Any, Wish] | None = None

    def play(self) -> None:
        """Play a week and record it; nothing after polling day."""
        if not self.campaign.over:
            self.campaign.step()
            self.record()

    def record(self) -> None:
        """Note the week that was played."""
        # Replaced, never appended to: a page that is drawing meanwhile sees whole weeks only.
        self.rows = (*self.rows, week_row(self.campaign))
        self.paths = (*self.paths, self.campaign.state.stocks.platform)
        self.ledger.note(self.campaign)

    def at(self, week: int) -> "Future":
        """Return this future as it was in a week; itself for the present one."""
        if week >= self.campaign.week:
            return self
        past = self._past
        if past is None or past.campaign.week > week:
            campaign = Campaign(self.case, self.seed, self.campaign.electorates)
            past = self._past = Future(campaign, self.origin)
            past.fired, past.campaign.happenings = self.fired, self.campaign.happenings
            past.released = self.released
            past.campaign.levers = self.campaign.levers
        while past.campaign.week < week:
            past.play()
        return past

    @property
    def version(self) -> tuple[Any, ...]:
        """What pictures depend on; two futures never share a version."""
        beside = self.beside.version if self.beside else ()
        return (self.number, self.campaign.week, *beside)

    @cached_property
    def geography(self) -> Geography | None:
        """Where its regions lie; None if nobody has drawn it."""
        table = self.case.population.regions
        return geography(table.name) or geography_of(table.text)

    @property
    def today(self) -> Election:
        """The election as it would come out today; held once for each state."""
        state = self.campaign.state
        if self._held is None or self._held[0] is not state:
            self._held = (state, hold_election(self.campaign))
        return self._held[1]

    @property
    def series(self) -> pd.DataFrame:
        """The weeks so far, one a row."""
        return pd.DataFrame(self.rows)

    @property
    def next_week(self) -> int:
        """The week in which what is done now takes effect."""
        return self.campaign.week + 1

    def flows(self) -> Array:
        """Return people by favourite in week 0 (rows) and now (columns), shape (O, O)."""
        size = self.campaign.setting.size("O")
        electorate = self.campaign.electorate
        return people_between(electorate, self.opening, electorate.intention, (size, size))

    def fire(self, name: str, event: Event) -> None:
        """Let an event happen.

        Raises ValueError once polling day has come, and for one that happens next week already.
        """
        self._refuse_after_polling_day()
        if any(each.week == event.week and each.name == event.name for each in self._to_come()):
            raise ValueError(f"This happens in week {event.week} already.")
        self.fired[self._free(name)] = event
        self.campaign.happenings.append(event)

    def _to_come(self) -> list[Event]:
        return [each for each in self.campaign.happenings if each.week > self.campaign.week]

    def _free(self, name: str) -> str:
        taken = set(self.case.events) | set(self.fired)
        numbers = (f"{name}_{number}" for number in range(2, 1000))
        return name if name not in taken else next(each for each in numbers if each not in taken)

    def _refuse_after_polling_day(self) -> None:
        if self.campaign.over:
            raise ValueError("Polling day has come; press Reset to play again.")

    def lever(self, name: str) -> Lever | None:
        """Return the lever of that name if it is switched on, now or for a later week."""
        return next((each for each in self.campaign.levers if each.key() == name), None)

    def pull(self, lever: Lever) -> None:
        """Switch a lever on from its start week.

        Raises ValueError for a week that is past, or after any polling day there can be.
        """
        self._refuse_after_polling_day()
        if lever.start < self.next_week:
            raise ValueError(
                f"Week {lever.start} is past; a lever can begin in week {self.next_week} or later."
            )
        latest = latest_day(self.campaign.happenings, self.case.weeks)
        if lever.start > latest:
            raise ValueError(
                f"Polling day is not later than week {latest:g}; give no later start week."
            )
        self.release(lever.key())
        self.campaign.levers.append(lever)

    def release(self, name: str) -> None:
        """Switch a lever off; raises ValueError for one that has begun to work."""
        present = self.lever(name)
        if present is None:
            return
        if present.start <= self.campaign.week:
            raise ValueError(
                f"This lever works since week {present.start} and cannot be taken back; "
                "press Reset to play without it."
            )
        self.campaign.levers.remove(present)
        if present == getattr(self.case.levers, name):
            self.released[name] = self.next_week

    @cached_property
    def file(self) -> Scenario:
        """The scenario as its file says it, without anything that a visitor changed or did."""
        return self.origin.base()

    def as_shown(self, until: int | None = None) -> Scenario:
        """Return the scenario that plays, with the seed shown, exactly what is on the page.

        With `until`, without what was done by hand for a later week than that.
        """
        changes = self._events(until)
        for name in type(self.case.levers).model_fields:
            kept = self._kept(name, until)
            changes[f"levers.{name}"] = kept.model_dump(mode="json") if kept else False
        shown = self.case.replace(changes)
        idle = not any(event.party == RESERVE for event in shown.events.values())
        return without_reserve(shown) if idle and RESERVE in shown.parties else shown

    def _events(self, until: int | None) -> dict[str, Any]:
        """Return by path the events that were fired until a week, and False for later ones.

        Those fired before the case was made are in the case, but not in the scenario's file.
        """
        changes: dict[str, Any] = {
            f"events.{key}": event.model_dump(mode="json", exclude_none=True)
            for key, event in self.fired.items() if _by(event.week, until)
        }  # fmt: skip
        later = {
            f"events.{key}": False
            for key, event in self.case.events.items()
            if key not in self.file.events and not _by(event.week, until)
        }
        return changes | later

    def _kept(self, name: str, until: int | None) -> Lever | None:
        """Return a lever as it is now, or what of it was done until a week."""
        lever: Lever | None = self.lever(name)
        own = self._brought(name, until)
        if lever and (lever == own or _by(lever.start, until)):
            return lever
        gone = name in self.released and _by(self.released[name], until)
        return None if gone else own

    def _brought(self, name: str, until: int | None) -> Lever | None:
        """Return a lever of the case, unless it was pulled by hand for a later week."""
        lever: Lever | None = getattr(self.case.levers, name)
        pulled = lever is not None and getattr(self.file.levers, name) is None
        return None if lever and pulled and not _by(lever.start, until) else lever

    @property
    def done(self) -> tuple[Any, ...]:
        """What was done by hand."""
        return tuple(self.fired), tuple((each.key(), each.start) for each in self.campaign.levers)

    def wish(self, until: int | None = None) -> Wish:
        """Return the wish that plays what is shown again; worked out once for what was done."""
        if self._wished is None or self._wished[0] != (until, self.done):
            self._wished = ((until, self.done), self.wish_like(self.as_shown(until)))
        return self._wished[1]

    def wish_like(self, case: Scenario) -> Wish:
        """Return the wish for a case, told as the difference from the scenario's own file."""
        return wish_for(case, self.scenario_name, self.origin.whole)

    def result(self) -> dict[str, Any]:
        """Return the outcome if the election were held today; worked out once for each state."""
        if self._told is None or self._told[0] is not self.today:
            self._told = (self.today, outcome(self.today))
        return self._told[1]


def _by(week: int, until: int | None) -> bool:
    return until is None or week <= until
