"""The command `partyofpower`: each file here is one command, a function of the file's name.

Files import at their head only what is quick; the rest is imported when a command runs, so
that help is there at once.
"""

import importlib
import pkgutil
import sys

import typer

from experiments.study.errors import UserError

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
    for name in sorted(_found(), key=_place):
        module = importlib.import_module(f"{__name__}.{name}")
        app.command(name)(module.command)
    return app


def main() -> None:
    """Run the command; a user's mistake is one sentence on standard error, never a traceback."""
    try:
        application()()
    except UserError as error:
        _refuse(error, error.status)
    except ArithmeticError as error:
        from model.politics.soundness import UnsoundRun

        if not isinstance(error, UnsoundRun):
            raise
        _refuse(error, FAILED)
    except ValueError as error:
        from model.scenario import ScenarioError

        if not isinstance(error, ScenarioError):
            raise
        _refuse(error, UserError.status)


def _several_commands() -> None:
    """Party of Power: electoral competition between a party of power and its rivals."""


def _found() -> list[str]:
    return [each.name for each in pkgutil.iter_modules(__path__) if each.name[0] != "_"]


def _place(name: str) -> tuple[int, str]:
    return (COMMANDS.index(name) if name in COMMANDS else len(COMMANDS), name)


def _refuse(error: Exception, status: int) -> None:
    print(error, file=sys.stderr)
    raise SystemExit(status)
