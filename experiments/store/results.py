"""What a figure may read: one results folder, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from experiments.store import words
from experiments.store.condition import rows_where
from experiments.store.differences import at, changed
from experiments.store.files import DRAWS, PLAN, is_outdated
from experiments.store.folder import first_reason, read_manifest, read_runs, read_steps
from experiments.study.design import DUMMY, SCENARIO
from experiments.study.errors import Incomplete
from experiments.study.task import OK
from model.parameters.names import AGAINST_ALL, NONE_OF_THEM
from model.parameters.registry import load
from model.politics.contracts import PartyType
from model.society.country import Country, Words

MOST_SIDE_BY_SIDE = 4
"""More points than this do not fit on a page; then the one nearest to the scenario is shown."""

NO_PATHS = (SCENARIO, DUMMY)
"""Factors that are no paths inside a scenario."""

MOST_DOTS = 1500
"""More runs than this, each a dot, are a blot on paper and a burden in a file."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants figures to show instead of the usual; empty: the usual."""

    party: str = ""
    outcome: str = ""
    by: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The wishes that were uttered, by name."""
        return {name: value for name, value in vars(self).items() if value}


USUAL = Wish()


@dataclass(frozen=True)
class Results:
    """A results folder as figures see it: completed runs, weeks, parties, swept parameters."""

    directory: Path
    manifest: dict[str, Any]
    runs: pd.DataFrame
    failed: int
    whole: "Results | None" = None
    """All points and replicates together, if this is one of them."""
    wish: Wish = USUAL
    where: str = ""
    """The condition that holds for all these runs; empty if they are all that were completed."""

    @classmethod
    def read(cls, directory: Path, where: str = "") -> "Results":
        """Read a results folder; one that holds tables only has no runs.

        With `where`, only the runs for which that condition on their columns holds. Raises
        StoreError if it cannot be read, and Incomplete if none of its runs was completed.
        """
        manifest = read_manifest(directory)
        if (directory / "tables").is_dir() and not (directory / PLAN).exists():
            return cls(directory, manifest, pd.DataFrame(), 0, where=where)
        runs = read_runs(directory)
        completed = runs[runs["status"] == OK].reset_index(drop=True)
        if completed.empty:
            told = f" ({first_reason(runs)})" if "reason" in runs and len(runs) else ""
            raise Incomplete(
                f"{directory} has {len(runs)} runs and none was completed, so there is nothing "
                f"to draw{told}: run the same command again, or change what is run."
            )
        if where:
            chosen = rows_where(completed, where).reset_index(drop=True)
            if chosen.empty:
                raise Incomplete(f"{directory} has no completed run with {where}.")
            return cls(directory, manifest, chosen, 0, where=where)
        return cls(directory, manifest, completed, len(runs) - len(completed))

    @cached_property
    def _weeks(self) -> pd.DataFrame:
        return self.whole._weeks if self.whole else read_steps(self.directory)

    def steps(self, columns: list[str], runs: pd.DataFrame) -> pd.DataFrame:
        """Return run_id, week and the columns named, for the runs given."""
        chosen = self._weeks["run_id"].isin(runs["run_id"])
        chosen &= self._weeks["point"].isin(runs["point"])
        return self._weeks.loc[chosen, ["run_id", "week", *columns]]

    def under_draws(self) -> "Results | None":
        """Return the same points under draws of what is not known, if a question left such runs."""
        folder = self.directory / DRAWS
        if self.where or not (folder / PLAN).is_file():
            return None
        found = Results.read(folder)
        return replace(found, runs=found.runs[found.runs["point"].isin(self.runs["point"])])

    def last_week(self, columns: list[str]) -> pd.DataFrame:
        """Return what each run is in its last week: run_id, point, and the columns named."""
        return self._one_week(columns, "last")

    def opening(self, columns: list[str]) -> pd.DataFrame:
        """Return what each run is in week 0: run_id, point, and the columns named."""
        return self._one_week(columns, "first")

    def _one_week(self, columns: list[str], which: Literal["first", "last"]) -> pd.DataFrame:
        steps = self.steps(columns, self.runs).sort_values("week")
        chosen = steps.drop_duplicates("run_id", keep=which).drop(columns="week")
        return self.runs[["run_id", "point"]].drop_duplicates().merge(chosen, on="run_id")

    def file(self, name: str) -> Path:
        """Return where an experiment puts a summary table for the figure of that name."""
        return self.directory / "tables" / f"{name}.csv"

    def has_table(self, name: str) -> bool:
        """Say whether there is a summary table of that name, and it is of the runs that are here.

        An experiment writes its tables anew; that of a sweep is left behind when runs are added.
        """
        file = self.file(name)
        ours = "experiment" in self.manifest
        return file.is_file() and (ours or not is_outdated(file, self.directory))

    @cached_property
    def scenario(self) -> dict[str, Any]:
        """The scenario of the first of these runs, as plain data."""
        changes = {} if self.runs.empty else self._changes(self.runs.iloc[0])
        return changed(self.manifest["scenario"], changes)

    def _changes(self, run: pd.Series) -> dict[str, Any]:
        """Return what the scenario of a run has otherwise than that of the manifest, by path."""
        known = self.manifest.get("scenario_changes", {})
        swept = {path: run[path] for path in self._design if path in run and path not in NO_PATHS}
        return {**known.get(run.get(SCENARIO), {}), **swept}

    @cached_property
    def parties(self) -> pd.DataFrame:
        """Party, label, kind, rank (place within its kind) and whether new, the incumbent first.

        A party of any point has its row, and the same look at every point: at some of them it
        may be absent, and its outcomes are missing. A party that stands has the label that it has
        there, for scenarios may call it otherwise.
        """
        if not self.whole:
            return parties_of(self._lists())
        here = parties_of([_with_votes(self.scenario["parties"], self.runs)])
        known = self.whole.parties
        label = known["party"].map(dict(zip(here["party"], here["label"], strict=True)))
        return known.assign(label=label.fillna(known["label"]))

    def _lists(self) -> list[dict[str, Any]]:
        """Return the parties of each scenario that was run, as plain data."""
        if self.runs.empty:
            return [self.manifest["scenario"]["parties"]]
        bases = [SCENARIO, *(path for path in self.varied if path.startswith("parties."))]
        there = [path for path in bases if path in self.runs]
        runs = self.runs.drop_duplicates(there) if there else self.runs.head(1)
        known = [changed(self.manifest["scenario"], self._changes(run))["parties"]
                 for _, run in runs.iterrows()]  # fmt: skip
        return [_with_votes(each, self.runs) for each in (*known, {})]

    @cached_property
    def options(self) -> pd.DataFrame:
        """What electors may favour: the parties and, if the runs have it, none of them last."""
        if f"support.{NONE_OF_THEM}" not in self.runs:
            return self.parties
        none = {"party": NONE_OF_THEM, "label": words.sentence(NONE_OF_THEM.replace("_", " ")),
                "kind": NONE_OF_THEM, "rank": 0, "new": False}  # fmt: skip
        return pd.concat([self.parties, pd.DataFrame([none])], ignore_index=True)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The name of each party as people read it."""
        return dict(zip(self.parties["party"], self.parties["label"], strict=True))

    @cached_property
    def country(self) -> Country:
        """The country of these runs."""
        return Country.model_validate(self.manifest.get("scenario", {}).get("country") or {})

    @property
    def words(self) -> Words:
        """What things are called there."""
        return self.country.words

    @property
    def incumbent(self) -> str:
        """The party of power."""
        return str(self.parties["party"].iloc[0])

    @cached_property
    def in_power(self) -> tuple[str, ...]:
        """The party of power, with those that share the state: a majority is theirs together."""
        names = self.parties.loc[self.parties["kind"] == "incumbent", "party"]
        return tuple(map(str, names)) or (self.incumbent,)

    @property
    def power_words(self) -> str:
        """What they are called in texts of figures."""
        return "party of power" if len(self.in_power) == 1 else "parties in power"

    def wished_columns(self, usual: Sequence[str]) -> list[str]:
        """Return the columns of the outcome and party asked for; of those not, the usual outcomes.

        An outcome that parties have is that of the party of power, unless another is asked for.
        """
        party = self.wish.party or self.incumbent
        names = [self.wish.outcome] if self.wish.outcome else usual
        columns = [f"{name}.{party}" if f"{name}.{party}" in self.runs else name for name in names]
        return [each for each in columns if each in self.runs]

    @property
    def _design(self) -> dict[str, Any]:
        factors: dict[str, Any] = self.manifest.get("design", {}).get("factors", {})
        return factors

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """Paths that differ between the points of the design."""
        there = [each for each in self._design if each in self.runs]
        return tuple(each for each in there if self.runs[each].nunique() > 1)

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Those of the varied paths that are numbers."""
        return tuple(map(str, self.runs[list(self.varied)].select_dtypes("number")))

    def factor_words(self, path: str) -> str:
        """Say a swept parameter in plain words."""
        unit = self._design[path].get("unit", "")
        return self.words.priced(words.factor(path, unit, self.labels))

    @cached_property
    def points(self) -> list["Results"]:
        """Each point of the design by itself."""
        if self.runs.empty or self.runs["point"].nunique() < 2:
            return [self]
        return [replace(self, runs=runs, whole=self) for _, runs in self.runs.groupby("point")]

    def in_rows(self, length: int) -> list["Results"]:
        """Each so many replicates in a row by themselves, at all points."""
        row = self.runs["replicate"] // length
        return [replace(self, runs=runs, whole=self) for _, runs in self.runs.groupby(row)]

    def leaving_out(self, groups: int) -> list["Results"]:
        """All but a group of replicates, for each of at most so many groups, at all points."""
        replicates = self.runs["replicate"]
        group = replicates % min(groups, replicates.nunique())
        return [replace(self, runs=self.runs[group != each], whole=self) for each in group.unique()]

    @cached_property
    def shown(self) -> list["Results"]:
        """The points that a figure of one point shows: all, if they are few.

        Of many, the one nearest to the scenario. A sampled design has no such point, and then
        none is shown.
        """
        if len(self.points) <= MOST_SIDE_BY_SIDE:
            return self.points
        return [] if self.is_sampled else [self.nearest]

    @property
    def nearest(self) -> "Results":
        """The point whose swept values lie nearest to the scenario's, each within its range."""
        points = self.runs.drop_duplicates("point").sort_values("point")
        gaps = sum(self._gaps(points[path], path) for path in self.varied)
        return self.points[int(np.argmin(gaps))]

    @property
    def is_sampled(self) -> bool:
        """Whether a factor takes values from a range rather than from a list."""
        return any(not self._design[path].get("values", True) for path in self.varied)

    @property
    def which(self) -> str:
        """The swept values of this point in words; nothing if nothing is swept."""
        if not self.whole:
            return ""
        first, whole = self.runs.iloc[0], self.whole
        said = {path: short(first[path], digits_apart(whole.runs[path])) for path in whole.varied}
        return ", ".join(
            value if path == SCENARIO else f"{whole.factor_words(path)} = {value}"
            for path, value in said.items()
        )

    @property
    def count(self) -> str:
        """How many runs these are, and at which point, for the small print."""
        runs = "n = 1 run" if len(self.runs) == 1 else f"n = {len(self.runs)} runs"
        return f"{runs} (with {self.which})" if self.which else runs

    def _gaps(self, values: pd.Series, path: str) -> Any:
        """Return how far each point lies from the scenario on one path, squared, 0 to 1."""
        scenario = self.manifest["scenario"]
        own = scenario["name"] if path == SCENARIO else at(scenario, path)
        if path not in self.factors:
            return (values != (values.iloc[0] if own is None else own)).to_numpy(float)
        numbers = values.to_numpy(float)
        low, high = numbers.min(), numbers.max()
        centre = float(own) if isinstance(own, int | float) else (low + high) / 2
        return ((numbers - centre) / (high - low)) ** 2


