"""What new parties win at their first election: past cases, and how to describe such a set."""

from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import logit

from experiments.analysis.intervals import BANDS, bootstrap

STRONG = 40.0
"""Official share, in percent, from which a party of power counts as strong here."""

FOUNDERS = ("oligarch", "elite_leaver")
"""Kinds of founder that the entrants of the model stand for."""

RESAMPLED = 2000
"""How often past lists are drawn anew for an interval."""

LEAST = 1e-4
"""A share is taken for at least this: in a small run a party may have no voter at all."""


def first_votes() -> pd.Series:
    """Return first votes of lists of oligarchs and leavers against a strong party of power.

    Shares of one, by country, year and party. Only elections of which all lists are known.
    """
    table = pd.read_csv(str(files("experiments.evidence") / "funded_entrants.csv"))
    own = table["note"].fillna("").str.contains("party of power itself")
    chosen = (table["incumbent_share"] >= STRONG) & table["founder_kind"].isin(FOUNDERS) & ~own
    known = table[chosen].dropna(subset="vote_share").set_index(["country", "year", "party"])
    return known["vote_share"] / 100


def spread(votes: ArrayLike) -> pd.Series:
    """Return how first votes are spread: quantiles, log-odds, and how many do well.

    `q05` .. `q95`, `logit_mean`, `logit_sd`, `above_5` and `above_10` (shares of the lists).
    """
    shares = np.maximum(np.asarray(votes, dtype=np.float64), LEAST)
    odds, quantiles = logit(shares), sorted(BANDS, key=BANDS.__getitem__)
    return pd.Series(
        {
            **{name: np.quantile(shares, BANDS[name]) for name in quantiles},
            "logit_mean": odds.mean(),
            "logit_sd": odds.std(ddof=1),
            "above_5": (shares > 0.05).mean(),
            "above_10": (shares > 0.10).mean(),
        }
    )


def known_within() -> pd.DataFrame:
    """Return the 95 % bootstrap interval of each measure of past lists; columns `low`, `high`."""
    known = first_votes()
    low, high = bootstrap(known, lambda sets: np.stack([spread(each) for each in sets]), RESAMPLED)
    return pd.DataFrame({"low": low, "high": high}, index=spread(known).index)
