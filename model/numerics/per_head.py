"""Averages over people that hold for places where nobody lives as well."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def per_head(total: Any, people: Any) -> NDArray[np.float64]:
    """Return a total divided by the people it belongs to; zero where there is nobody.

    Shapes broadcast. A place without people adds nothing to any sum over places, so its
    average only has to be a number; any positive number of people counts, a fraction too.
    """
    some = np.asarray(people) > 0
    if np.count_nonzero(some) == some.size:  # as nearly always; the rest takes several steps
        return np.asarray(total / people)
    return np.asarray(np.where(some, total / np.where(some, people, 1), 0.0))


def mean_where(values: Any, inhabited: Any) -> Any:
    """Return the plain mean over the last axis, leaving out places where nobody lives.

    `values` (..., places), `inhabited` (places,) true or false. Zero without any such place.
    """
    if np.count_nonzero(inhabited) == len(inhabited):
        # As `inhabited.all()` and `values.mean(axis=-1)`, which take several times as long.
        return np.add.reduce(values, axis=-1) / values.shape[-1]
    return per_head((values * inhabited).sum(axis=-1), inhabited.sum())
