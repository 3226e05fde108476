"""Whether a run still means something: numbers are finite, and everybody is somewhere.

What users' own parts return is looked at closely, for no test has done so.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import is_not
from typing import Any

import numpy as np

from model.numerics.arrays import Array, IntArray
from model.parameters.parameter import Part
from model.parameters.registry import any_own_part, own_part
from model.politics.contracts import Actor, ElectoralLaw, PartyView, Strategy
from model.politics.state import Effect, Public, State, quantities

EVERYBODY = 1e-9
"""Share of the electorate that rounding may lose when it is added up in another order."""

LONGEST = 60
"""Signs of a value that a message repeats."""


class UnsoundRun(ArithmeticError):
    """A run whose state means nothing any more; the message says in which week, and by what."""


class PartFault(UnsoundRun):
    """A run that a user's own part spoilt; the message names its file and what it returned."""


def effects_of(actors: Sequence[Actor], state: State) -> list[Effect]:
    """Return what mechanisms or levers change now.

    Raises PartFault for a user's own that returns something else than it may.
    """
    effects = [actor.effect(state) for actor in actors]
    for actor, effect in zip(actors, effects, strict=True) if any_own_part() else ():
        if own_part(type(actor)) is not None:
            for problem in _wrong_effect(actor, effect, state):
                raise fault(actor, f"in week {state.week} {problem}")
            # Whatever kind of numbers it returned; loops take one kind only.
            effect.changes = {name: _numbers(by) for name, by in effect.changes.items()}
    return effects


def _wrong_effect(actor: Actor, effect: Any, state: State) -> Iterator[str]:
    if not isinstance(effect, Effect):
        yield f"returned {_brief(effect)}; an Effect is wanted"
        return
    for name, change in effect.changes.items():
        dims = quantities()[name]["dims"]
        shape = tuple(state.setting.size(each) for each in dims)
        if name not in actor.changes:
            yield f"changed {name}, which it does not name in `changes`"
        if not _fits(change, shape):
            yield (
                f"returned {name} = {_brief(change)}; finite numbers of the shape {shape} "
                f"({', '.join(dims) or 'one number'}) are wanted"
            )


def sound_seats(law: ElectoralLaw, seats: IntArray, parties: int) -> IntArray:
    """Return the seats that a law gave; raises PartFault for a user's own that gave none."""
    if own_part(type(law)) is not None:
        whole = _fits(seats, (parties,)) and bool((np.asarray(seats) % 1 == 0).all())
        if not whole or np.shape(seats) != (parties,) or np.min(seats) < 0:
            raise fault(
                law, f"returned {_brief(seats)}; seats are whole numbers, one for each of "
                f"{parties} parties"
            )  # fmt: skip
    return np.asarray(seats)


def step_of(strategy: Strategy, view: PartyView) -> Array:
    """Return a party's step; raises PartFault for a user's own strategy that takes none."""
    step = strategy.move(view)
    if own_part(type(strategy)) is not None and not (
        _fits(step, view.platform.shape) and np.shape(step) == view.platform.shape
    ):
        raise fault(
            strategy, f"returned {_brief(step)}; a step is finite numbers, one for each of "
            f"{len(view.platform)} issues"
        )  # fmt: skip
    return np.asarray(step)


def _fits(value: Any, shape: tuple[int, ...]) -> bool:
    """Whether these are finite numbers, none of them masked, that can be spread out to a shape."""
    if np.ma.is_masked(value):
        return False
    try:
        return bool(np.isfinite(np.broadcast_to(_numbers(value), shape)).all())
    except (TypeError, ValueError):
        return False


def fault(part: Part, did: str) -> PartFault:
    """Return the error that a user's own part did something, naming it and its file."""
    own = own_part(type(part))
    where = f"{own.file.path}: the {own}" if own else part.key()
    return PartFault(f"{where} {did}.")


def _brief(value: Any) -> str:
    shape = np.shape(value) if isinstance(value, np.ndarray) else ()
    text = " ".join(repr(value).split())
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
    return f"{short} (shape {shape})" if shape else short


def sound(state: State, since: State | None = None) -> bool:
    """Return whether all stocks and tables are finite and shares of the people sum to one.

    What is still the same array as in a sound state `since` need not be looked at: nobody can
    write into it. One sum over the others: a number that is not finite makes the sum so.
    Joining bytes is the quickest way to it, and this is done every week.
    """
    every = _tables(state)
    new = compress(every, map(is_not, every, _tables(since))) if since is not None else every
    # A table of two dimensions may lie in memory column by column.
    joined = b"".join([each.ravel("K") if each.ndim > 1 else each for each in new])
    return math.isfinite(np.add.reduce(np.frombuffer(joined))) and _everybody_counted(state.public)


def _tables(state: State) -> list[Any]:
    return [*vars(state.stocks).values(), *vars(state.weekly).values()]


def _everybody_counted(public: Public) -> bool:
    people = public.everybody
    none, named, undecided = public.no_party
    favoured = people * _sum(public.support) + none
    asked = people * _sum(public.rating) + named + undecided
    # Two comparisons, each of which fails for what is no number; `max` would not.
    return abs(favoured - people) <= EVERYBODY * people >= abs(asked - people)


def _sum(shares: Array) -> float:
    """Add up a few numbers, in less time than numpy takes."""
    return float(sum(shares.tolist()))


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
