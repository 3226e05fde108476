"""What an experiment is: a question, a design, what is looked at, and claims with tolerance.

A new experiment is one file in `experiments/questions` with one public class. Its results
folder holds the manifest, `tables/` (summaries), `claims.csv` and `figures/`; raw runs lie
beside them and stay out of git.

Assumed numbers may be otherwise. So a question in its full form is put again with a draw of those
numbers in each replicate, and each claim says in what share of the draws it holds. Luck and
ignorance stand apart: `luck_low` to `luck_high` is what the seeds leave open at the central
numbers, and `q05` to `q95` is how the value varies over the draws, each with its own seed.

Where a question draws such numbers itself, the luck of a claim is that of the cases behind it, such
as elections.

A claim is open where luck may put its value on either side of a bound.
"""

import json
import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from experiments.analysis.intervals import jackknife, over_draws, wilson, with_draws
from experiments.figures import draw
from experiments.running.sweep import Execution, sweep
from experiments.store.files import DRAWS, write_csv
from experiments.store.folder import read_manifest
from experiments.store.results import Results
from experiments.store.writing import opened
from experiments.study.errors import UserError
from experiments.study.plan import Study
from experiments.study.provenance import provenance
from model.draws import has_draws, posterior
from model.scenario import load_scenario
from model.society.country import Country, first_scenario

GROUPS = 10
"""Groups of replicates that are left out in turn (chosen: few enough to be quick)."""

NUMBERED = re.compile(r"[A-Z]\d+(-[A-Z]\d+)?")
"""The source of a claim of the analysis, or of several in a row."""

FITTED, READ = ", fitted", ", as read here"
"""What a source ends in if the number was fitted to it, so that it tests nothing; and if the claim
adds what its author does not say: a consequence that the model reads into it."""

CLAIM = ("source", "says", "measure")
"""What tells one claim of a question from the others."""

TOLD = (*CLAIM, "value", "low", "high")
"""What is stored of a claim, beside its verdict."""

