"""How tests look at a sweep from outside: its processes, its files."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent.parent)]),
    "PYTHONWARNINGS": "default",
}
PATIENCE = 120
"""Seconds after which something that does not happen counts as broken; a busy machine is slow."""


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def tables(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all tables."""
    found = [*folder.glob("*.parquet"), *folder.glob("*/part-*.parquet")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def stored_parts(folder: Path) -> int:
    return len(list(folder.glob("runs/part-*.parquet")))


def start(*command: str, **options: object) -> "subprocess.Popen[str]":
    options = {"stderr": subprocess.PIPE, "env": ENVIRONMENT, **options}
    return subprocess.Popen([sys.executable, *command], text=True, **options)
