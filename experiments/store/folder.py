"""A results folder: `manifest.json`, `plan.parquet`, `runs/` and `steps/` as parquet parts.

The plan is cut into chunks; each chunk gives one part of runs (a row a run) and one of steps
(a row a run and week), the same bytes whoever computes it. Files are written under a temporary
name, flushed and renamed, so a part is there whole or not at all; SHA256SUMS says what it must
contain, as `sha256sum --check` reads it. The part of runs comes last: where it is, its chunk is
done. `read_runs` and `read_steps` give tables in the order of the plan.
"""

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.study.errors import UserError
from experiments.study.task import Finished

MANIFEST, PLAN, SUMS, LOCK = "manifest.json", "plan.parquet", "SHA256SUMS", ".lock"
RUNS, STEPS, DAMAGED = "runs", "steps", "damaged"
OWN_NAMES = {MANIFEST, PLAN, SUMS, LOCK, RUNS, STEPS, DAMAGED}
PLACE = ["point", "replicate", "run_id"]
"""What places a run in a plan."""


class StoreError(UserError):
    """A results folder that cannot be used as asked, in one sentence."""


class DiskError(StoreError):
    """A results folder that cannot be written to; what it holds stays readable."""

    status = 1


class Store:
    """A results folder that this process alone writes to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []

    def begin(self, plan: pd.DataFrame, size: int, manifest: Mapping[str, Any]) -> pd.DataFrame:
        """Lay out the folder, or take it up again; return the plan cut into chunks.

        A plan that only adds to the stored one (replicates, or points at the end) extends it.
        Raises StoreError for a folder with anything else in it.
        """
        stored = self._stored_plan()
        if stored is not None and not _holds(plan, stored):
            raise StoreError(self._other_sweep(manifest))
        plan = _cut(plan, stored, size)
        if stored is None or len(stored) < len(plan):
            self._write(PLAN, _as_parquet(pa.Table.from_pandas(plan, preserve_index=False)))
        self.describe(manifest)
        return plan

    def made_by(self) -> list[dict[str, Any]]:
        """Return which codes and engines have made runs of this folder so far."""
        with suppress(StoreError):
            return list(read_manifest(self.folder).get("made_by", []))
        return []

    def describe(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest."""
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        self._write(MANIFEST, text.encode())

    def done(self, plan: pd.DataFrame) -> dict[int, Counter[str]]:
        """Count the runs by status for every chunk that is stored whole.

        Parts that cannot be read are moved to `damaged/`, so that their runs are done again;
        `self.damaged` names them.
        """
        self._sums = _sums(self.folder)
        runs_of = {int(str(key)): list(part) for key, part in plan.groupby("chunk")["run_id"]}
        statuses = {}
        for chunk, run_ids in runs_of.items():
            status = self._status(chunk, list(dict.fromkeys(run_ids)))
            if status is not None:
                statuses[chunk] = status
        return statuses

    def add(self, chunk: int, plan: pd.DataFrame, finished: Sequence[Finished]) -> None:
        """Store the finished runs of a chunk; raises DiskError if the disk refuses."""
        self._add_part(f"{STEPS}/{part(chunk)}", _as_parquet(_steps_table(finished)))
        self._add_part(f"{RUNS}/{part(chunk)}", _as_parquet(_runs_table(plan, finished)))

    def _stored_plan(self) -> pd.DataFrame | None:
        path = self.folder / PLAN
        if path.exists():
            with suppress(pa.ArrowException, OSError):
                return pd.read_parquet(path)
            self._set_aside(PLAN)
        elif not any((self.folder / name).exists() for name in (MANIFEST, RUNS)):
            self._refuse_strangers()
        return None

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
            difference = f" ({_difference(read_manifest(self.folder), manifest)})"
        return (
            f"{self.folder} holds another sweep{difference}: name another folder with --out, or "
            "repeat that sweep; only replicates and, at the end, points may be added to it."
        )

    def _status(self, chunk: int, run_ids: list[str]) -> Counter[str] | None:
        name = part(chunk)
        if not (self.folder / RUNS / name).exists():
            return None
        with suppress(StoreError, KeyError):
            _read_part(self.folder, f"{STEPS}/{name}", self._sums)
            table = _read_part(self.folder, f"{RUNS}/{name}", self._sums)
            if table.column("run_id").to_pylist() == run_ids:
                return Counter(table.column("status").to_pylist())
        self._set_aside(f"{RUNS}/{name}")
        self._set_aside(f"{STEPS}/{name}")
        return None

    def _set_aside(self, name: str) -> None:
        old = self.folder / name
        if not old.exists():
            return
        new = self.folder / DAMAGED / name
        with _disk(self.folder):
            new.parent.mkdir(parents=True, exist_ok=True)
            old.replace(new)
        self.damaged.append(name)

    def _add_part(self, name: str, content: bytes) -> None:
        with _disk(self.folder), (self.folder / SUMS).open("a+b") as file:
            if file.tell() and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n":
                file.write(b"\n")  # the last line was cut off when its writer died
            file.write(f"{sha256(content).hexdigest()}  {name}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        self._write(name, content)

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        temporary = path.with_name(f".{path.name}.tmp")
        with _disk(self.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            _flush_folder(path.parent)


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Open a results folder for writing, made if missing; one process at a time.

    The kernel holds the lock, so it ends with the process, however that ends.
    """
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"{folder} is being written by another sweep: wait until it ends, or name "
                "another folder with --out."
            ) from None
        yield Store(folder)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what the manifest says; raises StoreError if there is none."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError(
            f"{folder} is no results folder (it has no {MANIFEST}): name one that "
            "`partyofpower sweep ... --out` has written."
        ) from None
    except ValueError:
        raise StoreError(_unreadable(folder / MANIFEST)) from None
    return dict(found)


def read_plan(folder: Path) -> pd.DataFrame:
    """Return the planned runs, in order: point, replicate, run_id, seed, chunk, the paths."""
    read_manifest(folder)
    return _frame(_read_part(folder, PLAN, {}))


def read_runs(folder: Path | str) -> pd.DataFrame:
    """Return a row for each stored run, in the order of the plan, with all its outcomes."""
    folder = Path(folder)
    plan = read_plan(folder).drop(columns="chunk")
    runs = _read_parts(folder, RUNS)
    runs = runs.drop(columns=[each for each in plan if each in runs and each != "run_id"])
    return plan.merge(runs, on="run_id", how="inner")


def read_steps(folder: Path | str) -> pd.DataFrame:
    """Return a row for each stored run and week, in the order of the plan."""
    folder = Path(folder)
    plan = read_plan(folder).drop(columns="chunk")
    return plan.merge(_read_parts(folder, STEPS), on="run_id", how="inner")


def overview(folder: Path) -> dict[str, Any]:
    """Say in short what a results folder holds: the question, and how far it is answered."""
    manifest, plan, runs = read_manifest(folder), read_plan(folder), read_runs(folder)
    design = manifest["design"]
    return {
        "scenario": manifest["scenario_name"],
        "scenario_hash": manifest["scenario_hash"],
        "version": manifest["version"],
        "design": design["kind"],
        "factors": list(design["factors"]),
        "points": int(plan["point"].nunique()),
        "replicates": int(plan["replicate"].nunique()),
        "planned": len(plan),
        "stored": len(runs),
        **{str(status): int(n) for status, n in runs["status"].value_counts().items()},
        "columns": list(runs),
    }


def part(chunk: int) -> str:
    """Return the file name of a chunk."""
    return f"part-{chunk:06d}.parquet"


def _read_parts(folder: Path, kind: str) -> pd.DataFrame:
    sums = _sums(folder)
    names = sorted(f"{kind}/{path.name}" for path in (folder / kind).glob("part-*.parquet"))
    tables = [_read_part(folder, name, sums) for name in names]
    if not tables:
        return pd.DataFrame({"run_id": pd.Series(dtype="str"), "status": pd.Series(dtype="str")})
    return _frame(pa.concat_tables(tables, promote_options="permissive"))


def _frame(table: pa.Table) -> pd.DataFrame:
    return pd.DataFrame(table.to_pandas())


def _read_part(folder: Path, name: str, sums: Mapping[str, set[str]]) -> pa.Table:
    """Read a part; raises StoreError if its bytes are not those that were written."""
    path = folder / name
    try:
        content = path.read_bytes()
        if name not in sums or sha256(content).hexdigest() in sums[name]:
            return pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError):
        pass
    raise StoreError(_unreadable(path))


def _sums(folder: Path) -> dict[str, set[str]]:
    """Return what SHA256SUMS says of each part.

    A part that is done again has several lines. Its bytes may be those of any of them, because
    its writer may have died between the line and the part.
    """
    try:
        lines = (folder / SUMS).read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return {}
    sums: dict[str, set[str]] = {}
    for pair in (line.split("  ", 1) for line in lines):
        if len(pair) == 2:
            sums.setdefault(pair[1], set()).add(pair[0])
    return sums


def _unreadable(path: Path) -> str:
    return (
        f"{path} is damaged or missing: run the same sweep again; it sets damaged files aside "
        "and does their runs again."
    )


def _runs_table(plan: pd.DataFrame, finished: Sequence[Finished]) -> pa.Table:
    """Put the runs of one chunk in columns: the plan, the status, the outcomes."""
    known = plan.drop(columns="chunk").drop_duplicates("run_id").reset_index(drop=True)
    table = pa.Table.from_pandas(known, preserve_index=False)
    table = table.append_column("status", pa.array([each.status for each in finished], pa.string()))
    table = table.append_column("reason", pa.array([each.reason for each in finished], pa.string()))
    outcomes = [each.result.outcome for each in finished]
    for name in dict.fromkeys(name for outcome in outcomes for name in outcome):
        table = table.append_column(name, pa.array([_plain(each.get(name)) for each in outcomes]))
    return table.replace_schema_metadata(None)


def _steps_table(finished: Sequence[Finished]) -> pa.Table:
    tables = [
        pa.table({"run_id": [each.run_id] * len(weeks["week"]), **weeks})
        for each in finished
        if (weeks := each.result.weeks)
    ]
    if not tables:
        return pa.table({"run_id": pa.array([], pa.string()), "week": pa.array([], pa.int64())})
    return pa.concat_tables(tables, promote_options="permissive").combine_chunks()


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _as_parquet(table: pa.Table) -> bytes:
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="zstd")
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
    differs = [what for what in old if old[what] != new[what]]
    return "; ".join(f"{what} {old[what]}, now {new[what]}" for what in differs)


def _question(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Say in a few words each what makes a sweep this sweep."""
    design, seeds = manifest.get("design", {}), manifest.get("seeds", {})
    sampled = f", {design['samples']} samples" if "samples" in design else ""
    return {
        "scenario": f"{manifest.get('scenario_hash')}",
        "model version": f"{manifest.get('version')}",
        "root seed": f"{seeds.get('root')}",
        "replicates": f"{seeds.get('replicates')}",
        "design": f"{design.get('kind')} of {', '.join(design.get('factors', {}))}{sampled}",
        "swept values": f"{json.dumps(design.get('factors'))}",
    }


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """Turn what the operating system says about a disk into a sentence."""
    try:
        yield
    except OSError as error:
        raise DiskError(
            f"{folder} cannot be written to ({error.strerror}): what it holds stays readable; "
            "free some space or name another folder with --out, then run the same command again."
        ) from None


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
