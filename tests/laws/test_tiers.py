"""What tiers add: thresholds of many kinds, compensation, caps, agreements, ties."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from model.ballot.alliances import Entries
from model.ballot.apportionment.bounds import within_bounds
from model.ballot.apportionment.highest_averages import highest_averages
from model.ballot.apportionment.largest_remainders import largest_remainders
from model.ballot.apportionment.ties import by_lot
from model.ballot.tiers.returns import Returns
from model.ballot.tiers.tier import Tier
from model.campaign import Campaign
from model.election import Election, hold_election
from model.laws.tiers import Tiers
from model.scenario import ScenarioError, load_scenario


def law(**tiers: dict[str, Any]) -> Tiers:
    return Tiers.model_validate({"tiers": tiers})


def seats(rules: Tiers, returns: Returns) -> list[int]:
    return np.asarray(
        sum(each.seats.sum(axis=0) for each in rules.shared(returns).values())
    ).tolist()


def returns(*rows: list[int], **others: Any) -> Returns:
    return Returns({"votes": np.array(rows)}, **others)


DISTRICTS = {"units": "districts", "formula": "plurality"}


def test_the_threshold_may_hold_in_the_country_or_in_each_unit() -> None:
    """The second list has 20 % of the country, all of it in one of two districts."""
    votes = returns([60, 40, 0], [90, 0, 10], seats=np.array([10, 10]))
    tier = {"units": "districts", "threshold": 0.15}
    assert seats(law(lists=tier), votes) == [16, 4, 0]
    assert seats(law(lists={**tier, "threshold": 0.05}), votes) == [15, 4, 1]
    tier = {**tier, "threshold": 0.1, "threshold_in": "units"}
    assert seats(law(lists=tier), votes) == [15, 4, 1]


def test_the_threshold_may_be_a_share_of_the_electors() -> None:
    votes = returns([60, 40], beside={"electors": np.array([1000])})
    assert seats(law(lists={"seats": 10, "threshold": 0.05}), votes) == [6, 4]
    of_electors = {"seats": 10, "threshold": 0.05, "threshold_of": "electors"}
    assert seats(law(lists=of_electors), votes) == [10, 0]
    with pytest.raises(ValueError, match="share of electors; give their number"):
        seats(law(lists=of_electors), returns([60, 40]))


def test_alliances_need_more_and_minorities_nothing() -> None:
    votes = returns([900, 60, 70, 40], names=("A", "Pair", "Five", "Minority"),
                    members={1: 2, 2: 5})  # fmt: skip
    tier = {"seats": 100, "threshold": 0.05, "alliances": [0.05, 0.08]}
    assert seats(law(lists=tier), votes)[1:] == [6, 0, 0]
    assert seats(law(lists={**tier, "exempt": ["Minority"]}), votes)[1:] == [6, 0, 4]
    assert seats(law(lists={**tier, "exempt": [3]}), votes)[1:] == [6, 0, 4]
    with pytest.raises(ValueError, match="exempts 'Nobody'"):
        seats(law(lists={**tier, "exempt": ["Nobody"]}), votes)


def test_who_is_admitted_from_below_did_not_reach_the_threshold() -> None:
    votes = np.array([[850, 65, 45, 40]])
    lists = {"seats": 98, "threshold": 0.07}
    rules = ({}, {"guaranteed_runner_up": 2}, {"least_lists": 3})
    given = [law(lists={**lists, **more}) for more in rules]
    assert [np.count_nonzero(each.seats(votes)) for each in given] == [1, 2, 3]
    assert [each.reaching(each.returns(votes)).tolist() for each in given] == [[1, 0, 0, 0]] * 3


def test_nobody_reaches_a_threshold_that_is_waived_or_that_the_law_does_not_have() -> None:
    votes = np.array([[5] * 20])
    for lists in ({"seats": 100, "threshold": 0.07}, {"seats": 100}):
        assert law(lists=lists).seats(votes).all()
        assert not law(lists=lists).reaching(returns([5] * 20)).any()
    assert not law(districts=DISTRICTS).has_threshold


def test_members_reach_the_threshold_of_their_alliance_together() -> None:
    entries = Entries(np.array([0, 1, 1, 3]))
    lists = {"seats": 100, "threshold": 0.05, "alliances": [0.08]}
    votes = np.array([[880, 41, 40, 39]])
    assert entries.reaching(law(lists=lists), votes).tolist() == [1, 1, 1, 0]
    assert entries.reaching(law(lists={**lists, "alliances": [0.09]}), votes).sum() == 1


def test_compensation_deducts_districts_and_overhang_enlarges_the_house_or_costs_others() -> None:
    """Of ten seats A is due 4, and has won 5 of 5 districts; B is due 6."""
    votes = Returns({"votes": np.array([[9, 8], [9, 8], [9, 8], [9, 8], [4, 3]]),
                     "lists": np.array([[40, 60]] + [[0, 0]] * 4)})  # fmt: skip
    lists = {"seats": 10, "counts": "lists", "link": "compensation", "formula": "sainte_lague"}
    assert seats(law(districts=DISTRICTS, lists=lists), votes) == [5, 6]
    kept = {**lists, "overhang": False}
    assert seats(law(districts=DISTRICTS, lists=kept), votes) == [5, 5]
    beside = {**lists, "link": "none"}
    assert seats(law(districts=DISTRICTS, lists=beside), votes) == [9, 6]


def test_a_district_may_stand_for_the_threshold() -> None:
    votes = returns([1, 4, 0], [60, 0, 35])
    lists = {"seats": 20, "threshold": 0.1}
    assert seats(law(districts=DISTRICTS, lists=lists), votes) == [14, 1, 7]
    won = {**lists, "waived_by_districts": 1}
    assert seats(law(districts=DISTRICTS, lists=won), votes) == [14, 1, 7]
    many = returns([1, 9, 0], [60, 0, 35])
    assert seats(law(districts=DISTRICTS, lists=won), many) == [13, 2, 7]


def test_a_cap_limits_how_far_districts_and_lists_may_exceed_the_votes() -> None:
    """A has 50 % of votes and 6 of 10 districts' seats; with a cap of 8 points at most 11 of 20."""
    rows = [[60, 40]] * 6 + [[35, 65]] * 4
    lists = {"seats": 10, "formula": "hare", "link": "cap"}
    free = seats(law(districts=DISTRICTS, lists={**lists, "link": "none"}), returns(*rows))
    capped = seats(law(districts=DISTRICTS, lists=lists), returns(*rows))
    assert free == capped == [11, 9]
    tight = {**lists, "cap": 0.0}
    assert seats(law(districts=DISTRICTS, lists=tight), returns(*rows)) == [10, 10]


