"""The administrative machine: withdrawn, imitated, and how much of it the majority needs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point, value
from experiments.analysis.tipping import Search, Tipping, halve, share_at, tipping_point, tries
from experiments.experiment import Claim, SweepExperiment
from experiments.running.engines import Serial
from experiments.running.sweep import Execution
from experiments.store.folder import read_runs
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import scenario_factor, scenario_of_size, variants
from experiments.study.plan import Study

LOST = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
KINDS = {"withdrawn": "administration_loyalty", "imitated": "imitation"}
WEEK = 20
SEARCHES = {
    outcome: Search("mechanisms.administrative_mobilisation.strength", 0.0, 1.0, 0.02, outcome)
    for outcome in ("majority", "two_thirds")
}


class Machine(SweepExperiment):
    """What is lost when governors stop working for the party, or only pretend to?

    Observables: votes, seats, turnout and majority over the share of the machine that is lost
    from week 20, openly or in secret; visible and real effort; the strength of the machine at
    which the majority and two thirds of the seats tip. Where it tips is searched at the central
    numbers only, since it takes many seeds.
    """

    mechanisms = ("administrative_mobilisation",)
    seeds_each = 4

    def study(self, quick: bool) -> Study:
        """Cross how the machine is lost with how much of it."""
        base = scenario_of_size(self.scenario, quick)
        changes = {
            f"{kind} {lost:.0%}": {
                "events.loss": {
                    "name": f"the machine is {kind}", "week": min(WEEK, base.weeks // 2),
                    "to": {what: lost if kind == "imitated" else 1 - lost},
                }
            }
            for kind, what in KINDS.items() for lost in LOST
        }  # fmt: skip
        named = variants(base, changes)
        design = factorial([scenario_factor(named)])
        return Study(base, design, replicates=8 if quick else 80, seed=8, others=named)

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Search for the tipping points."""
        study = self.study(quick)
        # A try of a few runs is done before a pool of processes has started.
        searcher = Execution(Serial()) if quick else execution
        for outcome, search in SEARCHES.items():
            tipping_point(study, search, folder / "tipping" / outcome, searcher)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point, tipping points, and the lines of the figure."""
        effort = results.last_week(["visible_effort", "real_effort"])
        effort = effort.set_axis(["run_id", "point", "visible", "effort"], axis=1)
        runs = headline(results).merge(effort, on=["run_id", "point"])
        kind = runs[SCENARIO].str.split().str[0]
        lost = runs[SCENARIO].str.extract(r"(\d+)%")[0].astype(float) / 100
        runs = runs.assign(series=kind, lost=lost)
        measures = [
            "votes",
            "unprompted",
            "seats",
            "turnout",
            "majority",
            "visible",
            "effort",
            "coerced",
        ]
        axis = Axis("lost", "Share of the machine lost")
        searched = _searched(results.directory)
        return {
            "summary": by_point(runs, ["series", "lost"], measures),
            "tipping": _tipping(searched).assign(calibrated=_strength(results)),
            "tipping-points": _tries(searched, _strength(results)),
            "curves": lines(runs, axis, ("votes", "seats", "turnout")),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the loss, and the machine that a majority needs, against the analysis."""
        summary, tipping = tables["summary"], tables["tipping"]

        def at(measure: str, kind: str, lost: float) -> float:
            return value(summary, measure=measure, series=kind, lost=lost)

        return [
            Claim("K2, as read here", "imitated support brings as little as none",
                  "votes, all imitated less all withdrawn",
                  at("votes", "imitated", 1.0) - at("votes", "withdrawn", 1.0), -0.03, 0.03),
            Claim("K2, as read here", "imitation cannot be seen",
                  "visible effort when all is imitated", at("visible", "imitated", 1.0),
                  0.95, 1.0, share=True),
            Claim("E11, as read here", "the machine is worth ten points of votes or more",
                  "votes, all withdrawn, which insiders see, less none",
                  at("votes", "withdrawn", 1.0) - at("votes", "withdrawn", 0.0), -1.0, -0.10),
            *([] if tipping.empty else _needed(tables)),
        ]  # fmt: skip


def _needed(tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
    """Hold the majority without a machine, and the machine that it needs, against Z10.

    Where most runs hold it without one, no strength is needed. If no strength gives it to most,
    what it needs is not defined.
    """
    tries = tables["tipping-points"]
    weakest = tries[tries["outcome"] == "majority"].sort_values("value").iloc[0]
    share, runs = float(weakest["held"] / weakest["runs"]), int(weakest["runs"])
    without = Claim(
        "Z10, as read here",
        "the majority is held in most runs even with a machine that brings nobody",
        f"share of runs with a majority at strength {weakest['value']:g}", share, 0.5, 1.0,
        runs=runs,
    )  # fmt: skip
    return [without, *([] if share >= 0.5 else [_part_of_it(tables["tipping"])])]


def _part_of_it(tipping: pd.DataFrame) -> Claim:
    above, calibrated = (
        value(tipping, each, outcome="majority") for each in ("above", "calibrated")
    )
    return Claim(
        "Z10, as read here", "the majority needs only part of the machine",
        "strength above which most runs hold it, over the calibrated one",
        above / calibrated, 0.0, 1.0,
    )  # fmt: skip


def _strength(results: Results) -> float:
    """Return the strength that the scenario of the runs gives the machine."""
    mechanisms = results.manifest["scenario"]["mechanisms"]
    return float(mechanisms["administrative_mobilisation"]["strength"])


Searched = Sequence[tuple[str, Search, pd.DataFrame, Tipping]]


def _searched(folder: Path) -> Searched:
    """Read the stored tries again: what was searched, its runs, and the bracket found.

    In a folder whose runs are under draws nothing was searched.
    """
    found = []
    for outcome, search in SEARCHES.items():
        if not (folder / "tipping" / outcome).is_dir():
            continue
        runs = read_runs(folder / "tipping" / outcome)
        bracket = halve(partial(share_at, runs, search), search)
        found.append((outcome, search, runs, bracket))
    return found


def _tipping(searched: Searched) -> pd.DataFrame:
    """Return between which strengths each outcome tips."""
    return pd.DataFrame(
        {"outcome": outcome, "path": search.path, **asdict(found), "tips": found.tips,
         "n": len(runs)}
        for outcome, search, runs, found in searched
    )  # fmt: skip


def _tries(searched: Searched, strength: float) -> pd.DataFrame:
    """Return what each try of the searches gave, beside the bracket that it led to."""
    if not searched:
        return pd.DataFrame()
    said = f"Strength of the machine, as calibrated: {strength:.2g}"
    parts = [
        tries(runs, search).assign(
            outcome=outcome.replace("_", " "), parameter=said,
            below=found.below, above=found.above, n=len(runs),
        )
        for outcome, search, runs, found in searched
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
