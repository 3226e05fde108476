"""The story on the page: the question, where things stand, the verdict, starts, the chronicle."""

import threading
from collections.abc import Callable
from typing import Any

import reacton.ipyvuetify
import solara
from mesa.visualization.utils import update_counter

from model.app.elements.inputs import Timeline, pick_one
from model.app.elements.plain import Plain
from model.app.elements.wire import Sent, Wire, unpacked
from model.app.story.chronicle import entries, marks, meanings, nothing
from model.app.story.sentence import heading, question, standing, what_decided
from model.app.story.starts import Known, Without, leave_out, starts, title_of, without
from model.app.visit import Visit
from model.measures.sides import in_power

SPEEDS = {"slow": 900, "normal": 250, "fast": 1}
"""Rest between two weeks, milliseconds."""


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
    title = session.case.title or title_of(session.scenario)
    about = f"{title}. {session.case.voters:,} voter agents, seed {session.seed}."
    decided = [what_decided(future)] if future.campaign.over else []
    _State(heading=heading(future), lines=[standing(future), *decided])
    Plain("p", about, classes=["help"])
    if visit.message.value or session.problem:
        text = visit.message.value or session.problem
        Plain("p", text, classes=["note"], attributes={"role": "alert"})
    if future.campaign.over:
        PlayAgain(visit).key(f"again {session.number}")
    elif session.played == 0:
        Starts(visit)


@solara.component
def Starts(visit: Visit) -> None:
    """Offer a few ways in, each one click."""
    present = visit.playing.scenario
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
            visit.compare(without(session, each.path))
            visit.see(tab=5)
        except ValueError as error:
            set_message(str(error))

    Plain("h2", "Play again without ...", classes=["quiet"])
    with solara.Div(classes=["cards"]):
        for each in offered:
            with solara.Div():
                solara.Button(
                    each.text, on_click=lambda each=each: again(each), outlined=True,
                    classes=["card"], attributes={"aria-label": f"Play again without {each.text}"},
                )  # fmt: skip
                Plain("p", each.note, classes=["help"])
    if message:
        Plain("p", message, classes=["note"], attributes={"role": "alert"})


@solara.component
def Transport(visit: Visit) -> None:
    """Play, pause, step, reset, speed; the weeks played; branch from the week that is shown."""
    update_counter.get()
    session = visit.playing
    visit.generation.get()
    speed = solara.use_reactive("normal")
    with solara.Div(classes=["transport"], attributes={"role": "group", "aria-label": "Playing"}):
        Buttons(visit, speed)
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
def Buttons(visit: Visit, speed: solara.Reactive[str]) -> None:
    """Play and pause, step, reset; while it plays a thread lets week after week pass."""
    update_counter.get()
    alive, plays = visit.playing.running, visit.plays.value
    label = "❚❚ Pause" if plays and alive else "▶ Play"

    def play(ended: threading.Event) -> None:
        while visit.plays.peek() and not ended.wait(SPEEDS[speed.peek()] / 1000):
            visit.play_on()

    solara.use_thread(play, [plays], intrusive_cancel=False)
    with solara.Row(gap="6px"):
        solara.Button(
            label, on_click=lambda: visit.plays.set(not plays), color="primary",
            disabled=not alive, classes=["play"],
        )  # fmt: skip
        solara.Button("Step", on_click=visit.step, color="primary", disabled=plays or not alive)
        solara.Button("Reset", on_click=visit.reset, color="primary")


def _short(label: str, kind: str, act: Callable[[], None]) -> solara.Element:
    """Return a button that bears one word only where there is little room (page.css)."""
    return solara.Button(
        label, on_click=act, outlined=kind == "branch", text=kind != "branch",
        classes=["short", kind], attributes={"aria-label": label},
    )  # fmt: skip


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
    """Say what the words for the reasons mean, for a reader who opens the list."""
    html = reacton.ipyvuetify.Html
    if notes:
        with html(tag="details", class_="help"):
            Plain("summary", "What these reasons mean")
            for name, note in notes.items():
                Plain("p", f"{name}: {note}")