def test_a_cap_counts_from_the_votes_for_lists_that_take_part() -> None:
    """A has 6 of 10 seats without C, 54 % of all votes; with a cap of 8 points 13 of 20 seats."""
    lists = {"seats": 10, "formula": "hare", "link": "cap", "threshold": 0.15}
    assert seats(law(districts=DISTRICTS, lists=lists), returns(*[[54, 36, 10]] * 10)) == [13, 7, 0]


@pytest.mark.parametrize(("factor", "won"), [(1.25, [11, 9]), (1.0, [10, 10]), (1.1, [11, 9])])
def test_a_cap_may_be_a_multiple_of_the_share_of_votes(factor: float, won: list[int]) -> None:
    """A has 50 % of votes and 6 of 10 districts, of 20 seats in all; B has the rest."""
    rows = [[60, 40]] * 6 + [[35, 65]] * 4
    lists = {"seats": 10, "formula": "hare", "link": "cap", "cap": 1.0, "cap_factor": factor}
    assert seats(law(districts=DISTRICTS, lists=lists), returns(*rows)) == won


@pytest.mark.parametrize(("most", "won"), [(10, [10, 10]), (5, [6, 5]), (20, [11, 9])])
def test_a_cap_may_be_a_number_of_seats_which_districts_alone_may_exceed(
    most: int, won: list[int]
) -> None:
    """A has 6 of 10 districts, B 4; lists add no more than the most, and leave others vacant."""
    rows = [[60, 40]] * 6 + [[35, 65]] * 4
    lists = {"seats": 10, "formula": "hare", "link": "cap", "cap": 1.0, "most_seats": most}
    assert seats(law(districts=DISTRICTS, lists=lists), returns(*rows)) == won


def test_bounds_are_kept_and_the_rest_is_shared_by_the_formula() -> None:
    votes, nothing = np.array([50, 30, 20]), np.zeros(3, dtype=np.int64)
    many = np.full(3, 99)
    assert within_bounds(highest_averages, votes, 10, nothing, many).tolist() == [5, 3, 2]
    low = np.array([0, 0, 4])
    assert within_bounds(highest_averages, votes, 10, low, many).tolist() == [4, 2, 4]
    high = np.array([3, 9, 9])
    assert within_bounds(highest_averages, votes, 10, nothing, high).tolist() == [3, 4, 3]


