"""What forensics say of a result by polling station: in a row of numbers, or party by party."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis.intervals import NORMAL, student
from experiments.forensics.fraud_fit import FEWEST, Inflation, evenly, fit_inflation
from experiments.forensics.klimek import fit_as_klimek
from model.ballot.precincts import Precincts
from model.measures.integer_percentages import (
    IntegerPercentages,
    integer_percentages,
    integer_shares,
    integer_turnouts,
)
from model.measures.precinct_patterns import cumulative_curve, shpilkin
from model.measures.station_sets import redrawn, some
from model.numerics.threads import processors

DRAWS = 25
"""Draws of neighbours with replacement, from which the uncertainty of a pattern is read."""

ENOUGH = 10_000
"""Stations that the fits of parties other than the examined one look at, taken evenly."""

MEASURES = {
    "vote_share": "share of the votes",
    "incremental": "f_i, share of stations with some inflation",
    "extreme": "f_e, share of stations inflated to the full",
    "klimek_incremental": "f_i as Klimek et al. (2012) fit it",
    "klimek_extreme": "f_e as Klimek et al. (2012) fit it",
    "shpilkin_votes": "Shpilkin's estimate, votes",
    "shpilkin": "Shpilkin's estimate, share of the party's votes",
    "turnout_share_correlation": "correlation of turnout and share over stations",
    "full_corner": "share of stations with turnout and share above 90 %",
    "curve_rise": "rise of the cumulative share beyond median turnout",
    "integer_percentages": "stations with an integer turnout or share, beyond chance",
    "integer_shares": "stations with an integer share, beyond chance",
    "integer_turnouts": "stations with an integer turnout, beyond chance",
}
"""What is measured of every party, in words."""


def signature(precincts: Precincts) -> dict[str, float]:
    """Return what forensics say of one result.

    `shpilkin` is a share of the winner's votes; `turnout_share_correlation` is over stations;
    `full_corner` is the share of stations where turnout and winner both exceed 90 %;
    `curve_rise` is how far the winner's cumulative share climbs beyond median turnout.
    """
    fit = fit_inflation(precincts)
    return {
        "incremental": fit.incremental,
        "extreme": fit.extreme,
        "exponent": fit.exponent,
        "width": fit.width,
        **_patterns(precincts),
        "turnout": float(precincts.ballots.sum() / max(precincts.electors.sum(), 1)),
        "share": float(precincts.votes[:, precincts.winner].sum() / max(precincts.votes.sum(), 1)),
    }


def signatures(results: Mapping[str, Precincts]) -> pd.DataFrame:
    """Return the signature of each named result, one a row: what forensics can tell apart."""
    return pd.DataFrame({name: signature(each) for name, each in results.items()}).T


def party_by_party(
    precincts: Precincts, parties: Sequence[str], seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every measure of every party with its uncertainty, and the warnings of the fits.

    The first table has the columns party, measure, value, low and high (95 %) and p_value
    (of the integer percentages); a measure that cannot be had is missing, and a warning says
    why. The second has the columns party and warning. The examined party comes first, the
    others in the order of their votes; a party without votes is left out. Of many stations
    the fits of the others look at ENOUGH.
    """
    order = examined_first(precincts)
    each_examined = [replace(precincts, winner=at) for at in order]
    asked = [
        (party, party if party.winner == precincts.winner else _evenly(party), seed)
        for party in each_examined
    ]
    rows: list[dict[str, Any]] = []
    warnings: list[dict[str, str]] = []
    for at, (found, said) in zip(order, _on_all_cores(asked), strict=True):
        rows += [{"party": parties[at], "measure": name, **each._asdict()}
                 for name, each in found]  # fmt: skip
        warnings += [{"party": parties[at], "warning": each} for each in said]
    return pd.DataFrame(rows), pd.DataFrame(warnings, columns=["party", "warning"])


def examined_first(precincts: Precincts) -> list[int]:
    """Return the columns of parties with votes: the examined one, then the others by votes."""
    votes = precincts.votes.sum(axis=0)
    voted = np.flatnonzero(votes).tolist()
    return sorted(voted, key=lambda at: (at != precincts.winner, -votes[at]))


