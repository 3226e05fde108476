"""Distance of the leader: what leaving the chair costs."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import Factor, factorial
from experiments.study.named_scenarios import in_time, leaving, scenario_of_size
from experiments.study.plan import Study

POPULARITY = "leader.popularity"
TIES, WEEKS = (0.0, 0.25, 0.5, 0.75, 1.0), (8, 26, 44)
POPULAR = (0.40, 0.62, 0.80)
AFTERWARDS = 2
"""Weeks after the announcement at which its first effect is read."""


class LeaderDistance(SweepExperiment):
    """What does the party of power lose when its leader steps back, how far, and when?

    Observables: votes, seats, rating and majority; wavering, the elite's support (who would
    stay without a seat to lose) and its loyalty before and after he leaves, against a leader
    who stays, with the same random numbers.
    """

    scenario = "chairman-leaves-early"
    figures = ("support-fan", "tornado")

    def study(self, quick: bool) -> Study:
        """Cross popularity, the tie that is left, and the week of leaving."""
        base, leaves = leaving(scenario_of_size(self.scenario, quick))
        tie, week = f"events.{leaves}.to.attachment", f"events.{leaves}.week"
        weeks = tuple(sorted({in_time(base, each) for each in WEEKS}))
        factors = [Factor(POPULARITY, POPULAR), Factor(tie, TIES), Factor(week, weeks)]
        return Study(base, factorial(factors), replicates=5 if quick else 20, seed=5)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point, the first effect of leaving, and the lines of the figure."""
        runs = headline(results)
        _, tie, week = results.manifest["design"]["factors"]
        measures = ["votes", "unprompted", "seats", "rating", "majority"]
        shown = runs.assign(
            series=runs[week].map("leaves in week {:.0f}".format),
            panel=runs[POPULARITY].mul(100).map("Popularity of the leader {:.0f} %".format),
        )
        curves = lines(shown, Axis(tie, "Tie that is left (1: he is its leader)"), ("seats",))
        return {
            "summary": by_point(runs, [POPULARITY, tie, week], measures),
            "first_effect": _first_effect(results, runs),
            "rating": by_point(runs[runs[tie] == 1.0], [POPULARITY], ["rating"]),
            "curves": curves,
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold leaving against U5, U6 and W1."""
        first = tables["first_effect"].set_index("measure")["change"]
        rating = tables["rating"]["mean"]
        return [
            Claim("U5", "leaving makes the public waver at once",
                  f"undecided {AFTERWARDS} weeks later, against staying", float(first["undecided"]),
                  0.01, 1.0),
            Claim("U5", "leaving lowers support among elites at once",
                  "elite's support two weeks later, against staying",
                  float(first["elite_support"]), -1.0, -0.05),
            Claim("U5, as read here",
                  "members of the elite who no longer support the party leave it in the end",
                  "elite's loyalty at the end, against staying", float(first["elite_loyalty_end"]),
                  -1.0, -0.05),
            Claim("U6", "the party's rating reflects the leader's",
                  "rating, popularity 80 % less 40 %", float(rating.iloc[-1] - rating.iloc[0]),
                  0.10, 1.0),
            Claim("W1", "strong dependence on the leader",
                  "rating at the end, against staying", float(first["rating_end"]), -1.0, -0.03),
        ]  # fmt: skip


def _first_effect(results: Results, runs: pd.DataFrame) -> pd.DataFrame:
    """Compare leaving in the first of the weeks with staying: soon after, and at the end."""
    power = f"rating.{results.incumbent}"
    _, tie, left_in = results.manifest["design"]["factors"]
    first = int(runs[left_in].min())
    chosen = runs[(runs[POPULARITY] == POPULAR[1]) & (runs[left_in] == first)]
    left, stays = chosen[chosen[tie] == 0.0], chosen[chosen[tie] == 1.0]
    measures = ["undecided", "elite_support", "elite_loyalty", "rating"]
    columns = [*measures[:-1], power]
    steps = results.steps(columns, pd.concat([left, stays]))
    last = int(steps["week"].max())
    rows: dict[str, float] = {}
    for week, end in ((first + AFTERWARDS, ""), (last, "_end")):
        now = steps[steps["week"] == week].set_index("run_id")[columns]
        gap = now.loc[left["run_id"]].mean() - now.loc[stays["run_id"]].mean()
        rows |= {f"{name}{end}": float(gap[column])
                 for name, column in zip(measures, columns, strict=True)}  # fmt: skip
    return pd.DataFrame({"measure": rows.keys(), "change": rows.values()})
