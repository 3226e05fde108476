"""The command `partyofpower`: each file here is one command, a function of the file's name
(with a hyphen for an underscore).

Files import at their head only what is quick; the rest is imported when a command runs, so
that help is there at once. May import `publish` and what lies below it.
"""

import importlib
import os
import pkgutil

import typer

from experiments.cli._streams import flush, open_streams
from experiments.study.errors import UserError, tell

# Before numpy is loaded: its library for large matrices, where there are only small ones, starts
# threads that wait by spinning, for a quarter of a second of each process.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = ("run", "sweep", "figures", "results", "list", "validate", "seats", "forensics")
"""The order in which help shows those that a newcomer meets first; others follow."""

FAILED = 1
"""Exit status of a run that failed, though everything that was asked for may be asked for."""


def application() -> typer.Typer:
    """Put the commands found in this folder together."""
    app = typer.Typer(
        help="Party of Power: electoral competition between a party of power and its rivals.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_several_commands)
    found = (each.name for each in pkgutil.iter_modules(__path__) if each.name[0] != "_")
    for name in sorted(found, key=_place):
        module = importlib.import_module(f"{__name__}.{name}")
        app.command(name.replace("_", "-"))(module.command)
    return app


def main() -> None:
    """Run the command; a user's mistake is one sentence on standard error, never a traceback."""
    open_streams()
    status = _status()
    unwritten = flush()
    if unwritten and status != FAILED:
        tell(f"Standard output cannot be written to ({unwritten}).")
        status = FAILED
    raise SystemExit(status)


def _status() -> int | str | None:
    try:
        application()()
    except SystemExit as end:
        return end.code
    except Exception as error:
        sentence, status = _told(error)
        if not sentence:
            raise
        tell(sentence)
        return status
    return 0


def _told(error: Exception) -> tuple[str, int]:
    """Return what to say of an error, and the exit status; nothing to say of one of our own."""
    from model.parameters.errors import ScenarioError
    from model.parameters.registry import told_of
    from model.politics.soundness import UnsoundRun

    if isinstance(error, UserError):
        return str(error), error.status
    if isinstance(error, ScenarioError):
        return str(error), UserError.status
    if isinstance(error, UnsoundRun):
        return str(error), FAILED
    if isinstance(error, OSError) and not told_of(error):
        place = error.filename or "Standard output"
        return f"{place} cannot be used ({error.strerror or error}).", FAILED
    return told_of(error), FAILED


def _several_commands() -> None:
    """Party of Power: electoral competition between a party of power and its rivals."""


def _place(name: str) -> tuple[int, str]:
    return (COMMANDS.index(name) if name in COMMANDS else len(COMMANDS), name)
