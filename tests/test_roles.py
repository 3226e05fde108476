"""Roles in a contest: coalitions in power, alliances, other leaders, strongholds, districts."""

import numpy as np
import pytest

from model.ballot.alliances import Alliance, Entries
from model.ballot.districts import Districts
from model.campaign import Campaign
from model.election import hold_election
from model.laws.national_list import NationalList
from model.laws.plurality import Plurality
from model.run import run
from model.scenario import ScenarioError, load_scenario

SMALL = {"voters": 3000, "weeks": 4}
REGIONS = ("NORTH", "SOUTH")
TABLE = """\
election,district,region,electors,valid,a,b,source
last,N1,NORTH,3000,2000,1600,400,made up
last,S1,SOUTH,1000,800,400,400,made up
last,N2,NORTH,1000,600,120,480,made up
"""


def played(**changes):
    return run(load_scenario("kazakhstan-2022", {**SMALL, **changes}), 1).outcome


def coalition(**changes):
    both = {"parties.ak_zhol.kind": "incumbent", "parties.ak_zhol.office": 0.25,
            "parties.nur_otan.office": 0.75}  # fmt: skip
    return load_scenario("kazakhstan-2022", {**SMALL, **both, **changes})


def test_parties_in_power_share_the_state_in_proportion_to_their_offices():
    setting = Campaign(coalition(), 1).setting
    assert setting.office.sum() == pytest.approx(1)
    assert setting.office[setting.column("ak_zhol")] == pytest.approx(0.25)
    assert setting.is_incumbent.sum() == 2
    assert setting.incumbent == setting.column("nur_otan")


def test_who_is_brought_votes_for_the_coalition_by_office():
    campaign = Campaign(coalition(), 1)
    campaign.run()
    election = hold_election(campaign)
    partner = campaign.setting.column("ak_zhol")
    more = (election.cast - election.private).sum(axis=0)
    led = 0.25 * (election.obedient + election.coerced).sum()
    own = (election.mobilised - election.obedient).sum()
    # Of those brought some vote as they like; its own voters may be bent, and come back by office.
    assert led - election.coerced.sum() <= more[partner] <= led + own
    assert election.obedient.sum() * 0.999 <= more.sum() <= election.mobilised.sum()
    assert election.votes.sum() == pytest.approx(election.cast.sum(), abs=len(election.votes))
    assert (election.groups >= 0).all()


def test_a_partner_has_the_state_for_itself_where_the_larger_one_is_not_on_the_ballot():
    away = {
        "events.away": {"name": "away", "week": 2, "to": {"standing": 0}},
        "polls.kind": "cooked",
    }
    campaign = Campaign(coalition(**away), 1)
    campaign.run()
    election, setting = hold_election(campaign), campaign.setting
    power, partner = setting.incumbent, setting.column("ak_zhol")
    assert election.obedient.sum() > 0
    assert election.cast[:, power].sum() == election.votes[:, power].sum() == 0
    assert (election.cast - election.private)[:, partner].sum() >= election.obedient.sum() * 0.999
    assert campaign.state.public.rating[power] == 0
    assert campaign.state.public.published[partner] > campaign.state.public.rating[partner]


def test_a_majority_is_that_of_the_coalition():
    outcome = run(coalition(), 1).outcome
    both = outcome["seats.nur_otan"] + outcome["seats.ak_zhol"]
    assert outcome["majority"] == (2 * both > 98)


def test_a_lone_incumbent_has_the_whole_state():
    setting = Campaign(load_scenario("kazakhstan-2022", SMALL), 1).setting
    np.testing.assert_array_equal(setting.office, setting.is_incumbent)
    np.testing.assert_array_equal(setting.office_of(np.zeros(setting.size("J"))), 0)


def test_opposition_has_no_deal_with_the_state():
    kind = {"parties.osdp.kind": "opposition"}
    campaign = Campaign(load_scenario("kazakhstan-2022", {**SMALL, **kind}), 1)
    osdp = campaign.setting.column("osdp")
    assert campaign.state.stocks.deal[osdp] == 0
    assert campaign.setting.is_kind("established")[osdp] == 0


def test_a_leader_lends_appeal_to_the_party_it_is_tied_to():
    path = "leaders.rival"
    liked, disliked = (
        played(**{path: {"popularity": each, "ties": {"osdp": 1.0}}}) for each in (0.8, 0.2)
    )
    unknown = played()
    assert disliked["support.osdp"] < unknown["support.osdp"] < liked["support.osdp"]


def test_a_party_is_stronger_where_its_stronghold_is():
    plain, strong = played(), played(**{"parties.auyl.appeal_by": {"PVD": 2.0}})
    assert strong["support.auyl.PVD"] > plain["support.auyl.PVD"] + 0.05
    assert strong["support.auyl.ALA"] == pytest.approx(plain["support.auyl.ALA"], abs=0.02)


def test_a_party_wins_nothing_where_it_does_not_stand():
    outcome = played(**{"parties.auyl.stands_in": ["PVD"], "parties.auyl.appeal": 3.0})
    assert outcome["vote_share.auyl.PVD"] > 0.1
    assert outcome["vote_share.auyl.ALA"] == outcome["support.auyl.ALA"] == 0


