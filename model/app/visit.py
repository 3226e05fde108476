"""One visitor: what is played, what is looked at, and what a click does to both."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import solara
from mesa.visualization.utils import force_update

from model.app.address import View, read, written
from model.app.future import Future
from model.app.plan import DEFAULT, Plan, Wish, wish_for_file
from model.app.session import FIRST, SECOND, Session
from model.scenario import Scenario


class Visit:
    """A visitor's session and view; every browser tab has its own.

    `generation` counts the times that something else began to be played, and `buttons` the times
    that Mesa's buttons were made anew for it. They are kept while there is something to play:
    Mesa plays in a thread that outlives its buttons, so new ones would say that nothing plays.
    """

    def __init__(self, start: str = DEFAULT, query: str = "") -> None:
        self.start, self.query = start, query
        plan, view, message = self._said(query)
        session = Session(plan)
        session.look(view.at)
        self.session = solara.reactive(session)
        self.view = solara.reactive(view)
        self.generation = solara.reactive(0)
        self.buttons = 0
        self.message = solara.reactive((session.number, message))
        """What was wrong with the address that led to a session, by the session's number."""
        self.deeds = self._deeds()
        self.unwritten = False
        self.told: dict[str, Any] = {"query": query, "push": False}

    @property
    def playing(self) -> Session:
        """The session."""
        session: Session = self.session.value
        return session

    @property
    def problem(self) -> str:
        """What is wrong with the address of what is played, or with what is played."""
        about, text = self.message.value
        return (text if about == self.playing.number else "") or self.playing.problem

    def _said(self, query: str) -> tuple[Plan, View, str]:
        """Return what an address says, and a sentence if it says nothing."""
        try:
            return *read(query, self.start), ""
        except ValueError as sentence:
            return Plan(Wish(self.start)), View(), str(sentence)

    def arrive(self, query: str) -> None:
        """Show what another address says, as after Back and Forward."""
        query = query.removeprefix("?")
        if query == self.query:
            return
        plan, view, message = self._said(query)
        with self.one_step():
            self.query = query
            self.view.set(view)
            self.begin(plan, view.at)
            self.message.set((self.playing.number, message))
            self.deeds = self._deeds()

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """Write the address once all is done, so that Back undoes it as one.

        The page is drawn, and the address with it, whenever a part of what it shows is set.
        """
        within, self.unwritten = self.unwritten, True
        try:
            yield
        finally:
            self.unwritten = within
        if not within:
            force_update()

    def begin(self, plan: Plan, looking: int | None = None) -> None:
        """Play something else, to the weeks that the plan says; perhaps look at an earlier one."""
        before = self.session.peek()
        session = Session(plan, before.campaign.electorates)
        session.look(session.now if looking is None else looking)
        # New buttons come with what begins, in one picture: a click on others would be lost.
        played = before.running
        self.buttons += not played
        self.session.set(session)
        self._began(before.running or not played)  # it may have played its last week meanwhile

    def _began(self, played: bool) -> None:
        """Note that something else began; `played` says whether there was something to play."""
        self.buttons += not played
        self.generation.set(self.generation.peek() + 1)

    def play_file(self, case: Scenario) -> None:
        """Play a scenario of the visitor's from week 0."""
        self.begin(Plan(wish_for_file(case), None, self.playing.seed))

    def afresh(self) -> Plan:
        """Return what Reset plays: the scenario as its file says it, the visitor's own included."""
        session = self.playing
        first = replace(session.plan.first, changes={})
        return Plan(first, None, session.seed, session.voters)

    def anew(self, **chosen: Any) -> None:
        """Play the same from week 0, with all that was done, but with another number chosen."""
        self.begin(replace(self.playing.as_plan(), weeks=(0, 0), **chosen))

    def play_scenario(self, scenario: str) -> None:
        """Play a scenario from week 0, with its own voters unless others were asked for."""
        session = self.playing
        with self.one_step():
            self.begin(Plan(Wish(scenario), None, session.seed, session.voters))
            self.view.set(View(colour=self.view.peek().colour))

    def see(self, **changes: Any) -> None:
        """Look at something else."""
        self.view.set(replace(self.view.peek(), **changes))

    def look(self, week: int) -> None:
        """Show a week that was played; after polling day one can play on from the past only."""
        session = self.playing
        before = session.running
        session.look(week)
        if session.running != before:
            self._began(before)
        force_update()

    def branch(self) -> None:
        """Start a second future from the week that is shown; the controls act on it."""
        self._second_began(self.playing.branch())

    def compare(self, wish: Wish | None) -> None:
        """Play another course of events beside this one; raises ScenarioError if it cannot be."""
        if wish is not None:
            wish.case(self.playing.case.voters)
        self._second_began(self.playing.compare(wish))

    def _second_began(self, played: bool) -> None:
        session = self.playing
        with self.one_step():
            self._began(played)
            self.see(acts_on=SECOND if session.second else "")

    @property
    def target(self) -> tuple[str, Future]:
        """The future on which the controls act, with the words for it."""
        futures = self.playing.futures
        name = self.view.value.acts_on
        return (name, futures[name]) if name in futures else (FIRST, futures[FIRST])

    def change(self, changes: Mapping[str, Any]) -> None:
        """Play the same weeks again with other numbers; raises ScenarioError if that cannot be."""
        name, future = self.target
        self.replay(name, future.wish().changed(changes))

    def replay(self, name: str, wish: Wish) -> None:
        """Play the same weeks of a future by another wish."""
        plan, looking = self.playing.as_plan(), self.playing.looking
        changed = replace(plan, second=wish) if name == SECOND else replace(plan, first=wish)
        self.begin(changed, looking)

    def refuse_the_past(self) -> None:
        """Raise ValueError while a past week is shown: what is past cannot be changed."""
        if self.playing.looking is not None:
            raise ValueError(
                f"You are looking at week {self.playing.looking}, which is past. Press "
                "\N{LEFT DOUBLE QUOTATION MARK}Branch from here\N{RIGHT DOUBLE QUOTATION MARK} to "
                "change what comes after it, or go to the present week."
            )

    def address(self) -> dict[str, Any]:
        """Return what the address should say, and whether Back should undo the step to it."""
        if self.unwritten:
            return self.told
        session = self.playing
        at = session.looking if session.looking is not None else -1
        query = written(session.as_plan(), replace(self.view.value, at=at), self.start)
        deeds = self._deeds()
        push = deeds != self.deeds
        if query != self.query or push:
            self.query, self.deeds = query, deeds
            self.told = {"query": query, "push": push}
        return self.told

    def _deeds(self) -> Any:
        """Return what was done, which is not that time went by."""
        plan = self.playing.as_plan()
        wishes = [(each.scenario, dict(each.changes), each.whole)
                  for each in (plan.first, plan.second) if each]  # fmt: skip
        # Back undoes what was chosen, and no count.
        return wishes, plan.seed, plan.voters, replace(self.view.peek(), counted=0)
