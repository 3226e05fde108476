"""Niche parties: three answers to a splinter."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.summary import by_point, change, paired
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import Factor, factorial
from experiments.study.named_scenarios import SPLINTER, party_among, scenario_of_size, standing
from experiments.study.plan import Study

ANSWER = "mechanisms.niche_issue_ownership.answer"
ANSWERS = ("none", "dismissive", "accommodative", "adversarial")
MEASURES = ("niche_votes", "niche_support", "votes", "seats", "majority")


class Niche(SweepExperiment):
    """Should the party of power dismiss, copy or fight a sectoral splinter?

    Observables: votes and private support of the splinter, votes and seats of the
    party of power, each answer against none with the same random numbers. The splinter stands
    from week 16.
    """

    mechanisms = ("niche_issue_ownership",)

    def study(self, quick: bool) -> Study:
        """Return the four answers."""
        base = standing(scenario_of_size(self.scenario, quick), SPLINTER, 16)
        design = factorial([Factor(ANSWER, ANSWERS)])
        return Study(base, design, replicates=30 if quick else 120, seed=9)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means, paired differences, and two of them as a tornado.

        These are the splinter's support and the seats of the party of power.
        """
        runs, splinter = headline(results), party_among(results.parties, SPLINTER)
        runs = runs.assign(niche_votes=runs[f"vote_share.{splinter}"],
                           niche_support=runs[f"support.{splinter}"])  # fmt: skip
        table = paired(runs, ANSWER, "none", MEASURES)
        table = table[table[ANSWER] != "none"].reset_index(drop=True)
        shown = table[table["measure"].isin(["niche_support", "seats"])]
        tornado = pd.DataFrame(
            {
                "factor": shown[ANSWER].str.capitalize(),
                "setting": shown["measure"].map({"niche_support": "support of the splinter",
                                                 "seats": "seats of the party of power"}),
                "change": shown["change"], "low": shown["low"], "high": shown["high"],
                "outcome": "share, answer against none", "n": shown["n"],
                "interval": "whiskers: 95 % interval of paired differences",
            }
        )  # fmt: skip
        return {"summary": by_point(runs, [ANSWER], MEASURES), "differences": table,
                "tornado": tornado}  # fmt: skip

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the answers against Meguid's three predictions for the niche vote."""
        table = tables["differences"]

        def support(answer: str) -> float:
            return change(table[table[ANSWER] == answer], "niche_support")

        source = "Meguid (2005)"
        return [
            Claim(source, "to dismiss a niche party takes votes from it",
                  "support of the splinter, dismissive less none", support("dismissive"),
                  -1, -1e-4),
            Claim(source, "to accommodate it takes votes from it",
                  "support of the splinter, accommodative less none", support("accommodative"),
                  -1, -1e-4),
            Claim(source, "to fight it brings it votes",
                  "support of the splinter, adversarial less none", support("adversarial"),
                  1e-4, 1),
        ]  # fmt: skip
