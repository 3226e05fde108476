"""What need not be worked out again as long as nothing that it rests on has changed."""

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Any, TypeVar, TypeVarTuple

import numpy as np

from model.numerics.arrays import close

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


def until_changed(work: Callable[[*Given], Result]) -> Callable[[*Given], Result]:
    """Return a function that works anew only if it is given something else than the last time.

    For what rests on stocks, most of which stay as they are for weeks. An array counts as the
    same while it is the same object: nobody can write into a stock, so a change makes another.
    Nor can anybody write into arrays that come of it, alone or in a tuple.
    """
    # What was given and what came of it, in one: several threads may ask.
    last: tuple[tuple[Any, ...], Any] = ((), None)

    @wraps(work)
    def recall(*given: *Given) -> Result:
        nonlocal last
        before, result = last
        if len(before) != len(given) or not all(map(is_, before, given)):
            result = work(*given)
            close(*(each for each in _parts(result) if isinstance(each, np.ndarray)))
            last = given, result
        known: Result = result
        return known

    return recall


def _parts(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)
