"""A results folder: `manifest.json`, `plan.parquet`, `runs/` and `steps/` as parquet parts.

The plan is cut into chunks; each chunk gives one part of runs (a row a run) and one of steps
(a row a run and week), the same bytes whoever computes it. SHA256SUMS says what a part must
contain, as `sha256sum --check` reads it (of a chunk that was done again the older line fails, and
the last one holds); the manifest says the same of the plan. The part of runs comes
last: where it is, its chunk is done.

`read_runs` and `read_steps` give tables in the order of the plan. Nothing is believed: a part
counts only if its bytes are those that were written and its runs are those of its chunk.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import is_integer_dtype

from experiments.store.files import PLAN, RUNS, STEPS, SUMS, StoreError
from experiments.store.manifest import draws_used
from experiments.store.manifest import read_manifest as read_manifest

PLACE = ["point", "replicate", "run_id"]
"""What places a run in a plan."""
NUMBERS = ("point", "replicate", "seed", "chunk")
PARTS = "part-*.parquet"


def read_plan(folder: Path) -> pd.DataFrame:
    """Return the planned runs, in order: point, replicate, run_id, seed, chunk, the paths.

    Raises StoreError if it is not the plan that the manifest tells of.
    """
    manifest = read_manifest(folder)
    plan = stored_plan(folder, manifest.get("plan", []))
    if plan is None and (folder / "tables").is_dir() and not _any_of(folder, PLAN, RUNS):
        raise StoreError(_only_tables(folder, manifest.get("experiment", "")))
    if plan is None:
        raise StoreError(_unreadable(folder / PLAN))
    return plan


def stored_plan(folder: Path, sums: Sequence[str] = ()) -> pd.DataFrame | None:
    """Return the plan if it is a plan, with one of these checksums; any will do if none is given.

    Returns None otherwise.
    """
    try:
        content = (folder / PLAN).read_bytes()
        plan = _frame(_table(content))
    except (pa.ArrowException, OSError):
        return None
    whole = all(each in plan and is_integer_dtype(plan[each]) for each in NUMBERS)
    named = "run_id" in plan and all(isinstance(each, str) for each in plan["run_id"])
    known = not sums or sha256(content).hexdigest() in sums
    return plan if whole and named and known else None


def read_runs(folder: Path | str) -> pd.DataFrame:
    """Return a row for each stored run, in the order of the plan, with all its outcomes."""
    return _of_plan(Path(folder), RUNS)


def _named_now(column: str) -> str:
    return re.sub(r"^underlying\b", "unprompted", column)  # its name in 0.1.0


def first_reason(runs: pd.DataFrame) -> str:
    """Say why the first of these runs failed, in a line."""
    line, _, _ = str(runs["reason"].iloc[0]).partition("\n")
    return f"the first: {line.rstrip('.')}"


def read_steps(folder: Path | str) -> pd.DataFrame:
    """Return a row for each stored run and week, in the order of the plan."""
    return _of_plan(Path(folder), STEPS)


def _of_plan(folder: Path, kind: str) -> pd.DataFrame:
    plan = read_plan(folder)
    parts = _read_parts(folder, kind, plan).rename(columns=_named_now)
    planned = [each for each in plan if each in parts and each != "run_id"]
    return plan.drop(columns="chunk").merge(parts.drop(columns=planned), on="run_id")


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
        "draws": draws_used(manifest),
        "planned": len(plan),
        "stored": len(runs),
        **{str(status): int(n) for status, n in runs["status"].value_counts().items()},
        "columns": list(runs),
    }


def part(chunk: int) -> str:
    """Return the file name of a chunk."""
    return f"part-{chunk:06d}.parquet"


def runs_of_chunks(plan: pd.DataFrame) -> dict[str, list[str]]:
    """Return, for the file name of each chunk, its runs in order."""
    return {
        part(int(str(chunk))): list(dict.fromkeys(rows["run_id"]))
        for chunk, rows in plan.groupby("chunk")
    }


def sums_of(folder: Path) -> dict[str, set[str]]:
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


def read_part(
    folder: Path, kind: str, name: str, sums: Mapping[str, set[str]], run_ids: Sequence[str]
) -> pa.Table:
    """Read the part of a chunk of these runs.

    Raises StoreError if its bytes are not those that were written, or its runs are others.
    """
    path = folder / kind / name
    try:
        content = path.read_bytes()
        if sha256(content).hexdigest() in sums.get(f"{kind}/{name}", ()):
            table = _table(content)
            if _belongs(table, kind, run_ids):
                return table
    except (pa.ArrowException, OSError):
        pass
    raise StoreError(_unreadable(path))


def _table(content: bytes) -> pa.Table:
    """Read a table without threads: Arrow's may still be starting when a short command ends."""
    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)


def _belongs(table: pa.Table, kind: str, run_ids: Sequence[str]) -> bool:
    """Say whether a part is one of these runs; runs that failed have no weeks."""
    if "run_id" not in table.column_names:
        return False
    found = table.column("run_id").to_pylist()
    if kind == RUNS:
        return "status" in table.column_names and found == list(run_ids)
    return "week" in table.column_names and set(found) <= set(run_ids)


def _read_parts(folder: Path, kind: str, plan: pd.DataFrame) -> pd.DataFrame:
    """Read the parts of a kind for every chunk that is done."""
    sums, runs_of = sums_of(folder), runs_of_chunks(plan)
    names = sorted(path.name for path in (folder / RUNS).glob(PARTS))
    for name in names:
        if name not in runs_of:
            raise StoreError(_unreadable(folder / RUNS / name, "is no part of this plan"))
    tables = [read_part(folder, kind, name, sums, runs_of[name]) for name in names]
    if not tables:
        return pd.DataFrame({"run_id": pd.Series(dtype="str"), "status": pd.Series(dtype="str")})
    try:
        return _frame(pa.concat_tables(tables, promote_options="permissive"))
    except pa.ArrowException:
        raise StoreError(_unreadable(folder / kind, "holds parts that do not match")) from None


def _frame(table: pa.Table) -> pd.DataFrame:
    return pd.DataFrame(table.to_pandas(use_threads=False))


def _any_of(folder: Path, *names: str) -> bool:
    return any((folder / name).exists() for name in names)


def _only_tables(folder: Path, experiment: str) -> str:
    again = f", or make the runs with `partyofpower experiment {experiment}`" if experiment else ""
    return f"{folder} has tables and no runs: read its tables/*.csv{again}."


def _unreadable(path: Path, what: str = "is damaged or missing") -> str:
    return (
        f"{path} {what}: run the same sweep again; it sets damaged files aside and does their "
        "runs again."
    )
