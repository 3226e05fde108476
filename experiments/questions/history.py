"""History: the past elections of a country."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.analysis.headline import OWN
from experiments.analysis.summary import by_point, value
from experiments.experiment import FITTED, Claim, SweepExperiment
from experiments.inference.official_results import (
    compare,
    country_table,
    election,
    has_table,
    official,
    official_turnout,
    past_elections,
    when,
)
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import scenario_factor
from experiments.study.plan import Study
from model.politics.contracts import PartyType
from model.scenario import Scenario, load_scenario
from model.society.country import scenario_of

UNCHANGED = ", latest politics"
QUICK_VOTERS = 50_000
OF_POWER = {**OWN, "councils": "council_share"}
"""Outcome of the party of power: the outcome by party that it is taken from."""
TOLERANCE = {"votes": 0.02, "turnout": 0.02, "seats": 0.06}
SOLVED_FOR = ("votes", "turnout")
"""Official figures of the party of power to which each year is fitted; so are its rivals' votes."""
LIST, COUNCILS = 0.01, 0.04
"""By how much the model may be off: votes, turnout and seats of the party of power, votes of
every other list, council seats; shares of one."""


class History(SweepExperiment):
    """Does the model give back the official results of past elections?

    Observables: official votes of every list, seats of the party of power, its seats in the
    regional councils if there are any, and turnout, election by election, beside the official
    ones. Turnout sets the strength of the machine of each year, and before the last election
    votes set the appeals (`python -m experiments.inference.past_elections`): these claims are
    marked as fitted. Seats and councils are the test. Real support of those years is not known:
    the table `needed` says what it must have been for the model to be right. Each year is also
    played with the appeals of the last election: what that misses is what must have changed, or
    was arranged (claim E12). Where seats are missed, the table `causes` says which votes did it.
    """

    draws = 0  # each past election is fitted to its result
    scenario = "history-2021"
    figures = ("election-result",)

    def study(self, quick: bool) -> Study:
        """Return every past election of the country, and with the politics of the last."""
        asked = load_scenario(self.scenario)
        past = past_elections(asked.country.name)
        named = {name: _of_size(each, quick) for name, each in past.items()}
        latest = list(named.values())[-1]
        today = load_scenario(scenario_of(asked.country.name))
        earlier = {
            name + UNCHANGED: _with_appeals_of(today.parties | latest.parties, scenario)
            for name, scenario in named.items()
            if scenario is not latest
        }
        design = factorial([scenario_factor({**named, **earlier})])
        replicates = 10 if quick else 100
        return Study(latest, design, replicates, seed=13, others={**named, **earlier})

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the model beside the official figures."""
        past = past_elections(results.scenario["country"]["name"])
        runs = of_the_party_in_power(results.runs, past)
        unchanged = runs[SCENARIO].str.endswith(UNCHANGED)
        elections = {name: when(each) for name, each in past.items()}
        runs["election"] = runs[SCENARIO].str.removesuffix(UNCHANGED).map(elections)
        fitted = runs[~unchanged]
        known = pd.concat([_official_figures(each) for each in past.values()])
        summary = _beside_official(fitted, known)
        return {
            "summary": summary,
            "lists": pd.concat(
                [_lists(past[str(name)], part) for name, part in fitted.groupby(SCENARIO)]
            ),
            "needed": by_point(
                fitted, ["election"], ["unprompted", "turnout_unprompted", "mobilised", "coerced"]
            ),
            "latest_politics": _beside_official(runs[unchanged], known),
            "targets": _beside(summary),
            "causes": pd.DataFrame(
                _cause(past[str(name)], part) for name, part in fitted.groupby(SCENARIO)
            ),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold each election against its official figures (E4-E7), and the councils (E8-E10)."""
        return [
            *_official(tables["summary"], "official", SOLVED_FOR),
            *_every_list(tables["lists"]),
            *_councils(tables["summary"]),
            *_official(tables["latest_politics"], "with the latest politics, official"),
        ]


