"""History: the elections that were known in February 2022."""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np
import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment
from experiments.inference.official_results import compare
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import scenario_factor
from experiments.study.plan import Study
from model.scenario import Scenario, load_scenario, shipped_scenarios

PREFIX = "history-"
UNCHANGED = ", politics of 2021"
QUICK_VOTERS = 50_000
TOLERANCE = {"votes": 0.02, "turnout": 0.02, "seats": 0.06}
LIST, COUNCILS = 0.01, 0.04
"""By how much the model may be off: votes, turnout and seats of the party of power, votes of
every other list, council seats; shares of one."""


class History(SweepExperiment):
    """Does the model give back the official results of past elections?

    Observables: official votes of every list, seats of the party of power, its seats in the
    regional councils, and turnout, election by election, beside those of the Central Election
    Commission and of the party. Turnout sets the strength of the machine of each year, and
    before 2021 votes set the appeals (`python -m experiments.inference.past_elections`);
    seats and councils are the test. Real support of those years is not known: the table
    `needed` says what it must have been for the model to be right. Each year is also played
    with the appeals of 2021: what that misses is what must have changed, or was arranged (claim
    E12). Where seats are missed, the table `causes` says which votes did it.
    """

    scenario = "history-2021"
    figures = ("election-result",)

    def study(self, quick: bool) -> Study:
        """Return every shipped election of the past, and with the politics of 2021."""
        names = [name for name in shipped_scenarios() if name.startswith(PREFIX)]
        named = {name: _of_size(load_scenario(name), quick) for name in names}
        latest = named[self.scenario]
        earlier = {
            name + UNCHANGED: _with_appeals_of(latest, scenario)
            for name, scenario in named.items()
            if scenario is not latest
        }
        design = factorial([scenario_factor({**named, **earlier})])
        replicates = 10 if quick else 100
        return Study(latest, design, replicates, seed=13, others={**named, **earlier})

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the model beside the official figures."""
        runs = headline(results)
        year = runs[SCENARIO].str.removeprefix(PREFIX).str[:4].astype(int)
        runs = runs.assign(election=year, councils=runs[f"council_share.{results.incumbent}"])
        unchanged = runs[SCENARIO].str.endswith(UNCHANGED)
        fitted = runs[~unchanged]
        summary = _beside_official(fitted)
        return {
            "summary": summary,
            "lists": pd.concat(
                [_lists(load_scenario(str(name)), part) for name, part in fitted.groupby(SCENARIO)]
            ),
            "needed": by_point(
                fitted, ["election"], ["unprompted", "turnout_unprompted", "mobilised", "coerced"]
            ),
            "politics_of_2021": _beside_official(runs[unchanged]),
            "targets": _beside(summary),
            "causes": pd.DataFrame(
                _cause(load_scenario(str(name)), part) for name, part in fitted.groupby(SCENARIO)
            ),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold each election against its official figures (E4-E7), and the councils (E8-E10)."""
        return [
            *_official(tables["summary"], "official"),
            *_every_list(tables["lists"]),
            *_councils(tables["summary"]),
            *_official(tables["politics_of_2021"], "with the politics of 2021, official"),
        ]


def _of_size(scenario: Scenario, quick: bool) -> Scenario:
    """Return a scenario in full size, or in half if quick.

    Lists some tenths of a point above the threshold need more voters than other questions.
    """
    return scenario.replace({"voters": min(scenario.voters, QUICK_VOTERS)}) if quick else scenario


def _with_appeals_of(other: Scenario, scenario: Scenario) -> Scenario:
    """Return a scenario in which parties that stood in another election appeal as they did then."""
    known = load_scenario("kazakhstan-2022").parties | other.parties
    appeals = {
        f"parties.{name}.appeal": known[name].appeal for name in scenario.parties if name in known
    }
    return scenario.replace(appeals)


