"""What is to be expected of a scenario: chance and ignorance apart, beside simple rules.

Runs are nested: so many draws of what is not known, so many seeds of each. The spread around the
mean of a draw is chance; that of all runs holds both.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import predictive, wilson
from experiments.evidence.swings import MAJORITY
from experiments.evidence.tables import CONTROL, NO_SPLIT, SPLIT, exits
from experiments.inference.official_results import (
    country_table,
    election,
    has_table,
    is_past,
    official,
    past_elections,
)
from experiments.inference.record import record
from experiments.inference.transitions import SPREAD, drifted
from experiments.study.errors import UserError
from model.draws import Draws, posterior
from model.measures.sides import in_power, one_office, rivals, together
from model.mechanisms.weather import Weather
from model.politics.contracts import PartyType
from model.scenario import Scenario

ORDERLY = {"orderly, no split": NO_SPLIT, "orderly, with a split": SPLIT}
"""How a leader may go by himself, in words: the class in the evidence."""
OUTCOMES = ("vote_share", "seat_share", "rating", "support")
APPROVAL = "leader.popularity"
WEEKS = 52
"""Weeks of a year."""
NATIONAL = ("turnout", "turnout_unprompted", "blank", "enp_votes", "wasted")


def draws_of(
    scenario: Scenario, sizes: tuple[int, int], years: float, seed: int, held: Collection[str] = ()
) -> "Draws | Drifted":
    """Return draws of what is not known of a scenario, so many with so many seeds each.

    The numbers that are `held` stay as the scenario has them. With `years`, the lists of the last
    election have drifted since, but for those whose appeal is held. Raises UserError if no earlier
    election is known whose lists could drift, or if the scenario is a past election itself, of
    which the draws know the result.
    """
    count, seeds_each = sizes
    draws = replace(posterior(scenario, count, seeds_each), held=held)
    if not years:
        return draws
    if is_past(scenario):
        raise UserError(
            f"--years {years:g}: {scenario.name} is a past election, whose result the draws know; "
            'for the next one write a scenario that extends it, with election = "".'
        )
    stood = as_last_time(scenario)
    lists = {name: party for name, party in scenario.parties.items() if name in stood}
    if not lists:
        raise UserError(
            f"--years {years:g}: no list of {scenario.name} is known from an earlier election of "
            f"the same kind in {scenario.country.name}, so that none can drift; leave --years out."
        )
    drifting = {name: each for name, each in lists.items() if f"parties.{name}.appeal" not in held}
    return Drifted(draws, drifting, years, seed)


@dataclass(frozen=True)
class Drifted:
    """Draws of what is not known, in which lists have drifted since the last election."""

    draws: Draws
    lists: Mapping[str, PartyType]
    years: float
    seed: int

    def changes(self, replicate: int, scenario: Scenario) -> dict[str, Any]:
        """Return what a run changes: the numbers of its draw, and by its own luck the appeals."""
        numbers = self.draws.changes(replicate, scenario)
        usual = {SPREAD: Weather.model_fields["spread"].default}
        known = {**usual, **scenario.values, **numbers}
        appeals = drifted(known, self.lists, self.years * WEEKS, (self.seed, replicate))
        return {**numbers, **appeals}

    def number(self, replicate: int) -> int:
        """Return the number of a replicate's draw, as those of the draws before any drift."""
        return self.draws.number(replicate)

    def about(self) -> dict[str, Any]:
        """Describe the draws for the manifest."""
        return {**self.draws.about(), "drifted_years": self.years, "drifted": list(self.lists)}


def by_outcome(runs: pd.DataFrame) -> pd.DataFrame:
    """Return for each outcome the median and the 50 and 90 % intervals of both kinds.

    Columns: `outcome`, `median`, `q05` .. `q95` of all runs (chance and ignorance) and
    `chance_q05` .. `chance_q95`: the same where nothing but the seed differs, around that median.
    `runs` has a column `draw`.
    """
    columns = [each for each in map(str, runs) if _is_told(*each.split("."))]
    return pd.DataFrame([_intervals(runs, name) for name in columns])


