"""Parties that stand or govern together: what they have, and who holds office."""

import pandas as pd

from model.scenario import Scenario

POWER = "in power"
"""What the parties that share the state are called together."""


def loses_office(seats: pd.DataFrame, scenario: Scenario) -> pd.Series:
    """Return whether a party or alliance has more seats than those in power have together.

    `seats` has a row a run and a column for each party of the scenario.
    """
    alliance = {name: key for key, each in scenario.alliances.items() for name in each.members}
    side = {
        name: POWER if party.kind == "incumbent" else alliance.get(name, name)
        for name, party in scenario.parties.items()
    }
    won = seats.rename(columns=side).T.groupby(level=0).sum().T
    return won.drop(columns=POWER).max(axis=1) > won[POWER]


def with_alliances(runs: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return runs with what the members of each alliance have together, under its name."""
    together = {
        f"{outcome}.{name}": runs[[f"{outcome}.{member}" for member in alliance.members]].sum(
            axis=1
        )
        for outcome in ("vote_share", "seat_share")
        for name, alliance in scenario.alliances.items()
    }
    return runs.assign(**together)
