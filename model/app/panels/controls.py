"""What a visitor can do: choose what is played, fire events, pull levers, move sliders."""

from collections.abc import Callable
from typing import Any

import solara
from mesa.visualization.utils import force_update, update_counter

from model.app.elements.inputs import Choice, Knob, Switches, pick_one
from model.app.elements.plain import Plain, Upload
from model.app.elements.wire import Sent
from model.app.future import Future
from model.app.happenings import BUTTONS, Button
from model.app.panels.text import use_text
from model.app.plan import MOST_SEED, RESERVE, SWITCHED, Wish, read_upload
from model.app.session import Session
from model.app.story.glossary import glossary
from model.app.story.starts import known_scenarios, title_of
from model.app.visit import Visit
from model.display.looks import words
from model.parameters.parameter import Parameter
from model.parameters.registry import load, summary
from model.politics.contracts import Lever
from model.scenario import Scenario, ScenarioError
from model.society.groups import ROLES

SIZES = ("1000", "3000", "10000", "30000", "100000")
DEEDS = ("events", "levers")
"""Where what is done by hand is kept, beside the scenario's own with their numbers."""


@solara.component
def Controls(visit: Visit) -> None:
    """Show all that can be chosen and done; the last three act on one of the futures.

    Their buttons stay when that is another one, wherever they stand: a click on a button that
    goes is lost.
    """
    session = visit.playing
    visit.generation.get()
    name, future = visit.target
    Chosen(visit).key("chosen")
    if len(session.futures) > 1:
        pick_one(
            "The controls below act on", name, list(session.futures),
            lambda each: visit.see(acts_on=each),
        ).key("acts on")  # fmt: skip
    Events(visit, future).key("events")
    Levers(visit, future).key("levers")
    Sliders(visit, future).key("sliders")


@solara.component
def Chosen(visit: Visit) -> None:
    """Offer what is played: scenario, voters, seed, or a file; a choice starts at week 0."""
    session = visit.playing
    message, tell = use_text(visit)

    def seed(text: str) -> None:
        try:
            visit.anew(seed=whole_number(text, 1, "seed", (0, MOST_SEED)))
        except ValueError as sentence:
            tell(str(sentence))

    def upload(file: dict[str, str]) -> None:
        try:
            case = read_upload(file["name"], file["text"])
            visit.play_file(case)
            tell(f"{file['name']} is played.")
        except ValueError as sentence:
            tell(str(sentence))

    with _part("What is played"):
        Choice(
            label="Scenario", value=session.plan.first.scenario, event_pick=visit.play_scenario,
            options=Sent(_scenarios(session.plan.first.scenario)),
        )  # fmt: skip
        pick_one(
            "Voter agents", str(session.case.voters), _sizes(session),
            lambda text: visit.anew(voters=int(text)),
        )  # fmt: skip
        solara.InputText("Seed of the random numbers", str(session.seed), on_value=seed).key(
            f"seed {session.number}"
        )
        Plain(
            "p", "A choice here starts again at week 0. With another scenario all is as its file "
            "says; with other voters or another seed, what you changed and did stays.",
            classes=["help"],
        )  # fmt: skip
        Upload(label="Play a scenario file of your own (TOML)", event_read=upload)
        _Told(message)


def _scenarios(present: str) -> list[tuple[str, str, str]]:
    every = [(each.name, each.title, each.country) for each in known_scenarios()]
    own = [] if present in {name for name, *_ in every} else [(present, title_of(present), "Yours")]
    return [*own, *every]


def _sizes(session: Session) -> list[str]:
    return sorted({*SIZES, str(session.case.voters), str(session.file.voters)}, key=int)


def _part(title: str) -> Any:
    """Return a part of the controls with its heading, to be filled in a `with`."""
    part = solara.Column(gap="4px", classes=["part"])
    with part:
        Plain("h2", title)
    return part


def _Told(message: str) -> None:
    """Show a message in its own place, and read it aloud."""
    Plain("p", message, classes=["note"] if message else [], attributes={"role": "status"})


