"""What is told to a user in a sentence, without a traceback."""

import sys
from contextlib import suppress


def tell(line: str) -> None:
    """Print a line on standard error; where nobody can read it, the work goes on."""
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def in_short(error: BaseException) -> str:
    """Say in a line what somebody else's code says of an error."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


class UserError(Exception):
    """Something that the user can put right; `status` is the exit status of the command."""

    status = 2


class Incomplete(UserError, ValueError):
    """Runs that failed: how many, why, and what to do."""

    status = 1


class DesignError(UserError, ValueError):
    """A design that cannot be: what was given, what is allowed."""
