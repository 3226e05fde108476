"""Inputs of the page: a number by slider or typing, the weeks played, the address."""

from collections.abc import Callable
from typing import Any

import solara

from model.app.elements.wire import Sent, unpacked


@solara.component_vue("knob.vue")
def Knob(
    name: str,
    value: float,
    low: float,
    high: float,
    step: float,
    unit: str,
    help: str,
    answered: int,
    event_change: Callable[[float], None],
) -> None:
    """Offer a number with its name and unit: to slide or to type, told when it is let go.

    Whenever `answered` changes the fields show the value again, whatever was typed.
    """


@solara.component_vue("timeline.vue", to_json={"marks": unpacked})
def Timeline(
    week: int,
    now: int,
    last: int,
    marks: Sent,
    event_look: Callable[[int], None],
) -> None:
    """Show how far the campaign is, with marks for what happened; any week played can be picked."""


@solara.component_vue("address.vue")
def Address(state: dict[str, Any], event_arrive: Callable[[str], None]) -> None:
    """Keep the address of the page; tells what it says after Back and Forward."""


@solara.component_vue("choice.vue", to_json={"options": unpacked})
def Choice(label: str, value: str, options: Sent, event_pick: Callable[[str], None]) -> None:
    """Offer one of several: value, words and group of each."""


def pick_one(
    label: str, value: str, options: list[str], pick: Callable[[str], None]
) -> solara.Element:
    """Offer one of several that are called by themselves."""
    return Choice(
        label=label,
        value=value,
        options=Sent([[each, each, ""] for each in options]),
        event_pick=pick,
    )


@solara.component_vue("switches.vue", to_json={"items": unpacked})
def Switches(items: Sent, event_turn: Callable[[str], None]) -> None:
    """Show switches that are on when the items say so, whatever was clicked."""
