"""Ablation: what each mechanism contributes."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.summary import change, paired
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import (
    leader_leaves,
    scenario_factor,
    scenario_of_size,
    without_each,
)
from experiments.study.plan import Study
from model.scenario import Scenario

MEASURES = ("votes", "seats", "unprompted", "rating", "turnout")
CALM, STRESS = "leader stays", "leader leaves"
CLAIMED = (
    ("administrative_mobilisation",
     ("E11, as read here", "the machine is worth ten points of votes or more",
      "official votes without the machine, change"), ("votes", CALM, -1.0, -0.10)),
    ("leader_coattail",
     ("W1", "the party's rating is a reflection of the leader's",
      "rating without coattail, change"), ("rating", CALM, -1.0, -0.03)),
    ("media",
     ("S2", "partisan media are a strength", "unprompted votes without media, change"),
     ("unprompted", CALM, -1.0, -0.005)),
    ("elite_defection",
     ("F2, as read here", "the exit of elites costs the party votes once the leader has left",
      "official votes without elite defection, leader leaves, change"),
     ("votes", STRESS, 0.005, 1.0)),
)  # fmt: skip
"""What is claimed of a mechanism, where the scenario has it; and the change that is expected."""


class Ablation(SweepExperiment):
    """Which mechanisms carry the party of power's result, and which hardly matter?

    Observables: official and unprompted votes, seats, rating and turnout, each against the
    full model with the same random numbers, one mechanism left out at a time; when the leader
    stays and when he leaves, since some mechanisms only work under stress.
    """

    def study(self, quick: bool) -> Study:
        """Return the full model, and the model without each of its mechanisms, twice."""
        named: dict[str, Scenario] = {}
        calm = scenario_of_size(self.scenario, quick)
        cases = {CALM: calm, STRESS: calm.replace({"events.leader_leaves": leader_leaves(calm)})}
        for when, base in cases.items():
            lacking = without_each(base, list(base.mechanisms.active()))
            named |= {f"{when}: {name}": each for name, each in lacking.items()}
        base = named[f"{CALM}: all"]
        design = factorial([scenario_factor(named)])
        return Study(base, design, replicates=5 if quick else 30, seed=2, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return paired differences, and those of official votes as a tornado."""
        runs = headline(results)
        runs[["when", "without"]] = runs[SCENARIO].str.split(": ", expand=True)
        tables = [paired(part, "without", "all", MEASURES).assign(when=when)
                  for when, part in runs.groupby("when", sort=False)]  # fmt: skip
        table = pd.concat(tables, ignore_index=True)
        table = table[table["without"] != "all"].reset_index(drop=True)
        votes = table[table["measure"] == "votes"]
        tornado = pd.DataFrame(
            {
                "factor": votes["without"].str.replace("_", " ").str.capitalize(),
                "setting": votes["when"],
                "change": votes["change"], "low": votes["low"], "high": votes["high"],
                "outcome": "official share of votes without the mechanism",
                "n": votes["n"],
                "interval": "whiskers: 95 % interval of paired differences",
            }
        )  # fmt: skip
        return {"differences": table, "tornado": tornado}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the differences against what is claimed of each mechanism that the scenario has."""
        table = tables["differences"]
        return [
            Claim(source, says, measure, change(table, of, without=mechanism, when=when), low, high)
            for mechanism, (source, says, measure), (of, when, low, high) in CLAIMED
            if mechanism in set(table["without"])
        ]
