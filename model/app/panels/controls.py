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
from model.app.plan import RESERVE, SWITCHED, Plan, Wish, read_upload
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
MOST_SEED = 2**31
DEEDS = ("events", "levers")
"""Where what is done by hand is kept, beside the scenario's own with their numbers."""


@solara.component
def Controls(visit: Visit) -> None:
    """Show all that can be chosen and done; the last three act on one of the futures."""
    session = visit.playing
    visit.generation.get()
    name, future = visit.target
    key = f"{future.number}"
    Chosen(visit)
    if len(session.futures) > 1:
        pick_one(
            "The controls below act on", name, list(session.futures),
            lambda each: visit.see(acts_on=each),
        )  # fmt: skip
    Events(visit, future).key(f"events {key}")
    Levers(visit, future).key(f"levers {key}")
    Sliders(visit, future)


@solara.component
def Chosen(visit: Visit) -> None:
    """Offer what is played: scenario, voters, seed, or a file; a choice starts at week 0."""
    session = visit.playing
    message, set_message = solara.use_state("")

    def begin(wish: Wish, seed: int, voters: int) -> None:
        set_message("")
        visit.begin(Plan(wish, None, seed, voters))

    def scenario(name: str) -> None:
        set_message("")
        visit.play_scenario(name)

    def seed(text: str) -> None:
        try:
            begin(
                session.plan.first,
                whole_number(text, 1, "seed", (0, MOST_SEED)),
                session.case.voters,
            )
        except ValueError as sentence:
            set_message(str(sentence))

    def upload(file: dict[str, str]) -> None:
        try:
            case = read_upload(file["name"], file["text"])
            visit.play_file(case)
            set_message(f"{file['name']} is played.")
        except ValueError as sentence:
            set_message(str(sentence))

    with _part("What is played"):
        Choice(
            label="Scenario", value=session.plan.first.scenario, event_pick=scenario,
            options=Sent(_scenarios(session.plan.first.scenario)),
        )  # fmt: skip
        pick_one(
            "Voter agents", str(session.case.voters), _sizes(session.case.voters),
            lambda text: begin(session.plan.first, session.seed, int(text)),
        )  # fmt: skip
        solara.InputText("Seed of the random numbers", str(session.seed), on_value=seed).key(
            f"seed {session.seed}"
        )
        Plain("p", "A choice here starts again at week 0.", classes=["help"])
        Upload(label="Play a scenario file of your own (TOML)", event_read=upload)
        _Told(message)


def _scenarios(present: str) -> list[tuple[str, str, str]]:
    every = [(each.name, each.title, each.country) for each in known_scenarios()]
    own = [] if present in {name for name, *_ in every} else [(present, title_of(present), "Yours")]
    return [*own, *every]


def _sizes(present: int) -> list[str]:
    return sorted({*SIZES, str(present)}, key=int)


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
    (message, until), set_message = solara.use_state(("", 0))

    def fire(button: Button) -> None:
        try:
            visit.refuse_the_past()
            future.fire(button.name, button.event(future))
        except ValueError as sentence:
            set_message((str(sentence), future.next_week))
            return
        said = f"{button.label(future.case)}: acts in week {future.next_week}."
        set_message((said, future.next_week))
        force_update()

    with _part("Let it happen next week"):
        for button in BUTTONS:
            if button.offered(future.case):
                solara.Button(
                    button.label(future.case), on_click=lambda each=button: fire(each),
                    outlined=True, classes=["wide"],
                )  # fmt: skip
                Plain("p", button.help, classes=["help"])
        # What was said holds until that week has come.
        _Told(message if future.campaign.week < until else "")


@solara.component
def Levers(visit: Visit, future: Future) -> None:
    """Offer every lever that means something here as a switch with a start week."""
    message, set_message = solara.use_state("")
    start, set_start = solara.use_state("")
    _, again = solara.use_state(0)
    every = {name: kind for name, kind in load("levers", Lever).items()
             if means_something(future.case, kind)}  # fmt: skip

    def switch(name: str) -> None:
        try:
            visit.refuse_the_past()
            turn(future, every[name], future.lever(name) is None, start)
            set_message("")
        except ValueError as sentence:
            set_message(str(sentence))
        again(lambda count: count + 1)
        force_update()

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
    """Whether a lever's issue is one of the scenario's, and its groups of voters are told apart."""
    lever = getattr(case.levers, kind.key()) or kind()
    population = case.population
    return set(kind.roles) <= set(population.roles) and (
        lever.about is None or lever.about in population.issues
    )


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
    message, set_message = solara.use_state("")
    names = {each: name_of_group(future.case, each) for each in groups}
    shown = group if group in groups else next(iter(groups))
    changed = numbers_of(future)

    def change(parameter: Parameter, value: float) -> None:
        new = round(value) if parameter.whole else value
        if new == parameter.value:
            return
        try:
            visit.change({parameter.path: new})
            set_message(f"{_label(parameter)} is {new:g} now, from week 0 on.")
        except ScenarioError as error:
            set_message(str(error))

    def take_back() -> None:
        wish = future.wish()
        kept = {path: each for path, each in wish.changes.items() if path not in changed}
        visit.replay(visit.target[0], Wish(wish.scenario, kept, wish.whole))
        set_message("")

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
            _Slider(parameter, change)


def numbers_of(future: Future) -> list[str]:
    """Return the paths of numbers that differ from the file of the scenario.

    A whole event or lever is none: it was fired, pulled or released by hand.
    """
    return [path for path in future.wish().changes if path != "title" and not _a_deed(path)]


def _a_deed(path: str) -> bool:
    kind, *rest = path.split(".")
    return path.startswith(f"parties.{RESERVE}") or (kind in DEEDS and len(rest) < 2)


def _Slider(parameter: Parameter, change: Callable[[Parameter, float], None]) -> None:
    Knob(
        name=_label(parameter), value=parameter.value, low=parameter.low, high=parameter.high,
        step=step_of(parameter), unit=parameter.unit,
        help=f"{words(parameter.meaning)}. {parameter.low:g} to {parameter.high:g}. "
        f"Source: {parameter.source}.",
        event_change=lambda new: change(parameter, float(new)),
    ).key(parameter.path)  # fmt: skip


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
