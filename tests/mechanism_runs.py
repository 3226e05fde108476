"""The same replicates with a mechanism, without it, and with it at its neutral setting."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from model.measures.outcomes import Number
from model.parameters.registry import load
from model.politics.contracts import Mechanism, PartyType
from model.politics.phases import Pass
from model.politics.state import Weekly, quantities
from model.run import play
from model.scenario import Scenario, load_scenario

MECHANISMS = load("mechanisms", Mechanism)
REPLICATES = 3
SMALL = {"voters": 2000}
ADAPTED: dict[str, dict[str, Any]] = {
    "january-shock": {"mechanisms.street_protest.surprise": 0.0},
    "replication-meguid": {"mechanisms.niche_issue_ownership.answer": "adversarial"},
    "replication-hunters": {"weeks": 200},
    "replication-endogenous": {
        "weeks": 200, "mechanisms.party_birth.every": 5, "mechanisms.party_death.every": 5,
    },
}  # fmt: skip
"""How scenarios that last long are shortened, one is given an answer to show, one a usual crowd.

Forty elections see parties come and go.
"""


class Played(NamedTuple):
    """What is compared of a run."""

    scenario: Scenario
    outcome: dict[str, Number]
    weeks: dict[str, list[Number]]
    stocks: dict[str, Any]

    def value(self, name: str) -> float:
        """Return the mean over the weeks of a row, else an outcome, else the sum of a stock.

        `support.incumbent` adds up the parties of a kind.
        """
        rows = {key: float(np.mean(values)) for key, values in self.weeks.items()}
        known = {**self._by_kind_of_stock(), **self.outcome, **rows}
        if name in known:
            return float(known[name])
        prefix, kind = name.split(".")
        parties = [each for each, party in self.scenario.parties.items() if party.kind == kind]
        assert kind in load("parties", PartyType), name
        assert parties, f"{name}: nobody is a {kind} in {self.scenario.name}"
        return sum(float(known[f"{prefix}.{each}"]) for each in parties)

    def _by_kind_of_stock(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, values in self.stocks.items():
            found[name] = values.sum()
            if quantities()[name]["dims"] == "J":
                names = (f"{name}.{party}" for party in self.scenario.parties)
                found |= dict(zip(names, values, strict=True))
        return found


def shown(name: str, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return the scenario in which a mechanism is said to work, small and quick."""
    small = _small(MECHANISMS[name].shown_by)
    return small.replace(changes) if changes else small


@cache
def _small(scenario: str) -> Scenario:
    return load_scenario(scenario).replace({**SMALL, **ADAPTED.get(scenario, {})})


@cache
def _played(scenario: str, seed: int) -> Played:
    case = Scenario.model_validate_json(scenario)
    kept, election = play(case, seed)
    return Played(case, kept.outcome, kept.weeks, vars(election.campaign.state.stocks))


def played(scenario: Scenario, seed: int) -> Played:
    """Return what a replicate gives; each is played once, however many tests look at it."""
    return _played(scenario.model_dump_json(exclude_none=True), seed)


@cache
def without(name: str) -> Scenario:
    """Return the scenario of a mechanism with it switched off."""
    return shown(name, {f"mechanisms.{name}": False})


def neutral(name: str) -> Scenario:
    """Return the scenario of a mechanism with it at its neutral setting."""
    setting = MECHANISMS[name].neutral
    assert not isinstance(setting, str)
    return shown(name, {f"mechanisms.{name}.{key}": value for key, value in setting.items()})


def difference(name: str, quantity: str) -> list[float]:
    """Return what a mechanism adds to a quantity in each replicate of common random numbers."""
    return [
        played(shown(name), seed).value(quantity) - played(without(name), seed).value(quantity)
        for seed in range(1, REPLICATES + 1)
    ]


def only_recorded() -> set[str]:
    """Return what nobody but the record of the week reads, so that it moves nothing."""
    return {each for each, about in quantities().items()
            if about["read_by"] is Pass.RECORD and each in Weekly.__dataclass_fields__}  # fmt: skip
