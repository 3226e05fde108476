"""Ablation: what each mechanism contributes."""

from collections.abc import Mapping

import pandas as pd

from experiments.design import SCENARIO, factorial
from experiments.experiment import Claim, Experiment
from experiments.figures import Results
from experiments.headline import change, headline, sized
from experiments.plan import Study
from experiments.summary import paired
from experiments.variants import which, without_each

MEASURES = ("seats", "votes", "real", "rating", "turnout")


class Ablation(Experiment):
    """Which mechanisms carry the party of power's seats, and which hardly matter?

    Observables: seats, official and unprompted votes, rating and turnout, each against the
    full model with the same random numbers, one mechanism left out at a time.
    """

    def study(self, quick: bool) -> Study:
        """Return the full model, and the model without each of its mechanisms."""
        base = sized(self.scenario, quick)
        named = without_each(base, list(base.mechanisms.active()))
        design = factorial([which(named)])
        return Study(base, design, replicates=6 if quick else 60, seed=2, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return paired differences, and those of seats as a tornado."""
        runs = headline(results)
        table = paired(runs, SCENARIO, "all", MEASURES)
        table = table[table[SCENARIO] != "all"].reset_index(drop=True)
        seats = table[table["measure"] == "seats"]
        tornado = pd.DataFrame(
            {
                "factor": seats[SCENARIO].str.replace("_", " ").str.capitalize(),
                "setting": "without",
                "change": seats["change"], "low": seats["low"], "high": seats["high"],
                "outcome": "share of seats of the party of power",
                "n": len(runs),
                "interval": "whiskers: 95 % interval of paired differences",
            }
        )  # fmt: skip
        return {"differences": table, "tornado": tornado}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the differences against E11, W1 and S2."""
        table = tables["differences"]

        def without(mechanism: str, measure: str) -> float:
            return change(table, measure, scenario=mechanism)

        return [
            Claim("E11", "success belongs to the administrative system",
                  "official votes without the machine, change",
                  without("administrative_mobilisation", "votes"), -1.0, -0.10),
            Claim("W1", "the party's rating is a reflection of the President's",
                  "rating without coattail, change", without("leader_coattail", "rating"),
                  -1.0, -0.03),
            Claim("S2", "partisan media are a strength", "unprompted votes without media, change",
                  without("media", "real"), -1.0, -0.005),
        ]  # fmt: skip