def _on_all_cores(asked: list[Any]) -> list[Any]:
    """Measure each party; those of a large file side by side, in processes of their own."""
    workers = min(processors(), len(asked))
    if workers == 1 or len(asked[0][0].electors) <= ENOUGH:
        return [_measured(*each) for each in asked]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_measured, *zip(*asked, strict=True)))


class _Value(NamedTuple):
    """A figure and its uncertainty."""

    value: float
    low: float
    high: float
    p_value: float = np.nan


def _measured(
    party: Precincts, for_fits: Precincts, seed: int
) -> tuple[list[tuple[str, _Value]], Sequence[str]]:
    found, warnings = _fitted(for_fits, seed)
    looked_at, all_of_them = (len(each.electors) for each in (for_fits, party))
    if looked_at < all_of_them:
        part = f"The fits look at {looked_at:,} of {all_of_them:,} stations, taken evenly."
        warnings = [*warnings, part]
    return [*found, *_with_spread(party, seed), *_integers(party)], warnings


def _fitted(party: Precincts, seed: int) -> tuple[list[tuple[str, _Value]], Sequence[str]]:
    """Return f_i and f_e by likelihood and as Klimek fits them; a warning for too few stations."""
    stations = len(party.electors)
    if stations < FEWEST:
        return [], [f"A fit needs {FEWEST} stations with votes; there are {stations}."]
    ours: Inflation = fit_inflation(party)
    theirs = fit_as_klimek(party, seed)
    found = {
        "incremental": (ours.incremental, *ours.incremental_interval),
        "extreme": (ours.extreme, *ours.extreme_interval),
        "klimek_incremental": (theirs.incremental, *theirs.incremental_interval),
        "klimek_extreme": (theirs.extreme, *theirs.extreme_interval),
    }
    # Rounded: shares of 1e-5 and of 1e-36 are both none.
    values = [(name, _Value(*(round(each, 5) for each in ends))) for name, ends in found.items()]
    return values, ours.warnings


def _patterns(precincts: Precincts) -> dict[str, float]:
    """Return what is read from the stations without a fit."""
    turnout, share = precincts.turnout, precincts.share
    levels, curve = cumulative_curve(precincts)
    won = max(int(precincts.votes[:, precincts.winner].sum()), 1)
    differ = turnout.std() > 0 and share.std() > 0
    return {
        "shpilkin": shpilkin(precincts) / won,
        "turnout_share_correlation": float(np.corrcoef(turnout, share)[0, 1]) if differ else 0.0,
        "full_corner": float(np.mean((turnout > 0.9) & (share > 0.9))),
        "curve_rise": float(curve[-1] - curve[np.searchsorted(levels, np.median(turnout))]),
    }


def _with_spread(party: Precincts, seed: int) -> Iterator[tuple[str, _Value]]:
    """Return patterns with Student's interval by their standard deviations over draws."""
    whole = _all_patterns(party)
    draws = pd.DataFrame([_all_patterns(each) for each in redrawn(party, DRAWS, seed)])
    never_below = {"vote_share", "shpilkin", "shpilkin_votes", "full_corner"}
    for name, value in whole.items():
        low, high = map(float, student(value, draws[name].std(), DRAWS))
        yield name, _Value(value, max(low, 0.0 if name in never_below else -1.0), high)


def _all_patterns(party: Precincts) -> dict[str, float]:
    won = float(party.votes[:, party.winner].sum())
    found = _patterns(party)
    return {
        "vote_share": won / max(float(party.votes.sum()), 1.0),
        "shpilkin_votes": found["shpilkin"] * max(won, 1.0),
        **found,
    }


def _integers(party: Precincts) -> Iterator[tuple[str, _Value]]:
    counts: dict[str, IntegerPercentages] = {
        "integer_percentages": integer_percentages(party),
        "integer_shares": integer_shares(party),
        "integer_turnouts": integer_turnouts(party),
    }
    for name, each in counts.items():
        reach = NORMAL * each.deviation
        yield name, _Value(each.excess, each.excess - reach, each.excess + reach, each.p_value)


def _evenly(precincts: Precincts) -> Precincts:
    """Take some stations of each region, in even steps; of a small region all that a fit needs."""
    return some(precincts, evenly(precincts.region, len(precincts.electors) // ENOUGH + 1))
