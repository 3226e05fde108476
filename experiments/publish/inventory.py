"""What the model has, as plain rows: the command shows them, other programs read them."""

from collections.abc import Callable
from typing import Any

from experiments.questions import experiment, names
from model.parameters.registry import load, summary
from model.politics.contracts import ElectoralLaw, Lever, Mechanism, PartyType, Strategy
from model.scenario import load_scenario, shipped_scenarios
from model.society.country import label_of, shipped_countries, shipped_country

Row = dict[str, Any]

# A contract cannot be made itself, which is all that the type checker minds here.
MECHANISM: Any = Mechanism
LEVER: Any = Lever
LAW: Any = ElectoralLaw


def listed(kind: str, scenario: str) -> list[Row]:
    """Return a row for each thing of a kind; the scenario is the one whose parameters are meant."""
    if kind == "parameters":
        return parameters(scenario)
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
