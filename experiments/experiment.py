"""What an experiment is: a question, a design, what is looked at, and claims with tolerance.

A new experiment is one file in `experiments/questions` with one public class. Its results
folder holds the manifest, `tables/` (summaries), `claims.csv` and `figures/`; raw runs lie
beside them and stay out of git.

Assumed numbers may be otherwise. So a question in its full form is put again with a draw of those
numbers in each replicate, and each claim says in what share of the draws it holds. Luck and
ignorance stand apart: `luck_low` to `luck_high` is what the seeds leave open at the central
numbers, and `q05` to `q95` is how the value varies over the draws, each with its own seed.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from experiments.analysis.intervals import student
from experiments.figures import draw
from experiments.running.sweep import Execution, sweep
from experiments.store.files import write_csv
from experiments.store.folder import read_manifest
from experiments.store.results import Results
from experiments.store.writing import opened
from experiments.study.errors import UserError
from experiments.study.plan import Study
from experiments.study.provenance import provenance
from model.draws import has_draws, posterior
from model.scenario import load_scenario
from model.society.country import Country, first_scenario

DRAWS = "draws"
"""Folder inside a results folder with the runs under draws of what is not known."""

GROUPS = 10
"""Groups of replicates that are left out in turn (chosen: few enough to be quick)."""

NUMBERED = re.compile(r"[A-Z]\d+(-[A-Z]\d+)?")
"""The source of a claim of the analysis, or of several in a row."""

CLAIM = ("source", "says", "measure")
"""What tells one claim of a question from the others."""


@dataclass(frozen=True)
class Claim:
    """A statement of the analysis or the literature, and what the model says of it.

    It holds if the value lies in the interval from low to high, ends included.
    """

    source: str
    says: str
    measure: str
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the model shows it."""
        return bool(self.low <= self.value <= self.high)

    def row(self) -> dict[str, Any]:
        """Return the claim with its verdict; of what the runs do not define there is none."""
        told = "holds" if self.holds else "does not hold"
        return {**asdict(self), "verdict": "not defined" if isnan(self.value) else told}


