"""Official results of past elections beside those of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.study.errors import UserError
from model.measures.outcomes import OUTCOMES
from model.parameters.names import AGAINST_ALL
from model.scenario import Scenario, load_scenario
from model.society.country import folder_of, scenarios_of

HALF_A_YEAR = pd.Timedelta(weeks=26)
"""Polls older than this say little of the vote (chosen)."""


def past_elections(country: str) -> dict[str, Scenario]:
    """Return the scenarios of a country that stand for a past election, by name, by date.

    Raises UserError where the country has none, or its table of elections lacks one.
    """
    loaded = (load_scenario(str(file)) for file in scenarios_of(folder_of(country)))
    found = {each.name: each for each in loaded if each.election}
    if not found:
        raise UserError(
            f"{country}: no scenario stands for a past election; write one that says "
            'election = "NAME", where NAME is a row of elections.csv.'
        )
    if lost := [each.election for each in found.values() if not is_past(each)]:
        raise UserError(f"{country}: elections.csv has no row {', '.join(lost)}; add it.")
    return dict(sorted(found.items(), key=lambda each: str(election(each[1])["date"])))


def country_table(scenario: Scenario, name: str) -> pd.DataFrame:
    """Return a table of the scenario's country. Raises UserError if there is none."""
    file = folder_of(scenario.country.name) / f"{name}.csv"
    if not file.is_file():
        raise UserError(f"{file}: is not there; see COUNTRIES.md for what it holds.")
    return pd.read_csv(file)


def has_table(scenario: Scenario, name: str) -> bool:
    """Whether the scenario's country has a table of that name."""
    return Path(folder_of(scenario.country.name), f"{name}.csv").is_file()


def election(scenario: Scenario) -> pd.Series:
    """Return what is known of the election that a scenario stands for.

    Raises KeyError for a scenario that is no past election.
    """
    known = _elections(scenario) if scenario.election else pd.DataFrame()
    if scenario.election not in known.index:
        raise KeyError(f"{scenario.name} is no past election.")
    return known.loc[[scenario.election]].iloc[0]


def when(scenario: Scenario) -> str:
    """Return the year of a past election, and the contest if it is no house: both may be in one.

    Raises KeyError for a scenario that is no past election.
    """
    about = election(scenario)
    year, contest = str(about["date"])[:4], about["contest"]
    return year if contest == "house" else f"{year}, {contest}"


def is_past(scenario: Scenario) -> bool:
    """Whether a scenario stands for a past election that its country's tables know."""
    return bool(scenario.election) and scenario.election in _elections(scenario).index


def _elections(scenario: Scenario) -> pd.DataFrame:
    return country_table(scenario, "elections").set_index("election")


def official(scenario: Scenario) -> pd.DataFrame:
    """Return the official vote share and seats of each party of a past election.

    Columns `vote_share` and `seats`; the index is the scenario's parties. Shares are of the votes
    for parties and, where that was possible, against all, as in the model; some commissions
    publish shares of ballots. Raises KeyError for a scenario that is no past election, and
    UserError for a party whose share is not in the table.
    """
    there = election(scenario).name
    known = country_table(scenario, "results")
    known = known[(known["election"] == there) & (known["unit"] == "country")]
    known = known.set_index("party")[["vote_share", "seats"]]
    shares = known["vote_share"].dropna()
    if lacking := [each for each in scenario.parties if each not in shares]:
        raise UserError(
            f"{scenario.name}: results.csv has no vote_share of {', '.join(lacking)} at {there}, "
            "and more numbers than results are not fitted; add it, or take the party out."
        )
    valid = [*scenario.parties, *known.index.intersection([AGAINST_ALL])]
    known["vote_share"] /= known.loc[valid, "vote_share"].sum()
    return known.loc[list(scenario.parties)]


def official_turnout(scenario: Scenario) -> float:
    """Return the official turnout of a past election, share of registered electors.

    Raises KeyError for a scenario that is no past election, and UserError if it is not known.
    """
    turnout = float(election(scenario)["turnout"])
    if np.isnan(turnout):
        raise UserError(
            f"{scenario.name}: elections.csv has no turnout of {scenario.election}, and more "
            "numbers than results are not fitted; add it."
        )
    return turnout


@dataclass(frozen=True)
class Figure:
    """A figure of an election that was known, how well (SD), and where it comes from."""

    outcome: str
    value: float
    spread: float
    source: str


def figures(scenario: Scenario) -> tuple[Figure, ...]:
    """Return what `targets.csv` of its country knows of the election of a scenario.

    `support.incumbent` there is the support of the party of power. Raises UserError for a share
    that is given in per cent.
    """
    if not (scenario.election and has_table(scenario, "targets")):
        return ()
    known = country_table(scenario, "targets")
    known = known[known["election"] == scenario.election]
    if problems := target_problems(known):
        raise UserError("\n".join(f"{scenario.country.name}: {each}" for each in problems))
    power = f".{scenario.incumbent}"
    return tuple(
        Figure(str(outcome).replace(".incumbent", power), float(value), float(spread), str(source))
        for outcome, value, spread, source in known[
            ["outcome", "value", "spread", "source"]
        ].itertuples(index=False)
    )


def target_problems(known: pd.DataFrame) -> list[str]:
    """Tell of the rows of `targets.csv` that are no share where their outcome is one."""
    rows = known[["election", "outcome", "value"]].itertuples(index=False)
    return [
        f"targets.csv, {election}: given {outcome} = {value:g}, allowed is 0 .. 1; it is a share, "
        "so write 45 % as 0.45"
        for election, outcome, value in rows
        if _is_share(str(outcome)) and not 0 <= value <= 1
    ]


def _is_share(outcome: str) -> bool:
    known = OUTCOMES.get(outcome.split(".")[0])
    return known is not None and known.is_share


def polled(scenario: Scenario) -> float:
    """Return the mean rating of the party of power in polls of the half year before the vote.

    Share of all asked, from `series.csv` of the country; not a number where no poll is known.
    """
    if not has_table(scenario, "series"):
        return float("nan")
    series = country_table(scenario, "series")
    day = pd.Timestamp(election(scenario)["date"])
    asked = pd.to_datetime(series["date"], format="ISO8601")
    near = (asked < day) & (asked > day - HALF_A_YEAR)
    ratings = series.loc[near & (series["what"] == f"rating:{scenario.incumbent}"), "value"]
    return float(ratings.mean())


def compare(scenario: Scenario, outcome: Mapping[str, float | int | str]) -> pd.DataFrame:
    """Return official and modelled vote shares and seats, one party a row."""
    found = official(scenario).add_prefix("official_")
    for column in ("vote_share", "seats"):
        found[f"model_{column}"] = [float(outcome[f"{column}.{name}"]) for name in found.index]
    return found