@solara.component
def Events(visit: Visit, future: Future) -> None:
    """Offer the buttons that let something happen in the coming week."""
    update_counter.get()
    message, tell = use_text(visit)
    until, hold_until = solara.use_state(0)

    def fire(button: Button) -> None:
        _, future = visit.target  # the one of this moment, which may not be drawn yet
        hold_until(future.next_week)
        try:
            visit.refuse_the_past()
            future.fire(button.name, button.event(future))
        except ValueError as sentence:
            tell(str(sentence))
            return
        tell(f"{button.label(future.case)}: acts in week {future.next_week}.")
        force_update()

    with _part("Let it happen next week"):
        for button in BUTTONS:
            if button.offered(future.case):
                solara.Button(
                    button.label(future.case), on_click=lambda each=button: fire(each),
                    outlined=True, classes=["wide"],
                ).key(button.name)  # fmt: skip
                Plain("p", button.help, classes=["help"]).key(f"help {button.name}")
        # What was said holds until that week has come.
        _Told(message if future.campaign.week < until else "")


@solara.component
def Levers(visit: Visit, future: Future) -> None:
    """Offer every lever that means something here as a switch with a start week."""
    message, tell = use_text(visit)
    start, set_start = use_text(visit)
    _, again = solara.use_state(0)
    every = {name: kind for name, kind in load("levers", Lever).items()
             if means_something(future.case, kind)}  # fmt: skip

    def switch(name: str) -> None:
        _, future = visit.target
        try:
            visit.refuse_the_past()
            turn(future, every[name], future.lever(name) is None, start)
            tell("")
        except ValueError as sentence:
            tell(str(sentence))
        again(lambda count: count + 1)
        force_update()

    if not every:
        return
    with _part("Levers of the party of power"):
        Plain(
            "p", "A lever acts from its start week on; what has begun cannot be taken back.",
            classes=["help"],
        )  # fmt: skip
        solara.InputText(
            "Start week (empty: next week)", start, on_value=set_start, continuous_update=True
        )
        _Told(message)
        Switches(items=Sent([_switch(future, name, kind) for name, kind in every.items()]),
                 event_turn=switch)  # fmt: skip


def means_something(case: Scenario, kind: type[Lever]) -> bool:
    """Whether a party of power is there to pull it, and its issue and its groups are known."""
    lever = getattr(case.levers, kind.key()) or kind()
    issue_known = lever.about is None or lever.about in case.population.issues
    groups_known = set(kind.roles) <= set(case.population.roles)
    return case.incumbent is not None and issue_known and groups_known


def _switch(future: Future, name: str, kind: type[Lever]) -> dict[str, Any]:
    present = future.lever(name)
    since = f" (from week {present.start})" if present else ""
    return {
        "name": name, "label": f"{words(name)}{since}", "on": present is not None,
        "help": f"{summary(kind)} Offends {_offended(kind)}.",
    }  # fmt: skip


def _offended(kind: type[Lever]) -> str:
    return ROLES.get(kind.offends, f"the {words(kind.offends).lower()}")


def turn(future: Future, kind: type[Lever], on: bool, start: str) -> None:
    """Switch a lever; raises ValueError with a sentence for a start week that cannot be."""
    if on:
        given = getattr(future.case.levers, kind.key()) or kind()
        week = whole_number(start, future.next_week, "start week", (future.next_week, 520))
        future.pull(kind.model_validate({**given.model_dump(), "start": week}))
    else:
        future.release(kind.key())


def whole_number(text: str, empty: int, what: str, allowed: tuple[int, int]) -> int:
    """Read a whole number; raises ValueError saying what was given and what is allowed."""
    if not text.strip():
        return empty
    low, high = allowed
    if not text.strip().isdecimal() or not low <= int(text) <= high:
        raise ValueError(f"{text!r} is no {what}: give a whole number from {low} to {high}.")
    return int(text)


