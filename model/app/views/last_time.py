"""The election before a campaign, as far as the folder of its country tells of it."""

from typing import NamedTuple

import pandas as pd

from model.measures.sides import in_power, one_office
from model.scenario import Scenario
from model.society.country import folder_of, is_country
from model.society.country_tables import ELECTIONS

RESULTS = "results.csv"


class LastTime(NamedTuple):
    """When it was, and the shares of the votes that those in power had then, by unit."""

    year: str
    shares: dict[str, float]


def last_time(case: Scenario) -> LastTime | None:
    """Return the election before; None where the folder has no votes of those in power at one.

    It is the last of its kind, of a house or of a president, before the election that the
    scenario stands for; before a campaign that stands for none, the last of all.
    """
    country = case.country.name
    if not is_country(country):
        return None
    folder = folder_of(country)
    if not all((folder / name).is_file() for name in (ELECTIONS, RESULTS)):
        return None
    name, date = _before(pd.read_csv(folder / ELECTIONS, dtype=str), case)
    results = pd.read_csv(folder / RESULTS)
    shares = _shares(results[results["election"] == name], case)
    return LastTime(date[:4], shares) if shares else None


def _before(elections: pd.DataFrame, case: Scenario) -> tuple[str, str]:
    """Return name and date of the election before; no words where there was none."""
    kind = "president" if one_office(case) else "house"
    held = elections[elections["contest"] == kind].set_index("election")["date"].sort_values()
    before = held[held < held[case.election]] if case.election in held else held
    return next(((str(name), str(date)) for name, date in before[::-1].items()), ("", ""))


def _shares(every: pd.DataFrame, case: Scenario) -> dict[str, float]:
    """Return what those in power had in each unit, of the valid votes."""
    names, told = in_power(case).names, every.dropna(subset="vote_share")
    allied = [key for key, each in case.alliances.items() if set(each.members) == set(names)]
    apart, whole = (
        told[told["party"].isin(which)].groupby("unit")["vote_share"].sum()
        for which in (names, allied)
    )
    shares = whole.combine_first(apart)  # of a unit the alliance may be told, its members not
    if "share_base" in every and (every["share_base"] == "ballots").all():
        shares = shares / told.groupby("unit")["vote_share"].sum()  # the others were not valid
    return {str(unit): float(share) for unit, share in shares.dropna().items()}
