"""Calibration: what an election and the polls say of the numbers that nobody measured."""

from collections.abc import Mapping
from math import nan
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import beta, gaussian_kde

from experiments.analysis.intervals import NORMAL
from experiments.experiment import FITTED, Claim, SweepExperiment, write_tables
from experiments.inference.calibrate import Work, described, drawn_for, numbers
from experiments.inference.official_results import country_table, figures, has_table, past_elections
from experiments.inference.past_elections import MACHINE, inversion
from experiments.inference.posterior import WEIGHT, effective, resampled
from experiments.running.sweep import Execution
from experiments.store import words
from experiments.store.results import Results
from experiments.study.design import single
from experiments.study.plan import Study
from experiments.study.prior import prior
from model.draws import MADE_FOR, posterior
from model.parameters.names import NONE_OF_THEM
from model.scenario import Scenario, load_scenario

SHOWN = {
    MACHINE: "Strength of the machine",
    "mechanisms.administrative_mobilisation.obedience": "Obedience of those brought",
    "mechanisms.preference_falsification.fear": "Fear before pollsters (logit)",
    "mechanisms.leader_coattail.strength": "Coat-tail (logit a logit)",
    "mechanisms.blocs.scale": "Shared taste for a bloc (logit)",
    "turnout.base": "Readiness to turn out (logit)",
}
"""Numbers whose beliefs are drawn, in words."""
PRIOR, MEETS = "prior", "draws that meet the election"
WEIGHED = "the same, weighed by the rating"
MOST_WORTH = 12
"""Numbers of which the figure tells what it would be worth to know them."""
STEPS, EVENLY = 81, 2000
"""Points of each curve, and values that stand for a prior."""
LUCK = 4
"""Seeds with which the year of each draw is played."""


class Calibration(SweepExperiment):
    """Which numbers agree with what is known of the last election, and what stays open?

    Observables: those of the country's `targets.csv` beside official votes and turnout. Every
    assumed number is drawn from its prior; what votes and turnout determine is solved for, so
    that each draw gives back the election; the rating weighs the draws. Tables: each number
    before and after the draws are weighed (`described`), what the data cannot tell apart (`ridge`),
    how often intervals hold on simulated truths (`coverage`, from the country's folder), and which
    open numbers would be worth finding out (`worth-finding-out`). The runs are a year under each of
    the shipped draws, all with the same few seeds.
    """

    draws = 0  # the study draws what is not known itself
    figures = ("curves",)

    def study(self, quick: bool) -> Study:
        """Return a year under draws from the shipped posterior, with the same seeds for each."""
        scenario = load_scenario(self.scenario)
        count = 30 if quick else 200
        draws = posterior(scenario, count, LUCK)
        return Study(scenario, single(), count * LUCK, seed=17, draws=draws, common_seeds=LUCK)

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Draw anew from the priors, solve for the election, and weigh."""
        work = Work(draws=60 if quick else 600, voters=3000 if quick else 10_000, seed=17)
        country = load_scenario(self.scenario).country.name
        engine = execution.engine if execution else None
        write_tables(folder, {"draws": drawn_for(country, work, engine).drop(columns=MADE_FOR)})

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return beliefs before and after, the ridge, the check against figures, the curves."""
        drawn = pd.read_csv(results.file("draws"))
        kept = resampled(drawn, len(drawn), seed=17)
        scenario = load_scenario(self.scenario)
        found_out = _worth(_seats(results), scenario)
        found = {
            "described": described(drawn, kept),
            "ridge": _ridge(results, scenario),
            "check": _check(drawn, kept, scenario),
            "curves": _curves({PRIOR: _believed(scenario), MEETS: drawn, WEIGHED: kept}),
            "worth-finding-out": found_out,
            "influence": _drawn_worth(found_out, results),
            "quality": pd.DataFrame(
                [{"draws": len(drawn), "effective": effective(drawn[WEIGHT].to_numpy(float))}]
            ),
        }
        if has_table(scenario, "coverage"):
            found["coverage"] = country_table(scenario, "coverage")
        return found

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold predictions against the figures, and intervals against simulated truths.

        The figures weigh the draws, so that they test nothing.
        """
        rows = [
            Claim(f"{row['source']}{FITTED}", f"{row['outcome']} = {row['target']:g}",
                  "mean over the draws", float(row["weighed"]),
                  float(row["target"] - 2 * row["spread"]),
                  float(row["target"] + 2 * row["spread"]))
            for _, row in tables["check"].iterrows()
        ]  # fmt: skip
        for _, row in tables.get("coverage", pd.DataFrame()).iterrows():
            rows.append(
                Claim("control", f"90 % intervals of {row['outcome']} hold simulated truths",
                      "share of truths inside", row["inside_90"] / row["truths"], 0.85, 0.95,
                      runs=int(row["truths"]))
            )  # fmt: skip
        return rows


def _seats(results: Results) -> pd.Series:
    """Return the mean seats of the party of power in each draw, over the seeds that all share."""
    runs = results.runs
    seats = runs[f"seats.{results.incumbent}"].astype(float)
    return seats.groupby(runs["replicate"] // LUCK).mean()


def _worth(seats: pd.Series, scenario: Scenario) -> pd.DataFrame:
    """Return how closely each open number goes with the seats of a year, the closest first.

    `seats` has a number for each draw. `share` is the squared rank correlation: the part of the
    spread of seats that would go if the number were known (roughly, and one by one), with its 95 %
    interval by Fisher's transformation. Numbers that do nothing have `by_luck` on average, one over
    the number of draws; the largest of so many of them exceeds `most_by_luck` in one study of
    twenty (a squared correlation of nothing has a beta distribution). What is solved for the last
    election is left out, and with it the appeals of all lists: nobody could find them out.
    """
    drawn = pd.DataFrame(posterior(scenario).rows[: len(seats)])
    *_, latest = past_elections(scenario.country.name).values()
    solved = {*inversion(latest).sought, *(f"parties.{name}.appeal" for name in scenario.parties)}
    open_numbers = drawn.drop(columns=[*solved], errors="ignore")
    tied = open_numbers.corrwith(seats, method="spearman").dropna()
    margin = NORMAL / np.sqrt(len(seats) - 3)
    low, high = (np.tanh(np.arctanh(tied.abs()) + side * margin) for side in (-1, 1))
    table = pd.DataFrame(
        {"rank_correlation": tied, "share": tied**2, "low": low.clip(lower=0) ** 2,
         "high": high**2, "by_luck": 1 / len(seats),
         "most_by_luck": beta.ppf(0.95 ** (1 / len(tied)), 0.5, len(seats) / 2 - 1)}
    )  # fmt: skip
    return table.sort_values("share", ascending=False).rename_axis("path").reset_index()


def _drawn_worth(worth: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Return the numbers most worth finding out as `influence` draws them, and what luck brings."""
    first = worth.head(MOST_WORTH)
    named = [words.factor(path, "", results.labels) for path in first["path"]]
    told = first.assign(factor=named, index=first["share"])[["factor", "index", "low", "high"]]
    most = worth["most_by_luck"].iloc[0]
    told.loc[len(told)] = [f"The first of {len(worth)} numbers that do nothing", most, nan, nan]
    draws = results.manifest["draws"]["count"]
    return told.assign(
        measure="Part of the spread that would go", n=f"{draws} draws, each with {LUCK} seeds",
        outcome="share of seats of the party of power, after a year",
        text="How much of the spread of seats would go if one number that nobody has measured "
        "were known (its squared rank correlation with seats). The bar of numbers that do "
        "nothing is exceeded by the best of them in one study of twenty.",
        interval="whiskers: 95 % interval of the correlation, by Fisher's transformation",
    )  # fmt: skip


