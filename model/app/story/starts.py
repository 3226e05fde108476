"""Ways in: guided starts, and the same course of events again without one thing."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from model.app.future import Future
from model.app.plan import Wish
from model.app.story.reasons import notes
from model.display.looks import looks, words
from model.parameters.registry import summary
from model.scenario import shipped_scenarios
from model.society.country import (
    first_scenario,
    home_of,
    label_of,
    shipped_scenario,
)

MOST_STARTS = 6
MOST_WITHOUT = 6
MOST_MECHANISMS = 2
MACHINE = "administrative_mobilisation"


class Known(NamedTuple):
    """A shipped scenario: its name, its title, the country in whose folder it lies."""

    name: str
    title: str
    country: str


@cache
def known_scenarios() -> tuple[Known, ...]:
    """Return the shipped scenarios, those of the first country first, by title."""
    found = [_known(name) for name in shipped_scenarios()]
    first = _known(first_scenario())
    order = sorted(found, key=lambda each: (each.country != first.country, each.country,
                                            each.name != first.name, each.title))  # fmt: skip
    return tuple(order)


def _known(name: str) -> Known:
    file = shipped_scenario(name)
    assert file is not None
    title = tomllib.loads(file.read_text(encoding="utf-8")).get("title", words(name))
    folder = home_of(file)
    return Known(name, title, label_of(folder) if folder else "No country")


def title_of(scenario: str) -> str:
    """Return what a scenario is called in words; a file of the visitor's by its name."""
    titles = {each.name: each.title for each in known_scenarios()}
    return titles.get(scenario, Path(scenario).stem)


def starts(scenario: str) -> list[Known]:
    """Return the guided starts for the country of a scenario."""
    known = {each.name: each for each in known_scenarios()}
    here = known.get(scenario, known[first_scenario()]).country
    file = Path(str(shipped_scenario(first_scenario()))).parents[2] / "first.toml"
    chosen = tomllib.loads(file.read_text(encoding="utf-8")).get("starts", [])
    guided = [known[name] for name in chosen if name in known and known[name].country == here]
    rest = [each for each in known.values() if each.country == here and each not in guided]
    return (guided or rest)[:MOST_STARTS]


class Without(NamedTuple):
    """Something that can be left out when the same is played again: words, path, what it does."""

    text: str
    path: str
    note: str = ""


def leave_out(future: Future) -> list[Without]:
    """Return what the same course of events could be played without, what was done first."""
    shown = future.as_shown()
    day = future.campaign.week
    happened = [
        Without(words(event.name), f"events.{key}")
        for key, event in shown.events.items() if event.week <= day
    ]  # fmt: skip
    pulled = [
        Without(f"The lever {words(name).lower()}", f"levers.{name}", summary(type(lever)))
        for name, lever in shown.levers.active().items() if lever.start <= day
    ]  # fmt: skip
    labels = dict(zip(future.case.parties, looks(future.case.parties), strict=True))
    entered = [
        Without(labels[entry.who].label, f"parties.{entry.who}")
        for entry in future.campaign.log
        if entry.week > 0 and entry.what in ("entry", "founded") and entry.who in shown.parties
        and shown.incumbent is not None
    ]  # fmt: skip
    every = [*happened, *pulled, *_mechanisms(future), *entered]
    return list(dict.fromkeys(every))[:MOST_WITHOUT]


def _mechanisms(future: Future) -> list[Without]:
    """Return the machine that brings people to the polls, and what moved support most."""
    active = {words(name): name for name in future.case.mechanisms.active()}
    said = notes(future.campaign)
    sums = future.ledger.sums
    order = sorted(sums, key=lambda name: -abs(sums[name]))
    moved = [active[name] for name in order if name in active][:MOST_MECHANISMS]
    names = [MACHINE, *moved] if MACHINE in active.values() else moved
    return [Without(words(name), f"mechanisms.{name}", said[words(name)]) for name in names]


def without(future: Future, path: str) -> Wish:
    """Return the wish for the same without one thing; raises ScenarioError if that cannot be."""
    return future.wish_like(future.as_shown().replace({path: False}))
