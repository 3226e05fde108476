"""How every file is written: whole or not at all, and what is said when the disk refuses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from experiments.study.errors import UserError

MANIFEST, PLAN, SUMS, LOCK = "manifest.json", "plan.parquet", "SHA256SUMS", ".lock"
RUNS, STEPS, DAMAGED = "runs", "steps", "damaged"
DRAWS = "draws"
"""Folder inside a results folder with the runs under draws of what is not known."""
OWN_NAMES = {MANIFEST, PLAN, SUMS, LOCK, RUNS, STEPS, DAMAGED}
"""What a store lives by; nothing else is written under these names."""
MADE = {"tables", "figures", "claims.csv", "report.html"}
"""What is made of the runs."""


class StoreError(UserError):
    """A results folder that cannot be used as asked, in one sentence."""


class DiskError(StoreError):
    """A place that cannot be written to; what it holds stays readable."""

    status = 1


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file under a temporary name, flush it, and give it its name.

    So there is the old file or the new one, whenever the process or the machine dies. Raises
    DiskError where the disk refuses.
    """
    with disk(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        _forget_the_dead(path)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            with temporary.open("xb") as file:  # new, so that it cannot be a link to elsewhere
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV, whole or not at all."""
    write_whole(path, table.to_csv(index=False, lineterminator="\n"))


def write_where_asked(path: Path, content: bytes | str) -> None:
    """Write a file whose place somebody has named, as with --out.

    A device, a pipe or a link is written to as it is. Raises DiskError where the disk refuses,
    and StoreError for a place where a store keeps what it lives by.
    """
    _refuse_own(path)
    if not (path.is_symlink() or (path.exists() and not path.is_file())):
        write_whole(path, content)
        return
    with disk(path):
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def is_outdated(file: Path, folder: Path) -> bool:
    """Say whether runs were stored in a results folder after a file was made of them."""
    sums = folder / SUMS
    return sums.is_file() and file.stat().st_mtime < sums.stat().st_mtime


def refuse_links(folder: Path) -> None:
    """Raise StoreError if something in a results folder is a link that leads out of it."""
    home = folder.resolve()
    for path in _ours(folder):
        if path.is_symlink() and home not in path.resolve().parents:
            raise StoreError(
                f"{path} is a link that leads out of {folder}: put the file itself there, or "
                "remove the link."
            )


@contextmanager
def disk(place: Path) -> Iterator[None]:
    """Turn what the operating system says about a disk into a sentence."""
    try:
        yield
    except (FileExistsError, NotADirectoryError):
        raise DiskError(
            f"{place} cannot be written to: a file stands where a folder is wanted; move it, or "
            "name another place."
        ) from None
    except OSError as error:
        raise DiskError(
            f"{place} cannot be written to ({error.strerror or error}): what is there stays "
            "readable; free some space, allow writing there or take another place, then run the "
            "same command again."
        ) from None


def _refuse_own(path: Path) -> None:
    where = path.resolve()
    for folder in where.parents:
        first = where.relative_to(folder).parts[0]
        if first in OWN_NAMES and (folder / MANIFEST).exists():
            raise StoreError(
                f"{path} is where the results folder {folder} keeps what it lives by: name "
                "another file."
            )


def _ours(folder: Path) -> Iterator[Path]:
    for name in sorted(OWN_NAMES | MADE):
        path = folder / name
        yield path
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                yield from path.rglob("*")


def _forget_the_dead(path: Path) -> None:
    """Remove what a process that was killed left of the same file."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        number = left.name.split(".")[-2]
        if number.isdecimal() and not _alive(int(number)):
            left.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False  # of another process that had this number
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
