"""The street: a sudden shock and a slow one."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point
from experiments.experiment import FITTED, Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import happening, scenario_factor, scenario_of_size, variants
from experiments.study.plan import Study

SIZES, WEEKS = (0.0, 0.5, 1.0, 1.25, 1.5), (1, 4, 12, 25)
JANUARY = 1.25
"""Size of the shock in the scenario `january-shock`, logit of protest."""
SHOCK = {"name": "a shock to protest", "by": {"protest_drift": JANUARY}}
"""What happens in a scenario without a shock: it comes in all regions, half-way to the vote."""
RALLY = 300
"""People at the largest ordinary rally in Almaty (claim Z4)."""
REGIONS = 17
MEDIAN = {"mechanisms.street_protest.surprise": 0.0}
INTERVAL = (
    "bands: 95 % interval of the mean, where a sudden mood carries as far as in the median run "
    "(by that luck, which they leave out, nine in ten runs differ up to tenfold)"
)


class Street(SweepExperiment):
    """Why does a sudden shock fill the streets when a slow one of the same size does not?

    Observables: the largest and the ordinary number of people out in a week, over the size of
    a shock and the weeks over which it is spread; votes and majority afterwards. How far a
    sudden mood carries is another in each run; here it is that of the median run, and so seeds
    tell little of the luck.
    """

    scenario = "january-shock"
    tells_luck = False  # of luck, how far a sudden mood carries is most
    mechanisms = ("street_protest",)

    def study(self, quick: bool) -> Study:
        """Cross the size of a shock with the weeks that it takes."""
        base = scenario_of_size(self.scenario, quick, MEDIAN)
        base = happening(base, "shock", {**SHOCK, "week": base.weeks // 2})
        changes = {
            f"{size:g} over {weeks} weeks": {
                "events.shock.by.protest_drift": size / weeks, "events.shock.lasts": weeks,
            }
            for size in SIZES for weeks in WEEKS
        }  # fmt: skip
        named = variants(base, changes)
        design = factorial([scenario_factor(named)])
        return Study(base, design, replicates=8 if quick else 30, seed=10, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point and the lines of the figure."""
        runs = headline(results).merge(_crowds(results), on=["run_id", "point"])
        size = runs[SCENARIO].str.split().str[0].astype(float)
        weeks = runs[SCENARIO].str.split().str[2].astype(int)
        runs = runs.assign(size=size, weeks=weeks, peak_thousands=runs["peak"] / 1000)
        measures = ["peak", "ordinary", "votes", "seats", "majority", "protest"]
        spread = runs["weeks"].map(lambda n: "in one week" if n == 1 else f"over {n} weeks")
        shown = runs.assign(series=spread)
        axis = Axis("size", "Size of the shock to protest (logit)")
        crowd = lines(shown, axis, ("peak_thousands",)).assign(
            panel="Largest crowd", y_label="Thousands of people", percent=False
        )
        curves = pd.concat([crowd, lines(shown, axis, ("votes",)).assign(percent=True)])
        curves = curves.assign(interval=INTERVAL)
        return {"summary": by_point(runs, ["size", "weeks"], measures), "curves": curves}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold crowds against Z4, January 2022 and the slow shock."""
        summary = tables["summary"]

        def at(measure: str, size: float, weeks: int) -> float:
            chosen = (summary["size"] == size) & (summary["weeks"] == weeks)
            return float(summary.loc[chosen & (summary["measure"] == measure), "mean"].iloc[0])

        return [
            Claim(f"Z4{FITTED}",
                  "outside shocks rallies are small (300 in each of 17 regions at most)",
                  "people out in an ordinary week, the country, median run", at("ordinary", 0.0, 1),
                  0, RALLY * REGIONS),
            Claim(f"prosecutors, January 2022{FITTED}",
                  "38,000-50,000 were out (within a factor of 2)",
                  "largest crowd, sudden shock, median run", at("peak", JANUARY, 1),
                  19_000, 100_000),
            Claim("Epstein (2002)", "spread over half a year the same shock moves few",
                  "largest crowd, slow over sudden, median run",
                  _ratio(at("peak", JANUARY, 25), at("peak", JANUARY, 1)), 0.0, 0.25),
        ]  # fmt: skip


def _ratio(part: float, whole: float) -> float:
    """Return one number over another; not a number where the other is zero."""
    return part / whole if whole else float("nan")


def _crowds(results: Results) -> pd.DataFrame:
    """Return the largest and the median crowd of each run, over the weeks of the campaign.

    Week 0 is left out: its crowd is that of an opening at which nothing has been played yet.
    """
    runs = results.runs[["run_id", "point"]].drop_duplicates()
    steps = results.steps(["crowd"], runs).drop_duplicates(["run_id", "week"])
    crowds = steps[steps["week"] > 0].groupby("run_id")["crowd"].agg(["max", "median"])
    return runs.assign(
        peak=runs["run_id"].map(crowds["max"]), ordinary=runs["run_id"].map(crowds["median"])
    )