def of_the_party_in_power(runs: pd.DataFrame, past: Mapping[str, Scenario]) -> pd.DataFrame:
    """Return the runs with what the party has that was in power at the election played.

    Votes, seats and the like are columns of their own.
    """
    parts = []
    for name, part in runs.groupby(SCENARIO, sort=False):
        power = past[str(name).removesuffix(UNCHANGED)].incumbent
        columns = {each: f"{outcome}.{power}" for each, outcome in OF_POWER.items()}
        parts.append(part.assign(**{each: part[c] for each, c in columns.items() if c in part}))
    return pd.concat(parts)


def _of_size(scenario: Scenario, quick: bool) -> Scenario:
    """Return a scenario in full size, or in half if quick.

    Lists some tenths of a point above the threshold need more voters than other questions.
    """
    return scenario.replace({"voters": min(scenario.voters, QUICK_VOTERS)}) if quick else scenario


def _with_appeals_of(known: Mapping[str, PartyType], scenario: Scenario) -> Scenario:
    """Return a scenario in which parties that are known appeal as they do there."""
    appeals = {
        f"parties.{name}.appeal": known[name].appeal for name in scenario.parties if name in known
    }
    return scenario.replace(appeals)


def _beside_official(runs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each election beside the official figure, and how far it is off."""
    measures = [each for each in ("votes", "seats", "turnout", "councils") if each in runs]
    summary = by_point(runs, ["election"], measures)
    summary = summary.merge(known, on=["election", "measure"], how="left")
    return summary.assign(off=summary["mean"] - summary["official"])


def _lists(scenario: Scenario, runs: pd.DataFrame) -> pd.DataFrame:
    """Return official and modelled votes and seats of every list of an election."""
    columns = [f"{kind}.{party}" for kind in ("vote_share", "seats") for party in scenario.parties]
    table = compare(scenario, {name: float(runs[name].mean()) for name in columns})
    table = table.reset_index(names="party")
    table.insert(0, "election", runs["election"].iloc[0])
    return table.assign(n=len(runs))


def _official(summary: pd.DataFrame, which_one: str, fitted: Sequence[str] = ()) -> list[Claim]:
    """Hold votes, turnout and seats of the party of power against the record (E4-E7)."""
    claims = []
    for asked in summary["election"].unique():
        here = summary[summary["election"] == asked]
        for measure, width in TOLERANCE.items():
            known = value(here, "official", measure=measure)
            source = f"{here['claim'].iloc[0]}{FITTED if measure in fitted else ''}"
            claims.append(
                Claim(source, f"{which_one} {measure} of {asked}: {known:.1%}",
                      measure, value(here, measure=measure), known - width, known + width)
            )  # fmt: skip
    return claims


def _every_list(lists: pd.DataFrame) -> list[Claim]:
    """Hold the votes of the list that is furthest from the record, the largest one aside."""
    rivals = lists[lists["official_vote_share"] < lists.groupby("election")
                   ["official_vote_share"].transform("max")]  # fmt: skip
    off = (rivals["model_vote_share"] - rivals["official_vote_share"]).abs()
    return [
        Claim(f"results.csv, official results{FITTED}",
              f"official votes of each rival in {asked}", "largest error of a vote share",
              float(worst), 0, LIST)
        for asked, worst in off.groupby(rivals["election"]).max().items()
    ]  # fmt: skip


def _beside(summary: pd.DataFrame) -> pd.DataFrame:
    """Return model and official figures as the figure `targets` draws them."""
    table = summary[summary["measure"].isin(TOLERANCE)].rename(
        columns={"mean": "value", "official": "target"}
    )
    width = table["measure"].map(TOLERANCE)
    inside = (table["value"] - table["target"]).abs() <= width
    return table.assign(
        panel=table["election"].map("Election of {}".format),
        label=table["measure"].str.capitalize(),
        relation="about",
        tolerance=width,
        verdict=inside.map({True: "pass", False: "fail"}),
    )


def _councils(summary: pd.DataFrame) -> list[Claim]:
    """Hold the councils against the share known, and against parliament where they exceed it.

    Where all seats of parliament are taken they cannot.
    """
    claims = []
    there = summary.loc[summary["measure"] == "councils", "election"]
    for asked in there.unique():
        here = summary[summary["election"] == asked]
        known, held = value(here, "official", measure="councils"), value(here, measure="councils")
        exact = here.loc[here["measure"] == "councils", "bound"].iloc[0] == "exactly"
        says = f"council seats of {asked}: {'' if exact else 'over '}{known:.1%}"
        low, high = (known - COUNCILS, known + COUNCILS) if exact else (known, 1.0)
        claims.append(Claim("E9" if exact else "E8", says, "councils", held, low, high))
        if known > value(here, "official", measure="seats"):
            claims.append(
                Claim("E10", f"it dominates the councils of {asked} more than parliament",
                      "council seats less seats", held - value(here, measure="seats"), 0, 1)
            )  # fmt: skip
    return claims


def _cause(scenario: Scenario, runs: pd.DataFrame) -> dict[str, float | str]:
    """Return seats of the party of power at mixtures of official and modelled votes.

    With its own official votes alone, and with its rivals' votes split as officially alone: what
    neither mends needs both. Also the second list, and the third if there is one: these must pass
    the threshold.
    """
    names = [f"{kind}.{party}" for kind in ("vote_share", "seats") for party in scenario.parties]
    table = compare(scenario, {name: float(runs[name].mean()) for name in names})
    known, found = (table[f"{who}_vote_share"].to_numpy() for who in ("official", "model"))
    known, found = known / known.sum(), found / found.sum()
    power = list(scenario.parties).index(str(scenario.incumbent))

    def seats(own: np.ndarray, split: np.ndarray) -> float:
        shares = split * (1 - own[power]) / (1 - split[power])
        shares[power] = own[power]
        votes = np.rint(1e7 * shares).astype(np.int64)
        return float(scenario.law.seats(votes[None])[power] / scenario.law.elected)

    row: dict[str, float | str] = {
        SCENARIO: scenario.name,
        "seats_as_modelled": seats(found, found),
        "seats_with_its_official_votes": seats(known, found),
        "seats_with_rivals_split_as_officially": seats(found, known),
        "seats_official": seats(known, known),
    }
    for who, shares in (("official", np.sort(known)), ("modelled", np.sort(found))):
        third = shares[-3] if len(shares) > 2 else np.nan
        row |= {f"second_{who}": shares[-2], f"third_{who}": third}
    return row


def _official_figures(scenario: Scenario) -> pd.DataFrame:
    """Return the official figures of an election in long form.

    Columns `election`, `measure`, `official`, `bound` (whether more is known than a lower bound)
    and `claim` (of the analysis, where there is one). Seats are shares of those that voters fill.
    """
    known, power = election(scenario), official(scenario).loc[str(scenario.incumbent)]
    rows = {
        "votes": (power["vote_share"], "exactly"),
        "seats": (power["seats"] / scenario.law.elected, "exactly"),
        "turnout": (official_turnout(scenario), "exactly"),
    }
    if scenario.councils is not None and has_table(scenario, "council_seats"):
        held = (
            country_table(scenario, "council_seats").set_index("election_date").loc[known["date"]]
        )
        rows["councils"] = (held["ruling_seat_pct"] / 100, held["bound"])
    said = pd.DataFrame.from_dict(rows, orient="index", columns=["official", "bound"])
    claim = known.get("claim")
    source = claim if isinstance(claim, str) else "results.csv, official results"
    return said.rename_axis("measure").reset_index().assign(election=when(scenario), claim=source)
