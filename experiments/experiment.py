"""What an experiment is: a question, a design, what is looked at, and claims with tolerance.

A new experiment is one file in `experiments/questions` with one public class. Its results
folder holds the manifest, `tables/` (summaries), `claims.csv` and `figures/`; raw runs lie
beside them and stay out of git.
"""

import json
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from experiments import questions
from experiments.figures import draw
from experiments.running.sweep import Machine, sweep
from experiments.store.files import write_csv
from experiments.store.folder import read_manifest
from experiments.store.results import Results
from experiments.store.writing import opened
from experiments.study.errors import UserError
from experiments.study.plan import Study
from experiments.study.provenance import provenance
from model.parameters.registry import one_class


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

    scenario: ClassVar[str] = "kazakhstan-2022"
    figures: ClassVar[tuple[str, ...]] = ("phase-diagram", "tornado")
    """Kinds of figure drawn from the runs; those of the question's own tables always are."""

    @classmethod
    def key(cls) -> str:
        """Return the name by which the command calls it: the file's, with hyphens."""
        return cls.__module__.rsplit(".", 1)[-1].replace("_", "-")

    @classmethod
    def question(cls) -> str:
        """Return the question."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def about(self, quick: bool) -> dict[str, Any]:
        """Return what the manifest says of the question."""
        return {"experiment": self.key(), "question": self.question(), "quick": quick,
                "figures": list(self.figures)}  # fmt: skip

    @abstractmethod
    def study(self, quick: bool) -> Study:
        """Return what is run; `quick` is a minute's worth."""

    @abstractmethod
    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the summary tables by name; one named like a figure is drawn as that figure."""

    @abstractmethod
    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the summary tables against what was claimed."""

    def carry_out(self, folder: Path, quick: bool, machine: Machine | None = None) -> None:
        """Run what is missing, then write tables, claims and figures into the folder."""
        sweep(self.study(quick), folder, machine)
        self.search_further(folder, quick, machine)
        with opened(folder) as results:
            results.describe({**read_manifest(folder), **self.about(quick)})
        self.summarise(folder)
        draw(folder, self.figures)

    def search_further(  # noqa: B027 (not abstract: most questions need no more than the study)
        self, folder: Path, quick: bool, machine: Machine | None
    ) -> None:
        """Do what depends on the runs of the study, such as a search; by default nothing."""

    def summarise(self, folder: Path) -> None:
        """Write tables and claims from the runs in the folder."""
        tables = self.tables(Results.read(folder))
        write_tables(folder, tables)
        write_claims(folder, self.claims(tables))


def write(folder: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> None:
    """Write the tables of a question that is no sweep, and a manifest that says where from."""
    write_tables(folder, tables)
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
    """Return the claims of a results folder as rows."""
    rows: list[dict[str, Any]] = json.loads(
        pd.read_csv(folder / "claims.csv").to_json(orient="records")
    )
    return rows


def names() -> list[str]:
    """List the experiments by name."""
    return sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules(questions.__path__))


def experiment(name: str) -> Experiment:
    """Return the experiment of a name; raises UserError for one that does not exist."""
    if name not in names():
        raise UserError(f"There is no experiment {name!r}; there are {', '.join(names())}.")
    path = f"{questions.__name__}.{name.replace('-', '_')}"
    contract: type[Any] = Experiment
    made: Experiment = one_class(path, contract)()
    return made
