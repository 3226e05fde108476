"""What is believed in a country of the numbers that countries share.

`shared_numbers.csv` says on which countries' evidence each of them rests, and in which range it
lies in nine cases of ten without that country's, if others have been measured.
"""

from dataclasses import replace
from functools import cache
from math import isnan
from typing import Any

from experiments.evidence.tables import read
from experiments.study.prior import Prior, prior
from model.parameters.parameter import Parameter

FITTED = "calibrated"
"""How the source of a number begins that was fitted to a past election of one country."""
MEASURED = ("assumed", FITTED, "found")
"""How the source of a number begins that is neither a law nor chosen."""


def belief(parameter: Parameter, country: str) -> Prior | None:
    """Return what is believed of a number in a country, called by its label.

    A number that was fitted to an election of another country is only assumed in this one.
    """
    return prior(parameter if _rests(parameter, country) else _unfitted(parameter))


def belief_without(parameter: Parameter, country: str) -> Prior | None:
    """Return what is believed of a number in a country whose own evidence is not to be used.

    That is what the others' evidence says; a number that was measured nowhere else is believed as
    one that nobody measured, unless its own range is wider than that.
    """
    rests = _rests(parameter, country)
    if not rests or not parameter.source.startswith(MEASURED):
        return prior(_unfitted(parameter))
    low, high = float(rests[0].low), float(rests[0].high)
    ranges = [None, parameter.believed] if isnan(low) else [(low, high)]
    found = (prior(replace(parameter, source="assumed", believed=each)) for each in ranges)
    return max((each for each in found if each), key=lambda each: each.width, default=None)


def _unfitted(parameter: Parameter) -> Parameter:
    fitted = parameter.source.startswith(FITTED)
    return replace(parameter, source="assumed") if fitted else parameter


def _rests(parameter: Parameter, country: str) -> list[Any]:
    """Return what the table says of a number and a country: one row, or none."""
    path = parameter.path
    return [each for each in _rows() if each.country == country and path.startswith(each.begins)]


@cache
def _rows() -> tuple[Any, ...]:
    """Return the rows of the table, which is asked about every number of a scenario."""
    return tuple(read("shared_numbers").itertuples())