def _ridge(results: Results, scenario: Scenario) -> pd.DataFrame:
    """Return rank correlations over the draws: what the data cannot tell apart.

    They are between the numbers shown, those that the last election determines once the others
    are drawn, and what nobody has seen at the opening: private support of the party of power and
    of none of them, beside the rating.
    """
    power = results.incumbent
    options = {*results.options["party"]} & {
        power,
        NONE_OF_THEM,
    }  # in some scenarios all favour one
    unseen = [*(f"support.{each}" for each in sorted(options)), f"rating.{power}"]
    opening = results.opening(unseen).set_index("run_id")[unseen]
    draw = results.runs.set_index("run_id")["replicate"] // LUCK
    seen = opening.groupby(draw.reindex(opening.index)).mean()
    drawn = pd.DataFrame(posterior(scenario).rows[: len(seen)])
    *_, latest = past_elections(scenario.country.name).values()
    paths = dict.fromkeys([*SHOWN, *inversion(latest).sought])
    there = drawn[[path for path in paths if path in drawn]].join(seen)
    return there.corr(method="spearman").reset_index(names="path")


def _check(drawn: pd.DataFrame, kept: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return each figure that weighs, with its mean over the draws before and after."""
    *_, latest = past_elections(scenario.country.name).values()
    return pd.DataFrame(
        {"outcome": each.outcome, "target": each.value, "spread": each.spread,
         "source": each.source, "unweighed": float(drawn[each.outcome].mean()),
         "weighed": float(kept[each.outcome].mean())}
        for each in figures(latest) if each.outcome in drawn
    )  # fmt: skip


def _believed(scenario: Scenario) -> pd.DataFrame:
    """Return values evenly taken from the prior of each number shown that has one."""
    evenly = (np.arange(EVENLY) + 0.5) / EVENLY
    beliefs = [prior(each) for each in scenario.parameters() if each.path in SHOWN]
    return pd.DataFrame({each.path: each.at(evenly) for each in beliefs if each is not None})


def _curves(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the density of some numbers in each table of draws, for `curves`."""
    drawn, found = tables[MEETS], []
    for path in (path for path in SHOWN if path in numbers(drawn)):
        there = {series: table[path] for series, table in tables.items() if path in table}
        ends = pd.concat(there).groupby(level=0).quantile([0.005, 0.995])
        grid = np.linspace(ends.min(), ends.max(), STEPS)
        found += [
            pd.DataFrame({"panel": SHOWN[path], "series": series, "x": grid,
                          "y": gaussian_kde(values.to_numpy(float))(grid)})
            for series, values in there.items()
        ]  # fmt: skip
    return pd.concat(found).assign(
        x_label="Value", y_label="Density", percent=False, n=f"{len(drawn)} draws",
        text="What is believed of some numbers before any data (the prior), draws that meet the "
        "last election, and the same draws weighed by the rating. Where the curves coincide, the "
        "data have taught nothing. Numbers that the election determines have no prior.",
        interval="kernel densities, no interval",
    )  # fmt: skip