def _beside_official(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each election beside the official figure, and how far it is off."""
    summary = by_point(runs, ["election"], ["votes", "seats", "turnout", "councils"])
    summary = summary.merge(official(), on=["election", "measure"], how="left")
    return summary.assign(off=summary["mean"] - summary["official"])


def _lists(scenario: Scenario, runs: pd.DataFrame) -> pd.DataFrame:
    """Return official and modelled votes and seats of every list of an election."""
    columns = [f"{kind}.{party}" for kind in ("vote_share", "seats") for party in scenario.parties]
    table = compare(scenario, {name: float(runs[name].mean()) for name in columns})
    table = table.reset_index(names="party")
    table.insert(0, "election", runs["election"].iloc[0])
    return table.assign(n=len(runs))


def _official(summary: pd.DataFrame, which_one: str) -> list[Claim]:
    """Hold votes, turnout and seats of the party of power against the record (E4-E7)."""
    ids = {2007: "E4", 2012: "E5", 2016: "E6", 2021: "E7"}
    claims = []
    for year in summary["election"].unique():
        here = summary[summary["election"] == year]
        for measure, width in TOLERANCE.items():
            known = value(here, "official", measure=measure)
            claims.append(
                Claim(ids[int(year)], f"{which_one} {measure} of {year}: {known:.1%}", measure,
                      value(here, measure=measure), known - width, known + width)
            )  # fmt: skip
    return claims


def _every_list(lists: pd.DataFrame) -> list[Claim]:
    """Hold the votes of the list that is furthest from the record, the largest one aside."""
    rivals = lists[lists["official_vote_share"] < lists.groupby("election")
                   ["official_vote_share"].transform("max")]  # fmt: skip
    off = (rivals["model_vote_share"] - rivals["official_vote_share"]).abs()
    return [
        Claim("Central Election Commission, final results",
              f"official votes of each rival in {year}", "largest error of a vote share",
              float(worst), 0, LIST)
        for year, worst in off.groupby(rivals["election"]).max().items()
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
    """Hold the councils against the share known, and against the Mazhilis where they exceed it.

    For 2007 the record itself is no test of the last: all 98 seats cannot be exceeded.
    """
    claims = []
    for year in summary["election"].unique():
        here = summary[summary["election"] == year]
        known, held = value(here, "official", measure="councils"), value(here, measure="councils")
        exact = year == 2021
        says = f"council seats of {year}: {'' if exact else 'over '}{known:.1%}"
        low, high = (known - COUNCILS, known + COUNCILS) if exact else (known, 1.0)
        claims.append(Claim("E9" if exact else "E8", says, "councils", held, low, high))
        if known > value(here, "official", measure="seats"):
            claims.append(
                Claim("E10", f"it dominates the councils of {year} more than the Mazhilis",
                      "council seats less seats", held - value(here, measure="seats"), 0, 1)
            )  # fmt: skip
    return claims


def _cause(scenario: Scenario, runs: pd.DataFrame) -> dict[str, float | str]:
    """Return seats of the party of power at mixtures of official and modelled votes.

    With its own official votes alone, and with its rivals' votes split as officially alone: what
    neither mends needs both. Also the second and the third list, which must pass the threshold.
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
        row |= {f"second_{who}": shares[-2], f"third_{who}": shares[-3]}
    return row


def official() -> pd.DataFrame:
    """Return the official figures in long form: `election`, `measure`, `official`.

    Seats are shares of those that voters fill; of the councils, before 2021, only a lower bound
    is known.
    """
    data = files("model") / "countries" / "kazakhstan" / "mazhilis_elections.csv"
    table = pd.read_csv(str(data))
    results = pd.read_csv(str(files("model") / "countries" / "kazakhstan" / "mazhilis_results.csv"))
    power = results[results["party"].isin(["NUROTAN", "OTAN"])].set_index("election_date")
    known = pd.read_csv(str(files("model") / "countries" / "kazakhstan" / "council_seats.csv"))
    councils = known.set_index("election_date")["ruling_seat_pct"]
    elected = table["seats_list"] + table["seats_smd"]
    seats = table["election_date"].map(power["seats_total"]) / elected
    wide = pd.DataFrame(
        {
            "election": table["election_date"].str[:4].astype(int),
            "votes": table["ruling_vote_pct"] / 100,
            "seats": seats,
            "turnout": table["turnout_pct"] / 100,
            "councils": table["election_date"].map(councils) / 100,
        }
    )
    return wide.melt(id_vars="election", var_name="measure", value_name="official")
