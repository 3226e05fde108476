"""Section 8: what a mainstream party's answer does to a niche party."""

import numpy as np

from experiments.replication.arena import Arena
from experiments.replication.target import Row, judged
from model.election import hold_election
from model.numerics.arrays import Array

ANSWERS = ("dismissive", "accommodative", "adversarial")


def rows(quick: bool) -> list[Row]:
    """Return the change of the niche party's vote, voter by voter the same people."""
    runs = 4 if quick else 20
    silent = _votes("none", runs)
    return [judged(f"niche.{each}", _votes(each, runs) - silent, quick) for each in ANSWERS]


def _votes(answer: str, runs: int) -> Array:
    """Return the niche party's share of votes in each run."""
    arena = Arena("replication-meguid", {"mechanisms.niche_issue_ownership.answer": answer}, runs)
    shares = []
    for campaign in arena.campaigns():
        campaign.run()
        votes = hold_election(campaign).votes.sum(axis=0)
        shares.append(votes[campaign.setting.column("niche")] / votes.sum())
    return np.array(shares)
