"""How a party's rating follows its leader's approval: the regression, on polls and on the model.

The log-odds of the party's rating are regressed on those of the leader's approval, with a step
where he has left the party. The same is done to the polls that the model itself holds.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from experiments.evidence.tables import log_odds, read

LEFT_THE_CHAIR = "2012-05"
"""Month in which Putin gave up the chair of United Russia."""

BASES = {"of the decided": "party_rating_of_decided", "of all asked": "party_rating"}
POLLSTERS = ("Levada", "VCIOM")


class Fit(NamedTuple):
    """Slope on the leader's approval, step after he left, and the spread of what is left over."""

    slope: float
    slope_error: float
    step: float
    step_error: float
    spread: float
    polls: int


def regression(rating: ArrayLike, approval: ArrayLike, left: ArrayLike) -> Fit:
    """Fit log-odds of ratings (n,) on log-odds of approval and on a step, by least squares."""
    wanted = log_odds(rating)
    terms = np.column_stack([np.ones(len(wanted)), log_odds(approval), np.asarray(left)])
    found = np.linalg.lstsq(terms, wanted, rcond=None)[0]
    missed = wanted - terms @ found
    variance = float(missed @ missed) / (len(wanted) - terms.shape[1])
    errors = np.sqrt(np.diag(variance * np.linalg.inv(terms.T @ terms)))
    return Fit(
        slope=float(found[1]), slope_error=float(errors[1]),
        step=float(found[2]), step_error=float(errors[2]),
        spread=float(np.sqrt(variance)), polls=len(wanted),
    )  # fmt: skip


def russia() -> pd.DataFrame:
    """Return the regression on polls of United Russia, a row each for pollster and base."""
    every = read("coattail")
    polls = every[(every["country"] == "Russia") & (every["kind"] == "poll")]
    rows = []
    for (base, column), pollster in ((b, p) for b in BASES.items() for p in POLLSTERS):
        known = polls[(polls["pollster"] == pollster) & polls[column].notna()]
        if len(known) > 10:
            left = (known["date"] > LEFT_THE_CHAIR).to_numpy(float)
            fit = regression(known[column] / 100, known["leader_approval"] / 100, left)
            rows.append({"polls_of": f"{pollster}, {base}", **fit._asdict()})
    return pd.DataFrame(rows)


def of_model(polls: pd.DataFrame) -> pd.DataFrame:
    """Return the same regression on the model's polls, a row for each base.

    `polls`: a row each with `rating`, `undecided`, `none`, `popularity` (shares of one), and
    `left`, 1 once the leader has left.
    """
    decided = polls["rating"] / (1 - polls["undecided"] - polls["none"])
    approval, left = polls["popularity"].to_numpy(), polls["left"].to_numpy(float)
    bases = {"of the decided": decided, "of all asked": polls["rating"]}
    return pd.DataFrame(
        [{"polls_of": f"the model, {base}", **regression(rating, approval, left)._asdict()}
         for base, rating in bases.items()]
    )  # fmt: skip
