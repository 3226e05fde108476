"""Shipped scenarios of a size, scenarios with names as a factor, and parties by their role."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.study.design import SCENARIO, Factor
from experiments.study.errors import UserError
from model.ballot.tiers.tiered_law import TieredLaw
from model.scenario import Scenario, load_scenario
from model.society.country import Country

ENTRANT, SPLINTER = "oligarch_entrant", "niche"
"""The kinds of party that questions ask for: a fresh party that a founder pays for; a splinter."""

YEAR = 52
"""Weeks of the campaigns for which the weeks of questions were chosen."""
VOTERS, QUICK_VOTERS = 10_000, 5_000


def scenario_of_size(name: str, quick: bool, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return a shipped scenario with the number of voter agents of a quick or a full study."""
    voters = {"voters": QUICK_VOTERS if quick else VOTERS}
    return load_scenario(name).replace({**voters, **(changes or {})})


def variants(base: Scenario, changes: Mapping[str, Mapping[str, Any]]) -> dict[str, Scenario]:
    """Return the scenario with the changes of each variant, by the variant's name.

    Raises ScenarioError for a path that does not exist or a value out of range.
    """
    return {name: base.replace(change) for name, change in changes.items()}


def without_each(base: Scenario, mechanisms: Sequence[str]) -> dict[str, Scenario]:
    """Return the scenario as it is, named `all`, and lacking each of the mechanisms in turn."""
    lacking = {name: base.replace({f"mechanisms.{name}": False}) for name in mechanisms}
    return {"all": base, **lacking}


def scenario_factor(named: Mapping[str, Scenario]) -> Factor:
    """Return the factor that runs over the names."""
    return Factor(SCENARIO, tuple(named))


def party_of(scenario: Scenario, kind: str) -> str:
    """Return the first party of a kind. Raises UserError if there is none."""
    kinds = ((name, party.kind) for name, party in scenario.parties.items())
    return _first(kinds, kind, scenario.name)


def party_among(parties: pd.DataFrame, kind: str) -> str:
    """Return the first party of a kind among those of results (columns `party` and `kind`)."""
    return _first(zip(parties["party"], parties["kind"], strict=True), kind, "the results")


def standing(scenario: Scenario, kind: str, week: int) -> Scenario:
    """Return the scenario with its first party of a kind on the ballot from a week on."""
    path = f"parties.{party_of(scenario, kind)}.stands_from"
    return scenario.replace({path: in_time(scenario, week)})


def in_time(scenario: Scenario, week: int) -> int:
    """Return a week that comes before polling day, or else the same part of a shorter campaign."""
    return week if week < scenario.weeks else round(week * scenario.weeks / YEAR)


def money_in(country: Country, price: float) -> float:
    """Return money as the model's prices have it, in the money of a country."""
    worth = country.stated.money_worth
    return price if worth == 1 else price * worth  # so that whole numbers stay whole


THRESHOLD = "law.threshold"
THRESHOLDS = (0.0, 0.03, 0.05, 0.07, 0.10)
"""Thresholds that questions compare (chosen)."""
PRESENT = 0.05
"""The threshold of the first case in February 2022; its scenario names the source."""


def threshold_of(scenario: Scenario) -> str:
    """Return the path of the threshold for lists. Raises UserError for a law without lists."""
    law = scenario.law
    if "threshold" in type(law).model_fields:
        return THRESHOLD
    tiers = law.list_of_tiers() if isinstance(law, TieredLaw) else {}
    lists = (name for name, tier in tiers.items() if tier.units != "districts")
    if (name := next(lists, None)) is None:
        raise UserError(
            f"{scenario.name}: its law has districts and no lists with a threshold, which this "
            "question is about; put it to a scenario whose law has such lists."
        )
    return f"law.tiers.{name}.threshold"


def happening(scenario: Scenario, name: str, event: Mapping[str, Any]) -> Scenario:
    """Return the scenario with its event of that name, or with the given one if it has none."""
    return scenario if name in scenario.events else scenario.replace({f"events.{name}": event})


def leaving(scenario: Scenario) -> tuple[Scenario, str]:
    """Return the scenario with a leader who leaves, and the event in which he does."""
    own = (name for name, each in scenario.events.items() if "attachment" in each.to)
    name = next(own, "leader_leaves")
    return happening(scenario, name, leader_leaves(scenario)), name


def leader_leaves(scenario: Scenario) -> dict[str, Any]:
    """Return what happens in a scenario without such an event; the week is assumed."""
    week = in_time(scenario, 8)
    return {"name": "the leader leaves the party", "week": week, "to": {"attachment": 0.0}}


def _first(kinds: Iterable[tuple[str, str]], kind: str, where: str) -> str:
    found = next((name for name, each in kinds if each == kind), None)
    if found is None:
        raise UserError(
            f"{where}: has no party of the kind {kind}, which this question is about; give it one, "
            "or put the question to another scenario."
        )
    return found