def together(runs: pd.DataFrame, outcome: str, parties: Sequence[str]) -> pd.Series:
    """Return what parties have together of an outcome; nothing where none of them stood."""
    return runs[[f"{outcome}.{party}" for party in parties]].sum(axis=1, min_count=1)


def evenly(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs to draw as dots: all, or every second, third ... if they are too many."""
    return runs.iloc[:: -(-len(runs) // MOST_DOTS)]


def counted(results: Results) -> str:
    """Say how many of the runs `evenly` draws."""
    shown, points = len(evenly(results.runs)), len(results.points)
    at = f" at {points} points of the design" if points > 1 else ""
    return results.count + at + (f", {shown} of them drawn" if shown < len(results.runs) else "")


def parties_of(lists: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a row for each party of these lists, its label one that no other party has."""
    found: dict[str, Mapping[str, Any]] = {}
    for parties in lists:
        found |= {name: about for name, about in parties.items() if name not in found}
    labels = words.labels(found)
    rows = pd.DataFrame(
        {"party": name, "label": labels[name], "kind": about["kind"]}
        for name, about in found.items()
    )
    # Of a kind that the model no longer has it is known what is so of any.
    declared = load("parties", PartyType)
    kinds = [declared.get(str(kind), PartyType) for kind in rows["kind"]]
    rows["rank"] = rows.groupby("kind", sort=False).cumcount()
    rows["new"] = [kind.is_new for kind in kinds]
    order = np.argsort([kind.place for kind in kinds], kind="stable")
    return rows.iloc[order].reset_index(drop=True)


def _with_votes(parties: Mapping[str, Any], runs: pd.DataFrame) -> dict[str, Any]:
    """Return the parties that stood in some of the runs; of no party, those known by votes only."""
    columns = [each.split(".") for each in map(str, runs) if each.startswith("vote_share.")]
    voted = [each[1] for each in columns if len(each) == 2 and each[1] != AGAINST_ALL]
    written = dict(written_out(parties)) if parties else {name: {"kind": ""} for name in voted}
    return {name: about for name, about in written.items() if name in voted or not voted}


def written_out(parties: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the parties that stand; one with `copies` is as many, as the scenario has them."""
    for name, about in parties.items():
        if isinstance(about, Mapping) and "copies" in about:
            copies = range(1, int(about["copies"]) + 1)
            yield from ((f"{name}_{number}", about) for number in copies)
        elif isinstance(about, Mapping):
            yield name, about


def short(value: Any, digits: int = 3) -> str:
    """Write a swept value in so many digits, yes or no, or its word."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:.{digits}g}" if isinstance(value, int | float | np.number) else str(value)


def digits_apart(values: pd.Series) -> int:
    """Return in how many digits, three or more, no two of these values are written alike."""
    known, exact = values.unique(), 17
    for digits in range(3, exact):
        if len({short(each, digits) for each in known}) == len(known):
            return digits
    return exact
