"""Calibration: which parameters agree with what is known of an election."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis.summary import by_point
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
from experiments.inference.official_results import country_table
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import Factor, latin_hypercube, paired
from experiments.study.named_scenarios import scenario_of_size
from experiments.study.plan import Study
from model.scenario import Scenario, load_scenario

PRIORS = (
    Factor("parties.incumbent.appeal", low=-1.5, high=1.0),
    Factor("turnout.base", low=-1.2, high=0.2),
    Factor("mechanisms.administrative_mobilisation.strength", low=0.0, high=1.0),
    Factor("mechanisms.administrative_mobilisation.coercion", low=0.0, high=2.0),
    Factor("mechanisms.preference_falsification.fear", low=0.0, high=1.0),
)
WORDS = ("Appeal of the party of power", "Level of turnout (logit)", "Strength of the machine",
         "Bending against bringing", "Fear before pollsters")  # fmt: skip
QUICK: dict[str, Any] = {"particles": 16, "populations": 2, "nearness": 3.0}
FULL: dict[str, Any] = {"particles": 150, "populations": 5, "nearness": 1.0}
TRUTHS: dict[str, Any] = {"particles": 40, "populations": 4, "nearness": 1.5}


class Calibration(SweepExperiment):
    """Which settings of the machine, turnout and fear agree with what is known of an election?

    Observables: those of the country's `targets.csv`, such as official turnout and votes, real
    support, rating and unprompted turnout. Posterior against prior for five parameters; a
    predictive check; and whether known parameters are recovered from simulated elections. The
    runs of the study are the prior; populations of the posterior are in `abc/`, the check is in
    `posterior/`.
    """

    scenario = "history-2021"

    def study(self, quick: bool) -> Study:
        """Return a sample of the prior."""
        base = scenario_of_size(self.scenario, quick)
        design = latin_hypercube(_priors(str(base.incumbent)), 60 if quick else 400, seed=17)
        return Study(base, design, seed=17)

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Infer, recover known parameters, and run the posterior."""
        study = self.study(quick)
        priors, targets = _priors(str(study.scenario.incumbent)), _targets(study.scenario)
        asked = Inference(priors, targets, **(QUICK if quick else FULL))
        # Inference takes thousands of runs; at this size luck is well below the spreads.
        simulate = Simulated(scenario_of_size(self.scenario, quick=True), _outcomes(targets))
        small = Inference(priors, targets, **(QUICK if quick else TRUTHS))
        known = truths(priors, 3 if quick else 6, seed=17)
        names = ["posterior", *(f"truth-{number:02d}" for number in range(len(known)))]
        posterior, *found = infer_each(
            [asked, *at_truths(small, simulate, known)],
            simulate,
            [folder / "abc" / f"{name}.db" for name in names],
            (execution or Execution()).engine,
        )
        tables = {"posterior": posterior, "recovered": recovered(known, found, priors)}
        write_tables(folder, tables)
        sweep(_predictive(study, posterior, 40 if quick else 400), folder / "posterior", execution)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the posterior's description, the predictive check and the figure."""
        priors, targets = _priors(results.incumbent), _targets(load_scenario(self.scenario))
        posterior = pd.read_csv(results.file("posterior"))
        recovery = pd.read_csv(results.file("recovered"))
        after = Results.read(results.directory / "posterior").runs
        check = pd.concat(_predicted(name, runs, targets) for name, runs in
                          (("prior", results.runs), ("posterior", after)))  # fmt: skip
        words = {prior.path: said for prior, said in zip(priors, WORDS, strict=True)}
        curves = densities(posterior, priors)
        curves = curves.assign(
            panel=curves["path"].map(words), x_label="Value",
            y_label="Density over the prior's", percent=False,
            n=f"{len(posterior)} particles",
            interval="kernel density of weighted particles, no interval",
        )  # fmt: skip
        ridge = posterior.drop(columns=WEIGHT).corr(method="spearman").reset_index(names="path")
        return {"described": described(posterior, priors), "check": check, "ridge": ridge,
                "recovery": recovery, "curves": curves}  # fmt: skip

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the posterior's predictions against the targets, and its intervals to truths."""
        after = tables["check"][tables["check"]["sample"] == "posterior"]
        rows = [
            Claim(str(row["source"]), f"{row['measure']} = {row['target']:g}",
                  "posterior predictive mean", float(row["mean"]),
                  float(row["target"] - 2 * row["sd"]), float(row["target"] + 2 * row["sd"]))
            for _, row in after.iterrows()
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
    factors = [Factor(each.path, tuple(map(float, sample[each.path]))) for each in
               _priors(str(study.scenario.incumbent))]  # fmt: skip
    return Study(study.scenario, paired(factors), seed=18)


def _predicted(name: str, runs: pd.DataFrame, targets: Sequence[Target]) -> pd.DataFrame:
    """Return mean, interval and spread of the outcomes that were targets.

    Points are draws from a distribution, so each is an observation of its own.
    """
    outcomes = _outcomes(targets)
    table = by_point(runs.assign(sample=name, replicate=runs["point"]), ["sample"], outcomes)
    spread = table["measure"].map(runs[list(outcomes)].astype(float).std())
    known = pd.DataFrame(asdict(each) for each in targets).set_index("outcome")
    known = known.loc[table["measure"]].reset_index(drop=True)
    return table.reset_index(drop=True).assign(
        spread=spread, target=known["value"], sd=known["spread"], source=known["source"]
    )


def _priors(incumbent: str) -> tuple[Factor, ...]:
    """Return the priors where the party of power is called so."""
    return tuple(
        replace(each, path=each.path.replace(".incumbent.", f".{incumbent}.")) for each in PRIORS
    )


def _targets(scenario: Scenario) -> tuple[Target, ...]:
    """Return what is known of the election that a scenario stands for."""
    known = country_table(scenario, "targets")
    known = known[known["election"] == scenario.election]
    power = f".{scenario.incumbent}"
    return tuple(
        Target(
            str(row["outcome"]).replace(".incumbent", power),
            float(row["value"]),
            float(row["spread"]),
            str(row["source"]),
        )
        for _, row in known.iterrows()
    )


def _outcomes(targets: Sequence[Target]) -> tuple[str, ...]:
    return tuple(target.outcome for target in targets)
