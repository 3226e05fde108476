"""The notables: who they are, and that they are the same in every scenario."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.campaign import Campaign
from model.opening import opening_state
from model.scenario import ScenarioError, load_scenario
from model.society.elites import CADRES, Elites, gifts, joining


def test_most_of_the_elite_belongs_to_the_party_of_power(kazakhstan):
    """Claim S4."""
    assert kazakhstan.elites.members > kazakhstan.elites.number / 2


def test_there_are_the_nine_parties_merged_from_1999_to_2006(kazakhstan):
    factions = kazakhstan.elites.factions.values()
    assert len(factions) == 4 + 2 + 1 + 2
    assert sorted({faction.merged for faction in factions}) == [1999, 2002, 2006]


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 2000), st.floats(0.05, 1), st.floats(0, 1))
def test_loyalty_is_spread_evenly_and_never_beyond_the_members(number, share, loyalty):
    elites = Elites(number=number, party_share=share, loyalty=loyalty)
    assert elites.members > 0
    opening = elites.opening_loyalty()
    assert opening[elites.members :].sum() == 0
    assert opening.sum() == pytest.approx(loyalty * elites.members, abs=3)


def test_support_of_the_elite_opens_as_the_share_of_clout_that_is_inside(kazakhstan):
    state = Campaign(kazakhstan.replace({"elites.loyalty": 0.5}), seed=1).state
    inside = float(state.setting.notables.clout @ state.stocks.loyal)
    assert float(state.stocks.elite_support) == pytest.approx(inside)
    assert inside != pytest.approx(0.5, abs=0.001)


def test_factions_have_their_sizes_and_the_rest_are_cadres(kazakhstan):
    elites = Elites(number=1000, party_share=0.5, factions=kazakhstan.elites.factions)
    faction = elites.faction_of()
    sizes = [np.sum(faction == k) for k in range(9)]
    assert sizes == [round(each.size * 500) for each in elites.factions.values()]
    assert np.all(faction[500:] == CADRES)


def test_an_older_merger_is_remembered_less(kazakhstan):
    memory = kazakhstan.elites.known_factions.memory(20.0)
    names = list(kazakhstan.elites.factions)
    assert memory[names.index("unity")] < memory[names.index("asar")]
    assert memory[names.index("asar")] == pytest.approx(np.exp(-16 / 20))


def test_notables_do_not_depend_on_the_parties_that_stand(kazakhstan):
    split = load_scenario("elite-split")
    one, other = (
        opening_state(kazakhstan, 7).setting.notables,
        opening_state(split, 7).setting.notables,
    )
    for field in ("region", "faction", "office", "daring", "wealth", "clout"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))
    assert not np.array_equal(one.wealth, opening_state(kazakhstan, 8).setting.notables.wealth)


def test_clout_and_wealth_are_shares_and_unequal(kazakhstan):
    notables = opening_state(kazakhstan, 1).setting.notables
    for shares in (notables.clout, notables.purse):
        assert shares.sum() == pytest.approx(1)
        assert shares.max() > 5 / kazakhstan.elites.members
    assert np.all(notables.clout[notables.member == 0] == 0)


def test_leavers_join_their_own_party_and_only_if_it_stands():
    setting = opening_state(load_scenario("elite-split"), 1).setting
    notables = setting.notables
    asar = setting.column("asar")
    standing = np.eye(setting.size("J"))[asar]
    crowd = joining(notables, standing, notables.member)
    own = notables.faction == setting.factions.names.index("asar")
    assert np.flatnonzero(crowd.any(axis=1)).tolist() == [asar]
    np.testing.assert_allclose(crowd[asar], notables.presence @ own)
    money = gifts(notables, standing, notables.member, 0.01)
    assert money[asar] == pytest.approx(0.01 * notables.wealth[own].sum())
    assert money.sum() == money[asar]


def test_an_open_niche_party_takes_all_who_have_none_of_their_own():
    scenario = load_scenario("kazakhstan-2022", {"parties.agrarians.faction": ""})
    setting = opening_state(scenario, 1).setting
    home = setting.notables.home
    np.testing.assert_array_equal(home[setting.column("agrarians")], setting.notables.member)


def test_a_faction_that_does_not_exist_is_refused():
    with pytest.raises(ScenarioError, match="no faction 'nobody'"):
        load_scenario("kazakhstan-2022", {"parties.agrarians.faction": "nobody"})


def test_a_party_of_power_without_any_of_the_elite_is_refused():
    with pytest.raises(
        ScenarioError, match=r"elites\.party_share: given 0, allowed is 0\.05 \.\. 1"
    ):
        load_scenario("kazakhstan-2022", {"elites.party_share": 0})


def test_factions_larger_than_the_party_are_refused():
    three = {name: {"size": 0.4} for name in ("a", "b", "c")}
    with pytest.raises(ScenarioError, match="sizes of factions add up to"):
        load_scenario("kazakhstan-2022", {"elites.factions": three})
