"""The official count, and the laws that read it."""

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import halfnorm

from model.ballot.count import Count, counted, half_normal
from model.ballot.precincts import Precincts
from model.campaign import Campaign
from model.election import AGAINST_ALL, hold_election
from model.measures.outcomes import layers, outcome
from model.run import run
from model.scenario import load_scenario

OFF = {"mechanisms.administrative_mobilisation": False}


def held(scenario, seed=1, **changes):
    campaign = Campaign(scenario.replace({"weeks": 2, **changes}), seed)
    campaign.run()
    return hold_election(campaign)


@pytest.fixture
def country() -> Precincts:
    """Twenty thousand equal stations: 1,000 electors, 300 + 200 votes, 10 blank."""
    n = 20_000
    return Precincts(
        region=np.zeros(n, np.int64), locality=np.arange(n), electors=np.full(n, 1000),
        votes=np.tile([300, 200], (n, 1)), blank=np.full(n, 10), winner=0,
    )  # fmt: skip


def test_a_fair_count_is_what_was_cast(country):
    assert counted(country, Count(), 1) is country


def test_inflation_adds_those_at_home_and_moves_votes_by_the_published_formula(country):
    """W = V + x A + x^alpha (others), with E x = width sqrt(2 / pi) for a half-normal."""
    count = Count(incremental=1, width=0.1, exponent=2)
    official = counted(country, count, 1)
    added = official.ballots - country.ballots
    moved = country.votes[:, 1] - official.votes[:, 1]
    assert added.mean() == pytest.approx(490 * 0.1 * np.sqrt(2 / np.pi), rel=0.03)
    assert moved.mean() == pytest.approx(200 * 0.1**2, rel=0.05)
    np.testing.assert_array_equal(official.blank, country.blank)
    assert official.absent.min() >= 0


def test_as_many_stations_are_inflated_as_the_scenario_says(country):
    official = counted(country, Count(incremental=0.3, extreme=0.1, width=0.2), 1)
    full = official.turnout > 0.85
    assert full.mean() == pytest.approx(0.1, abs=0.01)
    touched = (official.votes != country.votes).any(axis=1)
    # An x below one half of a person cannot be seen: some .3 % of the incremental ones.
    assert touched.mean() == pytest.approx(0.4, abs=0.015)


def test_more_inflation_never_lowers_the_partys_votes(country):
    votes = [
        counted(country, Count(incremental=f, extreme=e), 1).votes[:, 0].sum()
        for f, e in ((0.0, 0.0), (0.2, 0.0), (0.4, 0.0), (0.4, 0.1), (0.4, 0.3))
    ]
    assert sorted(votes) == votes
    assert len(set(votes)) == 5


def test_the_half_normal_is_one():
    uniform = (np.arange(1000) + 0.5) / 1000
    np.testing.assert_allclose(half_normal(uniform, 0.1), halfnorm(scale=0.1).ppf(uniform), 1e-6)
    assert half_normal(uniform, 1.0).max() < 1


def test_shares_of_stations_cannot_exceed_one():
    with pytest.raises(ValidationError, match="must not exceed 1"):
        Count(incremental=0.7, extreme=0.4)


def test_an_inflated_count_changes_the_official_layer_and_no_other(kazakhstan):
    fair = held(kazakhstan)
    inflated = held(kazakhstan, **{"count.incremental": 0.3, "count.extreme": 0.1})
    np.testing.assert_array_equal(fair.cast, inflated.cast)
    np.testing.assert_array_equal(fair.private, inflated.private)
    before, after = layers(fair), layers(inflated)
    for layer in ("support", "rating", "cast", "turnout_cast"):
        np.testing.assert_array_equal(before[layer], after[layer])
    power = fair.campaign.setting.incumbent
    assert (after["official"][:, power] > before["official"][:, power]).all()
    assert (after["turnout"] > before["turnout"]).all()
    assert inflated.votes.sum() == inflated.official.votes.sum()


def test_layers_are_observables_by_region_and_can_diverge(kazakhstan):
    seen = outcome(held(kazakhstan))
    for key in ("support", "rating", "cast_share", "vote_share"):
        assert f"{key}.nur_otan.ALA" in seen
    assert seen["support.nur_otan.MNG"] < seen["rating.nur_otan.MNG"] < seen["vote_share.nur_otan"]


