"""Find the appeal of new parties, its mean and spread over runs, from first votes of past ones.

`python -m experiments.evidence.entrant_appeal` prints both for each kind, and how first
votes are spread then. Votes are played over a grid of appeals without the draw, in several runs
that differ in all else; mean and standard deviation of the draw are those at which the log-odds
of first votes have the mean and standard deviation of the table. Quantiles and the shares above
5 and 10 % are a check.
"""

import sys

import numpy as np
import pandas as pd
from scipy.optimize import least_squares
from scipy.special import expit, logit
from scipy.stats import norm

from experiments.evidence.first_votes import LEAST, first_votes, spread
from experiments.study.named_scenarios import ENTRANT, SPLINTER, party_of
from model.numerics.arrays import Array
from model.run import run
from model.scenario import Scenario, load_scenario
from model.society.country import first_scenario
from model.society.electorate import Electorates

KINDS = (ENTRANT, SPLINTER)
"""Kinds of party sought for: of an oligarch, and of leavers of the elite."""

GRID = np.arange(-6.0, 5.1)
SEEDS = range(1, 13)
NORMAL = norm.ppf((np.arange(1000) + 0.5) / 1000)
"""A thousand equally likely values of a standard normal number."""


def curves(base: Scenario, party: str) -> Array:
    """Return the log-odds of the first vote of a party by run and appeal of the grid."""
    cases = [base.replace({f"parties.{party}.appeal": float(appeal)}) for appeal in GRID]
    kept, share = Electorates(), f"vote_share.{party}"
    shares = [[run(case, seed, kept).outcome[share] for case in cases] for seed in SEEDS]
    return np.asarray(logit(np.maximum(shares, LEAST)))


def drawn(at_grid: Array, mean: float, deviation: float) -> Array:
    """Return the log-odds of first votes if appeals are drawn so, in any of the runs."""
    appeals = mean + deviation * NORMAL
    return np.concatenate([np.interp(appeals, GRID, each) for each in at_grid])


def fitted(at_grid: Array, wanted: pd.Series) -> tuple[float, float]:
    """Return mean and standard deviation of the appeal at which votes are spread as wanted."""

    def misses(sought: Array) -> list[float]:
        odds = drawn(at_grid, float(sought[0]), float(sought[1]))
        return [odds.mean() - wanted["logit_mean"], odds.std() - wanted["logit_sd"]]

    mean, deviation = least_squares(misses, [-1.0, 1.0]).x
    return float(mean), float(deviation)


def main() -> None:
    """Print what is found for each kind, beside past cases."""
    wanted = spread(first_votes())
    base = load_scenario(first_scenario(), {"mechanisms.newcomer_valence": False})
    table = {"past cases": wanted}
    for kind in KINDS:
        at_grid = curves(base, party_of(base, kind))
        mean, deviation = fitted(at_grid, wanted)
        table[f"{kind}: N({mean:.2f}, {deviation:.2f})"] = spread(
            expit(drawn(at_grid, mean, deviation))
        )
    sys.stdout.write(f"{pd.DataFrame(table).round(3).to_string()}\n")


if __name__ == "__main__":
    main()
