"""The electoral law: what a threshold and a formula do."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.design import SCENARIO, Factor, factorial
from experiments.experiment import Claim, Experiment
from experiments.figures import Results
from experiments.headline import Axis, headline, lines, sized
from experiments.plan import Study
from experiments.summary import by_point, value
from experiments.variants import variants, which

THRESHOLD = "law.threshold"
THRESHOLDS = (0.0, 0.03, 0.05, 0.07, 0.10)
KINDS = {"national_list": "Hare quota", "dhondt": "d'Hondt", "sainte_lague": "Sainte-Lague",
         "mixed_parallel": "mixed, 10 + 67 seats"}  # fmt: skip
STRATEGIC = ", voters reckon with it"


class Law(Experiment):
    """How many seats does the party of power owe to the law rather than to votes?

    Observables: seats, seat bonus, wasted votes and effective number of parties over the
    threshold, for four laws. Mechanical effect: seats at the same votes; psychological effect:
    votes that move because voters desert lists expected to fail (Duverger 1951).
    """

    def study(self, quick: bool) -> Study:
        """Cross law, strategic voters and the threshold, with a rival that may fail."""
        base = sized(self.scenario, quick, {"parties.fresh.stands_from": 12})
        named = variants(base, _laws())
        design = factorial([which(named), Factor(THRESHOLD, THRESHOLDS, unit="share of votes")])
        return Study(base, design, replicates=5 if quick else 50, seed=12, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point, both effects, and the lines of the figure."""
        runs = headline(results)
        runs = runs.assign(bonus=runs["seats"] - runs["votes"])
        measures = ["votes", "seats", "bonus", "wasted", "enp_votes", "enp_seats", "majority",
                    "two_thirds"]  # fmt: skip
        summary = by_point(runs, [SCENARIO, THRESHOLD], measures)
        shown = runs.assign(series=runs[SCENARIO])
        axis = Axis(THRESHOLD, "Threshold")
        curves = lines(shown, axis, ("bonus", "wasted"))
        words = {"Bonus": "Seats over votes, party of power"}
        curves[["panel", "y_label"]] = curves[["panel", "y_label"]].replace(words)
        return {"summary": summary, "effects": _effects(summary), "curves": curves}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the law against Z7 and Duverger."""
        effects = tables["effects"]
        highest = effects[effects[THRESHOLD] == THRESHOLDS[-1]].iloc[0]
        bonus = tables["summary"]
        formulas = [value(bonus[bonus[THRESHOLD] == 0.07], scenario=kind, measure="bonus")
                    for kind in (KINDS["dhondt"], KINDS["national_list"])]  # fmt: skip
        return [
            Claim("Z7", "a threshold gives the party of power seats that it has no votes for",
                  "mechanical effect of 10 % against none on its seats",
                  float(highest["mechanical_seats"]), 0.005, 1.0),
            Claim("Duverger (1951)", "voters desert lists that are expected to fail",
                  "psychological effect at 10 % on wasted votes",
                  float(highest["psychological_wasted"]), -1.0, -0.005),
            Claim("Gallagher (1992)", "d'Hondt favours large parties more than largest remainders",
                  "seat bonus, d'Hondt less Hare quota, at 7 %", formulas[0] - formulas[1],
                  0.0, 0.1),
        ]  # fmt: skip


def _laws() -> dict[str, dict[str, Any]]:
    """Return each law, and the present one with voters who reckon with the threshold."""
    plain: dict[str, dict[str, Any]] = {
        words: {"law": {"kind": kind, "threshold": 0.07}} for kind, words in KINDS.items()
    }
    reckon = {"mechanisms.strategic_desertion": True}
    return {**plain, KINDS["national_list"] + STRATEGIC: reckon}


def _effects(summary: pd.DataFrame) -> pd.DataFrame:
    """Split what the present law's threshold does into seats at given votes and moved votes."""
    plain, reckon = KINDS["national_list"], KINDS["national_list"] + STRATEGIC

    def curve(kind: str, measure: str) -> pd.Series:
        chosen = (summary[SCENARIO] == kind) & (summary["measure"] == measure)
        return summary[chosen].set_index(THRESHOLD)["mean"]

    def moved(measure: str) -> pd.Series:
        return curve(reckon, measure) - curve(plain, measure)

    seats = curve(plain, "seats")
    table = {
        "mechanical_seats": seats - seats.iloc[0],
        "mechanical_wasted": curve(plain, "wasted"),
        "psychological_votes": moved("votes"),
        "psychological_wasted": moved("wasted"),
        "psychological_enp_votes": moved("enp_votes"),
    }
    return pd.DataFrame(table).reset_index()
