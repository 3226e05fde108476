"""Forensics: can a count be told from its polling stations to be mobilised or inflated?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu

from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment, write_tables
from experiments.forensics import count_pictures
from experiments.forensics.station_forensics import signature
from experiments.running.sweep import Execution
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import scenario_factor, scenario_of_size, variants
from experiments.study.plan import Study, replicate_seed
from experiments.study.task import Result, Task, electorates
from model.run import play

MACHINE = "mechanisms.administrative_mobilisation"
KLIMEK, MEBANE = "Klimek et al. (2012)", "Hicken and Mebane (2017)"
SEEN = "seen."
"""Prefix of what forensics say of a run's count."""


@dataclass(frozen=True)
class Case:
    """What is really done to a vote: the machine, relative to the calibrated one, and inflation."""

    machine: float = 0.0
    incremental: float = 0.0
    extreme: float = 0.0

    def changes(self, calibrated: float) -> dict[str, Any]:
        """Return what that changes in the scenario."""
        machine: dict[str, Any] = {MACHINE: False}
        if self.machine:
            machine = {f"{MACHINE}.strength": self.machine * calibrated}
        return {**machine, "count.incremental": self.incremental, "count.extreme": self.extreme}

    @property
    def kind(self) -> str:
        """Return what it is in a word."""
        if self.incremental or self.extreme:
            if self.machine:
                return "both"
            return "inflated" if self.extreme else "incremental"
        return "mobilised" if self.machine else "fair"


CASES = {
    "fair": Case(),
    "mobilised, half the machine": Case(machine=0.5),
    "mobilised": Case(machine=1),
    "mobilised, twice the machine": Case(machine=2),
    "incremental 10 %": Case(incremental=0.1),
    "incremental 30 %": Case(incremental=0.3),
    "incremental 50 %": Case(incremental=0.5),
    "extreme 10 %": Case(extreme=0.1),
    "extreme 20 %": Case(extreme=0.2),
    "extreme 30 %": Case(extreme=0.3),
    "inflated": Case(incremental=0.3, extreme=0.1),
    "inflated, extreme above all": Case(incremental=0.1, extreme=0.3),
    "mobilised and inflated": Case(1, 0.3, 0.1),
    "mobilised and inflated, extreme above all": Case(1, 0.1, 0.3),
}
PICTURED = ("fair", "mobilised", "inflated", "mobilised and inflated")
MEASURES = {
    "incremental": "fitted share of stations with some inflation",
    "extreme": "fitted share of stations inflated to the full",
    "exponent": "fitted exponent of moved votes",
    "shpilkin": "Shpilkin's estimate, share of the winner's votes",
    "turnout_share_correlation": "correlation of turnout and share",
    "full_corner": "stations with turnout and share above 90 %",
    "curve_rise": "rise of the cumulative curve beyond median turnout",
}
PAIRS = {
    "incremental": "incremental inflation or mobilisation?",
    "inflated": "inflation to the full or mobilisation?",
    "both": "mobilisation with inflation, or without?",
}
"""Kinds of count that are compared with one that was mobilised and not inflated."""


