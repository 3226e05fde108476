"""Official results of past elections beside those of the model."""

from collections.abc import Mapping
from importlib.resources import files

import pandas as pd

from model.scenario import Scenario

ELECTIONS = {
    "history-2007": "2007-08-18",
    "history-2012": "2012-01-15",
    "history-2016": "2016-03-20",
    "history-2021": "2021-01-10",
}
"""Date of the election that each history scenario stands for."""


def official(scenario: Scenario) -> pd.DataFrame:
    """Return the official vote share and seats of each party of a history scenario.

    A party is found by its label, with which its name in the table begins. Columns
    `vote_share` (of votes for parties) and `seats`; the index is the scenario's parties.
    Raises KeyError for a scenario that is no past election, and for a party not in the table.
    """
    if scenario.name not in ELECTIONS:
        raise KeyError(f"{scenario.name} is no past election; those are {', '.join(ELECTIONS)}.")
    every = _data("mazhilis_results")
    table = every[every.election_date == ELECTIONS[scenario.name]]
    rows = {}
    for name, party in scenario.parties.items():
        row = table[table.party_en.str.startswith(party.label)]
        if len(row) != 1:
            raise KeyError(f"{party.label} has {len(row)} results on {ELECTIONS[scenario.name]}.")
        rows[name] = (row.vote_share_pct.item() / 100, int(row.seats_total.item()))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["vote_share", "seats"])


def official_turnout(scenario: Scenario) -> float:
    """Return the official turnout of a history scenario, share of registered electors."""
    table = _data("mazhilis_elections").set_index("election_date")
    percent: float = table["turnout_pct"].loc[ELECTIONS[scenario.name]]
    return percent / 100


def compare(scenario: Scenario, outcome: Mapping[str, float | int | str]) -> pd.DataFrame:
    """Return official and modelled vote shares and seats, one party a row."""
    table = official(scenario).add_prefix("official_")
    for column in ("vote_share", "seats"):
        table[f"model_{column}"] = [float(outcome[f"{column}.{name}"]) for name in table.index]
    return table


def _data(name: str) -> pd.DataFrame:
    return pd.read_csv(str(files("model").joinpath("countries", "kazakhstan", f"{name}.csv")))