def test_four_layers_and_the_official_count_are_observables_in_every_region(kazakhstan):
    """What people prefer, answer, whether they come, what they cast, and what is written down."""
    seen = run(kazakhstan.replace({"weeks": 2, "count.extreme": 0.2}), 1).outcome
    regions = set(kazakhstan.population.cells.regions.codes)
    by_party = ("support", "rating", "cast_share", "vote_share")
    for layer in (*by_party, "turnout_cast", "turnout"):
        prefix = f"{layer}.nur_otan." if layer in by_party else f"{layer}."
        values = {key.removeprefix(prefix): v for key, v in seen.items() if key.startswith(prefix)}
        assert regions <= set(values)
        assert all(0 <= values[code] <= 1 for code in regions)
    assert seen["turnout.ALA"] > seen["turnout_cast.ALA"]
    assert seen["vote_share.nur_otan.ALA"] > seen["cast_share.nur_otan.ALA"]


def test_local_dominance_exceeds_national(kazakhstan):
    """Claim E10: 82.4 % of council seats in 2021 against 77.6 % of the Mazhilis."""
    seen = run(load_scenario("history-2021"), 1).outcome
    assert seen["council_share.nur_otan"] > seen["seat_share.nur_otan"]
    assert sum(v for k, v in seen.items() if k.startswith("council_seats.")) == 3279
    assert seen["seats_indirect"] == 9


def test_single_member_districts_are_made_of_stations(kazakhstan):
    election = held(kazakhstan)
    for districts in (1, 17, 67):
        table = election.by_district(districts)
        parties = len(election.campaign.setting.names)
        assert table.shape == (districts, parties)
        np.testing.assert_array_equal(table.sum(axis=0), election.votes[:, :parties].sum(axis=0))


@pytest.mark.parametrize("name", ["mixed-law", "ge-2018"])
def test_ballots_for_no_party_are_all_in_some_district(name):
    election = held(load_scenario(name, {"weeks": 1, "voters": 5_000}))
    parties = len(election.campaign.setting.names)
    known = election.campaign.scenario.districts
    for districts in (1, len(election.votes), 67, *([known.number] if known else [])):
        beside = election.beside(districts)
        assert all(number.shape == (districts,) for number in beside.values())
        assert beside["against all"].sum() == election.votes[:, parties:].sum()
        assert beside["invalid"].sum() == election.groups[:, -2].sum() > 0


@pytest.fixture(scope="module")
def mixed():
    return held(load_scenario("mixed-law", {"voters": 10_000}))


def test_against_all_is_counted_and_wins_nothing(mixed):
    seen = outcome(mixed)
    shares = [seen[f"vote_share.{name}"] for name in mixed.choices]
    assert mixed.choices[-1] == AGAINST_ALL
    assert sum(shares) == pytest.approx(1)
    assert 0.02 < shares[-1] < 0.15
    assert mixed.seats.sum() == 77
    assert f"seats.{AGAINST_ALL}" not in seen


def test_against_all_is_chosen_by_the_angry(mixed):
    electorate, parties = mixed.campaign.electorate, len(mixed.campaign.setting.names)
    against = electorate.vote == parties + 2
    others = electorate.vote < parties
    assert electorate.g[against].mean() > electorate.g[others].mean() + 0.02
    best = electorate.support[:parties].max(axis=0)
    assert best[against].mean() < best[others].mean()
    assert (electorate.intention[against] == parties).all()


def test_the_choice_does_not_exist_where_the_law_has_it_not(kazakhstan):
    election = held(kazakhstan.replace({"law.against_all": False}))
    assert AGAINST_ALL not in election.choices
    assert sum(outcome(election)[f"vote_share.{n}"] for n in election.choices) == pytest.approx(1)


def test_voters_desert_lists_expected_to_miss_the_threshold():
    base = load_scenario("threshold", {"voters": 10_000, "weeks": 2})
    sincere = run(base.replace({"mechanisms.strategic_desertion": False}), 1).outcome
    strategic = run(base, 1).outcome
    for name in base.parties:
        assert strategic[f"support.{name}"] == sincere[f"support.{name}"]
    assert strategic["unprompted.adal"] < 0.8 * sincere["unprompted.adal"]
    assert strategic["unprompted.ak_zhol"] > sincere["unprompted.ak_zhol"]
    assert strategic["wasted"] < sincere["wasted"]


def test_without_a_threshold_nobody_is_deserted():
    base = load_scenario("threshold", {"weeks": 1, "law.threshold": 0.0})
    sincere = run(base.replace({"mechanisms.strategic_desertion": False}), 1).outcome
    assert run(base, 1).outcome == sincere


def test_the_bar_of_plurality_lies_between_the_second_and_the_third():
    law = load_scenario("kazakhstan-2022").replace({"law": {"kind": "plurality"}}).law
    assert law.entry_bar(np.array([0.2, 0.5, 0.3])) == pytest.approx(0.25)
