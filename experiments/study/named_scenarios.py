"""Scenarios with names as one factor of a design: what is asked is which of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.study.design import SCENARIO, Factor
from model.scenario import Scenario


def variants(base: Scenario, changes: Mapping[str, Mapping[str, Any]]) -> dict[str, Scenario]:
    """Return the scenario with the changes of each variant, by the variant's name.

    Raises ScenarioError for a path that does not exist or a value out of range.
    """
    return {name: base.replace(change) for name, change in changes.items()}


def without_each(base: Scenario, mechanisms: Sequence[str]) -> dict[str, Scenario]:
    """Return the scenario as it is, named `all`, and lacking each of the mechanisms in turn."""
    lacking = {name: base.replace({f"mechanisms.{name}": False}) for name in mechanisms}
    return {"all": base, **lacking}


def which(named: Mapping[str, Scenario]) -> Factor:
    """Return the factor that runs over the names."""
    return Factor(SCENARIO, tuple(named))
