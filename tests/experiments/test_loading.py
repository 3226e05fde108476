"""What a command loads before it does anything, for which everybody waits."""

import subprocess

from outside import PATIENCE, start

SMALL = ("kazakhstan-2022", "--voters", "1000", "--set", "weeks=2")


def said_without(slow: set[str], *commands: tuple[str, ...]) -> str:
    """Return what commands print in one process, which must not load any of the slow packages."""
    program = (
        "import sys, experiments.cli\n"
        f"for words in {commands}:\n"
        "    sys.argv = ['partyofpower', *words]\n"
        "    try: experiments.cli.main()\n"
        "    except SystemExit as end: assert not end.code\n"
        f"loaded = {slow} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    process = start("-c", program, stdout=subprocess.PIPE)
    out, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, error) == (0, "")
    return out


def test_help_loads_nothing_slow():
    slow = {"numpy", "numba", "mesa", "rich", "pandas", "pyarrow", "scipy", "matplotlib"}
    commands = ((), ("run",), ("sweep",), ("results",), ("list",))
    said = said_without(slow, *((*words, "--help") for words in commands))
    assert said.count("Usage: ") == 5


def test_a_run_loads_nothing_that_reads_or_writes_tables_of_runs():
    assert "One run" in said_without({"pandas", "pyarrow", "mesa", "matplotlib"}, ("run", *SMALL))
