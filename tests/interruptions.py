"""Sweeps that are interrupted: a fault or a death at each file operation, a kill of the command."""

import errno
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "experiments")]

NO_FAULT = 77
"""Status of a sweep that ends before its fault."""


def faults(kill: bool) -> Callable[[int, int], list[str]]:
    """Make a campaign of a small sweep that is stopped at each of its file operations."""

    def campaign(_seed: int, _count: int) -> list[str]:
        _spare_time()
        folder = Path(tempfile.mkdtemp(prefix="torture-"))
        _sweep(folder / "whole")
        whole, found = _tables(folder / "whole"), []
        for place in itertools.count(1):
            out = folder / str(place)
            status = _stopped_at(place, kill, out)
            if status == NO_FAULT:
                break
            wrong = _left(out, whole, status, kill)
            if wrong:
                found.append(f"file operation {place}: {wrong} ({out})")
        if place < 30:
            found.append(f"only {place} file operations were seen")
        return cleared(folder, found)

    return campaign


def _spare_time() -> None:
    """Neither ask git nor wait for the disk: each takes longer than the sweep itself."""
    from experiments.study import provenance

    provenance.checkout = lambda: None
    os.fsync = lambda _file: None


def _sweep(folder: Path) -> None:
    import jobs

    from experiments.running.engines import Serial
    from experiments.running.sweep import Execution, sweep

    sweep(_study(), folder, Execution(Serial(), jobs.quick))


@cache
def _study() -> Any:
    import jobs

    return jobs.study(replicates=1, values=(0.2, 0.4))


def _tables(folder: Path) -> dict[str, bytes]:
    found = [*folder.glob("*.parquet"), *folder.glob("*/part-*.parquet")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def _stopped_at(place: int, kill: bool, folder: Path) -> int:
    """Run the sweep in a child whose file operation of that number fails; return its status."""
    child = os.fork()
    if not child:
        status = 99
        try:
            fault = Fault(place, kill)
            fault.install()
            _sweep(folder)
            status = NO_FAULT if fault.left > 0 else 0
        except BaseException as error:
            status = getattr(error, "status", 98)
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Fault:
    """Counts the file operations of this process; one of them goes wrong."""

    def __init__(self, place: int, kill: bool) -> None:
        self.left, self.kill = place, kill

    def install(self) -> None:
        """Stand between Python and the operating system."""
        for name in ("fsync", "replace", "mkdir", "unlink", "rename"):
            setattr(os, name, self._counted(getattr(os, name)))
        opened = Path.open

        def opening(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if mode[0] == "r":
                return opened(path, mode, *rest, **more)
            self._count()
            return _Writing(opened(path, mode, *rest, **more), self)

        Path.open = opening  # type: ignore[assignment,method-assign]

    def _counted(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **more: Any) -> Any:
            self._count()
            return operation(*arguments, **more)

        return counted

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            if self.kill:
                os._exit(9)
            raise OSError(errno.ENOSPC, "No space left on device")


class _Writing:
    """A file of which the fault may write only a half."""

    def __init__(self, file: Any, fault: Fault) -> None:
        self._file, self._fault = file, fault

    def write(self, content: Any) -> int:
        if self._fault.left == 1:
            self._file.write(content[: len(content) // 2])
            self._file.flush()
        self._fault._count()
        return int(self._file.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_Writing":
        return self

    def __exit__(self, *about: object) -> None:
        self._file.close()


def _left(folder: Path, whole: dict[str, bytes], status: int, kill: bool) -> str:
    """Say what is wrong with what a fault has left; nothing if it can be read, or healed."""
    from experiments.store.folder import read_runs
    from experiments.study.errors import UserError

    if status not in ((9,) if kill else (0, 1)):  # some operations may fail without harm
        return f"status {status}"
    with suppress(UserError):
        read_runs(folder)
    stored = _tables(folder)
    if any(whole.get(name) != content for name, content in stored.items()):
        return "something wrong is stored"
    _sweep(folder)
    left = list(folder.rglob("*.tmp")) if kill else []
    healed = _tables(folder) == whole and (folder / "manifest.json").exists() and not left
    return "" if healed else f"it is not healed {left or ''}"


# Kills of the real command.

KILLED = ("sweep", "kazakhstan-2022", "--voters", "1000", "--set", "weeks=2", "--replicates", "12")


def kills(seed: int, count: int = 1) -> list[str]:
    """Kill the real command at any moment after its first part is stored; then let it end."""
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    chance, found = random.Random(seed), []
    command = [sys.executable, "-m", "experiments.cli", *KILLED, "--workers", "1", "--out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number in range(20):  # a kill counts only between the first part and the last
        out = folder / f"out-{number}"
        process = subprocess.Popen([*command, str(out)], stderr=subprocess.DEVNULL, env=environment)
        while process.poll() is None and not any(out.glob("runs/part-*.parquet")):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
        counts = process.poll() is None
        process.kill()
        process.wait()
        if counts:
            break
    else:
        return ["no kill hit the sweep"]
    stored = _tables(out)
    _end(out)
    _end(folder / "whole")
    if not stored.items() <= _tables(out).items():
        found.append(f"what was stored is lost ({out})")
    if _tables(out) != _tables(folder / "whole"):
        found.append(f"it is not what an uninterrupted sweep gives ({folder})")
    return cleared(folder, found)


def _end(out: Path) -> None:
    """Give the same command here, and let it end."""
    from experiments.cli import application

    application()([*KILLED, "--engine", "serial", "--out", str(out)], standalone_mode=False)


def cleared(folder: Path, found: list[str]) -> list[str]:
    """Remove the folder of a campaign unless something was found."""
    if not found:
        shutil.rmtree(folder)
    return found
