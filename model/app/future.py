"""One course of events: a campaign that can be pushed, recorded and exported."""

import itertools
from typing import Any

import pandas as pd

from model.app.plan import RESERVE, Wishes, without_reserve
from model.campaign import Campaign
from model.election import Election, hold_election
from model.measures.outcomes import outcome, week_row
from model.politics.contracts import Lever
from model.politics.events import Event
from model.scenario import Scenario

Rows = tuple[dict[str, Any], ...]
_numbers = itertools.count()


class Future:
    """A campaign, its weeks so far, and what was done to it by hand.

    Events and levers act from next week on. They are kept, so that `as_shown` returns a
    scenario which plays the same weeks again. `source` names the scenario that it started
    from, `wishes` holds the sliders that wait for Reset.
    """

    def __init__(self, campaign: Campaign, source: str, wishes: Wishes) -> None:
        self.campaign = campaign
        self.case: Scenario = campaign.scenario
        self.source = source
        self.wishes = wishes
        self.number = next(_numbers)
        self.fired: dict[str, Event] = {}
        self.rows: Rows = (week_row(campaign),)
        self._held: tuple[Any, Election] | None = None

    def record(self) -> None:
        """Note the week that was played."""
        # Replaced, never appended to: a page that is drawing meanwhile sees whole weeks only.
        self.rows = (*self.rows, week_row(self.campaign))

    @property
    def version(self) -> tuple[Any, ...]:
        """What pictures depend on; two futures never share a version."""
        return (self.number, self.campaign.week)

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

    def fire(self, name: str, event: Event) -> None:
        """Let an event happen; raises ValueError once polling day has come."""
        self._refuse_after_polling_day()
        self.fired[self._free(name)] = event
        self.campaign.happenings.append(event)

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
        """Switch a lever on from its start week; raises ValueError for a week that is past."""
        self._refuse_after_polling_day()
        if lever.start < self.next_week:
            raise ValueError(
                f"Week {lever.start} is past; a lever can begin in week {self.next_week} or later."
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

    def as_shown(self) -> Scenario:
        """Return the scenario that plays, with the seed shown, exactly what is on the page."""
        changes: dict[str, Any] = {
            f"events.{key}": event.model_dump(mode="json", exclude_none=True)
            for key, event in self.fired.items()
        }
        for name in type(self.case.levers).model_fields:
            lever = self.lever(name)
            changes[f"levers.{name}"] = lever.model_dump(mode="json") if lever else False
        shown = self.case.replace(changes)
        idle = not any(event.party == RESERVE for event in self.fired.values())
        return without_reserve(shown) if idle and RESERVE in shown.parties else shown

    def result(self) -> dict[str, Any]:
        """Return the outcome if the election were held today."""
        return outcome(self.today)
