"""What an experiment is: a question, a design, what is looked at, and claims with tolerance.

A new experiment is one file in `experiments/questions` with one public class. Its results
folder holds the manifest, `tables/` (summaries), `claims.csv` and `figures/`; raw runs lie
beside them and stay out of git.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from experiments.figures import draw
from experiments.running.sweep import Execution, sweep
from experiments.store.files import write_csv
from experiments.store.folder import read_manifest
from experiments.store.results import Results
from experiments.store.writing import opened
from experiments.study.errors import UserError
from experiments.study.plan import Study
from experiments.study.provenance import provenance
from model.society.country import first_scenario


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
        """Return the claim with its verdict."""
        return {**asdict(self), "verdict": "holds" if self.holds else "does not hold"}


class Experiment(ABC):
    """A question put to the model. The first line of a subclass's docstring is the question."""

    figures: ClassVar[tuple[str, ...]] = ()
    """Kinds of figure drawn from the runs; those of the question's own tables always are."""
    scenario: str = ""
    """The scenario to which the question is put, unless it is told another; "": to none."""

    @classmethod
    def key(cls) -> str:
        """Return the name by which the command calls it: the file's, with hyphens."""
        return cls.__module__.rsplit(".", 1)[-1].replace("_", "-")

    @classmethod
    def question(cls) -> str:
        """Return the question."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def put_to(self, scenario: str) -> None:
        """Put the question to another scenario. Raises UserError for one that is put to none."""
        if not self.scenario:
            raise UserError(f"{self.key()}: is put to no scenario of a country; name none.")
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

    @abstractmethod
    def study(self, quick: bool) -> Study:
        """Return what is run; `quick` is a minute's worth."""

    @abstractmethod
    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the summary tables by name; one named like a figure is drawn as that figure.

        They are made from what the folder holds; nothing is run.
        """

    def carry_out(self, folder: Path, quick: bool, execution: Execution | None = None) -> None:
        """Run the study and what depends on it; write tables, claims and figures."""
        sweep(self.study(quick), folder, execution)
        self.search_further(folder, quick, execution)
        with opened(folder) as results:
            results.describe({**read_manifest(folder), **self.about(quick)})
        self.summarise(folder)
        draw(folder, self.figures)

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Do what depends on the runs of the study, such as a search; by default nothing."""

    def summarise(self, folder: Path) -> None:
        """Write tables and claims from what was run."""
        self.write(folder, self.tables(Results.read(folder)))


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


def expected(low: float | None, high: float | None, number: Callable[[float], str]) -> str:
    """Say where the value of a claim is expected."""
    if low is None:
        return "anything" if high is None else f"at most {number(high)}"
    return f"at least {number(low)}" if high is None else f"{number(low)} to {number(high)}"
