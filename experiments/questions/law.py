"""The electoral law: what a threshold and a formula do."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, Factor, factorial
from experiments.study.named_scenarios import (
    ENTRANT,
    PRESENT,
    THRESHOLD,
    THRESHOLDS,
    scenario_factor,
    scenario_of_size,
    standing,
    variants,
)
from experiments.study.plan import Study
from model.scenario import Scenario

KINDS = {"national_list": "Hare quota", "dhondt": "d'Hondt", "sainte_lague": "Sainte-Lague",
         "mixed_parallel": "lists and districts"}  # fmt: skip
SPELT = {"Sainte-Lague": "Sainte-Laguë"}
"""What readers see in place of a name that is typed."""
STRATEGIC = ", voters reckon with it"
EFFECTS = {
    "mechanical_seats": "Mechanical: seats, party of power",
    "psychological_seats": "Psychological: seats, party of power",
    "psychological_wasted": "Psychological: wasted votes",
}
"""Effects that are drawn, with the titles of their panels."""
POINTS = {"y": "mean", "low": "low", "high": "high"}
"""What is drawn in percentage points, and the column that it is taken from."""


class Law(SweepExperiment):
    """How many seats does the party of power owe to the law rather than to votes?

    Observables: seats, seat bonus, wasted votes and effective number of parties over the
    threshold, for four laws. Mechanical effect: seats at the same votes, against no threshold;
    psychological effect: what changes when voters desert lists expected to fail (Duverger 1951),
    which takes the mechanism strategic_desertion; the usual scenario has it off.
    """

    def study(self, quick: bool) -> Study:
        """Cross law, strategic voters and the threshold, with a rival that may fail."""
        base = standing(scenario_of_size(self.scenario, quick), ENTRANT, 12)
        # None of the laws compared counts the districts of a country's own table.
        base = base.replace({"districts": None})
        named = variants(base, _laws(base))
        design = factorial(
            [scenario_factor(named), Factor(THRESHOLD, THRESHOLDS, unit="share of votes")]
        )
        return Study(base, design, replicates=5 if quick else 20, seed=12, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point, both effects, and the lines of the figure."""
        runs = headline(results)
        spelt = runs[SCENARIO].replace(SPELT, regex=True)
        runs = runs.assign(bonus=runs["seats"] - runs["votes"], **{SCENARIO: spelt})
        measures = ["votes", "seats", "bonus", "wasted", "enp_votes", "enp_seats", "majority",
                    "two_thirds"]  # fmt: skip
        effects = by_point(_effects(runs), ["law", THRESHOLD],
                           [*EFFECTS, "mechanical_votes", "psychological_votes",
                            "psychological_enp_votes"])  # fmt: skip
        return {
            "summary": by_point(runs, [SCENARIO, THRESHOLD], measures),
            "effects": effects,
            "curves": _curves(effects),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the law against Z7 and Duverger, at the present threshold and at the highest.

        The highest is above any that the first country had (7 and 5 %).
        """
        effects, bonus = tables["effects"], tables["summary"]
        highest = effects[effects[THRESHOLD] == THRESHOLDS[-1]]
        formulas = [value(bonus[bonus[THRESHOLD] == PRESENT], scenario=kind, measure="bonus")
                    for kind in (KINDS["dhondt"], KINDS["national_list"])]  # fmt: skip
        return [
            *(claim for at in (PRESENT, THRESHOLDS[-1]) for claim in _of_threshold(effects, at)),
            Claim("Duverger (1951)", "the mechanical effect moves no vote",
                  "largest change of its votes at a threshold of 10 %, any law",
                  float(highest[highest["measure"] == "mechanical_votes"]["mean"].abs().max()),
                  0.0, 1e-9),
            Claim("Gallagher (1992)", "d'Hondt favours large parties more than largest remainders",
                  "seat bonus, d'Hondt less Hare quota, at 5 %", formulas[0] - formulas[1],
                  0.0, 0.1),
        ]  # fmt: skip


def _of_threshold(effects: pd.DataFrame, threshold: float) -> list[Claim]:
    """Hold both effects of a threshold for lists, at the present law otherwise."""
    here = effects[(effects[THRESHOLD] == threshold) & (effects["law"] == KINDS["national_list"])]
    words = f"threshold of {100 * threshold:g} %"
    return [
        Claim("Z7, as read here",
              f"a {words} gives the party of power seats that it has no votes for",
              f"mechanical effect of a {words} against none on its seats",
              value(here, measure="mechanical_seats"), 0.005, 1.0),
        Claim("Duverger (1951)",
              f"at a {words} voters desert lists that are expected to fail, if strategic_desertion "
              "is on (usually it is off)",
              f"psychological effect of a {words} on wasted votes",
              value(here, measure="psychological_wasted"), -1.0, -0.005),
    ]  # fmt: skip


def _laws(base: Scenario) -> dict[str, dict[str, Any]]:
    """Return each law with voters who do not and who do reckon with the threshold."""
    same = {"threshold": PRESENT, "against_all": base.law.against_all,
            "threshold_of": getattr(base.law, "threshold_of", "party votes")}  # fmt: skip
    plain: dict[str, dict[str, Any]] = {
        words: {"law": {"kind": kind, **same}} for kind, words in KINDS.items()
    }
    reckon = {"mechanisms.strategic_desertion": True}
    return {**plain, **{words + STRATEGIC: law | reckon for words, law in plain.items()}}


def _effects(runs: pd.DataFrame) -> pd.DataFrame:
    """Return both effects, replicate by replicate: the same luck at every law and threshold.

    Where the run without a threshold is missing, so is the mechanical effect.
    """
    strategic = runs[SCENARIO].str.endswith(STRATEGIC)
    keys = ["law", THRESHOLD, "replicate"]
    runs = runs.assign(law=runs[SCENARIO].str.removesuffix(STRATEGIC)).set_index(keys)
    measures = ["votes", "seats", "wasted", "enp_votes"]
    sincere = runs.loc[~strategic.to_numpy(), measures].sort_index()
    reckoning = runs.loc[strategic.to_numpy(), measures].sort_index()
    without = sincere.xs(THRESHOLDS[0], level=THRESHOLD)
    mechanical = (sincere - without).sort_index().add_prefix("mechanical_")
    psychological = (reckoning - sincere).add_prefix("psychological_")
    return pd.concat([mechanical, psychological], axis=1).reset_index()


def _curves(effects: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the figure: each drawn effect over the threshold, by law."""
    drawn = effects[effects["measure"].isin(EFFECTS)]
    table = pd.DataFrame(
        {
            "panel": drawn["measure"].map(EFFECTS), "series": drawn["law"],
            "x": drawn[THRESHOLD], **{to: 100 * drawn[at] for to, at in POINTS.items()},
            "x_label": "Threshold", "y_label": "Change in percentage points", "n": drawn["n"],
            "percent": False,
        }
    )  # fmt: skip
    order = list(EFFECTS.values())
    return table.sort_values("panel", key=lambda each: each.map(order.index), kind="stable")
