"""How good a prediction was: scores of draws against what came, and simple rules beside them."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

SLOPE = 0.55
"""Change of a party's log-odds of votes for one of its leader's approval, by the one-line rule.
Assumed, and chosen before any election was predicted."""


def crps(drawn: ArrayLike, came: float) -> float:
    """Return the continuous ranked probability score of draws against what came.

    The mean distance of a draw from what came, less half the mean distance of two draws: in the
    unit of the outcome, 0 at best; for one draw it is the absolute error.
    Source: Gneiting and Raftery (2007), doi:10.1198/016214506000001437, equation 21.
    """
    values = np.sort(np.asarray(drawn, dtype=np.float64))
    count = len(values)
    # Of two draws the larger one comes after the smaller one: no need to pair all of them.
    apart = float(values @ (2 * np.arange(count) - count + 1)) / count**2
    return float(np.abs(values - came).mean() - apart)


def one_line_rule(vote: float, approval_before: float, approval: float) -> float:
    """Return the vote that follows from the last one and the change of approval, shares of one."""
    return float(expit(logit(vote) + SLOPE * (logit(approval) - logit(approval_before))))
