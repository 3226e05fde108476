"""Runs a study into a results folder; whatever stops it, the same call goes on from there."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

import pandas as pd

from experiments.running.engines import Engine, Local
from experiments.running.progress import Shown, silent
from experiments.running.runner import Chunk, Runner
from experiments.store import writing
from experiments.store.differences import differences
from experiments.store.folder import first_reason, read_runs
from experiments.store.manifest import read_manifest
from experiments.study.errors import tell
from experiments.study.plan import Planned, Study, planned
from experiments.study.provenance import provenance
from experiments.study.task import CRASHED, ERROR, NOBODY_VOTED, OK, Task, Work, simulate
from model.parameters.registry import own_files

SECONDS_A_CHUNK = 2.0
SECONDS_A_RUN, SECONDS_A_WEEK = 0.01, 6e-4
SECONDS_A_VOTER, SECONDS_A_VOTER_WEEK = 1e-6, 2e-8
"""Rough cost of a run and its weeks, and what each voter adds to it; only the size of chunks
depends on it, never on measured times, so that the parts of a results folder are the same on
every machine."""
CHUNKS_AT_LEAST = 16
SECONDS_IN_SILENCE = 3.0
"""A plan that takes longer is told of (chosen)."""
WHAT_TO_DO = {
    CRASHED: "run the same command again to try again",
    ERROR: "it would fail again, so change the scenario or what is swept",
    NOBODY_VOTED: "it would end so again, so change the scenario or what is swept",
}
"""What helps a run that failed, by its status."""


@dataclass(frozen=True)
class Execution:
    """How a study is carried out; nothing here may change a result."""

    engine: Engine = field(default_factory=Local)
    work: Work = simulate
    progress: Shown = silent
    stop: Callable[[], bool] = lambda: False
    """Asked while runs are planned, and then every second; if it says yes, what is finished is
    stored and the rest left."""


@dataclass(frozen=True)
class Report:
    """What a sweep has done: runs by status, how many were there before, what was damaged."""

    folder: Path
    runs: int
    already: int
    statuses: Counter[str]
    damaged: list[str]


def sweep(
    study: Study, folder: Path, execution: Execution | None = None, retry: bool = True
) -> Report:
    """Do every run of a study that its results folder does not hold yet.

    A run that fails is a row with status `error` or `crashed` and a reason; one at whose end
    nobody voted has status `nobody_voted`, and keeps its numbers. With `retry`, the chunks of
    runs that crashed at an earlier call are done again. Raises StoreError or
    DiskError for the folder, EngineError for the engine, ScenarioError for the study and
    KeyboardInterrupt if told to stop.
    """
    execution = execution or Execution()
    table = as_table(study, execution.stop)
    maker = {**provenance(), "engine": execution.engine.name}
    manifest = describe(study, table, maker)
    with writing.opened(folder) as results:
        made_by = results.made_by()
        begun = {**manifest, "made_by": made_by}
        plan = results.begin(table, chunk_size(study, len(table)), begun)
        counts = {
            chunk: statuses
            for chunk, statuses in results.done(plan).items()
            if not (retry and statuses[CRASHED])
        }
        already = _runs(counts)
        if already < manifest["counts"]["runs"]:
            made_by.append(maker)
            results.describe(_signed(manifest, made_by))
            _complete(study, plan, execution, results, counts)
        statuses = sum(counts.values(), Counter())
        done = {**manifest["counts"], **statuses}
        results.describe(_signed({**manifest, "counts": done}, made_by))
        return Report(folder, manifest["counts"]["runs"], already, statuses, results.damaged)


def _complete(
    study: Study,
    plan: pd.DataFrame,
    execution: Execution,
    results: writing.Store,
    counts: dict[int, Counter[str]],
) -> None:
    """Do the missing chunks; store and count each as soon as it is finished."""
    with execution.progress(plan["run_id"].nunique(), _runs(counts)) as show:

        def tick() -> None:
            show(_runs(counts))
            if execution.stop():
                raise KeyboardInterrupt

        runner = Runner(execution.engine, execution.work, tick)
        for chunk, finished in runner.results(chunks(study, plan, set(counts))):
            results.add(chunk.number, plan[plan["chunk"] == chunk.number], finished)
            counts[chunk.number] = Counter(each.status for each in finished)


def _runs(counts: dict[int, Counter[str]]) -> int:
    return sum(map(Counter.total, counts.values()))


def _signed(manifest: dict[str, Any], makers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the manifest with each code, state, packages and engine that made some of its runs.

    The last of them stands for the folder; who only looks at a finished sweep makes nothing.
    """
    distinct = [each for place, each in enumerate(makers) if each not in makers[:place]]
    return {**manifest, **(makers[-1] if makers else {}), "made_by": distinct}


