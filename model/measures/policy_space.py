"""The contest as geometry: how central parties are, and how far from their voters."""

from dataclasses import dataclass

import numpy as np

from model.campaign import Campaign
from model.measures.outcomes import effective_number
from model.voters.supporters import supporters


@dataclass(frozen=True)
class PolicySpace:
    """What the literature on policy spaces measures; distances in SD of voters.

    Source: Laver and Sergenti (2012), Party Competition, chapter 5.
    """

    parties: int
    eccentricity: float  # mean distance of the parties from the origin
    enp: float  # effective number of parties by votes
    misery: float  # mean squared distance of voters from the party they choose
    largest: float  # share of the largest party


def policy_space(campaign: Campaign) -> PolicySpace:
    """Measure the policy space of a campaign as it stands."""
    state = campaign.state
    here = state.stocks.standing > 0
    places, share = state.stocks.platform, state.public.support
    count, mean, square = supporters(campaign.electorate, state.setting.size("J"))
    people = max(count.sum(), 1.0)
    misery = square - 2 * (mean * places).sum(axis=1) + (places**2).sum(axis=1)
    return PolicySpace(
        parties=int(here.sum()),
        eccentricity=float(np.sqrt((places[here] ** 2).sum(axis=1)).mean()),
        enp=effective_number(share[here]),
        misery=float(count @ misery / people),
        largest=float(share[here].max()),
    )
