"""Who can come first: what a challenger needs beside money."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.intervals import of_mean, wilson
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import value
from experiments.evidence.first_votes import first_votes, known_within, spread
from experiments.experiment import FITTED, Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, Factor, Value, factorial
from experiments.study.named_scenarios import (
    ENTRANT,
    SPLINTER,
    in_time,
    money_in,
    party_among,
    party_of,
    scenario_of_size,
    standing,
)
from experiments.study.plan import Study
from model.mechanisms.opposition_merger import OppositionMerger
from model.parameters.names import NONE_OF_THEM
from model.politics.events import Event
from model.scenario import Scenario, load_scenario
from model.society.country import Country

QUIET, SCANDAL = "no scandal", "scandal"
MONEY, FAME, MEDIA, MERGER = "money", "famous founder", "own media", "merged opposition"
MERGING = "mechanisms.opposition_merger"
ADVANTAGES = (MONEY, FAME, MEDIA, MERGER, SCANDAL)


class Advantage(NamedTuple):
    """What a challenger may have: its name, and the values of a path without it and with it."""

    name: str
    path: str  # with {entrant} for the party's name
    absent: Value
    present: Value

    def factor(self, entrant: str) -> Factor:
        """Return both values of the path for an entrant."""
        return Factor(self.path.format(entrant=entrant), (self.absent, self.present))


def advantages(country: Country) -> tuple[Advantage, ...]:
    """Return what a challenger may have in a country.

    Absent is as in the baseline; what is present is assumed, money about that of Georgia in 2012.
    """
    usual, rich = (money_in(country, price) for price in (200, 5000))
    return (
        Advantage(MONEY, "parties.{entrant}.wealth", usual, rich),
        Advantage(FAME, "parties.{entrant}.recognition", 0.5, 0.95),
        Advantage(MEDIA, "parties.{entrant}.own_media", 0.0, 0.5),
        Advantage(MERGER, MERGING, False, True),
        Advantage(SCANDAL, SCENARIO, QUIET, SCANDAL),
    )


PAST = {
    "median": ("the median first vote is theirs", "median first vote"),
    "logit_sd": ("first votes differ as much", "standard deviation of log-odds"),
    "above_5": ("as many lists pass 5 %", "share of first votes above 5 %"),
    "above_10": ("as many lists pass 10 %", "share of first votes above 10 %"),
}
"""What is held against past entrants: the claim and the measure in words, by measure."""

STRONGEST = "vote of the strongest challenger, with it less without"
GEORGIA = 0.55
"""Official vote of Georgian Dream, 1 October 2012 (funded_entrants.csv)."""


class WhoWins(SweepExperiment):
    """How likely is a challenger to come first, with money, fame, media, a merger or a scandal?

    Observables: chance that a challenger has more official votes than the party of power, with
    Wilson's interval, at every combination; votes of the strongest challenger; the quantile of
    the predictions at which Georgia of 2012 falls; where the fresh party's supporters come from;
    the spread of first votes beside that of past cases. What a founder is worth is drawn anew
    in each run, so intervals hold more than luck on the day. The fresh party stands from week 12.
    """

    draws, seeds_each = 10, 20  # chances take many seeds
    figures = ()

    def study(self, quick: bool) -> Study:
        """Cross the five advantages; with none and with all of them there are more runs."""
        base = standing(scenario_of_size(self.scenario, quick), ENTRANT, 12)
        entrant = party_of(base, ENTRANT)
        scandal = load_scenario("scandal").events
        quiet = _merging_in_time(base)
        named = {QUIET: quiet, SCANDAL: quiet.replace(_events(scandal, base))}
        design = factorial(each.factor(entrant) for each in advantages(base.country))
        between, ends = (10, 80) if quick else (80, 400)
        often = (ends, *[between] * (len(design.points) - 2), ends)
        return Study(base, design, seed=17, others=named, replicates_at=often)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return chances at each combination, Georgia's place, origins, spread and figures."""
        parties = results.parties
        kinds = [each for each in (ENTRANT, SPLINTER) if each in set(parties["kind"])]
        entrant, *splinter = (party_among(parties, kind) for kind in kinds)
        runs = _with_advantages(results, entrant)
        met = runs.groupby("replicate")["advantages"].nunique()
        same = runs[runs["replicate"].map(met) == met.max()]
        axis = Axis("number", "Number of advantages")
        curves = lines(same, axis, ("first", "above_10"))
        named = {"first": "a challenger comes first", "above 10": "a challenger above 10 %"}
        curves[["low", "high"]] = curves[["low", "high"]].clip(0, 1)
        return {
            "first_place": _first_place(runs),
            "georgia": _georgia(runs),
            "origins": _origins(runs, entrant),
            "spread": _spread(runs, (entrant, *splinter)),
            "tornado": _alone(same),
            "curves": curves.replace({"series": named}),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the chances against Z5, Z6, Z7 and F3, and first votes against past cases."""
        place, alone, modelled = tables["first_place"], tables["tornado"], tables["spread"]
        without, every = "none", "all"

        def gain(name: str) -> float:
            return value(alone, "change", factor=name)

        def runs(advantages: str) -> int:
            return int(value(place, "n", advantages=advantages))

        return [
            Claim("Z5, as read here", "an outsider who has every advantage can come first",
                  "P(a challenger first), all advantages",
                  value(place, "first", advantages=every), 0.01, 1.0, runs=runs(every)),
            Claim("Z5, as read here",
                  "a challenger can come first with no advantage but a usual fortune",
                  "P(a challenger first), no advantage",
                  value(place, "first", advantages=without), 0.01, 1.0, runs=runs(without)),
            Claim("Z6", "money attracts",
                  "votes of the strongest challenger, money alone less none",
                  gain(MONEY), 0.005, 1.0),
            Claim("Z7", "separate lists split one vote",
                  "votes of the strongest challenger, merged less separate",
                  gain(MERGER), 0.005, 1.0),
            Claim(f"F3{FITTED}", "new parties draw on those who believe in no party",
                  "share of the fresh party's supporters who favoured none in week 0",
                  value(tables["origins"], "share", advantages=without, origin=NONE_OF_THEM),
                  0.4, 0.7, share=True),
            Claim(f"Georgia (2012){FITTED}", "the victory lies within the model's predictions",
                  "quantile of 55 % with all advantages",
                  value(tables["georgia"], "quantile", advantages=every), 0.025, 0.975,
                  runs=runs(every)),
            *(Claim(f"past entrants, 95 % bootstrap{FITTED}", says, words, *_row(modelled, measure),
                    share=measure.startswith("above"))
              for measure, (says, words) in PAST.items()),
        ]  # fmt: skip


def _row(table: pd.DataFrame, measure: str) -> tuple[float, float, float]:
    """Return a measure of the model's first votes, and the bounds of that of past ones."""
    model, low, high = (value(table, each, measure=measure) for each in ("model", "low", "high"))
    return model, low, high


def _merging_in_time(base: Scenario) -> Scenario:
    """Return the scenario with a merger before polling day, which the design switches on or off.

    A long campaign is left as it is: the mechanism's own week is in time.
    """
    usual = OppositionMerger().week
    week = max(in_time(base, usual), 1)
    return base if week == usual else base.replace({f"{MERGING}.week": week})


def _events(events: Mapping[str, Event], base: Scenario) -> dict[str, Any]:
    """Return the changes by which a scenario gets these events, in time before its vote."""
    return {
        f"events.{name}": each.model_dump(exclude_none=True) | {"week": in_time(base, each.week)}
        for name, each in events.items()
    }


def _challengers(results: Results) -> list[str]:
    """Return the parties that challenge the order: their stance is above 0."""
    parties = results.manifest["scenario"]["parties"]
    return [name for name, about in parties.items() if about["stance"] > 0]


def _with_advantages(results: Results, entrant: str) -> pd.DataFrame:
    """Return runs with the challenger's advantages, and how the strongest challenger did."""
    runs, offered = headline(results), advantages(results.country)
    has = pd.DataFrame(
        {each.name: runs[each.factor(entrant).path] == each.present for each in offered}
    )
    votes = runs[[f"vote_share.{name}" for name in _challengers(results)]]
    best = votes.max(axis=1)
    number = has.sum(axis=1)
    said = has.apply(lambda row: " + ".join(has.columns[row]), axis=1)
    said = said.mask(number == 0, "none").mask(number == len(ADVANTAGES), "all")
    return runs.assign(
        advantages=said, number=number, best=best, first=best > runs["votes"], above_10=best > 0.1
    )


def _first_place(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the chance of first place at each combination, and the spread of the best votes."""
    rows = []
    for name, part in runs.groupby("advantages", sort=False):
        low, high = wilson(int(part["first"].sum()), len(part))
        best = part["best"].quantile([0.05, 0.5, 0.95])
        votes = dict(zip(("votes_q05", "votes_median", "votes_q95"), best, strict=True))
        about = {"advantages": name, "number": part["number"].iloc[0], "n": len(part)}
        chance = {"first": part["first"].mean(), "low": low, "high": high}
        rows.append({**about, **chance, **votes})
    return pd.DataFrame(rows)


def _georgia(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the share of predictions below Georgian Dream's vote, at each combination."""
    rows = []
    for name, part in runs.groupby("advantages", sort=False):
        below = part["best"] < GEORGIA
        low, high = wilson(int(below.sum()), len(part))
        rows.append({"advantages": name, "quantile": below.mean(), "low": low, "high": high,
                     "n": len(part), "official": GEORGIA})  # fmt: skip
    return pd.DataFrame(rows)


def _origins(runs: pd.DataFrame, entrant: str) -> pd.DataFrame:
    """Return whom the fresh party's supporters favoured in week 0, at each combination."""
    flows = runs.filter(regex=rf"^favoured\..*\.{entrant}$")
    by_case = flows.groupby(runs["advantages"], sort=False).sum()
    shares = by_case.div(by_case.sum(axis=1), axis=0)
    names = {each: str(each).split(".")[1] for each in shares}
    table = shares.rename(columns=names).reset_index()
    return table.melt("advantages", var_name="origin", value_name="share")


def _spread(runs: pd.DataFrame, entrants: tuple[str, ...]) -> pd.DataFrame:
    """Return how first votes are spread without any advantage, beside past cases."""
    usual = runs[runs["advantages"] == "none"]
    votes = pd.concat([usual[f"vote_share.{name}"] for name in entrants])
    table = pd.DataFrame({"past": spread(first_votes()), "model": spread(votes)})
    return table.join(known_within()).rename_axis("measure").reset_index()


def _alone(runs: pd.DataFrame) -> pd.DataFrame:
    """Return what each advantage by itself adds to the strongest challenger, in pairs of runs."""
    best = runs.pivot(index="replicate", columns="advantages", values="best")
    rows = []
    for each in ADVANTAGES:
        gain = of_mean(best[each] - best["none"])
        words = {"factor": each, "setting": "alone", "outcome": STRONGEST}
        rows.append({**words, "change": gain.mean, "low": gain.low, "high": gain.high, "n": gain.n})
    return pd.DataFrame(rows)
