"""Section 2: parties are born and die."""

import numpy as np

from experiments.replication.arena import Arena, seen
from experiments.replication.target import Row, judged
from model.campaign import Campaign
from model.measures.policy_space import policy_space
from model.numerics.arrays import Array

CAMPAIGN = 20
"""Ticks from one election to the next."""

SEEN = ("parties", "enp", "misery", "hunters")


def rows(quick: bool) -> list[Row]:
    """Return the rows for thresholds of survival of 0.10 and 0.20, and their order."""
    runs, elections = (2, 210) if quick else (12, 600)
    low, high = (_runs(threshold, runs, elections) for threshold in (0.1, 0.2))
    names = [f"endogenous.10.{name}" for name in SEEN]
    values = dict(zip(names, low.T, strict=True))
    values |= {f"endogenous.20.{name}": high[:, place] for place, name in enumerate(SEEN[:3])}
    values["endogenous.pattern.parties"] = low[:, 0] - high[:, 0]
    values["endogenous.pattern.misery"] = low[:, 2] - high[:, 2]
    return [judged(name, value, quick) for name, value in values.items()]


def _runs(threshold: float, runs: int, elections: int) -> Array:
    """Return each run's means over elections, the first third dropped, (runs, measures)."""
    changes = {"mechanisms.party_death.threshold": threshold, "weeks": CAMPAIGN * elections}
    burn_in = CAMPAIGN * (elections // 3)
    campaigns = Arena("replication-endogenous", changes, runs).campaigns()
    return np.array([seen(each, _look, CAMPAIGN, burn_in).mean(axis=0) for each in campaigns])


def _look(campaign: Campaign) -> tuple[float, ...]:
    """Measure what SEEN names at an election."""
    parties = campaign.scenario.parties.values()
    hunters = np.array([party.strategy.kind == "hunter" for party in parties], dtype=float)
    space = policy_space(campaign)
    share = float(campaign.state.public.support @ hunters)
    return space.parties, space.enp, space.misery, share
