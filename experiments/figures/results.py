"""What a figure may read: one results folder, and nothing else."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures import words

ENOUGH_RUNS = 10
"""Fewer runs than this make no distribution; then all runs of a sweep are taken together."""


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
        """Read a results folder.

        Raises ValueError with one plain sentence if the folder holds no results, or none
        of its runs was completed.
        """
        if not (directory / "manifest.json").is_file():
            raise ValueError(
                f"{directory} holds no results: it has no manifest.json. Give the folder that "
                "a sweep wrote with --out."
            )
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        runs = _parts(directory / "runs")
        completed = runs[runs["status"] == "ok"].reset_index(drop=True)
        if completed.empty:
            raise ValueError(
                f"{directory} has {len(runs)} runs and none was completed, so there is nothing "
                "to draw. Run the sweep again."
            )
        return cls(directory, manifest, completed, len(runs) - len(completed))

    def steps(self, columns: list[str], runs: pd.DataFrame) -> pd.DataFrame:
        """Return run_id, week and the columns named, for the runs given."""
        weeks = _parts(self.directory / "steps", ["run_id", "week", *columns])
        return weeks[weeks["run_id"].isin(runs["run_id"])]

    def file(self, name: str) -> Path:
        """Return where an experiment puts a summary table for the figure of that name."""
        return self.directory / "tables" / f"{name}.csv"

    @cached_property
    def parties(self) -> pd.DataFrame:
        """Party, label, kind and rank (place within its kind), the incumbent first."""
        scenario = self.manifest["scenario"]["parties"]
        rows = pd.DataFrame(
            {"party": name, "label": about.get("label") or name, "kind": about["kind"]}
            for name, about in scenario.items()
        )
        rows["rank"] = rows.groupby("kind", sort=False).cumcount()
        order = ["incumbent", "established", "oligarch_entrant", "niche"]
        place = [order.index(kind) if kind in order else len(order) for kind in rows["kind"]]
        return rows.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The name of each party as people read it."""
        return dict(zip(self.parties["party"], self.parties["label"], strict=True))

    @property
    def incumbent(self) -> str:
        """The party of power."""
        return str(self.parties["party"].iloc[0])

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Paths of the numbers that differ between the points of the design."""
        paths = self.manifest.get("design", {}).get("factors", {})
        return tuple(path for path in paths if _varies(self.runs, path))

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
        if not self.factors:
            return Selection(self.runs, "")
        nearest = self.runs[self.runs["point"] == self._nearest_point()]
        if len(nearest) < ENOUGH_RUNS:
            return Selection(self.runs, "all swept values together")
        at = (f"{self.factor_words(path)} = {nearest[path].iloc[0]:g}" for path in self.factors)
        return Selection(nearest, "with " + ", ".join(at))

    def _nearest_point(self) -> Any:
        points = self.runs.drop_duplicates("point").sort_values("point")
        values = points[list(self.factors)].astype(float)
        centre = (values.max() + values.min()) / 2
        own = [_at(self.manifest["scenario"], path) for path in self.factors]
        target = [c if o is None else o for c, o in zip(centre, own, strict=True)]
        gaps = (values - target) / (values.max() - values.min())
        return points["point"].iloc[int(np.argmin((gaps**2).sum(axis=1).to_numpy()))]


def _parts(folder: Path, columns: list[str] | None = None) -> pd.DataFrame:
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        raise ValueError(f"{folder} is empty: run the sweep again to fill it.")
    frames = [pd.read_parquet(part, columns=columns) for part in parts]
    return pd.concat(frames, ignore_index=True)


def _varies(runs: pd.DataFrame, path: str) -> bool:
    return (
        path in runs
        and pd.api.types.is_numeric_dtype(runs[path])
        and bool(runs[path].nunique() > 1)
    )


def _at(scenario: Any, path: str) -> float | None:
    """Return the number at a dotted path, or None where there is none."""
    for name in path.split("."):
        if not isinstance(scenario, dict) or name not in scenario:
            return None
        scenario = scenario[name]
    return float(scenario) if isinstance(scenario, int | float) else None
