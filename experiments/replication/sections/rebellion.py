"""Section 4: Epstein's bursts, on the country's rule of the street."""

import numpy as np

from experiments.replication.epstein import Epstein, bursts
from experiments.replication.target import Row, judged

STEPS, QUICK_STEPS = 2000, 1000
SEEDS, QUICK_SEEDS = range(6), range(2)


def rows(quick: bool) -> list[Row]:
    """Return the share of calm steps and the largest burst, with floor and with round."""
    steps, seeds = (QUICK_STEPS, QUICK_SEEDS) if quick else (STEPS, SEEDS)
    floor = np.array([bursts(Epstein().active(steps, seed)) for seed in seeds])
    rounded = np.array([bursts(Epstein(rounding="round").active(steps, seed)) for seed in seeds])
    return [
        judged("rebellion.floor.calm", floor[:, 0], quick),
        judged("rebellion.floor.most", floor[:, 1], quick),
        judged("rebellion.round.most", rounded[:, 1] / floor[:, 1], quick),
    ]
