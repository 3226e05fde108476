"""The regional councils, elected on the day of the Mazhilis by the voters who come for it."""

import numpy as np

from model.contracts import IntArray
from model.election import Election, whole
from model.laws.regional_councils import RegionalCouncils


def council_seats(election: Election, law: RegionalCouncils | None = None) -> IntArray:
    """Return council seats by region and party, shape (R, J).

    Votes are the official ones for the Mazhilis where the party has a list for the council;
    elsewhere its supporters leave that paper blank (assumed). Regions have seats by their electors.
    Without the mechanism `local_lists` every party stands everywhere.
    Councils were elected from lists in 2021 for the first time (CABAR, 2020); earlier years are
    seated so too, which is assumed.
    """
    campaign = election.campaign
    lists = campaign.ballot_state().tables.local_lists
    votes = election.votes[:, : campaign.world.size("J")].astype(np.float64)
    if lists.any():
        votes = votes * lists.T
    electors = election.groups.sum(axis=1)
    if law is None:
        law = RegionalCouncils(regions=len(electors), electors=tuple(electors.tolist()))
    return law.seats_by_region(whole(votes))