def _is_told(outcome: str, *of: str) -> bool:
    """Whether a column is told of: national outcomes, and some by party."""
    return (outcome in OUTCOMES and len(of) == 1) or (outcome in NATIONAL and not of)


def _intervals(runs: pd.DataFrame, name: str) -> dict[str, Any]:
    values = runs[name].astype(float).dropna()
    seeds = values.groupby(runs["draw"])
    # The spread within a draw underestimates: its own mean was taken off.
    many = seeds.transform("size")
    around = (values - seeds.transform("mean")) * np.sqrt(many / (many - 1).clip(lower=1))
    # Luck that is skewed has its median beside its mean, and stands around the median of all runs.
    chance = around - around.median() + values.median()
    # No luck takes a share further than any run went.
    chance = chance.clip(values.min(), values.max())
    return {
        "outcome": name,
        **predictive(values),
        **{f"chance_{share}": value for share, value in predictive(chance).items()},
    }


def probabilities(runs: pd.DataFrame, scenario: Scenario) -> dict[str, dict[str, float]]:
    """Return the probability of each event, with the interval that so many draws allow (Wilson).

    Majority, two thirds, losing office (another party or alliance has more seats), and of each
    list that it wins a seat and, where the law has a threshold, that it reaches that. Below a
    threshold a list may win a seat too, in a district or as the guaranteed runner-up. Runs of one
    draw are no independent observations, so draws count, by the numbers in column `draw`.
    """
    seats = pd.DataFrame({name: runs[f"seats.{name}"] for name in scenario.parties})
    events = {
        "majority": runs["majority"] == 1,
        "two thirds": runs["two_thirds"] == 1,
        "loses office": loses_office(seats, scenario),
    }
    if scenario.law.has_threshold:
        reached = {name: runs[f"threshold.{name}"] > 0 for name in scenario.parties}
        events |= {f"{name} reaches the threshold": held for name, held in reached.items()}
    events |= {f"{name} wins a seat": won > 0 for name, won in seats.items()}
    draws = int(runs["draw"].nunique())
    return {words: _probability(float(held.mean()), draws) for words, held in events.items()}


def loses_office(seats: pd.DataFrame, scenario: Scenario) -> pd.Series:
    """Return whether a party or alliance has more seats than those in power have together.

    `seats` has a row a run and a column for each party of the scenario. Where nobody stands
    against those in power, none has.
    """
    power = seats[list(in_power(scenario).names)].sum(axis=1)
    lost = pd.Series(False, seats.index)
    for side in rivals(scenario):
        lost |= seats[list(side.names)].sum(axis=1) > power
    return lost


