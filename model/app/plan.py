"""What a visitor has asked for: the scenario to play after Reset, and with which changes."""

from dataclasses import dataclass, field
from typing import Any

from model.parties.oligarch_entrant import OligarchEntrant
from model.politics.contracts import PartyType
from model.scenario import Scenario, ScenarioError, load_scenario

RESERVE = "new_oligarch_party"
"""A column for the party that the button founds; while it does not stand it changes nothing."""

NEVER = 100_000
"""Week in which the reserve would stand by itself."""


@dataclass
class Wishes:
    """The sliders that were moved, by scenario; Reset plays with them."""

    changes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def change(self, scenario: str, path: str, value: Any) -> None:
        """Note a slider's value; raises ScenarioError if the scenario cannot have it."""
        wished = {**self.changes.get(scenario, {}), path: value}
        load_scenario(scenario).replace(wished)
        self.changes[scenario] = wished

    def forget(self, scenario: str) -> None:
        """Take all sliders of a scenario back to where its file puts them."""
        self.changes.pop(scenario, None)

    def case(self, scenario: str, voters: int) -> Scenario:
        """Return the scenario with the changes and number of voters asked for."""
        wished = {**self.changes.get(scenario, {}), "voters": int(voters)}
        return load_scenario(scenario).replace(wished)


@dataclass
class Plan:
    """What one visitor wants of both runs; lives as long as the tab. `rival` names the second."""

    first: Wishes = field(default_factory=Wishes)
    second: Wishes = field(default_factory=Wishes)
    rival: str = ""


def with_reserve(case: Scenario) -> Scenario:
    """Return the case with a column for one more oligarch's party, if there is room for it."""
    reserve: PartyType = OligarchEntrant(label="New oligarch party", stands_from=NEVER)
    try:
        return case.replace({f"parties.{RESERVE}": reserve.model_dump(mode="json")})
    except ScenarioError:
        return case


def without_reserve(case: Scenario) -> Scenario:
    """Return the case without the column that was kept for one more party."""
    return case.replace({f"parties.{RESERVE}": False})
