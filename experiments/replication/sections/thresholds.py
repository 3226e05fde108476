"""Section 3: thresholds and cascades, with the code of the street by heads."""

import numpy as np
from scipy.special import ndtri

from experiments.replication.target import Row, judged
from model.numerics.arrays import Array
from model.politics.cascade import rioters

KURAN_CALM = (0, 20, 20, 30, 40, 50, 60, 70, 80, 100)
KURAN_REVOLT = (0, 10, 20, 30, 40, 50, 60, 70, 80, 100)
CROWD = 2000
"""People whose normal thresholds are the quantiles of the distribution."""


def rows(quick: bool) -> list[Row]:
    """Return where the cascades of Kuran (1991) and Granovetter (1978) end."""
    uniform = np.arange(100.0)
    moved = np.where(uniform == 1, 2.0, uniform)
    return [
        judged("thresholds.kuran.calm", _share(np.array(KURAN_CALM)), quick),
        judged("thresholds.kuran.revolt", _share(np.array(KURAN_REVOLT)), quick),
        judged("thresholds.granovetter.uniform", rioters(uniform / 100), quick),
        judged("thresholds.granovetter.moved", rioters(moved / 100), quick),
        judged("thresholds.granovetter.normal.below", _normal(12.2), quick),
        judged("thresholds.granovetter.normal.above", _normal(12.3), quick),
    ]


def _share(percent: Array) -> float:
    return rioters(percent / 100) / len(percent)


def _normal(spread: float) -> float:
    """Return the share out in the end for normal thresholds of mean 25 and this SD, in %."""
    quantiles = (np.arange(CROWD) + 0.5) / CROWD
    return rioters((25 + spread * ndtri(quantiles)) / 100) / CROWD
