"""Forensics: what is known is recovered, what is fair looks fair, and where both fail."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.forensics.fraud_fit import fit_inflation
from experiments.forensics.station_forensics import signatures
from model.ballot.count import Count, counted
from model.ballot.precincts import Precincts, Stations, spread
from model.campaign import Campaign
from model.election import hold_election
from model.measures.precinct_patterns import (
    cumulative_curve,
    fingerprint,
    modes_of_turnout,
    profile,
    shpilkin,
    shpilkin_by_choice,
)
from model.measures.station_sets import some
from model.scenario import load_scenario

OFF = {"mechanisms.administrative_mobilisation": False}


def country(seed: int) -> Precincts:
    """A fair count in 10,000 stations of one region: turnout and share of the winner 50 %."""
    people = np.array([[3_000_000, 2_400_000, 600_000, 6_000_000]])
    where, table = spread(people, Stations(), seed)
    blank = np.zeros(len(table), np.int64)
    return Precincts(where.region, where.locality, table.sum(axis=1), table[:, :3], blank, 0)


@cache
def country_of_regions(seed: int) -> Precincts:
    """A fair count in 10,000 stations of 17 regions that differ, without mobilisation."""
    campaign = Campaign(load_scenario("history-2021", {"weeks": 2, **OFF}), seed)
    campaign.run()
    return hold_election(campaign).official


def held(changes: dict[str, object], seed: int = 1) -> Precincts:
    campaign = Campaign(load_scenario("kazakhstan-2022", {"weeks": 2, **changes}), seed)
    campaign.run()
    return hold_election(campaign).official


@pytest.fixture(scope="module")
def homogeneous() -> dict[str, object]:
    """Changes after which nothing but the machine tells regions apart."""
    population = load_scenario("kazakhstan-2022").population
    languages = ("kazakh", "russian", "other")
    shifts = {
        f"population.issue_means.{issue}.{group}": 0.0
        for issue, groups in population.issue_means.items()
        for group in groups
        if group in languages
    }
    regional = {
        f"population.protest_by_group.{group}": 0.0
        for group in population.protest_by_group
        if group.isupper()
    }
    flat = {"turnout.urban": 0, "population.wage_slope": 0, "population.state_media_urban": 0}
    return {**shifts, **regional, **flat}


@pytest.mark.parametrize(("incremental", "extreme"), [(0.3, 0.1), (0.1, 0.3), (0.5, 0.2)])
def test_known_inflation_is_recovered(incremental, extreme):
    fair = country(1)
    assert len(fair.electors) == 10_000
    fit = fit_inflation(counted(fair, Count(incremental=incremental, extreme=extreme), 1))
    assert fit.incremental == pytest.approx(incremental, abs=0.05)
    assert fit.extreme == pytest.approx(extreme, abs=0.05)
    assert fit.exponent == pytest.approx(1.5, abs=0.3)


@pytest.mark.parametrize(
    ("incremental", "extreme", "seed"),
    [
        (0.3, 0.1, 1), (0.1, 0, 1), (0.5, 0, 2), (0, 0.1, 3), (0, 0.3, 4), (0.1, 0.3, 5),
        (0.5, 0.2, 2),
    ],
)  # fmt: skip
def test_known_inflation_is_recovered_where_regions_differ(incremental, extreme, seed):
    fair = country_of_regions(seed)
    fit = fit_inflation(counted(fair, Count(incremental=incremental, extreme=extreme), seed))
    assert fit.incremental == pytest.approx(incremental, abs=0.05)
    assert fit.extreme == pytest.approx(extreme, abs=0.02)
    # The fair mode is found under it.
    assert fit.turnout == pytest.approx(fair.turnout.mean(), abs=0.01)
    assert fit.share == pytest.approx(fair.share.mean(), abs=0.01)


@pytest.mark.parametrize(("width", "exponent"), [(0.2, 3.0), (0.6, 0.7)])
def test_how_inflation_works_is_estimated_not_assumed(width, exponent):
    count = Count(incremental=0.3, extreme=0.1, width=width, exponent=exponent)
    fit = fit_inflation(counted(country_of_regions(1), count, 1))
    assert fit.incremental == pytest.approx(0.3, abs=0.05)
    assert fit.width == pytest.approx(width, rel=0.1)
    assert fit.exponent == pytest.approx(exponent, rel=0.1)


def test_inflation_smaller_than_the_spread_of_turnout_is_seen_in_part():
    """Stations of a region differ by some .06 in turnout; a size of .02 is lost in that."""
    count = Count(incremental=0.3, width=0.02)
    assert fit_inflation(counted(country_of_regions(1), count, 1)).incremental == 0


def test_a_fair_count_without_mobilisation_looks_fair(homogeneous):
    fair = held({**homogeneous, **OFF})
    fit = fit_inflation(fair)
    assert fit.incremental < 0.05
    assert fit.extreme < 0.01
    assert shpilkin(fair) < 0.05 * fair.votes[:, fair.winner].sum()


def test_mobilisation_and_inflation_leave_different_traces(homogeneous):
    """Mobilisation raises whole regions; inflation some of their stations, a few to the brim."""
    inflation = {"count.incremental": 0.3, "count.extreme": 0.1}
    table = signatures({
        "mobilised": held(homogeneous), "inflated": held({**homogeneous, **OFF, **inflation})
    })  # fmt: skip
    mobilised, inflated = table.loc["mobilised"], table.loc["inflated"]
    assert mobilised.incremental == 0
    assert mobilised.extreme < 0.02
    assert mobilised.full_corner < 0.01
    assert inflated.incremental == pytest.approx(0.3, abs=0.05)
    assert inflated.extreme == pytest.approx(0.1, abs=0.02)
    assert inflated.full_corner == pytest.approx(0.1, abs=0.02)
    assert inflated.curve_rise > 2 * mobilised.curve_rise
    assert inflated.turnout_share_correlation > 0.3
    # 0.29 to 0.36 in single runs.
    several = signatures({str(seed): held(homogeneous, seed) for seed in range(1, 5)})
    assert several["turnout_share_correlation"].mean() > 0.3


def test_mobilisation_passes_for_inflation_where_regions_are_not_told_apart(homogeneous):
    """Where voters are coerced, too: that regions and not stations differ tells the two apart.

    A machine that only brings people leaves no trace of inflation here either.
    """
    pressure = {"mechanisms.administrative_mobilisation.coercion": 0.8}
    brought, coerced = held(homogeneous), held({**homogeneous, **pressure})

    def mixed(count: Precincts) -> Precincts:
        return replace(count, region=np.zeros_like(count.region))

    assert fit_inflation(mixed(brought)).incremental == 0
    assert fit_inflation(coerced).incremental == 0
    assert fit_inflation(mixed(coerced)).incremental > 0.3


def test_inflation_is_seen_beneath_mobilisation(homogeneous):
    both = held({**homogeneous, "count.incremental": 0.3, "count.extreme": 0.1})
    fit = fit_inflation(both)
    assert fit.incremental == pytest.approx(0.3, abs=0.05)
    assert fit.extreme == pytest.approx(0.1, abs=0.02)


def test_the_estimate_of_shpilkin_is_exact_where_his_assumptions_hold():
    """Three groups of stations; 100 ballots are added to each of those at high turnout."""
    votes = np.array([[200, 200]] * 20 + [[240, 240]] * 30 + [[340, 240]] * 10)
    n = len(votes)
    nothing = np.zeros(n, np.int64)
    stations = Precincts(nothing, nothing, np.full(n, 1000), votes, nothing, 0)
    assert shpilkin(stations) == pytest.approx(10 * 100)


def stations_at(turnouts: np.ndarray, won: np.ndarray, lost: np.ndarray) -> Precincts:
    """Stations of 1,000 electors: their turnout, and the odds of the examined party."""
    ballots = 1000 * turnouts
    votes = np.rint(np.stack([ballots * won, ballots * lost], 1) / (won + lost)[:, None])
    nothing = np.zeros(len(turnouts), np.int64)
    return Precincts(nothing, nothing, nothing + 1000, votes.astype(np.int64), nothing, 0)


def test_a_second_inflated_mode_of_the_others_is_not_normal():
    """Where most stations are inflated, more of the others' votes lie there than at home."""
    generator = np.random.default_rng(1)
    turnouts = np.concatenate([generator.normal(0.5, 0.04, 400), generator.normal(0.85, 0.03, 900)])
    share = np.where(np.arange(1300) < 400, 0.5, 0.7)
    count = stations_at(turnouts.clip(0.1, 0.99), share, 1 - share)
    modes = modes_of_turnout(count)
    assert modes == pytest.approx([0.5, 0.85], abs=0.02)
    beyond = count.votes[400:, 0].sum() - count.votes[400:, 1].sum()
    assert shpilkin(count) == pytest.approx(beyond, rel=0.02)
    by_rank = {each["rank"]: each["votes"] for each in shpilkin_by_choice(count)}
    assert by_rank[2] < 0.5 * by_rank[1]


