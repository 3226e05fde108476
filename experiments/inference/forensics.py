"""What forensics say of a result by polling station, in one row of numbers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.inference.fraud_fit import fit_inflation
from model.ballot.precincts import Precincts
from model.measures.precinct_patterns import cumulative_curve, shpilkin


def signature(precincts: Precincts) -> dict[str, float]:
    """Return what forensics say of one result.

    `shpilkin` is a share of the winner's votes; `turnout_share_correlation` is over stations;
    `full_corner` is the share of stations where turnout and winner both exceed 90 %;
    `curve_rise` is how far the winner's cumulative share climbs beyond median turnout.
    """
    fit = fit_inflation(precincts)
    turnout, share = precincts.turnout, precincts.share
    won = max(int(precincts.votes[:, precincts.winner].sum()), 1)
    levels, curve = cumulative_curve(precincts)
    middle = np.searchsorted(levels, np.median(turnout))
    return {
        "incremental": fit.incremental,
        "extreme": fit.extreme,
        "exponent": fit.exponent,
        "width": fit.width,
        "shpilkin": shpilkin(precincts) / won,
        "turnout_share_correlation": float(np.corrcoef(turnout, share)[0, 1]),
        "full_corner": float(np.mean((turnout > 0.9) & (share > 0.9))),
        "curve_rise": float(curve[-1] - curve[middle]),
        "turnout": float(precincts.ballots.sum() / max(precincts.electors.sum(), 1)),
        "share": float(won / max(precincts.votes.sum(), 1)),
    }


def signatures(results: Mapping[str, Precincts]) -> pd.DataFrame:
    """Return the signature of each named result, one a row: what forensics can tell apart."""
    return pd.DataFrame({name: signature(each) for name, each in results.items()}).T