class Forensics(SweepExperiment):
    """How far can forensics tell administrative mobilisation from an inflated count?

    Observables: what forensics say of the official count by polling station (fitted shares of
    inflated stations, Shpilkin's estimate, cumulative curve, full corner) beside what was
    really done; how often each measure ranks an inflated count above a mobilised one. The fit
    gives each region a fair turnout of its own; claims of Hicken and Mebane (2017) are about fits
    that do not, and fail where mobilisation is alike within regions, as it is here.
    """

    draws = 0  # the method is examined, not the country
    scenario = "history-2021"
    mechanisms = ("administrative_mobilisation",)

    def study(self, quick: bool) -> Study:
        """Run a fair, a mobilised and an inflated country, at several strengths."""
        base = scenario_of_size(self.scenario, quick)
        calibrated = base.mechanisms.active()["administrative_mobilisation"].strength
        named = variants(base, {name: case.changes(calibrated) for name, case in CASES.items()})
        design = factorial([scenario_factor(named)])
        return Study(base, design, replicates=2 if quick else 10, seed=14, others=named)

    def carry_out(self, folder: Path, quick: bool, execution: Execution | None = None) -> None:
        """Run and put every count before forensics."""
        super().carry_out(folder, quick, replace(execution or Execution(), work=examined))

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Play some of the counts once more, for their pictures."""
        study = self.study(quick)
        seed = replicate_seed(study.seed, 0)
        counts = {name: play(study.others[name], seed)[1].official for name in PICTURED}
        write_tables(folder, count_pictures.tables(counts))

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return signatures, fitted beside true inflation, and what tells counts apart."""
        runs = results.runs.assign(kind=[CASES[each].kind for each in results.runs[SCENARIO]])
        summary = by_point(runs, [SCENARIO], [SEEN + each for each in MEASURES])
        summary["measure"] = summary["measure"].str.removeprefix(SEEN)
        return {
            "summary": summary,
            "recovery": pd.DataFrame(_recovery(runs)),
            "apart": pd.DataFrame(_apart(runs)),
            "curves": _curves(summary),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold forensics against what was really done."""
        summary = tables["summary"]

        def seen(measure: str, case: str) -> float:
            return round(value(summary, measure=measure, scenario=case), 6)

        return [
            Claim(KLIMEK, "a fair count shows no incremental inflation",
                  "fitted share of stations, fair", seen("incremental", "fair"), 0, 0.05),
            Claim(KLIMEK, "a fair count shows no extreme inflation",
                  "fitted share of stations, fair", seen("extreme", "fair"), 0, 0.01),
            Claim("Shpilkin (2011)", "a fair count has next to no surplus",
                  "estimate, share of the winner's votes, fair", seen("shpilkin", "fair"), 0, 0.05),
            *_recovered(tables["recovery"]),
            Claim(MEBANE, "mobilisation alone passes for some inflation",
                  "fitted share of stations with some inflation, mobilised",
                  seen("incremental", "mobilised"), 0.1, 1),
            Claim(MEBANE, "mobilisation never passes for extreme inflation",
                  "fitted share of stations inflated to the full, twice the machine",
                  seen("extreme", "mobilised, twice the machine"), 0, 0.02),
            *_told_apart(tables["apart"]),
        ]  # fmt: skip


def _recovered(recovery: pd.DataFrame) -> list[Claim]:
    """Hold the fit against what is known, where 10 % or more are inflated to the full."""
    known = recovery[(recovery["machine"] == 0) & (recovery["true_extreme"] >= 0.1)]
    off = (known["fitted_incremental"] - known["true_incremental"]).abs().max()
    worst = {what: float(known[f"worst_{what}"].max()) for what in ("incremental", "extreme")}
    return [
        Claim(KLIMEK, "known incremental inflation is recovered on average",
              "largest error of a mean over runs", float(off), 0, 0.05),
        Claim(KLIMEK, "known incremental inflation is recovered in every run",
              "largest error of a run", worst["incremental"], 0, 0.05),
        Claim(KLIMEK, "known extreme inflation is recovered in every run",
              "largest error of a run", worst["extreme"], 0, 0.05),
    ]  # fmt: skip


def _told_apart(apart: pd.DataFrame) -> list[Claim]:
    """Say which measure tells an inflated count from one that was only mobilised."""
    pairs = "pairs of runs in which the inflated one ranks above"
    corner = value(apart, "ranked_above", measure="full_corner", against="inflated")
    beneath = value(apart, "ranked_above", measure="extreme", against="both")
    some = apart[apart["against"] == "incremental"]["ranked_above"]
    return [
        Claim(KLIMEK, "the full corner is for extreme inflation alone", pairs, corner, 0.99, 1),
        Claim(KLIMEK, "extreme inflation shows beneath mobilisation too", pairs, beneath, 0.99, 1),
        Claim(MEBANE, "no measure tells incremental inflation safely from mobilisation",
              "pairs of runs that the best measure ranks rightly",
              float(0.5 + (some - 0.5).abs().max()), 0.5, 0.99),
    ]  # fmt: skip


def examined(task: Task) -> Result:
    """Run the model and put its count by polling station before forensics."""
    done, election = play(task.scenario.replace(task.changes), task.seed, electorates())
    seen = {SEEN + name: each for name, each in signature(election.official).items()}
    return Result({**done.outcome, **done.flows, **seen}, done.weeks)


def _recovery(runs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield, for each case, what was done, what the fit says, and its worst error in a run."""
    for name, case in CASES.items():
        here = runs[runs[SCENARIO] == name]
        row: dict[str, Any] = {SCENARIO: name, "machine": case.machine, "n": len(here)}
        for what in ("incremental", "extreme"):
            fitted, true = here[f"{SEEN}{what}"], getattr(case, what)
            row |= {
                f"true_{what}": true,
                f"fitted_{what}": fitted.mean(),
                f"worst_{what}": (fitted - true).abs().max(),
            }
        yield row


def _apart(runs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield, for each measure, how often an inflated run ranks above a mobilised one.

    Over all pairs, whatever their strengths: 1 or 0 tell the two apart, 0.5 not at all
    (Mann and Whitney 1947).
    """
    alone = runs[runs["kind"] == "mobilised"]
    for kind, words in PAIRS.items():
        other = runs[runs["kind"] == kind]
        for measure in MEASURES:
            # Rounded: shares of 1e-5 and of 1e-150 are both none.
            ours, theirs = alone[SEEN + measure].round(3), other[SEEN + measure].round(3)
            above = mannwhitneyu(theirs, ours).statistic / (len(ours) * len(theirs))
            yield {
                "against": kind, "question": words, "measure": measure, "ranked_above": above,
                "mobilised_low": ours.min(), "mobilised_high": ours.max(),
                "inflated_low": theirs.min(), "inflated_high": theirs.max(),
            }  # fmt: skip


DOSES = {
    "machine": ("Mobilisation alone", "Machine, relative to the calibrated one"),
    "incremental": ("Incremental inflation alone", "Stations with some inflation"),
    "extreme": ("Extreme inflation alone", "Stations inflated to the full"),
}
SHARES = {
    "incremental": "fitted, some inflation",
    "extreme": "fitted, to the full",
    "shpilkin": "Shpilkin's estimate",
    "full_corner": "both above 90 %",
}


def _curves(summary: pd.DataFrame) -> pd.DataFrame:
    """Return what four measures say of one kind of interference, over its strength."""
    alone = [(name, what, getattr(case, what)) for name, case in CASES.items() for what in DOSES
             if case in (Case(), replace(Case(), **{what: getattr(case, what)}))]  # fmt: skip
    rows = []
    for name, what, dose in alone:
        panel, label = DOSES[what]
        here = summary[(summary[SCENARIO] == name) & summary["measure"].isin(SHARES)]
        for each in here.to_dict("records"):
            rows.append(
                {
                    "panel": panel, "series": SHARES[str(each["measure"])], "x": dose,
                    "y": each["mean"],
                    "low": np.maximum(each["low"], 0.0), "high": np.minimum(each["high"], 1.0),
                    "x_label": label, "y_label": "Share of stations, or of votes",
                    "n": each["n"],
                }
            )  # fmt: skip
    order = [panel for panel, _ in DOSES.values()]
    return pd.DataFrame(rows).sort_values(
        "panel", key=lambda panels: panels.map(order.index), kind="stable"
    )