def with_alliances(runs: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return runs with what alliances and a coalition in power have together, by its key."""
    sums = {}
    for key, side in together(scenario).items():
        for outcome in OUTCOMES:
            members = [f"{outcome}.{member}" for member in side.names]
            sums[f"{outcome}.{key}"] = runs[members].sum(axis=1)
    return runs.assign(**sums)


def _probability(share: float, draws: int) -> dict[str, float]:
    low, high = wilson(round(share * draws), draws)
    return {"probability": share, "low": low, "high": high}


def as_last_time(scenario: Scenario) -> Mapping[str, float]:
    """Return the official vote shares of the election before: the rule that nothing changes.

    Of lists that did not stand nothing is said. Empty where no such election is known.
    """
    last = last_election(scenario)
    votes: Mapping[Any, Any] = {} if last is None else dict(official(last)["vote_share"])
    return {str(name): float(share) for name, share in votes.items()}


def last_election(scenario: Scenario) -> Scenario | None:
    """Return the election before, of a house or of one office; None if unknown."""
    try:
        known = past_elections(scenario.country.name).values()
    except UserError:
        return None
    same = [each for each in known if one_office(each) == one_office(scenario)]
    if is_past(scenario):
        same = [each for each in same if _day(each) < _day(scenario)]
    return same[-1] if same else None


def _day(scenario: Scenario) -> str:
    return str(election(scenario)["date"])


def years_since_last(scenario: Scenario) -> int:
    """Return the years from the last election to the year in which a scenario begins.

    0 for a past election, and where the scenario or the record of its country says no year.
    """
    last = last_election(scenario)
    if last is None or is_past(scenario) or "year" not in scenario.elites.model_fields_set:
        return 0
    return max(scenario.elites.year - int(_day(last)[:4]), 0)


def leader_leaves(scenario: Scenario) -> bool:
    """Whether the leader leaves: by an event or a part of the model, or since the last election."""
    tie, last = scenario.leader.attachment, last_election(scenario)
    parts = (*scenario.mechanisms.active().values(), *scenario.levers.active().values())
    return (
        any(each.to.get("attachment", tie) < tie for each in scenario.events.values())
        or any(each.by.get("attachment", 0) < 0 for each in scenario.events.values())
        or any("attachment" in each.changes for each in parts)
        or (last is not None and tie < last.leader.attachment)
    )


def base_rates(leaves: bool) -> Iterator[str]:
    """Say how often dominant parties kept their majority after their leader left, or stayed.

    They are those with half of the votes before, so that all are alike.
    """
    known = exits()
    known = known[known["before"] >= MAJORITY]
    left = {f"left, {words}": kind for words, kind in ORDERLY.items()}
    for words, kind in (left if leaves else {"stayed": CONTROL}).items():
        majority = known.loc[known["kind"] == kind, "majority_kept"]
        kept, cases = int(majority.sum()), len(majority)
        low, high = wilson(kept, cases)
        yield (
            f"Parties with half of the votes whose leader {words}: "
            f"{kept} of {cases} kept their majority ({low:.0%} to {high:.0%})."
        )


def about_last(scenario: Scenario, held: Collection[str] = ()) -> dict[str, Any]:
    """Return what is said of the last election: its date, labels, and approval if it is kept.

    It is not kept if the leader's approval is among the numbers that are held: then it is known.
    """
    last = last_election(scenario)
    if last is None:
        return {}
    approval, before = scenario.leader.popularity, last.leader.popularity
    kept = approval == before and not is_past(scenario) and APPROVAL not in held
    return {
        "date": _day(last),
        "labels": {name: party.label or name for name, party in last.parties.items()},
        "approval_kept": approval if kept else None,
    }


def coverage(scenario: Scenario) -> list[dict[str, Any]]:
    """Return how often the intervals held on simulated truths; nothing if nobody has checked."""
    if not has_table(scenario, "coverage"):
        return []
    rows: list[Any] = country_table(scenario, "coverage").to_dict("records")
    return rows


def told(
    runs: pd.DataFrame, scenario: Scenario, seeds_each: int, held: Collection[str] = ()
) -> dict[str, Any]:
    """Return the whole forecast as plain data; no draw varied the numbers that were `held`."""
    table = by_outcome(with_alliances(runs, scenario))
    return {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "runs": len(runs),
        "draws": int(runs["draw"].nunique()),
        "seeds_each": seeds_each,
        "outcomes": {
            row.pop("outcome"): {
                "median": row["median"],
                "both_50": [row["q25"], row["q75"]],
                "both_90": [row["q05"], row["q95"]],
                "chance_50": [row["chance_q25"], row["chance_q75"]],
                "chance_90": [row["chance_q05"], row["chance_q95"]],
            }
            for row in table.to_dict("records")
        },
        "probabilities": probabilities(runs, scenario),
        "is_past": is_past(scenario),
        "as_last_time": as_last_time(scenario),
        "last_election": about_last(scenario, held),
        "base_rates": list(base_rates(leader_leaves(scenario))),
        "coverage": coverage(scenario),
        "past_elections": record(scenario.country.name),
    }