def test_an_agreement_holds_only_between_lists_that_pass() -> None:
    """By d'Hondt: 41, 31 and 20.5 are highest alone; pooled, the last two have 39."""
    votes = returns([41, 31, 20, 19], partner=np.array([0, 1, 2, 2]))
    assert seats(law(lists={"seats": 3}), votes) == [2, 1, 0, 0]
    pooled = {"seats": 3, "surplus_agreements": True}
    assert seats(law(lists=pooled), votes) == [1, 1, 1, 0]
    assert seats(law(lists={**pooled, "threshold": 0.175}), votes) == [2, 1, 0, 0]


def test_candidates_without_a_list_win_districts_only() -> None:
    votes = returns([10, 1, 20], [10, 5, 1], independents=(2,))
    lists = {"seats": 4}
    assert seats(law(districts=DISTRICTS, lists=lists), votes) == [1 + 3, 1, 1]


def test_every_list_of_a_tie_is_named_and_no_other() -> None:
    rules = law(lists={"seats": 2, "formula": "hare"})
    (tie,) = rules.ties(returns([5, 5, 5, 1]))
    assert (tie.tier, tie.unit, tie.lists) == ("lists", 0, (0, 1, 2))
    assert rules.ties(returns([6, 5, 4, 1])) == []
    drawn = {
        tuple(rules.shared(returns([5, 5, 5, 1]), by_lot(seed))["lists"].seats[0].tolist())
        for seed in range(30)
    }
    assert drawn == {(1, 1, 0, 0), (1, 0, 1, 0), (0, 1, 1, 0)}


@pytest.mark.parametrize(
    ("votes", "partner", "house", "tied"),
    [
        ([60, 40, 50, 50], [0, 0, 2, 3], 3, (1, 2, 3)),  # B, C and D at averages of 50
        ([30, 30, 40, 40], [0, 0, 2, 3], 2, (0, 1, 2, 3)),  # A with B, and C with D
        ([50, 30, 50, 30], [0, 1, 2, 1], 2, (0, 1, 2, 3)),  # A with C, and B with D
        ([61, 40, 50, 49], [0, 0, 2, 3], 3, ()),
    ],
)
def test_a_tie_of_an_agreement_names_the_lists_that_would_gain(votes, partner, house, tied) -> None:
    rules = law(lists={"seats": house, "surplus_agreements": True})
    found = rules.ties(returns(votes, partner=np.array(partner)))
    assert [each.lists for each in found] == ([tied] if tied else [])


def test_a_waived_threshold_is_known() -> None:
    rules = law(lists={"seats": 4, "threshold": 0.6})
    assert rules.shared(returns([5, 5]))["lists"].waived
    assert not rules.shared(returns([7, 3]))["lists"].waived


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"seats": 3, "unit_seats": (1, 1)}, "add up to 2, but seats is 3"),
        ({"unit_seats": (0, 0)}, "nor all be zero"),
        ({"units": "districts", "link": "cap"}, "has units = 'country'"),
        ({"formula": "hare", "first_divisor": 1.4}, "no divisors"),
        ({"guaranteed_runner_up": 2, "link": "cap"}, "runner_up: given 2, but the link is 'cap'"),
        ({"runner_up_factor": 1, "link": "cap"}, "runner_up_factor: given 1.0, but the link"),
        ({"cap": 0.05}, "cap: given 0.05, but the link is 'none'.*take link = 'cap'"),
        ({"cap_factor": 1.25}, "cap_factor: given 1.25, but the link is 'none'"),
        ({"most_seats": 300, "link": "compensation"}, "most_seats: given 300"),
        ({"overhang": False}, "overhang: given False, .* or take link = 'compensation'"),
        ({"threshold": 5}, r"given 5, allowed is 0 \.\. 1"),
    ],
)
def test_contradictory_tiers_are_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Tier.model_validate(fields)


def test_a_scenario_may_have_tiers_and_exempts_by_column() -> None:
    tiers = {"lists": {"seats": 40, "formula": "droop", "exempt": [1]}}
    rules = load_scenario("kazakhstan-2022", {"law": {"kind": "tiers", "tiers": tiers}}).law
    assert (rules.elected, rules.districts) == (40, 1)
    tiers["lists"]["exempt"] = ["MN"]
    with pytest.raises(ScenarioError, match=r"law.tiers.lists.exempt: given 'MN', allowed is 0"):
        load_scenario("kazakhstan-2022", {"law": {"kind": "tiers", "tiers": tiers}})


REGIONAL = {"units": "regions", "formula": "hare", "seats": 98}


