"""Shares of one whole, which only make sense together, as places in the unit cube."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from experiments.study.errors import DesignError
from experiments.study.factors.factor import Factor
from model.parameters.parameter import Parameter


def with_room(factors: Sequence[Factor], parameters: Mapping[str, Parameter]) -> tuple[Factor, ...]:
    """Return the factors, those that are shares of one whole with the room that is left to them.

    What the scenario gives to members of the same whole that are not swept is not to be had.
    """
    swept = {factor.path for factor in factors}
    taken: dict[str, float] = {}
    for path, parameter in parameters.items():
        if parameter.part_of and path not in swept:
            taken[parameter.part_of] = taken.get(parameter.part_of, 0.0) + float(parameter.value)
    return tuple(
        _share(factor, parameters[factor.path].part_of, taken)
        if factor.path in parameters and not factor.values
        else factor
        for factor in factors
    )


def _share(factor: Factor, whole: str, taken: Mapping[str, float]) -> Factor:
    return replace(factor, part_of=whole, room=1 - taken.get(whole, 0.0)) if whole else factor


def quantiles(factors: Sequence[Factor], unit: Sequence[float]) -> list[float]:
    """Return at which quantile of its range each factor stands, for a place in the unit cube.

    For most it is the place itself. Shares of one whole break a stick: each takes a part of what
    those before it have left, by the law that spreads them evenly over all that add up to at most
    their room (a Dirichlet law with all weights one). Where the end of a range cuts the law off it
    is evenly spread no more, but each sample is allowed.
    Source: Devroye (1986), Non-Uniform Random Variate Generation, chapter XI.
    """
    found = list(unit)
    for whole in dict.fromkeys(factor.part_of for factor in factors if factor.part_of):
        members = [n for n, factor in enumerate(factors) if factor.part_of == whole]
        left = factors[members[0]].room - sum(factors[n].low for n in members)
        for after, n in reversed(list(enumerate(reversed(members), start=1))):
            span = factors[n].high - factors[n].low
            part = _broken_off(unit[n], after, span / left if left > 0 else 0.0)
            found[n] = min(part * max(left, 0.0) / span, 1.0) if span else 0.0
            left -= found[n] * span
    return found


def refuse_shares(factors: Sequence[Factor]) -> None:
    """Raise DesignError for two or more shares of one whole: none moves by itself.

    A step that `quantiles` takes along one axis of the unit cube moves the shares after it too, so
    that a Sobol or Morris design would credit one share with what another does.
    """
    for whole in dict.fromkeys(factor.part_of for factor in factors if factor.part_of):
        members = [factor.path for factor in factors if factor.part_of == whole]
        if len(members) > 1:
            raise DesignError(
                f"{' and '.join(members)} are shares of one whole, and Sobol and Morris designs "
                "move one factor at a time: sweep one of them only, or take --design "
                "latin_hypercube."
            )


def _broken_off(uniform: float, pieces: int, most: float) -> float:
    """Return the share of a stick broken off first, if it is to give so many pieces, at most."""
    within = 1 - (1 - min(most, 1.0)) ** pieces
    return float(1 - (1 - uniform * within) ** (1 / pieces))
