"""Vote splitting: who gains from rivals."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, Factor, factorial
from experiments.study.named_scenarios import (
    ENTRANT,
    PRESENT,
    THRESHOLD,
    THRESHOLDS,
    in_time,
    money_in,
    party_of,
    scenario_factor,
    scenario_of_size,
    threshold_of,
    variants,
)
from experiments.study.plan import Study
from model.scenario import Scenario

ENTRANTS = (1, 2, 4, 8, 12)
NAMES = tuple(f"entrant_{place}" for place in range(1, max(ENTRANTS) + 1))
MONEY, APPEAL = 2000.0, -0.1
"""Rich, and liked one standard deviation more than a new party on average, so that one entrant
alone passes the threshold; else none has seats to lose, however many they are. The entrants are
alike: what a founder is worth is not drawn."""
WEEK, NEVER = 12, 520
MEASURES = (
    "votes", "seats", "bonus", "new_votes", "new_seats", "wasted", "above_5", "majority",
)  # fmt: skip


class Splitting(SweepExperiment):
    """The more rivals share the same money, who gains: they, or the party of power?

    Observables: votes and seats of the party of power and of the entrants, votes for lists that
    win no seat, number of entrants above 5 %. The entrants are alike and have the same money
    together.
    """

    def study(self, quick: bool) -> Study:
        """Cross the number of entrants with the threshold."""
        base = _full_field(self.scenario, quick)
        week, money = in_time(base, WEEK), money_in(base.country, MONEY)
        named = variants(base, {f"{n} entrants": _of(n, week, money) for n in ENTRANTS})
        threshold = Factor(threshold_of(base), THRESHOLDS, unit="share of votes")
        design = factorial([scenario_factor(named), threshold])
        return Study(base, design, replicates=8 if quick else 30, seed=3, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point and the lines of the figure."""
        runs = headline(results)
        path = next(each for each in results.varied if each.endswith(".threshold"))
        runs = runs.rename(columns={path: THRESHOLD})
        votes = runs[[f"vote_share.{name}" for name in NAMES]]
        seats = runs[[f"seat_share.{name}" for name in NAMES]]
        runs = runs.assign(
            entrants=runs[SCENARIO].str.split().str[0].astype(int),
            new_votes=votes.sum(axis=1),  # without the splinters
            new_seats=seats.sum(axis=1),
            bonus=runs["seats"] - runs["votes"],
        )
        runs["above_5"] = (votes > 0.05).sum(axis=1) / runs["entrants"]
        # One entrant alone passes or does not, and then that is a yes or a no.
        summary = by_point(runs, ["entrants", THRESHOLD], MEASURES, of_yes=["above_5"])
        few = runs[runs[THRESHOLD].isin([0.0, PRESENT, 0.07])]
        shown = few.assign(series=few[THRESHOLD].mul(100).map("threshold {:.0f} %".format))
        curves = lines(shown, Axis("entrants", "Number of entrants, equal money together"),
                       ("seats", "new_votes", "wasted"))  # fmt: skip
        return {"summary": summary, "curves": curves}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold splitting against Z7 and Z2, at the threshold in force."""
        summary = tables["summary"]

        def at(measure: str, entrants: int) -> float:
            here = summary[summary[THRESHOLD] == PRESENT]
            return value(here, measure=measure, entrants=entrants)

        return [
            Claim("Z7", "new parties split their electorate: a dozen win fewer seats than one",
                  "entrants' share of seats, 12 less 1", at("new_seats", 12) - at("new_seats", 1),
                  -1.0, -0.01),
            Claim("Z7, as read here", "wasted votes rise with the number of entrants",
                  "wasted votes, 12 less 1", at("wasted", 12) - at("wasted", 1), 0.01, 1.0),
            Claim("Z7, as read here", "the party of power's seat bonus rises",
                  "seats over votes, 12 less 1", at("bonus", 12) - at("bonus", 1), 0.005, 1.0),
            Claim("Z2", "most new forces have weak electoral support",
                  "share of a dozen entrants who share one fortune above 5 %",
                  at("above_5", 12), 0.0, 0.5, share=True),
        ]  # fmt: skip


def _full_field(scenario: str, quick: bool) -> Scenario:
    """Replace the fresh party by as many of its likes as there may be."""
    base = scenario_of_size(scenario, quick, {"mechanisms.newcomer_valence": False})
    fresh = party_of(base, ENTRANT)
    like = base.parties[fresh].model_dump(mode="json", exclude_none=True)
    like["appeal"] = APPEAL
    field = {f"parties.{name}": {**like, "label": name.replace("_", " ").capitalize()}
             for name in NAMES}  # fmt: skip
    return base.replace({f"parties.{fresh}": False, **field})


def _of(number: int, week: int, money: float) -> dict[str, Any]:
    """Let the first entrants share the money and stand from a week on, and the others never."""
    changes: dict[str, Any] = {}
    for place, name in enumerate(NAMES):
        stands = place < number
        changes[f"parties.{name}.stands_from"] = week if stands else NEVER
        changes[f"parties.{name}.wealth"] = money / number if stands else 0.0
    return changes
