"""How a results folder is written: by one process at a time, each file whole or not at all."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from experiments.store.files import (
    DAMAGED,
    LOCK,
    MANIFEST,
    OWN_NAMES,
    PLAN,
    RUNS,
    STEPS,
    SUMS,
    StoreError,
    disk,
    refuse_links,
    write_whole,
)
from experiments.store.folder import (
    PARTS,
    PLACE,
    part,
    read_manifest,
    read_part,
    runs_of_chunks,
    stored_plan,
    sums_of,
)
from experiments.study.task import Finished


class Store:
    """A results folder that this process alone writes to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []
        self._plans: list[str] = []

    def begin(self, plan: pd.DataFrame, size: int, manifest: Mapping[str, Any]) -> pd.DataFrame:
        """Lay out the folder, or take it up again; return the plan cut into chunks.

        A plan that only adds to the stored one (replicates, or points at the end) extends it; one
        that somebody has changed is laid out anew. Raises StoreError for a folder with anything
        else in it.
        """
        stored = self._stored_plan(manifest)
        if stored is not None and not _holds(plan, stored):
            raise StoreError(self._other_sweep(manifest))
        plan = _cut(plan, stored, size)
        content = _as_parquet(pa.Table.from_pandas(plan, preserve_index=False))
        before = [] if stored is None else [(self.folder / PLAN).read_bytes()]
        if before != [content]:
            # Whichever of the two plans is there if this ends here, the manifest knows it.
            self._plans = [sha256(each).hexdigest() for each in (*before, content)]
            self.describe(manifest)
            write_whole(self.folder / PLAN, content)
        self._plans = [sha256(content).hexdigest()]
        self.describe(manifest)
        return plan

    def made_by(self) -> list[dict[str, Any]]:
        """Return which codes and engines have made runs of this folder so far."""
        with suppress(StoreError):
            return list(read_manifest(self.folder).get("made_by", []))
        return []

    def describe(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest, and in it the checksum of the plan if there is one."""
        said = {**manifest, "plan": self._plans} if self._plans else manifest
        write_whole(self.folder / MANIFEST, json.dumps(said, indent=2, ensure_ascii=False) + "\n")

    def done(self, plan: pd.DataFrame) -> dict[int, Counter[str]]:
        """Count the runs by status for every chunk that is stored whole.

        Parts that are not what was written, or of no chunk of the plan, are moved to `damaged/`,
        so that their runs are done again; `self.damaged` names them.
        """
        sums, runs_of = sums_of(self.folder), runs_of_chunks(plan)
        for kind in (RUNS, STEPS):
            for path in sorted((self.folder / kind).glob(PARTS)):
                if path.name not in runs_of:
                    self._set_aside(f"{kind}/{path.name}")
        chunks = {part(chunk): int(chunk) for chunk in plan["chunk"].unique()}
        found = {chunks[name]: self._status(name, sums, runs) for name, runs in runs_of.items()}
        return {chunk: status for chunk, status in found.items() if status is not None}

    def add(self, chunk: int, plan: pd.DataFrame, finished: Sequence[Finished]) -> None:
        """Store the finished runs of a chunk; raises DiskError if the disk refuses."""
        self._add_part(f"{STEPS}/{part(chunk)}", _as_parquet(_steps_table(finished)))
        self._add_part(f"{RUNS}/{part(chunk)}", _as_parquet(_runs_table(plan, finished)))

    def _stored_plan(self, manifest: Mapping[str, Any]) -> pd.DataFrame | None:
        """Return the plan that is there; set aside one of this sweep that is not as it was."""
        if not (self.folder / PLAN).exists():
            if not any((self.folder / name).exists() for name in (MANIFEST, RUNS)):
                self._refuse_strangers()
            return None
        known: Mapping[str, Any] = {}
        with suppress(StoreError):
            known = read_manifest(self.folder)
        plan = stored_plan(self.folder, known.get("plan", []))
        if plan is None:
            if known and _difference(known, manifest):
                raise StoreError(self._other_sweep(manifest))
            self._set_aside(PLAN)
        return plan

    def _refuse_strangers(self) -> None:
        strangers = {each.name for each in self.folder.iterdir() if each.suffix != ".tmp"}
        if strangers - OWN_NAMES:
            raise StoreError(
                f"{self.folder} is no results folder (it holds {min(strangers - OWN_NAMES)}): "
                "name a new or empty folder with --out."
            )

    def _other_sweep(self, manifest: Mapping[str, Any]) -> str:
        difference = ""
        with suppress(StoreError):
            said = _difference(read_manifest(self.folder), manifest)
            # The manifest tells what draws were made for, not what they say.
            if not said and "draws" in manifest:
                said = "the draws say something else now"
            difference = f" ({said})" if said else ""
        return (
            f"{self.folder} holds another sweep{difference}: name another folder with --out, or "
            "repeat that sweep; only replicates and, at the end, points may be added to it."
        )

    def _status(
        self, name: str, sums: Mapping[str, set[str]], run_ids: list[str]
    ) -> Counter[str] | None:
        if not (self.folder / RUNS / name).exists():
            return None
        with suppress(StoreError):
            read_part(self.folder, STEPS, name, sums, run_ids)
            table = read_part(self.folder, RUNS, name, sums, run_ids)
            return Counter(table.column("status").to_pylist())
        self._set_aside(f"{RUNS}/{name}")
        self._set_aside(f"{STEPS}/{name}")
        return None

    def _set_aside(self, name: str) -> None:
        old = self.folder / name
        if not old.exists():
            return
        new = self.folder / DAMAGED / name
        with disk(self.folder):
            new.parent.mkdir(parents=True, exist_ok=True)
            later = (new.with_name(f"{new.name}.{time}") for time in count(2))
            old.replace(next(each for each in chain([new], later) if not each.exists()))
        self.damaged.append(name)

    def _add_part(self, name: str, content: bytes) -> None:
        with disk(self.folder), (self.folder / SUMS).open("a+b") as file:
            if file.tell() and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n":
                file.write(b"\n")  # the last line was cut off when its writer died
            file.write(f"{sha256(content).hexdigest()}  {name}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        write_whole(self.folder / name, content)


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Open a results folder for writing, made if missing; one process at a time.

    The kernel holds the lock, so it ends with the process, however that ends.
    """
    with disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        refuse_links(folder)
        try:
            held = FileLock(folder / LOCK).acquire(blocking=False)
        except Timeout:
            raise StoreError(
                f"{folder} is being written by another sweep: wait until it ends, or name "
                "another folder with --out."
            ) from None
    with held:
        yield Store(folder)


def _runs_table(plan: pd.DataFrame, finished: Sequence[Finished]) -> pa.Table:
    """Put the runs of one chunk in columns: the plan, the status, the outcomes."""
    known = plan.drop(columns="chunk").drop_duplicates("run_id").reset_index(drop=True)
    planned = pa.Table.from_pandas(known, preserve_index=False)
    outcomes = [each.result.outcome for each in finished]
    return pa.table({
        **dict(zip(planned.column_names, planned.columns, strict=True)),
        "status": pa.array([each.status for each in finished], pa.string()),
        "reason": pa.array([each.reason for each in finished], pa.string()),
        **{name: _column([each.get(name) for each in outcomes]) for name in _names(outcomes)},
    })  # fmt: skip


def _steps_table(finished: Sequence[Finished]) -> pa.Table:
    """Put the weeks of the runs of one chunk in columns, one run below the other."""
    runs = [each.result.weeks for each in finished if each.result.weeks]
    if not runs:
        return pa.table({"run_id": pa.array([], pa.string()), "week": pa.array([], pa.int64())})
    run_ids = [each.run_id for each in finished for _ in each.result.weeks.get("week", [])]
    columns = {
        name: _column(list(chain.from_iterable(
            weeks.get(name, [None] * len(weeks["week"])) for weeks in runs
        )))
        for name in _names(runs)
    }  # fmt: skip
    return pa.table({"run_id": pa.array(run_ids, pa.string()), **columns})


def _names(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns of all rows, in the order in which they come up."""
    return list(dict.fromkeys(chain.from_iterable(rows)))


def _column(values: Sequence[Any]) -> pa.Array:
    """Return the values of a column, numpy's numbers as plain ones."""
    kinds = set(map(type, values))
    if kinds == {float}:  # nearly every column, and Arrow need not look at it twice
        return pa.array(values, pa.float64())
    if not kinds <= {int, float, str, type(None)}:
        values = [each.item() if hasattr(each, "item") else each for each in values]
    return pa.array(values)


def _as_parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet, without what costs hundreds of short columns time and room."""
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, use_dictionary=False, write_statistics=False)
    return bytes(buffer.getvalue())


def _cut(plan: pd.DataFrame, stored: pd.DataFrame | None, size: int) -> pd.DataFrame:
    """Return the plan with a chunk for each run: the stored one, or a new one of this size."""
    known: dict[str, int] = {}
    if stored is not None:
        known = dict(zip(stored["run_id"], stored["chunk"].astype(int), strict=True))
    first = max(known.values(), default=-1) + 1
    fresh = [run for run in dict.fromkeys(plan["run_id"]) if run not in known]
    chunks = known | {run: first + rank // size for rank, run in enumerate(fresh)}
    return plan.assign(chunk=[chunks[run] for run in plan["run_id"]])


def _holds(plan: pd.DataFrame, stored: pd.DataFrame) -> bool:
    """Say whether each stored run has the same place in the plan."""
    rows = (set(each[PLACE].itertuples(index=False, name=None)) for each in (plan, stored))
    return next(rows) >= next(rows)


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    old, new = _question(before), _question(now)
    differs = [what for what in old | new if old.get(what) != new.get(what)]
    return "; ".join(
        f"{what} {old.get(what, 'none')}, now {new.get(what, 'none')}" for what in differs
    )


def _question(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Say in a few words each what makes a sweep this sweep."""
    design, seeds = manifest.get("design", {}), manifest.get("seeds", {})
    sampled = f", {design['samples']} samples" if "samples" in design else ""
    return {
        "scenario": f"{manifest.get('scenario_hash')}",
        **{f"scenario {name}": each for name, each in manifest.get("other_scenarios", {}).items()},
        "model version": f"{manifest.get('version')}",
        "root seed": f"{seeds.get('root')}",
        "replicates": f"{seeds.get('replicates')}",
        "design": f"{design.get('kind')} of {', '.join(design.get('factors', {}))}{sampled}",
        "swept values": f"{json.dumps(design.get('factors'))}",
        **({"draws": _in_words(manifest["draws"])} if "draws" in manifest else {}),
    }


def _in_words(about: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in about.items())