def test_neither_one_bin_nor_one_station_makes_the_normal_turnout():
    generator = np.random.default_rng(1)
    turnouts = generator.normal(0.5, 0.05, 2000).clip(0.1, 0.9)
    turnouts[:100] = 0.3
    half = np.full(2000, 0.5)
    count = stations_at(turnouts, half, half)
    huge = replace(
        count,
        electors=np.append(count.electors[1:], 1_000_000),
        votes=np.append(count.votes[1:], [[500_000, 450_000]], axis=0),
    )
    for each in (count, huge):
        assert modes_of_turnout(each)[0] == pytest.approx(0.5, abs=0.01)


def test_the_estimate_of_shpilkin_does_not_hang_on_bins_and_smoothing():
    count = counted(country(1), Count(incremental=0.3, extreme=0.1), 1)
    votes = [each["votes"] for each in shpilkin_by_choice(count) if each["rank"] == 1]
    assert len(votes) == 12
    assert max(votes) < 1.1 * min(votes)


def test_localities_that_differ_by_region_do_not_pass_for_inflation():
    """Fair stations of a country of 17 regions: skewed enough to be fitted by some inflation."""
    for seed in (1, 2, 3):
        assert fit_inflation(country_of_regions(seed)).incremental == 0


def test_the_profile_of_votes_by_turnout_holds_every_vote():
    result = country(3)
    seen = profile(result)
    assert seen.winner.sum() == result.votes[:, 0].sum()
    assert seen.others.sum() == result.votes[:, 1:].sum()
    assert seen.turnout[seen.peak] == pytest.approx(0.5, abs=0.05)


