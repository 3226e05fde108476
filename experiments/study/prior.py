"""What is believed of an assumed number before any data: a range with a shape.

A number that nobody measured is believed to be right to a factor of two, or to 0.82 of a logit if
it is a share, or to 0.5 if it may have either sign: in nine cases of ten (assumed). A parameter
about which more is known declares its own range of nine in ten. On the scale of the number
(logarithm, logit or plain) belief is normal; what lies outside the allowed range is put at its
end. A strength of zero and a share of one are choices of the scenario and no beliefs: the thing is
not there, or is there wholly, as the tie of a leader who is the party's chairman.
"""

from dataclasses import dataclass, replace
from math import log

import numpy as np
from scipy.special import expit, logit, ndtri

from model.numerics.arrays import Array
from model.parameters.parameter import Parameter

NINE_IN_TEN = float(ndtri(0.95))
"""Standard deviations on each side that hold nine cases of ten."""

WIDTHS = {"logit": 0.82, "log": log(2), "plain": 0.5}
"""Half the range of nine in ten of a number about which nothing is known, on each scale."""


@dataclass(frozen=True)
class Prior:
    """Belief about one number: normal on its scale, between the ends of its allowed range."""

    path: str
    scale: str  # plain, log or logit
    middle: float
    width: float  # standard deviation
    low: float
    high: float
    whole: bool

    def at(self, quantiles: Array) -> Array:
        """Return the values below which these shares of belief lie."""
        normal = self.middle + self.width * ndtri(quantiles)
        values = {"plain": np.asarray, "log": np.exp, "logit": expit}[self.scale](normal)
        values = np.clip(values, self.low, self.high)
        return np.asarray(np.rint(values) if self.whole else values, dtype=np.float64)

    def between(self, low: float, high: float) -> "Prior":
        """Return the belief that holds nine cases of ten between two values."""
        ends = _on(self.scale, low), _on(self.scale, high)
        middle, half = sum(ends) / 2, (ends[1] - ends[0]) / 2
        return replace(self, middle=middle, width=half / NINE_IN_TEN)


def prior(parameter: Parameter) -> Prior | None:
    """Return what is believed of a parameter; None for one that is known or chosen."""
    value, least, most = float(parameter.value), parameter.low, parameter.high
    chosen = least >= 0 and (value == 0 or value == most == 1)
    if not parameter.assumed or chosen:
        return None
    scale = _scale(parameter)
    span = parameter.low, parameter.high, parameter.whole
    usual = Prior(parameter.path, scale, _on(scale, value), WIDTHS[scale] / NINE_IN_TEN, *span)
    return usual if parameter.believed is None else usual.between(*parameter.believed)


def _scale(parameter: Parameter) -> str:
    if parameter.low >= 0 and parameter.high <= 1:
        return "logit"
    return "log" if parameter.low >= 0 and float(parameter.value) > 0 else "plain"


def _on(scale: str, value: float) -> float:
    return float({"plain": float, "log": log, "logit": logit}[scale](value))
