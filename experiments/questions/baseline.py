"""Baseline: where the party of power stands."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import single
from experiments.study.plan import Study
from model.scenario import load_scenario


class Baseline(SweepExperiment):
    """With the leader in his chair and the machine at work, where does the party stand?

    Observables: official and unprompted votes, seats, rating, turnout, two majorities.
    """

    seeds_each = 10
    figures = (
        "election-result", "outcome-strip", "policy-space", "regional-map", "support-fan",
        "ternary", "vote-flows",
    )  # fmt: skip

    def study(self, quick: bool) -> Study:
        """Many replicates of one point."""
        return Study(
            load_scenario(self.scenario), single(), replicates=40 if quick else 400, seed=1
        )

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means with intervals of everything that describes the outcome."""
        power = results.incumbent
        by_party = ("vote_share", "unprompted", "seat_share", "rating", "support")
        national = ("turnout", "turnout_unprompted", "majority", "two_thirds", "wasted")
        columns = [*(f"{what}.{power}" for what in by_party), *national, "enp_votes", "opening"]
        support = f"support.{power}"
        opening = results.opening([support]).rename(columns={support: "opening"})
        runs = results.runs.merge(opening, on=["run_id", "point"]).assign(case="baseline")
        return {"summary": by_point(runs, ["case"], columns)}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the opening and the outcome against Z8, Z10 and S5.

        Z8 tells of February 2022. That it lasts for a year with two new lists, nobody said.
        """
        summary = tables["summary"]
        measures = list(summary["measure"])
        support, rating = (next(m for m in measures if m.startswith(w)) for w in ("sup", "rat"))
        return [
            Claim("Z10", "a parliamentary majority is achievable", "P(majority)",
                  value(summary, measure="majority"), 0.5, 1.0,
                  runs=int(value(summary, "n", measure="majority"))),
            Claim("Z8, fitted", "its real support is 40 % of all electors (the opening is fitted)",
                  "private support in week 0", value(summary, measure="opening"), 0.37, 0.43),
            Claim("Z8, as read here", "after a year with two new lists it still lies near 40 %",
                  "private support after a year", value(summary, measure=support), 0.37, 0.43),
            Claim("S5, as read here", "with two new lists the rating stays at 40-50 %",
                  "rating of all asked",
                  value(summary, measure=rating), 0.40, 0.50),
        ]  # fmt: skip
