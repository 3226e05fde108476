"""What need not be worked out again as long as nothing that it rests on has changed."""

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Any, TypeVar, TypeVarTuple

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


def until_changed(work: Callable[[*Given], Result]) -> Callable[[*Given], Result]:
    """Return a function that works anew only if it is given something else than the last time.

    For what rests on stocks, most of which stay as they are for weeks. An array counts as the
    same while it is the same object: nobody can write into a stock, so a change makes another.
    """
    # What was given and what came of it, in one: several threads may ask.
    last: tuple[tuple[Any, ...], Any] = ((), None)

    @wraps(work)
    def recall(*given: *Given) -> Result:
        nonlocal last
        before, result = last
        if len(before) != len(given) or not all(map(is_, before, given)):
            result = work(*given)
            last = given, result
        known: Result = result
        return known

    return recall