@solara.component
def Sliders(visit: Visit, future: Future) -> None:
    """Offer the parameters of the scenario, group by group; the weeks are played again at once."""
    groups = grouped(future.case.parameters())
    group, set_group = solara.use_state("leader")
    message, tell = use_text(visit)
    names = {each: name_of_group(future.case, each) for each in groups}
    shown = group if group in groups else next(iter(groups))
    changed = numbers_of(future)

    def change(parameter: Parameter, value: float) -> None:
        new = round(value) if parameter.whole else value
        if new == parameter.value:
            tell("")
            return
        try:
            visit.change({parameter.path: new})
            tell(f"{_label(parameter)} is {new:g} now, from week 0 on.")
        except ScenarioError as error:
            tell(str(error))

    def take_back() -> None:
        wish = future.wish()
        kept = {path: each for path, each in wish.changes.items() if path not in changed}
        visit.replay(visit.target[0], Wish(wish.scenario, kept, wish.whole))

    with _part("What if it were otherwise"):
        Plain(
            "p", "A number acts at once when you change it: the weeks so far are played again.",
            classes=["help"],
        )  # fmt: skip
        if changed:
            number = len(changed)
            Plain(
                "p", f"{number} {'number differs' if number == 1 else 'numbers differ'} from the "
                "scenario's file.", classes=["note"],
            )  # fmt: skip
            solara.Button("Take back", on_click=take_back, text=True, small=True)
        _Told(message)
        Choice(
            label="Group of numbers", value=shown, event_pick=set_group,
            options=Sent([(each, name, "") for name, each in sorted(
                (name, each) for each, name in names.items())]),
        )  # fmt: skip
        told = " ".join(f"{each.path} {each.unit} {each.meaning}" for each in groups[shown])
        for word, note in glossary(future.case, told).items():
            Plain("p", f"{word}: {note}", classes=["help"])
        for parameter in groups[shown]:
            _Slider(parameter, change).key(parameter.path)


def numbers_of(future: Future) -> list[str]:
    """Return the paths of numbers that differ from the file of the scenario.

    A whole event or lever is none: it was fired, pulled or released by hand.
    """
    return [path for path in future.wish().changes if path != "title" and not _a_deed(path)]


def _a_deed(path: str) -> bool:
    kind, *rest = path.split(".")
    return path.startswith(f"parties.{RESERVE}") or (kind in DEEDS and len(rest) < 2)


@solara.component
def _Slider(parameter: Parameter, change: Callable[[Parameter, float], None]) -> None:
    """Offer a number; once an answer was given to what was asked, it shows what holds."""
    answered, answer = solara.use_state(0)

    def ask(new: float) -> None:
        change(parameter, float(new))
        answer(lambda count: count + 1)

    Knob(
        name=_label(parameter), value=parameter.value, low=parameter.low, high=parameter.high,
        step=step_of(parameter), unit=parameter.unit,
        help=f"{words(parameter.meaning)}. {parameter.low:g} to {parameter.high:g}. "
        f"Source: {parameter.source}.",
        answered=answered, event_change=ask,
    )  # fmt: skip


def _label(parameter: Parameter) -> str:
    return words(" ".join(parameter.path.removeprefix(f"{_group(parameter)}.").split(".")[-2:]))


def step_of(parameter: Parameter) -> Any:
    """Return a step of a power of ten of which the present value is a multiple.

    A slider moves its value to the nearest step when it appears; the value must not change.
    """
    if parameter.whole:
        return 1
    for digits in range(0, 10):
        fine = (parameter.high - parameter.low) * 10**digits >= 20
        exact = all(round(x, digits) == x for x in (parameter.value, parameter.low))
        if fine and exact:
            return 10.0**-digits
    return 1e-10


def grouped(parameters: list[Parameter]) -> dict[str, list[Parameter]]:
    """Sort parameters by what they belong to: a part of the scenario, by its path."""
    groups: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        if (group := _group(parameter)) != f"parties.{RESERVE}" and parameter.path != "voters":
            groups.setdefault(group, []).append(parameter)
    return groups


def _group(parameter: Parameter) -> str:
    """Return the first part of a path, or two for one of several things of a kind."""
    steps = parameter.path.split(".")
    if len(steps) == 1:
        return "size_and_calendar"
    deep = steps[0] in SWITCHED and len(steps) > 2
    return ".".join(steps[:2] if deep else steps[:1])


def name_of_group(case: Scenario, group: str) -> str:
    """Call a group of parameters as the page calls what it belongs to."""
    kind, _, name = group.partition(".")
    if kind == "parties":
        name = case.parties[name].label or name
    elif kind == "events":
        name = case.events[name].name
    return f"{words(kind)}: {words(name)}" if name else words(kind)