Bounds = tuple[float, float]
UNKNOWN = (nan, nan)
"""The interval of luck where it is not known."""


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
    share: bool = False
    """Whether the value is a share, which cannot lie outside of 0 to 1."""
    runs: int = 0
    """Of how many runs it is the share that says yes; 0 if it is none of runs."""
    luck: Bounds = UNKNOWN
    """The interval that luck leaves to its value, where the cases behind it tell."""

    def verdict(self, luck: Bounds = UNKNOWN) -> str:
        """Say whether the model shows it, given the interval that luck leaves to its value.

        It holds if that whole interval lies inside, does not hold if it lies outside, and is open
        if it crosses a bound. Where luck is not known (NaN) the value alone decides. What the runs
        do not define is not defined.
        """
        if isnan(self.value):
            return "not defined"
        least, most = (self.value, self.value) if isnan(luck[0]) else luck
        if self.low <= least and most <= self.high:
            return "holds"
        return "open" if least <= self.high and self.low <= most else "does not hold"

    def row(self, luck: Bounds = UNKNOWN) -> dict[str, Any]:
        """Return the claim with its verdict, given the interval that luck leaves to its value."""
        return {**{key: getattr(self, key) for key in TOLD}, "verdict": self.verdict(luck)}

    def by_luck(self, without: Sequence[float]) -> Bounds:
        """Return the interval that luck leaves to the value.

        `without` are the values with each group of replicates left out. A share of runs is that of
        independent cases, and needs none; nor does a value that comes with its interval.
        """
        if not isnan(self.luck[0]):
            return self.luck
        if self.runs and not isnan(self.value):
            return wilson(round(self.value * self.runs), self.runs)
        low, high = jackknife(self.value, without)
        return (max(low, 0.0), min(high, 1.0)) if self.share else (low, high)


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
        """Return what the manifest says of the question, and which code makes the answer of runs.

        The runs themselves may be older: the same rules of the model made them.
        """
        told = {"experiment": self.key(), "question": self.question(), "quick": quick}
        return {**told, "figures": list(self.figures), "answered_by": provenance()}

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
    tells_luck: ClassVar[bool] = True
    """Whether its seeds tell how much is luck: not where the study holds the main luck fixed."""

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
        self.prepare(study, execution)
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

    def prepare(self, study: Study, execution: Execution | None) -> None:
        """Work out on all workers what planning would work out on one; by default nothing."""

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Do what depends on the runs of the study, such as a search; by default nothing."""

    def summarise(self, folder: Path) -> None:
        """Write tables and claims from what was run; under draws, means have an outer interval."""
        results = Results.read(folder)
        tables = self.tables(results)
        claims = self.claims(tables)
        drawn = self._under_each_draw(folder / DRAWS) if (folder / DRAWS).is_dir() else []
        write_tables(
            folder,
            {name: with_draws(table, [each[name] for each in drawn if name in each])
             for name, table in tables.items()},
        )  # fmt: skip
        table = as_table(claims)
        if drawn:
            if self.tells_luck:
                table = as_table(claims, self._by_luck(results, claims))
            table = table.merge(self._by_draw(drawn), "left", [*CLAIM])
        elif not self.draws:
            table = as_table(claims, _by_cases(claims))
        write_csv(folder / "claims.csv", table)

    def _under_each_draw(self, folder: Path) -> list[Mapping[str, pd.DataFrame]]:
        """Return the tables that the runs of each draw give by themselves."""
        return [self.tables(each) for each in Results.read(folder).in_rows(self.seeds_each)]

    def _claims_of(self, several: Iterable[Mapping[str, pd.DataFrame]]) -> pd.DataFrame:
        """Return the claims to which each of several sets of tables give a value, a row each."""
        found = [claim for tables in several for claim in self.claims(tables)]
        return as_table(found).dropna(subset="value")

    def _by_luck(self, results: Results, claims: Sequence[Claim]) -> list[Bounds]:
        """Return the 95 % interval that seeds alone leave to the value of each claim.

        It is measured by leaving out each tenth of the replicates in turn.
        """
        rows = self._claims_of(map(self.tables, results.leaving_out(GROUPS)))
        without = {key: list(part["value"]) for key, part in rows.groupby([*CLAIM])}
        return [each.by_luck(without.get((each.source, each.says, each.measure), []))
                for each in claims]  # fmt: skip

    def _by_draw(self, drawn: Sequence[Mapping[str, pd.DataFrame]]) -> pd.DataFrame:
        """Return in what share of draws each claim holds, and where nine in ten of its values lie.

        A draw counts for a claim if it gives the claim a value.
        """
        rows = self._claims_of(drawn)
        rows["holds"] = rows["verdict"] == "holds"
        grouped = rows.groupby([*CLAIM], sort=False)
        low, high = over_draws(grouped["value"])
        return pd.DataFrame(
            {
                "share_of_draws": grouped["holds"].mean(),
                "q05": low,
                "q95": high,
                "draws": grouped.size(),
            }
        ).reset_index()


def _by_cases(claims: Iterable[Claim]) -> list[Bounds]:
    """Return what luck leaves to each value by the cases behind it; nothing if none tell."""
    found = [each.by_luck([]) for each in claims]
    return found if any(not isnan(low) for low, _ in found) else []


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
    write_csv(folder / "claims.csv", as_table(claims))


def as_table(claims: Iterable[Claim], luck: Sequence[Bounds] = ()) -> pd.DataFrame:
    """Return claims with their verdicts, a row each; a question may make none.

    With the intervals that luck leaves to their values, these decide too and have columns.
    """
    every = list(claims)
    pairs = zip(every, luck or [UNKNOWN] * len(every), strict=True)
    table = pd.DataFrame([each.row(by) for each, by in pairs], columns=[*TOLD, "verdict"])
    if luck:
        table[["luck_low", "luck_high"]] = luck
    return table.astype({"value": float})  # without a row it would be a column of words


def read_claims(folder: Path) -> list[dict[str, Any]]:
    """Return the claims of a results folder as rows; a bound that is infinite is None."""
    rows: list[dict[str, Any]] = json.loads(
        pd.read_csv(folder / "claims.csv").to_json(orient="records")
    )
    return rows


def author_of(source: str) -> str:
    """Return a source without what is said of how it is used; of the analysis, the number."""
    return source.removesuffix(FITTED).removesuffix(READ)


def borrowed(folder: Path) -> str:
    """Say whose claims a country's runs were held against, if it has no analysis of its own."""
    about = read_manifest(folder).get("scenario", {}).get("country") or {}
    theirs = load_scenario(first_scenario()).country.stated
    numbered = any(NUMBERED.fullmatch(author_of(each["source"])) for each in read_claims(folder))
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
    if high is None:
        return f"at least {number(low)}"
    below_zero = low < high < 0 and high > -sys.float_info.min
    return f"{number(low)} to {'below 0' if below_zero else number(high)}"
