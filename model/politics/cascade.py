"""Who goes out into the street, given how many others do: one rule for heads and for fractions.

A person goes when the push of the moment is at least one's own reluctance. Granovetter's
rioters are pushed by the share of others who riot; Epstein's rebels by their safety from
arrest, which grows with the crowd around each policeman. Where a group stands for many
people whose courage differs, the fraction that goes replaces the head.

Source: Granovetter (1978), doi:10.1086/226707; Kuran (1991), doi:10.2307/2010422; Epstein
(2002), doi:10.1073/pnas.092080199.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from model.numerics.arrays import Array
from model.numerics.compiled import compiled, filled


class Safety(IntEnum):
    """How people judge from the numbers in the street whether it is safe to join."""

    NUMBERS = 0
    """By the share already out (Granovetter, Kuran): there is no police."""
    SMOOTH = 1
    """By policemen for each person out."""
    FLOOR = 2
    """By policemen for each person out, whole ones only (Epstein's figures)."""
    ROUND = 3
    """The same, rounded to the nearest whole."""


ROUNDS = 10_000
"""Rounds after which joining is taken to have ended; real cascades end long before."""

SETTLED = 1e-9
"""Change of the share out below which nobody else joins: a hundredth of a person."""

FURTHEST = 8.0
"""Standard deviations beyond which nobody, or everybody, goes."""

STEPS = 256
"""Places of the table below for each standard deviation: errors stay below .01 % of a tail."""

NORMAL_TAIL = np.array(
    [
        0.5 * math.erfc((place / STEPS - FURTHEST) / math.sqrt(2))
        for place in range(int(2 * FURTHEST * STEPS) + 1)
    ]
)
"""Share of a normal population beyond each place; erfc itself is several times slower."""


class Street(NamedTuple):
    """The people of some places, in groups that are alike but for courage."""

    people: Array  # (places, groups) share of the place's people
    reluctance: Array  # (places, groups) push that the median person of a group needs
    spread: float  # standard deviation of courage within a group; 0: groups are heads
    away: Array  # (places,) share of the people that cannot come: the boldest, in jail
    police: Array  # (places,) policemen for each person of the place
    rule: int  # how people judge their safety, see `Safety`
    deterrence: float  # Epstein's k
    fear: float  # weight of safety: what certain arrest would cost


@compiled()
def safety(rule: Any, active: Any, police: Any, deterrence: Any) -> Any:
    """Return how safe it is to be out, 0..1: one minus Epstein's chance of arrest.

    The chance is 1 - exp(-deterrence * police / active), with the ratio rounded by the rule.
    """
    if rule == Safety.NUMBERS:
        return active
    if active <= 0.0:
        return 0.0 if police > 0.0 else 1.0
    ratio = police / active
    if rule == Safety.FLOOR:
        ratio = np.floor(ratio)
    elif rule == Safety.ROUND:
        ratio = np.floor(ratio + 0.5)
    return np.exp(-deterrence * ratio)


@compiled()
def share_out(push: Any, reluctance: Any, spread: Any) -> Any:
    """Return the fraction of a group that goes out.

    The courage of its people is normal with standard deviation `spread`; at 0 all are alike
    and the group is a head: in or out.
    """
    if spread <= 0.0:
        # A sum of shares such as ten times .1 falls short of its value by a rounding error.
        return 1.0 if push >= reluctance - SETTLED else 0.0
    place = ((reluctance - push) / spread + FURTHEST) * STEPS
    if place <= 0.0:
        return 1.0
    if place >= len(NORMAL_TAIL) - 1:
        return 0.0
    left = int(place)
    return NORMAL_TAIL[left] + (place - left) * (NORMAL_TAIL[left + 1] - NORMAL_TAIL[left])


@compiled(inlined=True)
def _willing(street: Any, place: Any, active: Any) -> Any:
    """Return the share of a place that goes out when `active` are seen out."""
    seen = safety(street.rule, active, street.police[place], street.deterrence)
    push = street.fear * seen
    total = 0.0
    for group in range(street.people.shape[1]):
        weight = street.people[place, group]
        if weight > 0.0:
            total += weight * share_out(push, street.reluctance[place, group], street.spread)
    return max(total - street.away[place], 0.0)


@compiled(inlined=True)
def joined(street: Any, place: Any) -> Any:
    """Let the people of a place join until nobody else does; return the share that is out.

    It starts from an empty street, so it ends in the lowest equilibrium.
    """
    out = 0.0
    for _ in range(ROUNDS):
        before = out
        out = _willing(street, place, before)
        if abs(out - before) < SETTLED:
            break
    return out


def cascade(street: Street) -> Array:
    """Return the share of each place that goes out in the end, shape (places,)."""
    return filled(_join, np.zeros(len(street.people)), street)


@compiled()
def _join(out: Any, street: Any) -> None:
    for place in range(len(out)):
        out[place] = joined(street, place)


def rioters(thresholds: Array) -> int:
    """Return how many people riot in the end when each joins at a share of the others out.

    `thresholds` (n,) are shares of all n; somebody with 0 starts. By heads, as in
    Granovetter (1978) and Kuran (1991).
    """
    count = len(thresholds)
    heads = np.full((1, count), 1 / count)
    return round(count * float(cascade(in_numbers(heads, thresholds[None, :], 0.0))[0]))


def in_numbers(people: Array, thresholds: Array, spread: float) -> Street:
    """Return a street without police, where safety is the share already out."""
    none = np.zeros(len(people))
    return Street(people, thresholds, spread, none, none, int(Safety.NUMBERS), 0.0, 1.0)
