"""What a visitor can do: fire events, pull levers, move sliders."""

from collections.abc import Callable
from typing import Any

import solara

from model.app.future import Future
from model.app.happenings import BUTTONS, Button
from model.app.looks import words
from model.parameters.parameter import Parameter
from model.parameters.registry import load, summary
from model.politics.contracts import Lever
from model.scenario import ScenarioError

Refresh = Callable[[], None]


@solara.component
def Events(future: Future, of: str, refresh: Refresh) -> None:
    """Offer the buttons that let something happen in the coming week; `of` says to which run."""
    message, set_message = solara.use_state("")

    def fire(button: Button) -> None:
        try:
            future.fire(button.name, button.event(future))
        except ValueError as sentence:
            set_message(str(sentence))
            return
        set_message(f"{button.label}: acts in week {future.next_week}.")
        refresh()

    with solara.Card(f"Let it happen now{of}"):
        for button in BUTTONS:
            with solara.Tooltip(button.help):
                solara.Button(
                    button.label, on_click=lambda each=button: fire(each), outlined=True,
                    style="width: 100%; margin-bottom: 6px",
                )  # fmt: skip
        if message:
            solara.Text(message)


@solara.component
def Levers(future: Future, refresh: Refresh) -> None:
    """Offer every lever of the folder as a switch with a start week."""
    message, set_message = solara.use_state("")
    start, set_start = solara.use_state("")
    count, set_count = solara.use_state(0)

    def switch(kind: type[Lever], on: bool) -> None:
        try:
            turn(future, kind, on, start)
        except ValueError as sentence:
            set_message(str(sentence))
        else:
            set_message("")
        set_count(count + 1)
        refresh()

    with solara.Card("Levers of the party of power"):
        solara.Text("A lever acts from its start week on; what has begun cannot be taken back.")
        solara.InputText(
            "Start week (empty: next week)", start, on_value=set_start, continuous_update=True
        )
        if message:
            solara.Warning(message)
        kinds: Any = Lever
        for name, kind in load("levers", kinds).items():
            _Switch(future, name, kind, switch)


def _Switch(
    future: Future, name: str, kind: type[Lever], switch: Callable[[type[Lever], bool], None]
) -> None:
    present = future.lever(name)
    since = f" (from week {present.start})" if present else ""
    with solara.Tooltip(f"{summary(kind)} Offends: {words(kind.offends).lower()}."):
        solara.Switch(
            label=f"{words(name)}{since}",
            value=present is not None,
            on_value=lambda on: switch(kind, on),
        )


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
def Sliders(future: Future) -> None:
    """Offer the parameters of the scenario, group by group; they act after Reset."""
    groups = grouped(future.case.parameters())
    group, set_group = solara.use_state("Leader")
    moved, set_moved = solara.use_state(0)
    message, set_message = solara.use_state("")
    wishes, name = future.wishes, future.source
    wished = wishes.changes.get(name, {})

    def change(parameter: Parameter, value: float) -> None:
        try:
            wishes.change(name, parameter.path, round(value) if parameter.whole else value)
        except ScenarioError as error:
            set_message(str(error))
        else:
            set_message("")
        set_moved(moved + 1)

    def forget() -> None:
        wishes.forget(name)
        set_moved(moved + 1)

    with solara.Card("Sliders"):
        solara.Text("A slider changes nothing until you press Reset.")
        if wished:
            solara.Info(f"{len(wished)} changed; press Reset to play with it.")
            solara.Button("Take changes back", on_click=forget, text=True, small=True)
        if message:
            solara.Warning(message)
        solara.Select("Group", list(groups), group, on_value=set_group)
        for parameter in groups.get(group, []):
            _Slider(parameter, wished.get(parameter.path, parameter.value), change)


def _Slider(parameter: Parameter, value: Any, change: Callable[[Parameter, float], None]) -> None:
    made = solara.SliderInt if parameter.whole else solara.SliderFloat
    label = words(" ".join(parameter.path.split(".")[1:][-2:] or [parameter.path]))
    with solara.Column(gap="0", classes=["parameter"]):
        solara.Text(f"{label}: {value:g} {parameter.unit}")
        made(
            label, value=value, min=_end(parameter, parameter.low), max=_end(parameter, parameter.high),
            step=step_of(parameter), on_value=lambda new: change(parameter, new),
        ).key(parameter.path)  # fmt: skip
        solara.Text(
            f"{words(parameter.meaning)}. {parameter.low:g} to {parameter.high:g}. Source: {parameter.source}.",
            classes=["help"],
        )


def _end(parameter: Parameter, value: float) -> Any:
    return int(value) if parameter.whole else float(value)


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
    """Sort parameters by what they belong to; the first part of the path, or two for parts."""
    groups: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        steps = parameter.path.split(".")
        deep = steps[0] in ("parties", "mechanisms", "levers", "events") and len(steps) > 2
        name = words(": ".join(steps[:2])) if deep else words(steps[0])
        if len(steps) == 1:
            name = "Size and calendar"
        if steps[:2] != ["parties", "new_oligarch_party"] and parameter.path != "voters":
            groups.setdefault(name, []).append(parameter)
    return dict(sorted(groups.items()))
