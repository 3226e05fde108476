"""The story on the page: the question, where things stand, the verdict, starts, the chronicle."""

from collections.abc import Callable
from threading import Thread, current_thread
from typing import Any
from weakref import WeakSet

import reacton.ipyvuetify
import solara
from mesa.visualization.solara_viz import ModelController
from mesa.visualization.utils import update_counter

from model.app.address import COMPARE, NIGHT
from model.app.elements.inputs import Timeline, pick_one
from model.app.elements.plain import Plain
from model.app.elements.wire import Sent, Wire, unpacked
from model.app.plan import Plan
from model.app.story.chronicle import entries, marks, meanings, nothing
from model.app.story.sentence import heading, question, standing, what_decided
from model.app.story.starts import Known, Without, leave_out, starts, title_of, without
from model.app.views.night import counting
from model.app.visit import Visit
from model.measures.sides import in_power

SPEEDS = {"slow": 900, "normal": 250, "fast": 1}
"""Rest between two weeks, milliseconds."""


class Rest:
    """The rest between two weeks, as Mesa's buttons ask for it, and the threads that ask.

    A thread of Mesa's that rests when the visitor presses Reset still plays one more week. By its
    threads the campaign that begins then knows whom to refuse.
    """

    def __init__(self, speed: solara.Reactive[str]) -> None:
        self._speed = speed
        self.threads: WeakSet[Thread] = WeakSet()

    @property
    def value(self) -> int:
        """The rest in milliseconds; only a thread that is about to rest asks for it."""
        self.threads.add(current_thread())
        return SPEEDS[self._speed.peek()]


@solara.component_vue("state.vue")
def _State(heading: str, lines: list[str]) -> None:
    """Show where things stand, read aloud when it changes."""


@solara.component
def Story(visit: Visit) -> None:
    """Say the question, what is played, where things stand, and what came of it."""
    update_counter.get()
    session = visit.playing
    future = session.shown
    Plain("p", question(future), classes=["question"])
    title = session.case.title or title_of(session.scenario_name)
    about = f"{title}. {session.case.voters:,} voter agents, seed {session.seed}."
    _Standing(visit)
    Plain("p", about, classes=["help"])
    if visit.problem:
        Plain("p", visit.problem, classes=["note"], attributes={"role": "alert"})
    if future.campaign.over:
        PlayAgain(visit).key(f"again {session.number}")
    elif session.played == 0:
        Starts(visit)


@solara.component
def _Standing(visit: Visit) -> None:
    """Say where things stand; not on election night while the regions are counted."""
    update_counter.get()
    future, view = visit.playing.shown, visit.view.value
    if view.tab == NIGHT and counting(future, view.counted):
        _State(heading="Polling day. The regions are being counted.", lines=[])
        return
    decided = [what_decided(future)] if future.campaign.over else []
    _State(heading=heading(future), lines=[standing(future), *decided])


@solara.component
def Starts(visit: Visit) -> None:
    """Offer a few ways in, each one click."""
    present = visit.playing.scenario_name
    Plain("h2", "Press Play, or choose another start:", classes=["quiet"])
    with solara.Div(classes=["cards"]):
        for known in starts(present):
            _card(visit, known, known.name == present)


def _card(visit: Visit, known: Known, chosen: bool) -> None:
    solara.Button(
        known.title, on_click=lambda: visit.play_scenario(known.name), outlined=True,
        classes=["card", "chosen"] if chosen else ["card"],
        attributes={"aria-pressed": str(chosen).lower()},
    )  # fmt: skip


@solara.component
def PlayAgain(visit: Visit) -> None:
    """Offer to play the same again without one thing, as a second future."""
    session = visit.playing
    message, set_message = solara.use_state("")
    offered = solara.use_memo(lambda: leave_out(session), [session.number, session.campaign.week])

    def again(each: Without) -> None:
        try:
            with visit.one_step():
                visit.compare(without(session, each.path))
                visit.see(tab=COMPARE)
        except ValueError as error:
            set_message(str(error))

    Plain("h2", "Play again without one of these:", classes=["quiet"])
    with solara.Div(classes=["cards"]):
        for each in offered:
            with solara.Div():
                solara.Button(
                    each.text, on_click=lambda each=each: again(each), outlined=True,
                    classes=["card"], attributes={"aria-label": f"Play again without: {each.text}"},
                )  # fmt: skip
                Plain("p", each.note, classes=["help"])
    if message:
        Plain("p", message, classes=["note"], attributes={"role": "alert"})


