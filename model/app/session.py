"""The run that a visitor watches, a second one beside it on the same random numbers, the clock."""

from collections.abc import Iterable
from dataclasses import replace
from threading import Thread, current_thread
from weakref import WeakSet

from model.app.future import Future
from model.app.plan import Plan, Wish, with_reserve
from model.campaign import Campaign
from model.scenario import Scenario
from model.simulation import Simulation
from model.society.electorate import Electorates

FIRST, SECOND = "First future", "Second future"

MOST_KEPT = 4
"""Electorates that a visit keeps: those of two futures, before and after a change."""


class Session(Future, Simulation):
    """A future that Mesa steps; an error in a week becomes a message and does not end it.

    `second` is the future that it is compared with, if any. The one that lags plays first, so
    that both come to the same week. `looking` is the past week that is shown; None: the present.
    Threads that `outlived` the session before this one play no week of it.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        electorates: Electorates | None = None,
        outlived: Iterable[Thread] = (),
    ) -> None:
        self._outlived = WeakSet(outlived)
        self.plan = plan or Plan()
        self.problem = ""
        first, case = self._playable(self.plan.first, self.plan.voters)
        self.plan = replace(self.plan, first=first)
        drawn = electorates or Electorates(MOST_KEPT)
        Simulation.__init__(self, case, self.plan.seed, electorates=drawn)
        Future.__init__(self, self.campaign, first)
        self.second: Future | None = None
        self.looking: int | None = None
        self._catch_up(self, self.plan.weeks[0])
        if self.plan.second is not None:
            self.second = self._beside(self.plan.second, self.plan.weeks[1])
        self.running = self.running and not self.over

    def _playable(self, wish: Wish, voters: int | None) -> tuple[Wish, Scenario]:
        """Return a wish with its case; for one that cannot be played, the nearest that can be."""
        try:
            return wish, with_reserve(wish.case(voters))
        except ValueError as error:
            found, case = self._nearest(wish, voters)
            self.problem = (
                f"This cannot be played, so {case.title or found.scenario} is played instead, "
                f"as its file says it: {error}"
            )
            return found, case

    def _nearest(self, wish: Wish, voters: int | None) -> tuple[Wish, Scenario]:
        """Return a wish without its changes; the usual scenario if that cannot be played either."""
        try:
            plain = replace(wish, changes={})
            return plain, with_reserve(plain.case(voters))
        except ValueError:
            return Wish(), with_reserve(Wish().case(voters))

    def _beside(self, wish: Wish, week: int) -> Future:
        """Return a future that has come to a week; until then nobody else steps it."""
        found, case = self._playable(wish, self.case.voters)
        future = Future(Campaign(case, self.seed, self.campaign.electorates), found)
        self._catch_up(future, week)
        return future

    def _catch_up(self, future: Future, week: int) -> None:
        """Play a future to a week; an error becomes the message."""
        try:
            while future.campaign.week < week and not future.campaign.over:
                self._play_one(future)
        except Exception as error:
            self._rest(error)

    def step(self) -> None:
        """Play a week of the future that lags; from a past week, look at the one after it."""
        if current_thread() in self._outlived:
            return
        try:
            if self.looking is not None:
                self.look(self.looking + 1)
            else:
                self._play()
                self.running = not self.over
        except Exception as error:
            self._rest(error)

    def _rest(self, error: Exception) -> None:
        self.problem = f"Week {self.campaign.week} could not be played: {error}"
        self.running = False

    def _play(self) -> None:
        week = self.now
        for future in self.futures.values():
            if future.campaign.week == week and not future.campaign.over:
                self._play_one(future)

    def _play_one(self, future: Future) -> None:
        if future is not self:
            future.play()
            return
        Simulation.step(self)
        self.record()

    @property
    def over(self) -> bool:
        """Whether polling day has come in every future."""
        return all(each.campaign.over for each in self.futures.values())

    @property
    def now(self) -> int:
        """The present week: that of the future which lags, of those that still play."""
        weeks = [each.campaign.week for each in self.futures.values() if not each.campaign.over]
        return min(weeks) if weeks else self.played

    @property
    def played(self) -> int:
        """The last week that any future has come to."""
        return max(each.campaign.week for each in self.futures.values())

    @property
    def week(self) -> int:
        """The week that is shown."""
        return self.now if self.looking is None else self.looking

    def look(self, week: int) -> None:
        """Show a week that was played; the present one ends looking back."""
        self.looking = week if 0 <= week < self.now else None
        self.running = self.looking is not None or not self.over

    @property
    def shown(self) -> Future:
        """The first future in the week that is shown, with the second one beside it."""
        first = self.at(self.week)
        first.beside = self.second.at(self.week) if self.second else None
        return first

    @property
    def futures(self) -> dict[str, Future]:
        """The one or two futures that are played, by the words for them."""
        second = {SECOND: self.second} if self.second is not None else {}
        return {FIRST: self, **second}

    def compare(self, wish: Wish | None) -> bool:
        """Play another scenario beside this one to the present week; None ends the comparison.

        Returns whether there still was something to play.
        """
        return self._go_on_with(None if wish is None else self._beside(wish, self.now))

    def branch(self) -> bool:
        """Start a second future from the week that is shown: what was done later is left out.

        Returns whether there still was something to play.
        """
        return self._go_on_with(self._beside(self.wish(self.week), self.week))

    def _go_on_with(self, second: Future | None) -> bool:
        played = self.running
        self.looking, self.second = None, second
        self.running = not self.over
        return played

    @property
    def voters(self) -> int | None:
        """The number of voters that was asked for; None for what the file says."""
        return None if self.case.voters == self.file.voters else self.case.voters

    def as_plan(self) -> Plan:
        """Return the plan that brings a new session to where this one is."""
        second = self.second
        return Plan(
            self.wish(), second.wish() if second else None, self.seed, self.voters,
            (self.campaign.week, second.campaign.week if second else 0),
        )  # fmt: skip