def test_an_alliance_passes_a_threshold_that_its_members_do_not():
    rules = {"house_size": 100, "threshold": 0.07}
    votes = np.array([[80, 5, 10, 5]])
    alone = Entries.of("abcd", {}).seats(NationalList(**rules), votes)
    allied = {"both": Alliance(members=("b", "d"))}
    together = Entries.of("abcd", allied).seats(NationalList(**rules), votes)
    assert alone.tolist() == [89, 0, 11, 0]
    assert together.tolist() == [80, 5, 10, 5]


def test_a_district_won_together_goes_to_the_strongest_member():
    votes = np.array([[40, 35, 25], [60, 10, 30], [45, 20, 35]])
    allied = Entries.of("abc", {"both": Alliance(members=("b", "c"))})
    assert allied.seats(Plurality(house_size=3), votes).tolist() == [1, 1, 1]
    assert Entries.of("abc", {}).seats(Plurality(house_size=3), votes).tolist() == [3, 0, 0]


def test_what_an_alliance_won_is_told_beside_its_members():
    change = {"alliances.both": {"members": ["auyl", "adal"]}}
    outcome = played(**change)
    assert outcome["alliance_share.both"] == pytest.approx(
        outcome["vote_share.auyl"] + outcome["vote_share.adal"]
    )
    assert outcome["alliance_seats.both"] == outcome["seats.auyl"] + outcome["seats.adal"]
    alone = played()
    assert outcome["vote_share.auyl"] == alone["vote_share.auyl"]
    assert alone["seats.auyl"] == alone["seats.adal"] == 0 < outcome["alliance_seats.both"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alliances.x": {"members": ["auyl", "nobody"]}}, "no party 'nobody'"),
        ({"alliances.x": {"members": ["auyl", "auyl"]}}, "stands together with others already"),
        ({"leaders.x": {"ties": {"nobody": 1}}}, "no party 'nobody'"),
        ({"leaders.x.popularity": 0.9}, r"leaders\.x: has no tie to a party.* ties are none"),
        (
            {"leaders.rival": {"ties": {"osdp": 1}}, "leaders.rivel.popularity": 0.9},
            r"leaders\.rivel: .*\(did you mean 'rival'\?\); leaders with ties are rival",
        ),
        ({"parties.auyl.appeal_by": {"XYZ": 1}}, "parties.auyl.appeal_by: .*XYZ"),
        ({"parties.auyl.stands_in": ["XYZ"]}, "parties.auyl.stands_in: no region"),
        ({"districts": {"election": "last", "text": TABLE}}, "the region 'AKM' must be in"),
    ],
)
def test_what_does_not_exist_is_refused(changes, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("kazakhstan-2022", changes)


def districts(**more) -> Districts:
    return Districts.model_validate({"election": "last", "text": TABLE, **more})


def test_districts_keep_the_votes_of_their_regions_and_have_their_own_size():
    votes = np.array([[900, 1100, 0], [300, 500, 200]])
    found = districts().votes(votes, REGIONS, ("a", "b", "c"), seed=3)
    assert districts().region(REGIONS).tolist() == [0, 0, 1]
    np.testing.assert_array_equal(found[:2].sum(axis=0), votes[0])
    np.testing.assert_array_equal(found[2], votes[1])
    assert found[0].sum() == pytest.approx(1500, abs=3)


def test_strongholds_of_the_last_election_are_strongholds_again():
    """a had 80 % in N1 and 20 % in N2; without change, the odds ratio of 16 stays."""
    votes = np.array([[1000, 1000], [500, 500]])
    n1, n2, _ = districts(change=0).votes(votes, REGIONS, ("a", "b"), seed=3)
    assert (n1[0] / n1[1]) / (n2[0] / n2[1]) == pytest.approx(16 * 16, rel=0.1)
    renamed = districts(change=0, columns={"x": "a", "y": "b"})
    np.testing.assert_array_equal(renamed.votes(votes, REGIONS, ("x", "y"), seed=3)[0], n1)


def test_strongholds_are_drawn_where_earlier_votes_are_not_known():
    """Of two parties each has its own, so their log-odds spread by the root of two as much."""
    rows = [f"last,D{k},NORTH,1000,0,,,made up" for k in range(400)]
    rows.append("last,S,SOUTH,1000,0,,,made up")
    text = "\n".join([TABLE.splitlines()[0], *rows])
    votes = np.array([[200_000, 200_000], [500, 500]])
    found = districts(text=text, strongholds=0.5).votes(votes, REGIONS, ("a", "b"), seed=3)[:400]
    assert np.std(np.log(found[:, 0] / found[:, 1])) == pytest.approx(0.5 * np.sqrt(2), rel=0.1)
    same = districts(text=text, strongholds=0).votes(votes, REGIONS, ("a", "b"), seed=3)[:400]
    assert np.ptp(same[:, 0]) <= 1


def test_change_in_a_district_alone_is_drawn_by_the_seed():
    votes = np.array([[1000, 1000], [500, 500]])
    one, same, other = (
        districts(change=0.5).votes(votes, REGIONS, ("a", "b"), seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_voters_do_not_desert_a_party_whose_alliance_will_pass():
    """Auyl alone is at the threshold of 10 %, together with Ak Zhol above it."""
    reckon = {"mechanisms.strategic_desertion": True, "law.threshold": 0.1}
    allied = {"alliances.both": {"members": ["ak_zhol", "auyl"]}}
    alone, together = played(**reckon), played(**reckon, **allied)
    assert together["vote_share.auyl"] > alone["vote_share.auyl"]
