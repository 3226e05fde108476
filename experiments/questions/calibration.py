"""Calibration: which parameters agree with what was known in February 2022."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis.summary import by_point, value
from experiments.experiment import Claim, SweepExperiment, write_tables
from experiments.inference.calibration import (
    WEIGHT,
    Inference,
    Simulated,
    Target,
    at_truths,
    densities,
    described,
    drawn,
    infer_each,
    recovered,
    truths,
)
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import Factor, latin_hypercube, paired
from experiments.study.named_scenarios import scenario_of_size
from experiments.study.plan import Study

PRIORS = (
    Factor("parties.nur_otan.appeal", low=-1.5, high=1.0),
    Factor("turnout.base", low=-1.2, high=0.2),
    Factor("mechanisms.administrative_mobilisation.strength", low=0.0, high=1.0),
    Factor("mechanisms.administrative_mobilisation.coercion", low=0.0, high=2.0),
    Factor("mechanisms.preference_falsification.fear", low=0.0, high=1.0),
)
WORDS = ("Appeal of the party of power", "Level of turnout (logit)", "Strength of the machine",
         "Bending against bringing", "Fear before pollsters")  # fmt: skip
TARGETS = (
    Target("turnout", 0.6325, 0.01, "CEC, 10 January 2021"),
    Target("vote_share.nur_otan", 0.7109, 0.01, "CEC, 10 January 2021"),
    Target("unprompted.nur_otan", 0.40, 0.03, "claim Z8; spread assumed"),
    Target("rating.nur_otan", 0.45, 0.03, "claim S5: 40-50 %"),
    Target("turnout_unprompted", 0.447, 0.02, "Sandzh, January 2021 (CABAR); spread assumed"),
)
QUICK: dict[str, Any] = {"particles": 16, "populations": 2, "nearness": 3.0}
FULL: dict[str, Any] = {"particles": 150, "populations": 5, "nearness": 1.0}
TRUTHS: dict[str, Any] = {"particles": 40, "populations": 4, "nearness": 1.5}
OUTCOMES = tuple(target.outcome for target in TARGETS)


class Calibration(SweepExperiment):
    """Which settings of the machine, turnout and fear agree with what was known in February 2022?

    Observables: official turnout and votes of January 2021, unprompted votes, rating and
    unprompted turnout. Posterior against prior for five parameters; a predictive check; and
    whether known parameters are recovered from simulated elections. The runs of the study are
    the prior; populations of the posterior are in `abc/`, the check is in `posterior/`.
    """

    scenario = "history-2021"

    def study(self, quick: bool) -> Study:
        """Return a sample of the prior."""
        design = latin_hypercube(PRIORS, 60 if quick else 400, seed=17)
        return Study(scenario_of_size(self.scenario, quick), design, seed=17)

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Infer, recover known parameters, and run the posterior."""
        study = self.study(quick)
        asked = Inference(PRIORS, TARGETS, **(QUICK if quick else FULL))
        # Inference takes thousands of runs; at this size luck is well below the spreads.
        simulate = Simulated(scenario_of_size(self.scenario, quick=True), OUTCOMES)
        small = Inference(PRIORS, TARGETS, **(QUICK if quick else TRUTHS))
        known = truths(PRIORS, 3 if quick else 6, seed=17)
        names = ["posterior", *(f"truth-{number:02d}" for number in range(len(known)))]
        posterior, *found = infer_each(
            [asked, *at_truths(small, simulate, known)],
            simulate,
            [folder / "abc" / f"{name}.db" for name in names],
            (execution or Execution()).engine,
        )
        tables = {"posterior": posterior, "recovered": recovered(known, found, PRIORS)}
        write_tables(folder, tables)
        sweep(_predictive(study, posterior, 40 if quick else 400), folder / "posterior", execution)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the posterior's description, the predictive check and the figure."""
        posterior = pd.read_csv(results.file("posterior"))
        recovery = pd.read_csv(results.file("recovered"))
        after = Results.read(results.directory / "posterior").runs
        check = pd.concat(_predicted(name, runs) for name, runs in
                          (("prior", results.runs), ("posterior", after)))  # fmt: skip
        words = {prior.path: said for prior, said in zip(PRIORS, WORDS, strict=True)}
        curves = densities(posterior, PRIORS)
        curves = curves.assign(
            panel=curves["path"].map(words), x_label="Value",
            y_label="Density over the prior's", percent=False,
            n=f"{len(posterior)} particles",
            interval="kernel density of weighted particles, no interval",
        )  # fmt: skip
        ridge = posterior.drop(columns=WEIGHT).corr(method="spearman").reset_index(names="path")
        return {"described": described(posterior, PRIORS), "check": check, "ridge": ridge,
                "recovery": recovery, "curves": curves}  # fmt: skip

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the posterior's predictions against the targets, and its intervals to truths."""
        after = tables["check"][tables["check"]["sample"] == "posterior"]
        rows = [
            Claim(target.source, f"{target.outcome} = {target.value:g}",
                  "posterior predictive mean", value(after, measure=target.outcome),
                  target.value - 2 * target.spread, target.value + 2 * target.spread)
            for target in TARGETS
        ]  # fmt: skip
        inside = float(tables["recovery"]["inside"].mean())
        rows.append(
            Claim("control", "90 % intervals hold known parameters about nine times in ten",
                  "share of synthetic truths inside", inside, 0.75, 1.0)
        )  # fmt: skip
        return rows


def _predictive(study: Study, posterior: pd.DataFrame, count: int) -> Study:
    """Return a study of parameters drawn from the posterior."""
    sample = drawn(posterior, count)
    factors = [Factor(each.path, tuple(map(float, sample[each.path]))) for each in PRIORS]
    return Study(study.scenario, paired(factors), seed=18)


def _predicted(name: str, runs: pd.DataFrame) -> pd.DataFrame:
    """Return mean, interval and spread of the outcomes that were targets.

    Points are draws from a distribution, so each is an observation of its own.
    """
    table = by_point(runs.assign(sample=name, replicate=runs["point"]), ["sample"], OUTCOMES)
    spread = table["measure"].map(runs[list(OUTCOMES)].astype(float).std())
    known = {target.outcome: target.value for target in TARGETS}
    return table.assign(spread=spread, target=table["measure"].map(known))
