"""Parties by the role they play, so that a question may be put to any country."""

from collections.abc import Iterable

import pandas as pd

from experiments.study.errors import UserError
from model.scenario import Scenario

ENTRANT, SPLINTER = "oligarch_entrant", "niche"
"""The kinds of party that questions ask for: a fresh party that a founder pays for; a splinter."""


def party_of(scenario: Scenario, kind: str) -> str:
    """Return the first party of a kind. Raises UserError if there is none."""
    kinds = ((name, party.kind) for name, party in scenario.parties.items())
    return _first(kinds, kind, scenario.name)


def party_among(parties: pd.DataFrame, kind: str) -> str:
    """Return the first party of a kind among those of results (columns `party` and `kind`)."""
    return _first(zip(parties["party"], parties["kind"], strict=True), kind, "the results")


def standing(scenario: Scenario, kind: str, week: int) -> Scenario:
    """Return the scenario with its first party of a kind on the ballot from a week on."""
    return scenario.replace({f"parties.{party_of(scenario, kind)}.stands_from": week})


def _first(kinds: Iterable[tuple[str, str]], kind: str, where: str) -> str:
    found = next((name for name, each in kinds if each == kind), None)
    if found is None:
        raise UserError(
            f"{where}: has no party of the kind {kind}, about which this question is; give it one, "
            "or ask it of another scenario."
        )
    return found
