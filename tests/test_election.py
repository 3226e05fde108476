"""Polling day: layers kept apart, people counted whole, the machine's two effects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.campaign import Campaign
from model.election import hold_election
from model.numerics.rounding import whole
from model.run import run


@pytest.fixture(scope="module")
def campaign(kazakhstan):
    campaign = Campaign(kazakhstan.replace({"weeks": 2, "voters": 20_000}), seed=1)
    campaign.run()
    return campaign


@given(arrays(np.float64, (3, 4), elements=st.floats(0, 1e6)))
def test_rounding_keeps_totals_and_moves_nobody_by_more_than_one(people):
    rounded = whole(people)
    assert (np.abs(rounded - people) < 1 + 1e-6).all()
    np.testing.assert_array_equal(rounded.sum(axis=1), np.rint(people.sum(axis=1)))


def test_every_elector_is_counted_in_exactly_one_way(campaign):
    election = hold_election(campaign)
    electors = campaign.state.public.people
    assert (election.cast.sum(axis=1) + election.blank <= electors + 1e-6).all()
    ballots = election.cast.sum() + election.blank.sum()
    strayed = election.mobilised.sum() - election.obedient.sum()
    # Of those brought who vote as they please some spoil their ballots, like everybody else.
    unprompted = election.private.sum() + election.blank.sum() + election.obedient.sum()
    assert unprompted <= ballots <= unprompted + strayed
    gain = (election.cast - election.private)[:, campaign.setting.incumbent].sum()
    told = election.obedient.sum() + election.coerced.sum()
    assert told <= gain <= told + strayed


ABSENT = "events.away"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({ABSENT: {"name": "away", "week": 2, "to": {"standing": 0}}}, slice(None)),
        ({"parties.nur_otan.stands_from": 4}, slice(None)),
        ({"parties.nur_otan.stands_in": ["AST"]}, "ALA"),
    ],
)
def test_a_party_of_power_that_is_not_on_the_ballot_wins_nothing(kazakhstan, changes, where):
    """Neither what pollsters hear nor the machine nor an inflated count names it there."""
    inflated = {"count.incremental": 0.3, "mechanisms.administrative_mobilisation.coercion": 1.0}
    campaign = Campaign(kazakhstan.replace({"weeks": 2, **inflated, **changes}), seed=1)
    campaign.run()
    election, cells = hold_election(campaign), campaign.setting.cells
    power = campaign.setting.incumbent
    region = cells.regions.codes.index(where) if isinstance(where, str) else where
    here = np.isin(cells.region, np.arange(len(cells.regions.codes))[region])
    assert campaign.state.public.answers[here, power].sum() == 0
    assert (election.mobilised + election.coerced)[here].sum() == 0
    assert election.cast[here, power].sum() == election.votes[region, power].sum() == 0
    assert (election.groups >= 0).all()


def test_those_brought_obey_as_often_as_said(kazakhstan):
    for obedience in (0.65, 0.95):
        path = "mechanisms.administrative_mobilisation.obedience"
        campaign = Campaign(kazakhstan.replace({"weeks": 0, "voters": 20_000, path: obedience}), 2)
        election = hold_election(campaign)
        share = election.obedient.sum() / election.mobilised.sum()
        assert share == pytest.approx(obedience, abs=0.03)


def voted_by_themselves(kazakhstan, against_all):
    """Return a campaign after polling day, without the machine, and who favours no list."""
    changes = {"mechanisms.administrative_mobilisation": False, "law.against_all": against_all}
    campaign = Campaign(kazakhstan.replace({"weeks": 0, **changes}), seed=1)
    hold_election(campaign)
    return campaign, campaign.electorate.intention == campaign.setting.size("J")


def test_whoever_favours_none_votes_against_all_where_the_law_lets_people(kazakhstan):
    campaign, nobody = voted_by_themselves(kazakhstan, against_all=True)
    vote, parties = campaign.electorate.vote, campaign.setting.size("J")
    against, home = vote == parties + 2, vote == parties + 1
    assert against[nobody & ~home].mean() > 0.98, "but for accidents"
    assert not against[~nobody].any()


def test_whoever_favours_none_stays_at_home_spoils_or_takes_a_list(kazakhstan):
    campaign, _ = voted_by_themselves(kazakhstan, against_all=False)
    voters, parties = campaign.electorate, campaign.setting.size("J")
    nobody = voters.intention == parties
    home, blank = voters.vote == parties + 1, voters.vote == parties
    assert 0.25 < nobody.mean() < 0.40
    assert home[nobody].mean() > 0.9 > 0.5 > home[~nobody].mean()
    spoil = campaign.scenario.none_of_them.spoil
    assert blank[nobody & ~home].mean() == pytest.approx(spoil, abs=0.1)
    assert blank[~nobody & ~home].mean() == pytest.approx(0.008, abs=0.006)


def test_without_the_machine_votes_are_as_meant(kazakhstan):
    case = kazakhstan.replace({"weeks": 2, "mechanisms.administrative_mobilisation": False})
    fair = Campaign(case, seed=1)
    fair.run()
    election = hold_election(fair)
    np.testing.assert_array_equal(election.cast, election.private)
    assert election.mobilised.sum() == election.coerced.sum() == 0


def test_the_machine_touches_the_ballot_and_nothing_before_it(kazakhstan):
    short = kazakhstan.replace({"weeks": 3})
    on = run(short, 5)
    off = run(short.replace({"mechanisms.administrative_mobilisation": False}), 5)
    assert on.weeks == off.weeks
    assert on.outcome["unprompted.nur_otan"] == off.outcome["unprompted.nur_otan"]
    assert on.outcome["turnout"] > off.outcome["turnout"]
    assert on.outcome["vote_share.nur_otan"] > off.outcome["vote_share.nur_otan"]


def test_a_vote_today_leaves_the_campaign_as_it_was(campaign):
    before = campaign.state
    hold_election(campaign)
    assert campaign.state is before


def test_seats_add_up_to_the_house(campaign):
    assert hold_election(campaign).seats.sum() == campaign.scenario.law.elected == 98
