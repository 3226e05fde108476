"""Snap election: whom a short campaign favours."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import Factor, factorial
from experiments.study.named_scenarios import happening, scenario_of_size
from experiments.study.plan import Study

VOTE = "events.dissolution.to.election_week"
IDLE = "mechanisms.campaign_readiness.dependence"
WEEKS, IDLES = (8, 12, 20, 32, 52), (0.0, 0.25, 0.5, 0.75, 1.0)
DUE = 52
DISSOLVED = {"name": "the house is dissolved", "week": 1, "to": {"election_week": 8}}
"""What happens in a scenario without an early vote; both weeks are assumed, the second is swept."""


class SnapElection(SweepExperiment):
    """Does an early vote help the party of power or catch it unprepared?

    Observables: seats, votes, majority and the votes of new parties over the weeks from call
    to vote and over how far the machinery idles without notice (0: it is always ready).
    """

    scenario = "snap-election"
    mechanisms = ("campaign_readiness",)

    def study(self, quick: bool) -> Study:
        """Cross the weeks until the vote with the dependence on notice."""
        base = happening(scenario_of_size(self.scenario, quick), "dissolution", DISSOLVED)
        factors = [Factor(VOTE, WEEKS, unit="weeks from the call"), Factor(IDLE, IDLES)]
        return Study(base, factorial(factors), replicates=8 if quick else 30, seed=7)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point."""
        runs = headline(results)
        measures = [
            "seats",
            "votes",
            "unprompted",
            "new_votes",
            "turnout",
            "majority",
            "two_thirds",
        ]
        return {"summary": by_point(runs, [VOTE, IDLE], measures)}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold an early vote against what the analysis says of it."""
        summary = tables["summary"]

        def at(measure: str, weeks: int, idle: float = 0.5) -> float:
            here = summary[(summary[VOTE] == weeks) & (summary[IDLE] == idle)]
            return value(here, measure=measure)

        return [
            Claim("F4, as read here",
                  "its resource is smaller in extraordinary elections: that costs it votes",
                  "official votes, in 8 weeks less in a year", at("votes", 8) - at("votes", DUE),
                  -1.0, -0.01),
            Claim("K1, as read here", "an early vote finds it unprepared: it costs the party seats",
                  "seats, vote in 8 weeks less in a year", at("seats", 8) - at("seats", DUE),
                  -1.0, -0.01),
            Claim("S7, as read here", "a short campaign favours who is known",
                  "votes of new parties, vote in 8 weeks less in a year",
                  at("new_votes", 8) - at("new_votes", DUE), -1.0, 0.0),
        ]  # fmt: skip
