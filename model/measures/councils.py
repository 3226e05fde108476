"""Councils, elected on the same day as parliament by the voters who come for it."""

from weakref import WeakKeyDictionary

import numpy as np

from model.election import Election
from model.laws.regional_councils import RegionalCouncils
from model.numerics.arrays import IntArray
from model.numerics.rounding import whole
from model.politics.contracts import ElectoralLaw
from model.politics.soundness import seats_of

_seated: WeakKeyDictionary[Election, IntArray] = WeakKeyDictionary()
"""What has been shared out, for several outcomes read it; it goes when the election does."""


def council_seats(election: Election) -> IntArray:
    """Return the seats of each party in the councils, by the scenario's law for them, shape (J,).

    Shape (0,) where none are elected.
    Votes are the official ones for parliament where the party stands for the council;
    elsewhere its supporters leave that paper blank (assumed). Without the mechanism
    `local_lists` every party stands everywhere.
    """
    if election not in _seated:
        _seated[election] = _shared_out(election)
    return _seated[election]


def _shared_out(election: Election) -> IntArray:
    if election.campaign.scenario.councils is None:
        return np.zeros(0, np.int64)
    law = _for_country(election.campaign.scenario.councils, election)
    votes = election.by_district(law.districts)
    stands = election.campaign.ballot_state().weekly.local_lists.T
    if stands.any():
        return seats_of(law, whole(votes * stands[election.region_of_district(law.districts)]))
    return seats_of(law, votes)


def _for_country(law: ElectoralLaw, election: Election) -> ElectoralLaw:
    """Give councils seated by region the regions and electors of this country."""
    if not isinstance(law, RegionalCouncils) or law.region_seats:
        return law
    electors = tuple(election.groups.sum(axis=1).tolist())
    return law.model_copy(update={"regions": len(electors), "electors": electors})
