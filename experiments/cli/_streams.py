"""The three standard streams, which may be closed or full without harm to anything else."""

import os
import sys
from contextlib import suppress
from typing import TextIO

KINDS = {0: os.O_RDONLY, 1: os.O_RDONLY, 2: os.O_WRONLY}
"""How the place of a closed stream is filled: what is written to standard output is missed, so it
must fail; what is written to standard error is not."""


def open_streams() -> None:
    """Fill the places of closed streams, so that no file that is opened later takes them."""
    for number, how in KINDS.items():
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, how)  # takes the lowest free place, which is this one
            if number:
                name = {1: "stdout", 2: "stderr"}[number]
                stream = open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                setattr(sys, name, stream)


def flush() -> str:
    """Write out what is printed so far; return why standard output could not take it, if so."""
    _flush(2, sys.stderr)
    return _flush(1, sys.stdout)


def _flush(number: int, stream: TextIO) -> str:
    try:
        stream.flush()
    except OSError as error:
        # What is left must go somewhere when Python ends.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
        return error.strerror or str(error)
    return ""