@solara.component
def Transport(visit: Visit) -> None:
    """Play, pause, step, reset, speed; the weeks played; branch from the week that is shown."""
    update_counter.get()
    session = visit.playing
    speed = solara.use_reactive("normal")
    rest = solara.use_memo(lambda: Rest(speed), [])
    again = visit.afresh()
    begun = visit.generation.value
    lives = solara.use_memo(lambda: session.running, [begun, session.number])
    with solara.Div(classes=["transport"], attributes={"role": "group", "aria-label": "Playing"}):
        if lives:
            _Buttons(visit, again, rest, visit.buttons)
        else:
            _Ended(event_reset=lambda _: visit.begin(again))
        Timeline(
            week=session.week, now=session.now, last=_last(visit),
            marks=Sent([{"week": week, "text": text} for week, text in marks(session)]),
            event_look=visit.look,
        )  # fmt: skip
        pick_one("Speed", speed.value, list(SPEEDS), speed.set)
        if session.looking is not None:
            _short("To the present", "present", lambda: visit.look(session.now))
        if session.played and session.running:  # after polling day nothing branches off
            _short("Branch from here", "branch", visit.branch)


@solara.component
def _Buttons(visit: Visit, again: Plan, rest: Rest, number: int) -> None:
    """Show Mesa's three buttons; with another number they are made anew.

    The number is an argument because a frame around them overlooks a change of the key alone: the
    old buttons would stay until something else in the frame changes, which is when a week is
    played.
    """
    every_week = solara.use_reactive(1)
    threads = solara.use_reactive(False)
    ModelController(
        visit.session, model_parameters={"plan": again, "outlived": rest.threads},
        play_interval=rest, render_interval=every_week, use_threads=threads,
    ).key(f"controller {number}")  # fmt: skip


@solara.component_vue("ended.vue")
def _Ended(event_reset: Any) -> None:
    """Show Mesa's three buttons for a campaign that is over before any of them was pressed.

    They come with their handler. A button of Solara gets it when all the page is drawn, and a
    click on one that comes and goes would be lost until then.
    """


def _short(label: str, kind: str, act: Callable[[], None]) -> solara.Element:
    """Return a button that bears one word only where there is little room (page.css)."""
    return solara.Button(
        label, on_click=act, outlined=kind == "branch", text=kind != "branch",
        classes=["short", kind], attributes={"aria-label": label},
    ).key(kind)  # fmt: skip


def _last(visit: Visit) -> int:
    futures = visit.playing.futures.values()
    return max(1, *(int(each.campaign.state.stocks.election_week) for each in futures))


@solara.component_vue("chronicle.vue", to_json=dict.fromkeys(("whole", "patch"), unpacked))
def _Entries(whole: Sent, patch: Sent, event_look: Any, event_lost: Any) -> None:
    """List what happened; the whole list first, then patches."""


@solara.component
def Chronicle(visit: Visit) -> None:
    """List what happened and why, the last week first; a click shows that week."""
    update_counter.get()
    session = visit.playing
    wire = solara.use_memo(Wire, [])
    _, again = solara.use_state(0)
    future = session.shown

    def lost(_: Any) -> None:
        wire.start(dict(wire.latest))
        again(lambda count: count + 1)

    told = solara.use_memo(lambda: entries(future), [future.version])
    wire.tell({"entries": told})
    with solara.Column(gap="2px", classes=["chart"]):
        Plain("h3", "What happened and why")
        Plain("p", f"Changes are in points of private support of {in_power(future.case).label}. "
              "A click on a week shows the page as it was.", classes=["help"])  # fmt: skip
        _Entries(whole=wire.whole, patch=wire.patch, event_look=visit.look, event_lost=lost)
        if not told:  # below, so that the list keeps its place
            Plain("p", nothing(future))
        _Meanings(solara.use_memo(lambda: meanings(future), [future.version]))


@solara.component
def _Meanings(notes: dict[str, str]) -> None:
    """Say what the reasons and other words mean, for a reader who opens the list."""
    html = reacton.ipyvuetify.Html
    if notes:
        with html(tag="details", class_="help"):
            Plain("summary", "What these words mean")
            for name, note in notes.items():
                Plain("p", f"{name}: {note}")
