"""The command `partyofpower`, called in this process: what it prints, and its status."""

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from subprocess import CompletedProcess
from unittest.mock import patch

import pytest

from experiments import cli


def command(*arguments: object) -> CompletedProcess[str]:
    """Return what a process with these arguments would leave."""
    out, error = StringIO(), StringIO()
    with (
        patch("sys.argv", ["partyofpower", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(error),
        pytest.raises(SystemExit) as end,
    ):
        cli.main()
    return CompletedProcess(arguments, int(end.value.code or 0), out.getvalue(), error.getvalue())


def answer(*arguments: object) -> object:
    """Return the JSON of a command that succeeds and complains of nothing."""
    done = command(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)
