"""Polls: how far a rating may be from the truth."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import Factor, factorial
from experiments.study.named_scenarios import scenario_of_size
from experiments.study.plan import Study

FEAR, POPULARITY = "mechanisms.preference_falsification.fear", "leader.popularity"
FEARS, POPULAR = (0.0, 0.1, 0.5, 1.0, 2.0, 3.0), (0.3, 0.45, 0.62)
PRESENT = (0.1, 0.62)


class Polls(SweepExperiment):
    """How wrong can the party of power's rating be?

    Observables: rating, private support and unprompted vote over fear (the gap that a voter
    lies across) and the leader's popularity; bias is the rating, of those who answer, less
    private support.
    """

    def study(self, quick: bool) -> Study:
        """Cross fear with popularity."""
        base = scenario_of_size(self.scenario, quick)
        factors = [Factor(FEAR, FEARS, unit="logit"), Factor(POPULARITY, POPULAR)]
        return Study(base, factorial(factors), replicates=10 if quick else 40, seed=11)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point and the lines of the figure."""
        runs = headline(results)
        runs = runs.assign(named=runs["rating"] / (1 - runs["undecided"]))
        runs = runs.assign(bias=runs["named"] - runs["support"])
        measures = ["rating", "named", "support", "unprompted", "bias", "undecided", "votes"]
        shown = runs.assign(panel=runs[POPULARITY].map("Popularity of the leader {:.0%}".format))
        axis = Axis(FEAR, "Fear: gap that everybody lies across (logit)")
        curves = lines(shown, axis, ("rating", "support", "unprompted", "undecided"))
        return {"summary": by_point(runs, [FEAR, POPULARITY], measures), "curves": curves}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the rating against S5, Z8 and Kuran."""
        summary = tables["summary"]

        def at(measure: str, fear: float, popularity: float) -> float:
            here = summary[(summary[FEAR] == fear) & (summary[POPULARITY] == popularity)]
            return value(here, measure=measure)

        return [
            Claim("S5", "the rating is 40-50 %", "rating of all asked", at("rating", *PRESENT),
                  0.40, 0.50),
            Claim("Z8", "real support is 40 %", "unprompted vote", at("unprompted", *PRESENT),
                  0.35, 0.45),
            Claim("Kuran (1991)", "people who fear overstate their support",
                  "rating of those who answer less support", at("bias", *PRESENT), 0.01, 0.30),
            Claim("Kuran (1991)", "where fear is strong the rating hides an unpopular party",
                  "bias at popularity 30 % and the strongest fear", at("bias", 3.0, POPULAR[0]),
                  0.20, 1.0),
        ]  # fmt: skip
