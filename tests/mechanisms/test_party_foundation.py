"""Leavers found parties once enough of them are out and the state lets them."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.party_foundation import PartyFoundation
from model.politics.state import State
from model.run import run
from model.scenario import load_scenario

CERTAIN = PartyFoundation(registration=1.0)


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("elite-split", {"voters": 1000}), seed=1).state


def without(state: State, faction: str) -> State:
    """Return the state with all people of a faction out of the party of power."""
    names = list(state.setting.factions.names)
    stays = state.setting.notables.faction != names.index(faction)
    return replace(state, stocks=replace(state.stocks, loyal=state.stocks.loyal * stays))


def test_a_faction_that_has_left_founds_its_own_party(opening):
    effect = CERTAIN.effect(without(opening, "asar"))
    setting, asar = opening.setting, opening.setting.column("asar")
    np.testing.assert_array_equal(effect.changes["standing"], np.eye(setting.size("J"))[asar])
    assert effect.changes["organisation"][asar].sum() > 0
    own = setting.notables.home[asar]
    wealth = own @ setting.notables.wealth
    assert effect.changes["funds"][asar] == pytest.approx(CERTAIN.gift * wealth)


def test_the_log_says_who_when_from_whom_and_with_what_money(opening):
    (entry,) = CERTAIN.effect(without(opening, "asar")).log
    assert (entry.what, entry.who, entry.week) == ("entry", "asar", opening.week)
    assert "notables from the party of power" in entry.detail
    assert " million" in entry.detail


def test_nobody_founds_anything_while_the_elite_is_inside(opening):
    assert CERTAIN.effect(opening).changes == {}


def test_too_few_leavers_found_nothing(opening):
    more = PartyFoundation(registration=1.0, critical=1.0)
    loyal = without(opening, "asar").stocks.loyal.copy()
    loyal[np.flatnonzero(loyal != opening.stocks.loyal)[0]] = 1.0
    state = replace(opening, stocks=replace(opening.stocks, loyal=loyal))
    assert more.effect(state).changes == {}


def test_a_closed_gate_lets_nobody_pass(opening):
    closed = PartyFoundation(registration=0.0)
    assert not closed.effect(without(opening, "asar")).changes["standing"].any()


def test_who_gave_up_does_not_come_back(opening):
    state = without(opening, "asar")
    tired = np.eye(opening.setting.size("J"))[opening.setting.column("asar")] * 8
    assert CERTAIN.effect(replace(state, stocks=replace(state.stocks, despair=tired))).changes == {}


def test_the_split_follows_the_old_mergers_and_needs_this_mechanism():
    """Claim F2."""
    split = load_scenario("elite-split", {"voters": 2000})
    on, off = run(split, 1), run(split.replace({"mechanisms.party_foundation": False}), 1)
    founded = [line for line in on.log if "notables from the party of power" in line]
    assert len(founded) >= 2
    assert not any("notables from" in line for line in off.log)
    assert off.outcome["vote_share.asar"] == 0 < on.outcome["vote_share.asar"]
    first = min(int(line.split(":")[0].removeprefix("week ")) for line in founded)
    for name, values in on.weeks.items():
        assert values[:first] == off.weeks[name][:first], name
