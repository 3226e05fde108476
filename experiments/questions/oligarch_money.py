"""Oligarch money: when it topples the majority."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.summary import by_point, crossing, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, Factor, factorial
from experiments.study.named_scenarios import (
    ENTRANT,
    in_time,
    money_in,
    party_among,
    party_of,
    scenario_factor,
    scenario_of_size,
    standing,
    variants,
)
from experiments.study.plan import Study

PROTEST = "population.protest"
AT_WORK, REDUCED = "machine at work", "machine at two fifths"
MONEY = "money"
"""The entrant's money, in tables."""
LEFT = 0.4
"""Share of the machine left from week 20; with none left there is no majority at any money."""
WEALTH = (200, 1000, 2000, 3000, 4000, 5000)
"""In the model's prices; a country has as much in its own money."""
MOODS = (-2.0, -1.5, -1.1, -0.7, -0.3, 0.5)
"""Protest of the middle voter: 12, 18, 25, 33, 43 and 62 % of g (logit); -1.1: the baseline."""


class OligarchMoney(SweepExperiment):
    """How much oligarch money, at how much protest, costs the party of power its majority?

    Observables: probability of a majority, seats, votes of the fresh party; the money at which
    half of the runs lose the majority, for each level of protest; with the machine at work
    and with part of it. The party stands from week 12.
    """

    draws, seeds_each = 12, 5  # a chance takes many seeds

    def study(self, quick: bool) -> Study:
        """Cross money with protest."""
        base = standing(scenario_of_size(self.scenario, quick), ENTRANT, 12)
        wealth = tuple(money_in(base.country, each) for each in WEALTH)
        money = Factor(_wealth(party_of(base, ENTRANT)), wealth, unit="million")
        week = in_time(base, 20)
        less = {"events.withdrawal": {"name": "governors withdraw", "week": week,
                                      "to": {"administration_loyalty": LEFT}}}  # fmt: skip
        named = variants(base, {AT_WORK: {}, REDUCED: less})
        design = factorial([scenario_factor(named), Factor(PROTEST, MOODS, unit="logit"), money])
        return Study(base, design, replicates=4 if quick else 20, seed=4, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point and the tipping line."""
        runs, entrant = headline(results), party_among(results.parties, ENTRANT)
        runs = runs.assign(fresh=runs[f"vote_share.{entrant}"])
        runs = runs.rename(columns={_wealth(entrant): MONEY})
        paths = [SCENARIO, PROTEST, MONEY]
        summary = by_point(runs, paths, ["majority", "seats", "votes", "fresh"])
        rows = []
        chances = summary[summary["measure"] == "majority"]
        for (machine, mood), part in chances.groupby([SCENARIO, PROTEST], sort=False):
            at = crossing(list(part[MONEY]), list(part["mean"]), 0.5)
            rows.append({"machine": machine, "protest": mood, "money_at_tipping": at,
                         "majority_with_least": part["mean"].iloc[0],
                         "majority_with_most": part["mean"].iloc[-1]})  # fmt: skip
        return {"summary": summary, "tipping_line": pd.DataFrame(rows)}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the grid against what the analysis says of money and protest."""
        summary = tables["summary"]
        working = summary[summary[SCENARIO] == AT_WORK]
        least, some, *_, most = sorted(working[MONEY].unique())

        def at(measure: str, mood: float, money: float) -> float:
            here = working[(working[PROTEST] == mood) & (working[MONEY] == money)]
            return value(here, measure=measure)

        def at_most(machine: str, column: str = "mean") -> float:
            here = summary[(summary[SCENARIO] == machine) & (summary[PROTEST] == high)]
            return value(here[here[MONEY] == most], column, measure="majority")

        usual, high = MOODS[2], MOODS[-1]
        runs = {each: int(at_most(each, "n")) for each in (AT_WORK, REDUCED)}
        return [
            Claim("Z5, as read here",
                  "parties paid by oligarchs are the main threat: they can take the majority",
                  "P(majority), most money and protest, machine at work", at_most(AT_WORK),
                  0.0, 0.5, runs=runs[AT_WORK]),
            Claim("Z5, as read here", "the same, once governors have partly withdrawn",
                  "P(majority), most money and protest, machine at two fifths", at_most(REDUCED),
                  0.0, 0.5, runs=runs[REDUCED]),
            Claim("F3", "protest turns into confidence in new parties",
                  "votes of the fresh party, high less usual protest",
                  at("fresh", high, some) - at("fresh", usual, some), 0.01, 1.0),
            Claim("Z6", "money attracts",
                  f"votes of the fresh party, money {most:g} less {least:g}",
                  at("fresh", usual, most) - at("fresh", usual, least), 0.01, 1.0),
            Claim("Z10", "a majority is achievable", "P(majority), usual protest and money",
                  at("majority", usual, least), 0.5, 1.0, runs=runs[AT_WORK]),
        ]  # fmt: skip


def _wealth(party: str) -> str:
    return f"parties.{party}.wealth"
