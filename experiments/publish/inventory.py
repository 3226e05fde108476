"""What the model has, as plain rows: the command shows them, other programs read them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from experiments.questions import experiment, names
from model.parameters.registry import load, summary
from model.politics.contracts import Actor, ElectoralLaw, Lever, Mechanism, PartyType, Strategy
from model.politics.phases import POLLING_DAY, WEEK, Pass, Phase
from model.politics.state import read_by
from model.scenario import Scenario, load_scenario, shipped_scenarios
from model.society.country import first_scenario, label_of, shipped_countries, shipped_country

Row = dict[str, Any]

# A contract cannot be made itself, which is all that the type checker minds here.
MECHANISM: Any = Mechanism
LEVER: Any = Lever
LAW: Any = ElectoralLaw


def listed(kind: str, scenario: str | None) -> list[Row]:
    """Return a row for each thing of a kind.

    Parameters are those of a scenario; of mechanisms a scenario shows the order of its week.
    """
    if kind == "parameters":
        return parameters(scenario or first_scenario())
    if kind == "mechanisms" and scenario:
        return list(week_of(load_scenario(scenario)))
    tables: dict[str, Callable[[], list[Row]]] = {
        "countries": countries,
        "scenarios": scenarios,
        "mechanisms": mechanisms,
        "levers": levers,
        "parties": lambda: parts("parties", PartyType),
        "strategies": lambda: parts("strategies", Strategy),
        "laws": laws,
        "experiments": questions,
    }
    return tables[kind]()


def countries() -> list[Row]:
    """Return the shipped countries."""
    labels = {name: label_of(shipped_country(name)) for name in shipped_countries()}
    return [{"name": name, "summary": label} for name, label in labels.items()]


def scenarios() -> list[Row]:
    """Return the shipped scenarios."""
    loaded = {name: load_scenario(name) for name in shipped_scenarios()}
    return [{"name": name, "summary": each.title} for name, each in loaded.items()]


def parts(folder: str, contract: type[Any]) -> list[Row]:
    """Return what lies in a folder of the model."""
    return [
        {"name": name, "summary": summary(kind)} for name, kind in load(folder, contract).items()
    ]


def mechanisms() -> list[Row]:
    """Return the mechanisms, each with its phase and the scenario that shows it."""
    return [
        {
            "name": name,
            "summary": summary(kind),
            "phase": kind.phase.name,
            "shown_by": kind.shown_by,
        }
        for name, kind in load("mechanisms", MECHANISM).items()
    ]


def week_of(scenario: Scenario) -> Iterator[Row]:
    """Yield what a week of a scenario executes, in order: step, who acts, reads and changes."""
    actors: list[Actor] = [*scenario.levers.active().values()]
    actors += scenario.mechanisms.active().values()
    for step in (*WEEK, *POLLING_DAY):
        if isinstance(step.acts, Pass):
            yield _row(step.acts.value, "everybody", read_by(step.acts), PUBLISHED[step.acts])
            continue
        if step.acts is Phase.CALENDAR:
            yield from _calendar(scenario)
        for actor in actors:
            if actor.phase is step.acts:
                yield _row(step.acts.name, actor.key(), actor.reads, actor.changes)


def _calendar(scenario: Scenario) -> Iterator[Row]:
    step = Phase.CALENDAR.name
    for name, event in scenario.events.items():
        yield _row(step, f"event {name}", (), sorted({*event.by, *event.to}))
    if any(party.stands_from for party in scenario.parties.values()):
        yield _row(step, "parties whose week has come", (), ("standing",))


PUBLISHED = {
    Pass.VOTERS: ("intention", "protest", "protest_mean", "supporters"),
    Pass.ASKED: ("answers", "undecided"),
    Pass.RECORD: (),
    Pass.VOTE: ("votes", "seats"),
}
"""What becomes known when everybody acts."""


def _row(step: str, who: str, reads: Sequence[str], changes: Sequence[str]) -> Row:
    return {"step": step, "who": who, "reads": list(reads), "changes": list(changes)}


def levers() -> list[Row]:
    """Return the levers, each with the scenario that shows it."""
    return [
        {"name": name, "summary": summary(kind), "shown_by": kind.shown_by}
        for name, kind in load("levers", LEVER).items()
    ]


def laws() -> list[Row]:
    """Return the laws, each with countries that have or had it and with what it cannot say."""
    return [
        {
            "name": name,
            "summary": summary(kind),
            "example": kind.example,
            "cannot": kind.cannot,
        }
        for name, kind in load("laws", LAW).items()
    ]


def questions() -> list[Row]:
    """Return the experiments, each with its question."""
    return [{"name": name, "summary": experiment(name).question()} for name in names()]


def parameters(scenario: str) -> list[Row]:
    """Return the parameters of a scenario by path, with value, range, unit, source and meaning."""
    return [
        {
            "path": parameter.path,
            "value": parameter.value,
            "low": parameter.low,
            "high": parameter.high,
            "unit": parameter.unit,
            "meaning": parameter.meaning,
            "source": parameter.source,
        }
        for parameter in load_scenario(scenario).parameters()
    ]
