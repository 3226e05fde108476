"""Section 2: parties are born and die."""

import numpy as np

from experiments.replication.arena import Arena, one_thread
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
    with one_thread():
        low, high = (_runs(threshold, runs, elections) for threshold in (0.1, 0.2))
    names = [f"endogenous.10.{name}" for name in SEEN]
    values = dict(zip(names, low.T, strict=True))
    values |= {f"endogenous.20.{name}": high[:, place] for place, name in enumerate(SEEN[:3])}
    values["endogenous.pattern.parties"] = low[:, 0] - high[:, 0]
    values["endogenous.pattern.misery"] = low[:, 2] - high[:, 2]
    return [judged(name, value, quick) for name, value in values.items()]


def _runs(threshold: float, runs: int, elections: int) -> Array:
    """Return each run's means over elections, the first third dropped, (runs, measures)."""
    changes = {
        "mechanisms.party_death.threshold": threshold,
        "weeks": CAMPAIGN * elections,
    }
    arena = Arena("replication-endogenous", changes, runs, burn_in=CAMPAIGN * (elections // 3))
    return np.array([_means(campaign, arena.burn_in) for campaign in arena.campaigns()])


def _means(campaign: Campaign, burn_in: int) -> Array:
    parties = campaign.scenario.parties.values()
    hunters = np.array([party.strategy.kind == "hunter" for party in parties], dtype=float)
    seen = []
    while not campaign.over:
        campaign.step()
        if campaign.week % CAMPAIGN == 0 and campaign.week > burn_in:
            space = policy_space(campaign)
            share = float(campaign.state.public.support @ hunters)
            seen.append((space.parties, space.enp, space.misery, share))
    return np.asarray(np.mean(seen, axis=0))
