"""Shipped scenarios of a size, and scenarios with names as one factor of a design."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.study.design import SCENARIO, Factor
from model.scenario import Scenario, load_scenario

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