class Experiment(ABC):
    """A question put to the model. The first line of a subclass's docstring is the question."""

    figures: ClassVar[tuple[str, ...]] = ()
    """Kinds of figure drawn from the runs; those of the question's own tables always are."""
    scenario: str = ""
    """The scenario to which the question is put, unless it is told another; "": to none."""
    mechanisms: ClassVar[tuple[str, ...]] = ()
    """Mechanisms that the question is about: a scenario has to have them."""
    issues: ClassVar[tuple[str, ...]] = ()
    """Issues that it is about, in the same way."""

    @classmethod
    def key(cls) -> str:
        """Return the name by which the command calls it: the file's, with hyphens."""
        return cls.__module__.rsplit(".", 1)[-1].replace("_", "-")

    @classmethod
    def question(cls) -> str:
        """Return the question."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def put_to(self, scenario: str) -> None:
        """Put the question to another scenario.

        Raises UserError if it is put to none, or if the scenario lacks a mechanism or an issue
        that it is about.
        """
        if not self.scenario:
            raise UserError(f"{self.key()}: is put to no scenario of a country; name none.")
        case = load_scenario(scenario)
        unknown = [each for each in self.issues if each not in case.population.issues]
        if unknown:
            raise UserError(
                f"{scenario}: has no issue {' or '.join(unknown)}, on which this question takes a "
                "side; say where its people stand on it, or put the question to another scenario."
            )
        lacking = set(self.mechanisms) - set(case.mechanisms.active())
        if lacking:
            raise UserError(
                f"{scenario}: does not have {', '.join(sorted(lacking))}, which this question is "
                "about; switch it on, or put the question to another scenario."
            )
        self.scenario = scenario

    def about(self, quick: bool) -> dict[str, Any]:
        """Return what the manifest says of the question."""
        told = {"experiment": self.key(), "question": self.question(), "quick": quick}
        return {**told, "figures": list(self.figures)}

    @abstractmethod
    def carry_out(self, folder: Path, quick: bool, execution: Execution | None = None) -> None:
        """Run what is missing, then write tables, claims and figures into the folder."""

    @abstractmethod
    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the summary tables against what was claimed."""

    def write(self, folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
        """Write the tables, and the claims with their verdicts, into the folder."""
        write_tables(folder, tables)
        write_claims(folder, self.claims(tables))


class SweepExperiment(Experiment):
    """A question that a sweep answers: what is run, and the tables that sum it up."""

    scenario = first_scenario()
    figures: ClassVar[tuple[str, ...]] = ("phase-diagram", "tornado")

    draws: ClassVar[int] = 30
    """Draws of what is not known under which each claim is looked at again; 0 where none says
    anything, or where the study draws such numbers itself."""
    seeds_each: ClassVar[int] = 1
    """Seeds for each of these draws; a chance takes more than one."""

    @abstractmethod
    def study(self, quick: bool) -> Study:
        """Return what is run; `quick` is a minute's worth."""

    @abstractmethod
    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the summary tables by name; one named like a figure is drawn as that figure.

        They are made from what the folder holds; nothing is run.
        """

    def carry_out(self, folder: Path, quick: bool, execution: Execution | None = None) -> None:
        """Run the study and what depends on it; write tables, claims and figures.

        In full form it is run under draws of what is not known, too, where the country has any.
        """
        study = self.study(quick)
        sweep(study, folder, execution)
        self.search_further(folder, quick, execution)
        if self.draws and not quick and has_draws(study.scenario):
            sweep(self._under_draws(study), folder / DRAWS, execution)
        with opened(folder) as results:
            results.describe({**read_manifest(folder), **self.about(quick)})
        self.summarise(folder)
        draw(folder, self.figures)

    def _under_draws(self, study: Study) -> Study:
        """Return the same study with a few runs of each point under each of some draws."""
        drawn = posterior(study.scenario, self.draws, self.seeds_each)
        runs = self.draws * self.seeds_each
        return replace(study, draws=drawn, replicates=runs, replicates_at=())

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Do what depends on the runs of the study, such as a search; by default nothing."""

    def summarise(self, folder: Path) -> None:
        """Write tables and claims from what was run."""
        results = Results.read(folder)
        tables = self.tables(results)
        write_tables(folder, tables)
        claims = pd.DataFrame([claim.row() for claim in self.claims(tables)])
        if (folder / DRAWS).is_dir():
            claims = claims.merge(self._by_luck(results, claims), "left", [*CLAIM])
            claims = claims.merge(self._by_draw(folder / DRAWS), "left", [*CLAIM])
        write_csv(folder / "claims.csv", claims)

    def _claims_of(self, several: Sequence[Results]) -> pd.DataFrame:
        """Return the claims that each of several results give a value, a row each."""
        rows = [claim.row() for each in several for claim in self.claims(self.tables(each))]
        return pd.DataFrame(rows).dropna(subset="value")

    def _by_luck(self, results: Results, claims: pd.DataFrame) -> pd.DataFrame:
        """Return the 95 % interval that seeds alone leave to the value of each claim.

        It is measured by leaving out each tenth of the replicates in turn, the delete-a-group
        jackknife (Kott 2001, Journal of Official Statistics 17, 521-526): of a mean it is
        Student's interval of the means of the tenths. Of an extreme or a width it is rough. Where
        all agree, as of a chance that came true in every run, they do not tell it.
        """
        rows = self._claims_of(results.leaving_out(GROUPS))
        grouped = rows.groupby([*CLAIM], sort=False)["value"]
        n = grouped.size()
        error = ((n - 1) / np.sqrt(n) * grouped.std()).where(grouped.nunique() > 1)
        middle = claims.set_index([*CLAIM])["value"].reindex(n.index)
        low, high = student(middle, error, n)
        return pd.DataFrame({"luck_low": low, "luck_high": high}, n.index).reset_index()

    def _by_draw(self, folder: Path) -> pd.DataFrame:
        """Return in what share of draws each claim holds, and 5 and 95 % of its value.

        A draw counts for a claim if it gives the claim a value.
        """
        rows = self._claims_of(Results.read(folder).in_rows(self.seeds_each))
        rows["holds"] = rows["verdict"] == "holds"
        grouped = rows.groupby([*CLAIM], sort=False)
        return pd.DataFrame(
            {
                "share_of_draws": grouped["holds"].mean(),
                "q05": grouped["value"].quantile(0.05),
                "q95": grouped["value"].quantile(0.95),
                "draws": grouped.size(),
            }
        ).reset_index()


def describe(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest of a question that is no sweep: where its tables are from."""
    with opened(folder) as results:
        results.describe({**provenance(), **about})


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the summary tables into the folder."""
    for name, table in tables.items():
        write_csv(folder / "tables" / f"{name}.csv", table)


def write_claims(folder: Path, claims: list[Claim]) -> None:
    """Write the claims with their verdicts beside the figures."""
    write_csv(folder / "claims.csv", pd.DataFrame([claim.row() for claim in claims]))


def read_claims(folder: Path) -> list[dict[str, Any]]:
    """Return the claims of a results folder as rows; a bound that is infinite is None."""
    rows: list[dict[str, Any]] = json.loads(
        pd.read_csv(folder / "claims.csv").to_json(orient="records")
    )
    return rows


def borrowed(folder: Path) -> str:
    """Say whose claims a country's runs were held against, if it has no analysis of its own."""
    about = read_manifest(folder).get("scenario", {}).get("country") or {}
    theirs = load_scenario(first_scenario()).country.stated
    numbered = any(NUMBERED.fullmatch(str(each["source"])) for each in read_claims(folder))
    if not about or not numbered or Country.model_validate(about).stated.analysis:
        return ""
    return (
        f"Claims with a number, as Z8, are those of the analysis of {theirs.label}; so are the "
        "levels that they expect."
    )


def expected(low: float | None, high: float | None, number: Callable[[float], str]) -> str:
    """Say where the value of a claim is expected."""
    if low is None:
        return "anything" if high is None else f"at most {number(high)}"
    return f"at least {number(low)}" if high is None else f"{number(low)} to {number(high)}"
