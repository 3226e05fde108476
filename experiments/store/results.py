"""What a figure may read: one results folder, and nothing else."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.store import words
from experiments.store.files import PLAN
from experiments.store.folder import read_manifest, read_runs, read_steps
from experiments.study.design import SCENARIO
from experiments.study.errors import Incomplete
from experiments.study.task import OK
from model.parameters.registry import load
from model.politics.contracts import PartyType

ENOUGH_RUNS = 10
"""Fewer runs than this make no distribution; then all runs of a sweep are taken together."""

MOST_DOTS = 1500
"""More runs than this, each a dot, are a blot on paper and a burden in a file."""


@dataclass(frozen=True)
class Selection:
    """Some of the runs, and the words that say which."""

    runs: pd.DataFrame
    which: str


@dataclass(frozen=True)
class Results:
    """A results folder as figures see it: completed runs, weeks, parties, swept parameters."""

    directory: Path
    manifest: dict[str, Any]
    runs: pd.DataFrame
    failed: int

    @classmethod
    def read(cls, directory: Path) -> "Results":
        """Read a results folder; one that holds tables only has no runs.

        Raises StoreError if it cannot be read, and Incomplete if none of its runs was completed.
        """
        manifest = read_manifest(directory)
        if (directory / "tables").is_dir() and not (directory / PLAN).exists():
            return cls(directory, manifest, pd.DataFrame(), 0)
        runs = read_runs(directory)
        completed = runs[runs["status"] == OK].reset_index(drop=True)
        if completed.empty:
            raise Incomplete(
                f"{directory} has {len(runs)} runs and none was completed, so there is nothing "
                f"to draw{_first_reason(runs)}: run the same command again, or change what is run."
            )
        return cls(directory, manifest, completed, len(runs) - len(completed))

    @cached_property
    def _weeks(self) -> pd.DataFrame:
        return read_steps(self.directory)

    def steps(self, columns: list[str], runs: pd.DataFrame) -> pd.DataFrame:
        """Return run_id, week and the columns named, for the runs given."""
        chosen = self._weeks["run_id"].isin(runs["run_id"])
        chosen &= self._weeks["point"].isin(runs["point"])
        return self._weeks.loc[chosen, ["run_id", "week", *columns]]

    def file(self, name: str) -> Path:
        """Return where an experiment puts a summary table for the figure of that name."""
        return self.directory / "tables" / f"{name}.csv"

    @cached_property
    def parties(self) -> pd.DataFrame:
        """Party, label, kind, rank (place within its kind) and whether new, the incumbent first."""
        scenario = self.manifest["scenario"]["parties"]
        rows = pd.DataFrame(
            {"party": name, "label": about.get("label") or name, "kind": about["kind"]}
            for name, about in scenario.items()
        )
        rows["rank"] = rows.groupby("kind", sort=False).cumcount()
        kinds = [_kind(str(kind)) for kind in rows["kind"]]
        rows["new"] = [kind.is_new for kind in kinds]
        order = np.argsort([kind.place for kind in kinds], kind="stable")
        return rows.iloc[order].reset_index(drop=True)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The name of each party as people read it."""
        return dict(zip(self.parties["party"], self.parties["label"], strict=True))

    @property
    def incumbent(self) -> str:
        """The party of power."""
        return str(self.parties["party"].iloc[0])

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """Paths that differ between the points of the design."""
        paths = self.manifest.get("design", {}).get("factors", {})
        return tuple(each for each in paths if each in self.runs and self.runs[each].nunique() > 1)

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Those of the varied paths that are numbers."""
        return tuple(path for path in self.varied if _is_number(self.runs[path]))

    def factor_words(self, path: str) -> str:
        """Say a swept parameter in plain words."""
        about = self.manifest["design"]["factors"].get(path)
        return words.factor(path, about, self.labels)

    @cached_property
    def reference(self) -> Selection:
        """The runs that stand for the scenario itself.

        In a sweep: the point whose swept values lie nearest to those of the scenario (each
        measured in its range); all runs together if that point has too few.
        """
        if not self.varied:
            return Selection(self.runs, "")
        nearest = self.runs[self.runs["point"] == self._nearest_point()]
        if len(nearest) < ENOUGH_RUNS:
            return Selection(self.runs, " (all swept values together)")
        at = (
            f"{self.factor_words(path)} = {_short(nearest[path].iloc[0])}" for path in self.varied
        )
        return Selection(nearest, f" (with {', '.join(at)})")

    def _nearest_point(self) -> Any:
        points = self.runs.drop_duplicates("point").sort_values("point")
        gaps = sum(self._gaps(points[path], path) for path in self.varied)
        return points["point"].iloc[int(np.argmin(gaps))]

    def _gaps(self, values: pd.Series, path: str) -> Any:
        """Return how far each point lies from the scenario on one path, squared, 0 to 1."""
        scenario = self.manifest["scenario"]
        own = scenario["name"] if path == SCENARIO else _at(scenario, path)
        if path not in self.factors:
            return (values != (values.iloc[0] if own is None else own)).to_numpy(float)
        numbers = values.to_numpy(float)
        low, high = numbers.min(), numbers.max()
        centre = float(own) if isinstance(own, int | float) else (low + high) / 2
        return ((numbers - centre) / (high - low)) ** 2


def _first_reason(runs: pd.DataFrame) -> str:
    reasons = [str(each) for each in runs.get("reason", []) if each]
    return f" (the first: {reasons[0].splitlines()[0].rstrip('.')})" if reasons else ""


def evenly(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs to draw as dots: all, or every second, third ... if they are too many."""
    return runs.iloc[:: -(-len(runs) // MOST_DOTS)]


def counted(runs: pd.DataFrame) -> str:
    """Say how many of the runs `evenly` draws."""
    shown = len(evenly(runs))
    return f"n = {len(runs)} runs" + ("" if shown == len(runs) else f", {shown} of them drawn")


def _kind(name: str) -> type[PartyType]:
    """Return what a kind of party declares; of one that the model no longer has, what any does."""
    return load("parties", PartyType).get(name, PartyType)


def _is_number(values: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values))


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, int | float) else str(value)


def _at(scenario: Any, path: str) -> Any:
    """Return what a scenario has at a dotted path, or None where there is nothing."""
    for name in path.split("."):
        if not isinstance(scenario, dict) or name not in scenario:
            return None
        scenario = scenario[name]
    return scenario
