"""Closed and full outputs: the work is done, the status tells, and there is no traceback."""

import subprocess
import sys

import pytest
from commands import command
from outside import ENVIRONMENT, PATIENCE

from experiments.store.folder import read_runs

COMMAND = f"{sys.executable} -m experiments.cli"
SWEEP = "sweep kazakhstan-2022 --voters 1000 --set weeks=1 --replicates 3 --engine serial --out"
SWEPT = SWEEP.split()


def shell(line: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-c", line], env=ENVIRONMENT, capture_output=True, text=True, timeout=PATIENCE
    )


FULL, CLOSED = (">/dev/full", "No space left"), (">&-", "Bad file descriptor")


@pytest.mark.parametrize(
    ("asked", "stream", "why"),
    [("list laws", *FULL), ("list parameters --json", *FULL), ("--help", *FULL),
     ("--help", *CLOSED)],
)  # fmt: skip
def test_an_answer_that_cannot_be_written_is_missed(asked, stream, why):
    done = shell(f"{COMMAND} {asked} {stream}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Standard output cannot be ")
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("stream", ["2>/dev/full", "<&- >&- 2>&-"])
def test_a_sweep_that_cannot_speak_is_done_all_the_same(stream, tmp_path):
    done = shell(f"{COMMAND} {SWEEP} {tmp_path / 'out'} {stream}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert read_runs(tmp_path / "out")["status"].tolist() == ["ok"] * 3
    again = command(*SWEPT, tmp_path / "out")
    assert "3 of them before" in again.stderr  # nothing was written into the store's files


@pytest.mark.parametrize("stream", ["2>/dev/full", "2>&-"])
def test_a_mistake_that_cannot_be_told_has_its_status(stream):
    done = shell(f"{COMMAND} validate nowhere {stream}")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def test_a_reader_who_goes_away_sees_no_traceback():
    done = shell(f"{COMMAND} list parameters --json | true; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("end", [".csv", ".parquet"])
def test_an_export_to_a_full_disk_is_one_sentence(end, tmp_path):
    assert command(*SWEPT, tmp_path / "out").returncode == 0
    (tmp_path / f"full{end}").symlink_to("/dev/full")
    done = command("results", tmp_path / "out", "--export", tmp_path / f"full{end}")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written to (No space left on device)" in done.stderr
    assert len(done.stderr.splitlines()) == 1