def test_the_fingerprint_counts_every_station_with_votes_once():
    votes = np.array([[50, 50], [90, 10], [0, 0], [100, 0]])
    nothing = np.zeros(4, np.int64)
    stations = Precincts(nothing, nothing, np.full(4, 100), votes, nothing, 0)
    seen = fingerprint(stations, 10)
    assert seen.sum() == pytest.approx(1)
    assert seen[9, 5] == seen[9, 9] / 2 == pytest.approx(1 / 3)


def test_the_cumulative_curve_ends_at_the_result_and_climbs_with_inflation():
    fair = country(2)
    inflated = counted(fair, Count(incremental=0.4, extreme=0.1), 2)
    for result in (fair, inflated):
        _, curve = cumulative_curve(result)
        assert curve[-1] == pytest.approx(result.votes[:, 0].sum() / result.votes.sum())
    late = [cumulative_curve(each)[1] for each in (fair, inflated)]
    assert abs(late[0][-1] - late[0][50]) < 0.02
    assert late[1][-1] - late[1][50] > 0.1


def test_a_fit_needs_stations():
    few = some(country(1), np.arange(50))
    with pytest.raises(ValueError, match="needs 100 stations with votes; there are 50"):
        fit_inflation(few)


def test_regions_of_any_size_are_fitted():
    """Every region is smaller than a fit needs, one is, or all are large enough."""
    whole = counted(country(1), Count(incremental=0.3, extreme=0.1), 1)
    place = np.arange(len(whole.region))
    for region in (place // 60, np.minimum(place // 3330, 3), place // 2500):
        fit = fit_inflation(replace(whole, region=region))
        assert fit.incremental == pytest.approx(0.3, abs=0.05)
        assert fit.extreme == pytest.approx(0.1, abs=0.02)
