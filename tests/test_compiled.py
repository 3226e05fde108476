"""Compiled loops: what is kept between processes, and what they ask of the processor."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from model.numerics.compiled import compiled, fetch_soon, filled

RESTS_ON = "import math\nfrom model.numerics.compiled import compiled\n"
ANSWERS = """
from other import ADDED, doubled
from model.numerics.compiled import compiled

@compiled()
def answer():
    return doubled(ADDED)

print(answer())
"""


def told(folder: Path, added: int, rule: str) -> str:
    """Write the file on which a compiled function rests, and let another process call it."""
    other = f"{RESTS_ON}ADDED = {added}\n@compiled()\ndef doubled(x):\n    return {rule}\n"
    (folder / "other.py").write_text(other)
    path = os.pathsep.join([str(folder), os.getcwd()])
    surroundings = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    surroundings.pop("NUMBA_CACHE_DIR", None)
    command = [sys.executable, str(folder / "asks.py")]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_what_rests_on_a_number_or_a_function_of_another_file_follows_it(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text(ANSWERS)
    assert told(tmp_path, 1, "2 * x") == "2"
    assert told(tmp_path, 5, "2 * x") == "10"
    assert told(tmp_path, 5, "3 * x") == "15"
    assert told(tmp_path, 4, "math.sqrt(x)") == "2.0"
    assert told(tmp_path, 4, "math.fabs(x)") == "4.0"
    kept = {each.name for each in tmp_path.rglob("*.nbi")}
    assert any("answer" in name for name in kept)


@compiled()
def _picked(out, column, rows):
    for i in range(len(rows)):
        fetch_soon(column, rows[i])
        out[i] = column[rows[i]]


def test_to_fetch_soon_changes_nothing_compiled_or_not() -> None:
    column, rows = np.arange(1_000) * 3, np.array([999, 0, 17], np.uint32)
    assert filled(_picked, np.empty(3, int), column, rows).tolist() == [2_997, 0, 51]
    assert filled(_picked.py_func, np.empty(3, int), column, rows).tolist() == [2_997, 0, 51]
