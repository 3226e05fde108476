"""Where nothing can be written, and with damaged caches, the model runs all the same."""

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from numba import config

ROOT = Path(__file__).parent.parent
PROGRAM = "from model.tiny import total; print(total(10))"
TINY = """
from model.numerics.compiled import compiled

@compiled()
def total(upto):
    found = 0
    for each in range(upto):
        found += each
    return found
"""
"""As the model's own loops, but compiled in a second."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the project whose caches cannot be folders.

    Permissions do not bind the superuser, who may run these tests; a file in the place of a
    folder binds everybody.
    """
    place = tmp_path_factory.mktemp("copy")
    for package in ("model", "experiments"):
        shutil.copytree(
            ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    (place / "model" / "tiny.py").write_text(TINY)
    for folder in [each for each in place.rglob("*") if each.is_dir()]:
        (folder / "__pycache__").touch()
        folder.chmod(0o555)
    return place


def python(place: Path, *arguments: str, **environment: str) -> str:
    """Run Python in a copy of the project; return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, cwd=place,
        env={**kept, "PYTHONPATH": str(place), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def nowhere(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "file").touch()
    (tmp_path / "tmp").mkdir()
    home = str(tmp_path / "file" / "home")
    return {"HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home,
            "TMPDIR": str(tmp_path / "tmp")}  # fmt: skip


def written(folder: Path, end: str = "*.nb?") -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob(end)}


def test_compiled_code_is_kept_among_temporary_files_of_this_user_alone(copy, tmp_path):
    place = nowhere(tmp_path)
    assert python(copy, "-c", PROGRAM, **place) == "45\n"
    (folder,) = (tmp_path / "tmp").glob("party-of-power-*")
    assert folder.stat().st_mode & 0o077 == 0
    before = written(folder)
    assert before
    assert python(copy, "-c", PROGRAM, **place) == "45\n"
    assert written(folder) == before


def test_code_that_somebody_else_could_write_is_not_run(copy, tmp_path):
    place = nowhere(tmp_path)
    folder = tmp_path / "tmp" / f"party-of-power-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    assert python(copy, "-c", PROGRAM, **place) == "45\n"
    assert not written(folder)


WORK = """
from experiments import figures
from experiments.cli import application
from model.display import drawing

# Two figures, as quick as in the other tests.
few = [each for each in figures.charts() if each.kind() in ("election-result", "regional-map")]
assert len(few) == 2
figures.charts = lambda: iter(few)
drawing._PRINT |= {{"pdf.fonttype": 3, "savefig.dpi": 100}}
small = "replication-meguid --voters 1000 --set weeks=1 --engine serial --out {out}"
application()(["sweep", *small.split()], standalone_mode=False)
application()(["report", "{out}"], standalone_mode=False)
"""


def test_a_read_only_project_without_a_home_does_all_its_work(copy, tmp_path):
    # Plain Python, because to compile the whole model takes longer than a test should.
    place, out = {**nowhere(tmp_path), "NUMBA_DISABLE_JIT": "1"}, tmp_path / "out"
    assert python(copy, "-c", WORK.format(out=out), **place) == f"{out}/report.html\n"


@pytest.mark.parametrize("kind", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize("how", ["cut", "emptied", "flipped", "nonsense"])
def test_a_damaged_cache_is_made_anew(kind, how, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "tiny.py").write_text(TINY)
    assert total(tmp_path) == 45
    whole = written(tmp_path, kind)
    assert whole
    for file, content in whole.items():
        half = len(content) // 2
        flipped = bytes([*content[:half], content[half] ^ 0xFF, *content[half + 1 :]])
        new = {"cut": content[:half], "emptied": b"", "flipped": flipped}
        file.write_bytes(new.get(how, b"nonsense"))
    assert total(tmp_path) == 45
    healed = written(tmp_path)
    assert written(tmp_path, kind).keys() >= whole.keys()
    assert total(tmp_path) == 45
    assert written(tmp_path) == healed


def total(folder: Path) -> int:
    """Call the tiny loop as a process does that has just begun."""
    return int(runpy.run_path(str(folder / "tiny.py"))["total"](10))
