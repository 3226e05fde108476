"""Each strategy's rule, on what one party sees; and the mechanism that asks them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.campaign import Campaign
from model.mechanisms.party_strategies import PartyStrategies
from model.politics.contracts import PartyView
from model.politics.strategy import direction, uniforms_for
from model.scenario import ScenarioError, load_scenario
from model.strategies.aggregator import Aggregator
from model.strategies.governator import Governator
from model.strategies.hunter import Hunter
from model.strategies.predator import Predator
from model.strategies.sticker import Sticker
from model.voters.supporters import supporters


def view(share, before, *, heading=(1.0, 0.0), supporters=((1.0, 0.0), (0.0, 0.0))) -> PartyView:
    return PartyView(
        own=0,
        platforms=np.array([[0.0, 0.0], [0.0, 2.0]]),
        supporters=np.array(supporters),
        share=np.array(share),
        share_before=np.array(before),
        heading=np.array(heading),
        uniforms=np.array([0.3, 0.6]),
    )


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_directions_have_length_one_in_any_number_of_dimensions(dimensions, seed):
    drawn = direction(np.random.default_rng(seed).random(uniforms_for(dimensions)), dimensions)
    assert drawn.shape == (dimensions,)
    assert np.linalg.norm(drawn) == pytest.approx(1)


def test_directions_in_the_plane_are_all_alike():
    drawn = np.array([direction(u, 2) for u in np.random.default_rng(1).random((4000, 2))])
    angle = np.sort(np.arctan2(drawn[:, 1], drawn[:, 0]) / (2 * np.pi) % 1)
    # Kolmogorov-Smirnov distance from the uniform, .1 % level.
    assert np.abs(angle - (np.arange(4000) + 0.5) / 4000).max() < 1.95 / np.sqrt(4000)


def test_a_sticker_stays():
    assert not Sticker().move(view([0.2, 0.8], [0.5, 0.5])).any()


def test_an_aggregator_steps_towards_its_supporters_and_never_beyond_them():
    even = [0.5, 0.5]
    far, near = view(even, even), view(even, even, supporters=((0.0, 0.03), (0.0, 0.0)))
    np.testing.assert_allclose(Aggregator().move(far), [0.1, 0])
    np.testing.assert_allclose(Aggregator().move(near), [0, 0.03])


def test_a_hunter_repeats_what_paid():
    np.testing.assert_allclose(Hunter().move(view([0.6, 0.4], [0.5, 0.5])), [0.1, 0])


@given(st.floats(0, 2 * np.pi), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_hunter_turns_into_the_half_plane_behind_when_support_did_not_rise(angle, a, b):
    heading = np.array([np.cos(angle), np.sin(angle)])
    for before in (0.5, 0.7):
        seen = view([0.5, 0.5], [before, 1 - before], heading=heading)
        seen = PartyView(**{**vars(seen), "uniforms": np.array([a, b])})
        step = Hunter().move(seen)
        assert np.linalg.norm(step) == pytest.approx(0.1)
        assert step @ heading <= 1e-12


def test_a_tie_is_a_matter_of_the_variant():
    tie = view([0.5, 0.5], [0.5, 0.5])
    np.testing.assert_allclose(Hunter(on_tie="repeat").move(tie), [0.1, 0])
    assert Hunter(on_tie="turn").move(tie)[0] <= 0


def test_a_predator_goes_for_the_largest_and_stands_if_it_is_that():
    np.testing.assert_allclose(Predator().move(view([0.4, 0.6], [0.5, 0.5])), [0, 0.1])
    assert not Predator().move(view([0.6, 0.4], [0.5, 0.5])).any()


def test_a_governator_stays_while_it_leads_and_hunts_while_it_does_not():
    assert not Governator().move(view([0.6, 0.4], [0.7, 0.3])).any()
    np.testing.assert_allclose(Governator().move(view([0.4, 0.6], [0.3, 0.7])), [0.1, 0])
    assert Governator().move(view([0.4, 0.6], [0.5, 0.5]))[0] <= 0


@pytest.mark.parametrize("scenario", ["replication-aggregators", "kazakhstan-2022"])
def test_supporters_are_where_a_plain_loop_finds_them(scenario):
    """Also where many favour none of the parties, who count for no party."""
    campaign = Campaign(load_scenario(scenario, {"voters": 1000}), seed=3)
    electorate, weight = campaign.electorate, campaign.electorate.layout.weight
    parties = campaign.setting.size("J")
    people, mean, square = supporters(electorate, parties)
    cells = [electorate.layout.cell(row) for row in range(1000)]
    for party in np.unique(electorate.intention[electorate.intention < parties]):
        rows = np.flatnonzero(electorate.intention == party)
        w = weight[[cells[row] for row in rows]]
        x = electorate.issues[:, rows].astype(float)
        assert people[party] == pytest.approx(w.sum())
        np.testing.assert_allclose(mean[party], (x * w).sum(axis=1) / w.sum())
        assert square[party] == pytest.approx((x**2).sum(axis=0) @ w / w.sum())


def test_any_party_of_the_kazakh_scenario_can_be_given_a_strategy_and_moves_slowly(kazakhstan):
    case = kazakhstan.replace({"parties.osdp.strategy.kind": "hunter", "weeks": 3})
    campaign = Campaign(case, seed=1)
    column = campaign.setting.column("osdp")
    start = campaign.state.stocks.platform
    campaign.run()
    moved = np.linalg.norm(campaign.state.stocks.platform - start, axis=1)
    assert 0 < moved[column] <= 3 * 0.1 * case.mechanisms.party_strategies.pace + 1e-12


def test_the_party_of_power_is_slower(kazakhstan):
    """Claim W6."""
    case = kazakhstan.replace({
        "parties.nur_otan.strategy.kind": "hunter", "parties.osdp.strategy.kind": "hunter",
        "mechanisms.niche_issue_ownership": False, "weeks": 1,
    })  # fmt: skip
    campaign = Campaign(case, seed=1)
    start = campaign.state.stocks.platform
    campaign.run()
    moved = np.linalg.norm(campaign.state.stocks.platform - start, axis=1)
    power, rival = campaign.setting.incumbent, campaign.setting.column("osdp")
    assert moved[power] == pytest.approx(0.3 * moved[rival])


def test_nobody_chases_a_party_that_has_left_though_the_last_poll_known_names_it(kazakhstan):
    """Ak Zhol led in the only poll that was published, before Nur Otan, and is gone."""
    campaign = Campaign(kazakhstan.replace({"parties.osdp.strategy.kind": "predator"}), seed=1)
    state, setting = campaign.state, campaign.setting
    gone, second, own = map(setting.column, ("ak_zhol", "nur_otan", "osdp"))
    parties = np.eye(setting.size("J"))
    standing = state.stocks.standing * (1 - parties[gone])
    stocks = replace(state.stocks, standing=standing, weeks_standing=standing)
    public = replace(state.public, published=0.6 * parties[gone] + 0.3 * parties[second])
    seen = replace(state, stocks=stocks, public=public)
    heading = seen.after([PartyStrategies().effect(seen)]).stocks.heading[own]
    gap = stocks.platform[second] - stocks.platform[own]
    np.testing.assert_allclose(heading, gap / np.linalg.norm(gap))


def test_copies_are_written_out_and_refused_where_they_mean_nothing():
    four = load_scenario("replication-hunters", {"parties.party.copies": 3})
    assert list(four.parties) == ["party_1", "party_2", "party_3"]
    with pytest.raises(ScenarioError, match="copies"):
        load_scenario("replication-hunters", {"parties.party.copies": 2.5})


def test_a_misspelt_strategy_is_refused_with_what_there_is():
    with pytest.raises(ScenarioError, match="hunter"):
        load_scenario("replication-hunters", {"parties.party.strategy": "huntr"})
