"""What the model has, as plain rows: the command shows them, other programs read them.

What only experiments and claims need is imported there, for it brings figures and statistics.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from model.measures.outcomes import OUTCOMES
from model.parameters.parameter import Part
from model.parameters.registry import load, summary
from model.politics.contracts import Actor, ElectoralLaw, Lever, Mechanism, PartyType, Strategy
from model.politics.phases import POLLING_DAY, WEEK, Pass, Phase
from model.politics.state import Weekly, quantities, read_by
from model.scenario import Scenario, load_scenario, shipped_scenarios
from model.society.country import first_scenario, label_of, shipped_countries, shipped_country

Row = dict[str, Any]

RESULTS = Path("results")
"""Where experiments lie whose verdicts stand beside the claims."""


def listed(kind: str, scenario: str | None, whole: bool = False) -> list[Row]:
    """Return a row for each thing of a kind.

    Parameters are those of a scenario that can matter in it, or all of them if the `whole` is
    asked for; of mechanisms a scenario shows the order of its week.
    """
    if kind == "parameters":
        return parameters(load_scenario(scenario or first_scenario()), whole)
    if kind == "mechanisms" and scenario:
        return list(week_of(load_scenario(scenario)))
    tables: dict[str, Callable[[], list[Row]]] = {
        "countries": countries,
        "scenarios": scenarios,
        "mechanisms": lambda: parts("mechanisms", Mechanism, "phase", "shown_by"),
        "levers": lambda: parts("levers", Lever, "shown_by"),
        "parties": lambda: parts("parties", PartyType),
        "strategies": lambda: parts("strategies", Strategy),
        "laws": lambda: parts("laws", ElectoralLaw, "example", "cannot"),
        "experiments": questions,
        "figures": figures,
        "claims": claims,
        "outcomes": outcomes,
        "quantities": state_quantities,
    }
    return tables[kind]()


def countries() -> list[Row]:
    """Return the shipped countries."""
    labels = {name: label_of(shipped_country(name)) for name in shipped_countries()}
    return [{"name": name, "summary": label} for name, label in labels.items()]


def scenarios() -> list[Row]:
    """Return the shipped scenarios."""
    loaded = {name: load_scenario(name) for name in shipped_scenarios()}
    return [
        {"name": name, "country": each.country.name, "summary": each.title}
        for name, each in loaded.items()
    ]


def parts(folder: str, contract: type[Part], *also: str) -> list[Row]:
    """Return what lies in a folder of the model, each part with what it says of itself."""
    return [
        {"name": name, "summary": summary(kind)}
        | {each: _word(getattr(kind, each)) for each in also}
        for name, kind in load(folder, contract).items()
    ]


def _word(said: Any) -> str:
    if isinstance(said, Phase):
        return said.name
    return str(said.value if isinstance(said, Pass) else said)


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


def questions() -> list[Row]:
    """Return the experiments, each with its question."""
    from experiments.questions import experiment, names

    return [{"name": name, "summary": experiment(name).question()} for name in names()]


def figures() -> list[Row]:
    """Return the kinds of figure: what each shows, and the options of `figures` that it obeys."""
    from experiments.figures import charts

    return [
        {
            "name": each.kind(),
            "summary": summary(each),
            "obeys": [f"--{option}" for option in sorted(each.obeys)],
        }
        for each in charts()
    ]


def claims() -> list[Row]:
    """Return the claims of the analysis, each with what the model says of it."""
    from experiments.publish.analysis_claims import claims_of_the_analysis

    return list(claims_of_the_analysis(RESULTS))


def outcomes() -> list[Row]:
    """Return the outcomes of a run: the words for each, its unit, and what exactly it is."""
    return [
        {"name": name, "words": each.words, "unit": each.unit, "what": summary(each.of)}
        for name, each in OUTCOMES.items()
    ]


def state_quantities() -> list[Row]:
    """Return the quantities that parts and events change: which last, which each week clears.

    A table of the week is read last in the step named; changes that come later are lost.
    """
    return [
        {
            "name": name,
            "from week to week": "cleared" if name in CLEARED else "lasts",
            "read last in": _word(about["read_by"]) if name in CLEARED else "",
            "shape": " x ".join(about["dims"]) or "1",
            "meaning": about["meaning"],
            "unit": about["unit"],
        }
        for name, about in quantities().items()
    ]


CLEARED = {each.name for each in fields(Weekly)}
"""Tables of the week."""


def can_matter(scenario: Scenario) -> Callable[[str], bool]:
    """Return what says of a path whether anything in a scenario reads the parameter there.

    Parts that are switched off have no parameters. Of the rest, opening values are idle whose
    stock no part that is switched on reads, and so is the strategy of parties where none move.
    """
    mechanisms = scenario.mechanisms.active()
    active: list[Actor] = [*mechanisms.values(), *scenario.levers.active().values()]
    read = {name for each in active for name in each.reads}
    spends = bool(mechanisms.keys() & {"campaign_spending", "elite_defection"})

    def answer(path: str) -> bool:
        first, last = path.split(".")[0], path.split(".")[-1]
        if first == "parties" and ".strategy." in path:
            return "party_strategies" in mechanisms
        if first == "parties" and last == "income":
            return spends
        if first == "elites":
            return bool(mechanisms.keys() & {"elite_defection", "party_foundation"})
        return first != "parties" or last not in OPENING or OPENING[last] in read

    return answer


OPENING = {
    "organisation": "organisation", "funds": "funds", "wealth": "fortune",
    "promises": "promises", "delivery": "delivery",
}  # fmt: skip
"""Stocks that only parts read, by the parameter of a party that sets them at the opening."""


def parameters(scenario: Scenario, whole: bool = False) -> list[Row]:
    """Return the parameters of a scenario by path, with value, range, unit, source and meaning.

    Those that cannot matter in it are left out unless the `whole` is asked for.
    """
    matters = can_matter(scenario)
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
        for parameter in scenario.parameters()
        if whole or matters(parameter.path)
    ]