def elected(against_all: bool = False, **tiers: dict[str, Any]) -> Election:
    law = {"kind": "tiers", "tiers": tiers, "against_all": against_all}
    changes = {"voters": 1000, "weeks": 0, "law": law}
    return hold_election(Campaign(load_scenario("kazakhstan-2022", changes), seed=1))


def test_in_a_scenario_regions_have_seats_by_electors() -> None:
    election = elected(lists=REGIONAL)
    sizes = largest_remainders(election.groups.sum(axis=1), 98)
    by_hand = sum(
        largest_remainders(row, int(size)) for row, size in zip(election.votes, sizes, strict=True)
    )
    assert election.law.districts == len(election.votes) == 17
    assert election.seats.tolist() == by_hand.tolist()
    national = elected(lists={**REGIONAL, "units": "country"})
    assert election.seats.tolist() != national.seats.tolist()


def test_in_a_scenario_regions_may_have_given_seats() -> None:
    election = elected(lists={"units": "regions", "unit_seats": [2] + [1] * 16})
    assert election.seats.sum() == 18


def test_in_a_scenario_lists_may_share_seats_of_the_districts_of_another_tier() -> None:
    lists = {"seats": 134, "units": "districts"}
    election = elected(districts={**DISTRICTS, "seats": 67}, lists=lists)
    assert election.law.districts == 67
    assert election.seats.sum() == 67 + 134


def test_in_a_scenario_a_threshold_may_be_a_share_of_ballots_for_no_party_too() -> None:
    election = elected(against_all=True, lists={"seats": 100})
    votes, others = election.by_district(1)[0], election.beside(1)
    ballots = {
        "party votes": votes.sum(),
        "valid votes": votes.sum() + others["against all"].sum(),
        "ballots": votes.sum() + others["against all"].sum() + others["invalid"].sum(),
    }
    bars = [votes.max() / number for number in ballots.values()]
    assert bars[0] > bars[1] > bars[2]
    # A threshold between two of those shares excludes the first list by the wider base alone.
    for threshold, passing in (((bars[0] + bars[1]) / 2, 1), ((bars[1] + bars[2]) / 2, 2)):
        for place, base in enumerate(ballots):
            tier = {"seats": 100, "threshold": threshold, "threshold_of": base}
            given = elected(against_all=True, lists=tier)
            alone = [100 if v == votes.max() else 0 for v in votes]
            assert (given.seats.tolist() == alone) == (place < passing), (threshold, base)


def test_regional_councils_may_be_a_parliament() -> None:
    law = {"kind": "regional_councils", "house_size": 98, "threshold": 0}
    case = load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 0, "law": law})
    election = hold_election(Campaign(case, seed=1))
    assert election.seats.tolist() == elected(lists=REGIONAL).seats.tolist()


@pytest.mark.parametrize(
    ("tiers", "words"),
    [
        ({"lists": {}}, r"lists.seats: is missing; say how many"),
        ({"lists": {"units": "districts", "formula": "plurality"}}, r"seats: is missing"),
        ({"lists": {"seats": 9, "counts": "lists"}}, r"lists.counts: given 'lists', allowed is"),
        ({"lists": {"seats": 9, "threshold_of": "electors"}}, r"threshold_of: given 'electors'"),
        ({"lists": {"seats": 9, "surplus_agreements": True}}, r"surplus_agreements: a scenario"),
        ({"lists": {"unit_seats": (9, 9), "units": "regions"}}, r"2 regions; the country has 17"),
        ({"lists": {**REGIONAL, "formula": "plurality"}}, r"given 98; plurality elects one"),
        ({"lists": {"seats": 9, "units": "districts"}}, r"unit_seats: is missing; give each"),
        (
            {"districts": {**DISTRICTS, "seats": 67}, "lists": REGIONAL},
            r"given both regions and districts",
        ),
        (
            {"districts": {**DISTRICTS, "seats": 67}, "more": {**DISTRICTS, "seats": 30}},
            r"speak of 30 and of 67 districts",
        ),
    ],
)
def test_a_scenario_is_refused_tiers_that_it_cannot_play(tiers: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=rf"law\.tiers.*{words}") as caught:
        load_scenario("kazakhstan-2022", {"law": {"kind": "tiers", "tiers": tiers}})
    assert "--seats" not in str(caught.value)


def test_a_scenario_is_refused_councils_of_other_regions() -> None:
    councils = {"kind": "regional_councils", "house_size": 4, "regions": 2, "region_seats": [2, 2]}
    with pytest.raises(ScenarioError, match=r"councils.region_seats: gives seats to 2 regions"):
        load_scenario("kazakhstan-2022", {"councils": councils})
