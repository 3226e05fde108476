"""Whether a run still means something: numbers are finite, and everybody is somewhere."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from model.politics.state import Effect, Public, State

EVERYBODY = 1e-9
"""Share of the electorate that rounding may lose when it is added up in another order."""


class UnsoundRun(ArithmeticError):
    """A run whose state means nothing any more; the message says in which week, and by what."""


def sound(state: State) -> bool:
    """Return whether all stocks and tables are finite and shares of the people sum to one.

    One sum over everything: a number that is not finite makes the sum so. Joining bytes is
    the quickest way to it, and this is done every week.
    """
    everything = (*vars(state.stocks).values(), *vars(state.weekly).values())
    total = np.add.reduce(np.frombuffer(b"".join([each.tobytes() for each in everything])))
    return math.isfinite(total) and _everybody_counted(state.public)


def _everybody_counted(public: Public) -> bool:
    people = float(public.people.sum())
    favoured = float(public.intention.sum()) + float(public.favour_none.sum())
    named = float(public.answers.sum()) + float(public.name_none.sum())
    asked = named + float(public.undecided.sum())
    # Two comparisons, each of which fails for what is no number; `max` would not.
    return abs(favoured - people) <= EVERYBODY * people >= abs(asked - people)


def complaint(week: int, caused: Iterable[tuple[str, Effect]]) -> str:
    """Say what made a state unsound, given who caused which effects, in the order of the week.

    The first effects that are not finite are to blame; later ones may only repeat them.
    """
    for name, effect in caused:
        spoilt = list(_spoilt(effect))
        if spoilt:
            return (
                f"In week {week} the {name} made {', '.join(spoilt)} something that is no "
                "finite number; give its parameters other values, or mend its rule."
            )
    return (
        f"In week {week} numbers are not finite or shares do not sum to one, and no mechanism "
        "by itself made them so: effects that add up beyond all numbers, or the voters' rule; "
        "give the parameters that stand at the ends of their ranges other values."
    )


def _spoilt(effect: Effect) -> Iterator[str]:
    for name, change in effect.changes.items():
        if not np.isfinite(_numbers(change)).all():
            yield name


def _numbers(change: Any) -> Any:
    return np.asarray(change, dtype=np.float64)