def failures(folder: Path) -> str:
    """Say how many runs of a folder failed, why, and what to do; nothing if all are ok."""
    counts = read_manifest(folder)["counts"]
    if counts.get(OK) == counts["runs"]:
        return ""  # without reading them all again
    runs = read_runs(folder)
    failed = runs[runs["status"] != OK]
    said = [
        f"{len(these)} {status} ({first_reason(these)}; {WHAT_TO_DO[str(status)]})"
        for status, these in failed.groupby("status")
    ]
    return f"{len(failed)} of {len(runs)} runs failed: {', '.join(said)}." if said else ""


def as_table(study: Study, stop: Callable[[], bool] = lambda: False) -> pd.DataFrame:
    """Return the plan: a row for each point and replicate, with run_id, seed and the values.

    Raises ScenarioError for the study, and KeyboardInterrupt if told to stop.
    """
    rows = pd.DataFrame(list(_attended(study, stop)))
    for path in study.design.paths:
        values = [point[path] for point in study.design.points]
        rows[path] = [values[number] for number in rows["point"]]
    return rows


def _attended(study: Study, stop: Callable[[], bool]) -> Iterator[Planned]:
    """Yield the planned runs; say so if that takes a while, and heed who wants to stop."""
    told = monotonic() + SECONDS_IN_SILENCE
    for each in planned(study):
        if stop():
            raise KeyboardInterrupt
        if monotonic() > told:
            tell(f"Planning {sum(study.counts()):,} runs ...")
            told = inf
        yield each


def chunk_size(study: Study, runs: int) -> int:
    """Return how many runs make a task of a few seconds, but leave enough tasks to share out."""
    voters, weeks = study.scenario.voters, study.scenario.weeks
    a_voter = SECONDS_A_VOTER + SECONDS_A_VOTER_WEEK * weeks
    seconds = SECONDS_A_RUN + SECONDS_A_WEEK * weeks + a_voter * voters
    return max(1, min(round(SECONDS_A_CHUNK / seconds), runs // CHUNKS_AT_LEAST))


def describe(study: Study, table: pd.DataFrame, maker: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of a study: all that is needed to do it again, and what does it now."""
    scenario = study.scenario
    as_plain = scenario.model_dump(mode="json")
    own = {Path(each.path).name: each.text for each in own_files()}
    return {
        **maker,
        **({"own_files": own} if own else {}),
        "scenario_name": scenario.name,
        "scenario_hash": scenario.hash,
        "scenario": as_plain,
        "other_scenarios": {name: each.hash for name, each in study.others.items()},
        "scenario_changes": {
            name: differences(as_plain, each.model_dump(mode="json"))
            for name, each in study.others.items()
        },
        "design": study.design.about(),
        **({} if study.draws is None else {"draws": study.draws.about()}),
        "seeds": {"root": study.seed, "replicates": study.replicates, **_uneven(study),
                  **({"common": study.common_seeds} if study.common_seeds else {})},
        "counts": {"points": len(study.design.points), "runs": table["run_id"].nunique()},
    }  # fmt: skip


def _uneven(study: Study) -> dict[str, Any]:
    """Say the least and the most replicates of a point, where points may differ."""
    often = study.replicates_at
    return {"replicates_at": [min(often), max(often)]} if often else {}


def chunks(study: Study, plan: pd.DataFrame, done: set[int]) -> Iterator[Chunk]:
    """Yield the chunks of a plan that are not done, in order."""
    missing = plan[~plan["chunk"].isin(done)].drop_duplicates("run_id")
    for number, rows in missing.groupby("chunk"):
        yield Chunk(int(str(number)), tuple(_task(study, row) for row in rows.itertuples()))


def _task(study: Study, row: Any) -> Task:
    point = study.design.points[row.point]
    return Task(row.run_id, study.base(point), study.changes_of(row.point, row.replicate), row.seed)
