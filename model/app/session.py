"""The run that a visitor watches: a simulation that can be pushed, recorded and exported."""

import itertools
from typing import Any

import pandas as pd

from model.app.plan import RESERVE, Plan, with_reserve, without_reserve
from model.campaign import Campaign
from model.contracts import Lever
from model.election import Election, hold_election
from model.events import Event
from model.flows import people_between
from model.observables import outcome, week_row
from model.scenario import Scenario, ScenarioError, load_scenario
from model.simulation import Simulation
from model.state import Array

DEFAULT = "kazakhstan-2022"
Rows = tuple[dict[str, Any], ...]
_numbers = itertools.count()


class Session(Simulation):
    """A campaign on the page: events and levers act from next week on, errors do not end it.

    What was done by hand is kept, so that `as_shown` returns a scenario which plays the
    same weeks again. `rival` is a second campaign with the same random numbers.
    """

    def __init__(
        self, case: str = DEFAULT, rng: int = 1, voters: int = 10_000, plan: Plan | None = None
    ) -> None:
        self.plan = plan or Plan()
        self.source = case
        self.problem = ""
        self.number = next(_numbers)
        self.seed = int(rng)
        super().__init__(with_reserve(self._wished(case, voters)), rng)
        self.fired: dict[str, Event] = {}
        self.pulled: dict[str, Lever] = {}
        self.opening = self.campaign.electorate.intention.copy()
        self.paths: tuple[Array, ...] = (self.campaign.state.stocks.platform,)
        self.rows: Rows = (week_row(self.campaign),)
        self.rival: Campaign | None = None
        self.rival_rows: Rows = ()
        self._held: tuple[Any, Election] | None = None
        self.compare(self.plan.rival)

    def _wished(self, case: str, voters: int) -> Scenario:
        try:
            return self.plan.case(case, voters)
        except ScenarioError as error:
            self.problem = f"The sliders were set aside: {error}"
            return load_scenario(case).replace({"voters": int(voters)})

    def step(self) -> None:
        """Play a week; an error becomes a message and the run rests until Reset."""
        try:
            super().step()
            self._record()
        except Exception as error:
            self.problem = f"Week {self.campaign.week} could not be played: {error}"
            self.running = False

    def _record(self) -> None:
        if self.rows[-1]["week"] == self.campaign.week:
            return
        # Replaced, never appended to: a page that is drawing meanwhile sees whole weeks only.
        self.rows = (*self.rows, week_row(self.campaign))
        self.paths = (*self.paths, self.campaign.state.stocks.platform)
        self._follow()

    @property
    def version(self) -> tuple[Any, ...]:
        """What pictures depend on; two sessions never share a version."""
        return (self.number, self.campaign.week, self.plan.rival)

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
        key = self._free(name)
        self.fired[key] = event
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
        self.pulled[lever.key()] = lever
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
        self.pulled.pop(name, None)

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

    def compare(self, name: str) -> None:
        """Play another scenario beside this one, with the same seed; "" ends the comparison."""
        self.plan.rival = name
        self.rival, self.rival_rows = None, ()
        if name:
            case = load_scenario(name).replace({"voters": self.case.voters})
            self.rival = Campaign(case, self.seed)
            self.rival_rows = (week_row(self.rival),)
            self._follow()

    def _follow(self) -> None:
        rival = self.rival
        while rival is not None and rival.week < self.campaign.week and not rival.over:
            rival.step()
            self.rival_rows = (*self.rival_rows, week_row(rival))

    def flows(self) -> Array:
        """Return people by favourite in week 0 (rows) and now (columns), shape (J, J)."""
        size = self.campaign.world.size("J")
        electorate = self.campaign.electorate
        return people_between(electorate, self.opening, electorate.intention, (size, size))

    def result(self) -> dict[str, Any]:
        """Return the outcome if the election were held today."""
        return outcome(self.today)
