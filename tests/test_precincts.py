"""Polling stations: exact regional totals, realistic sizes, the same spread at every N."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.ballot.precincts import Precincts, Stations, district_of, spread
from model.campaign import Campaign
from model.election import hold_election

ONE_REGION = np.array([[3_000_000, 2_400_000, 600_000, 6_000_000]])


def held(scenario, seed=1, **changes):
    campaign = Campaign(scenario.replace({"weeks": 2, **changes}), seed)
    campaign.run()
    return hold_election(campaign)


@settings(max_examples=30, deadline=None)
@given(
    arrays(np.int64, (3, 5), elements=st.integers(0, 60_000)),
    st.integers(0, 99),
    st.floats(10, 500),
)
def test_regional_totals_of_every_group_are_exact(people, seed, likeness):
    stations = Stations(station_concentration=likeness, local_concentration=likeness)
    where, table = spread(people, stations, seed)
    assert table.min() >= 0
    for region in range(3):
        np.testing.assert_array_equal(table[where.region == region].sum(axis=0), people[region])


def test_a_country_has_about_ten_thousand_stations_of_hundreds_to_2500(kazakhstan):
    precincts = held(kazakhstan).precincts
    assert 9_800 < len(precincts.electors) < 10_100
    assert precincts.electors.mean() == pytest.approx(1200, rel=0.01)
    assert precincts.electors.min() > 150
    assert precincts.electors.max() < 2_750


def test_spread_within_localities_is_the_dirichlets():
    """Variance p (1 - p) / (c + 1) of a share in a single locality of very many stations."""
    stations = Stations(locality=1000, local_concentration=5000, station_concentration=50)
    where, table = spread(ONE_REGION // 10, stations, 3)
    assert len(where.size) == 1000
    turnout = 1 - table[:, -1] / table.sum(axis=1)
    assert turnout.std() == pytest.approx(np.sqrt(0.25 / 51), rel=0.1)


def test_stations_of_a_locality_are_alike():
    where, table = spread(ONE_REGION, Stations(), 1)
    share = table[:, 0] / table.sum(axis=1)
    means = np.bincount(where.locality, weights=share) / np.bincount(where.locality)
    alone = share.std() / np.sqrt(50)
    assert means.std() > 2 * alone


def test_turnout_and_share_are_unrelated_within_a_region_without_mobilisation():
    slopes = []
    for seed in range(5):
        _, table = spread(ONE_REGION, Stations(), seed)
        votes = table[:, :3].sum(axis=1)
        slopes.append(np.corrcoef(votes / table.sum(axis=1), table[:, 0] / votes)[0, 1])
    # 200 localities are what varies: a standard error of about .04 with five seeds.
    assert abs(np.mean(slopes)) < 0.1


def test_precincts_spread_alike_whatever_the_number_of_agents(kazakhstan):
    spreads = [held(kazakhstan, voters=n).precincts for n in (10_000, 100_000)]
    few, many = ((p.turnout.std(), p.share.std()) for p in spreads)
    assert few == pytest.approx(many, rel=0.12)


def test_precincts_add_up_to_the_regions_and_everybody_votes_once(kazakhstan):
    election = held(kazakhstan)
    precincts = election.precincts
    for region in range(len(election.votes)):
        here = precincts.region == region
        np.testing.assert_array_equal(precincts.votes[here].sum(axis=0), election.votes[region])
        assert precincts.electors[here].sum() == election.groups[region].sum()
    assert precincts.absent.min() >= 0
    assert ((precincts.turnout >= 0) & (precincts.turnout <= 1)).all()


def test_seeds_differ_and_the_same_seed_gives_the_same_stations():
    first, again, other = (spread(ONE_REGION, Stations(), seed)[1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first[:1000] != other[:1000]).any()


def line(electors: list[int]) -> Precincts:
    """One station of a hundred people after the other, in regions of these sizes."""
    region = np.repeat(np.arange(len(electors)), np.array(electors) // 100)
    people = np.full(len(region), 100)
    votes = np.stack([people // 2, people // 4], axis=1)
    return Precincts(region, region, people, votes, np.zeros(len(region), np.int64), 0)


def test_districts_follow_the_electorate_and_stay_inside_regions():
    stations = line([40_000, 20_000, 10_000])
    districts = district_of(stations, 7)
    np.testing.assert_array_equal(np.bincount(districts), [100] * 7)
    for district in range(7):
        assert len(set(stations.region[districts == district])) == 1


def test_a_region_too_small_for_a_district_votes_with_the_one_before():
    stations = line([50_000, 1_000, 49_000])
    districts = district_of(stations, 2)
    assert set(districts[stations.region == 1]) == {0}
    assert set(districts) == {0, 1}


@pytest.mark.parametrize(("smallest", "mean", "largest"), [(0, 600, 6000), (500, 2000, 2100)])
def test_station_sizes_keep_to_what_is_set(smallest, mean, largest):
    stations = Stations(smallest=smallest, mean=mean, largest=largest)
    size = spread(ONE_REGION, stations, 1)[0].size
    assert size.mean() == pytest.approx(mean, rel=0.01)
    assert size.min() >= 0.95 * smallest
    assert size.max() <= 1.05 * largest
