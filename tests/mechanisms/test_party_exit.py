"""Parties die of having neither voters nor money, not of one of the two."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.party_exit import PartyExit
from model.politics.state import State
from model.run import run
from model.scenario import load_scenario

RULE = PartyExit()


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("elite-split", {"voters": 1000}), seed=1).state


def poor(state: State, support: float, money: float) -> State:
    """Return a state in which Labour has a share of what people say, and of money."""
    labour = np.eye(state.setting.size("J"))[state.setting.column("labour")]
    shares = np.where(labour == 1, support, (1 - support) / (len(labour) - 1))
    answers = np.zeros_like(state.public.answers)
    answers[0] = shares * state.public.people.sum()
    stocks = replace(
        state.stocks,
        standing=np.ones(len(labour)),
        funds=np.where(labour == 1, money, 50.0),
        despair=np.zeros(len(labour)),
        weeks_standing=np.ones(len(labour)),
    )
    return replace(state, stocks=stocks, public=replace(state.public, answers=answers))


def weeks_until_exit(state: State, limit: int = 20) -> int | None:
    labour = state.setting.column("labour")
    for week in range(1, limit):
        effect = RULE.effect(state)
        state = state.after([effect])
        if state.stocks.standing[labour] == 0:
            assert effect.log[0].what == "exit"
            return week
    return None


def test_despair_takes_its_weeks(opening):
    assert weeks_until_exit(poor(opening, 0.001, 0.0)) == RULE.patience


@pytest.mark.parametrize("arrival", [0, 3])
def test_nobody_despairs_before_a_poll_has_asked_about_them(arrival):
    """A party that is on the ballot from a week on is asked about at the end of that week."""
    rule = {"mechanisms.party_exit.floor": 0.2, "mechanisms.party_exit.purse": 50.0}
    late = {"voters": 1000, "parties.labour.stands_from": arrival, **rule}
    campaign = Campaign(load_scenario("elite-split", late), seed=1)
    labour, left = campaign.setting.column("labour"), arrival + RULE.patience
    while campaign.week < left - 1:
        campaign.step()
    assert campaign.state.stocks.standing[labour] == 1
    campaign.step()
    assert campaign.state.stocks.standing[labour] == 0


@pytest.mark.parametrize(("support", "money"), [(0.05, 0.0), (0.001, 5.0)])
def test_voters_or_money_keep_a_party_alive(opening, support, money):
    assert weeks_until_exit(poor(opening, support, money)) is None


def test_hope_starts_the_count_again(opening):
    state = poor(opening, 0.001, 0.0)
    for _ in range(RULE.patience - 1):
        state = state.after([RULE.effect(state)])
    assert state.stocks.despair.max() == RULE.patience - 1
    hopeful = replace(state, stocks=replace(state.stocks, funds=state.stocks.funds + 5))
    assert hopeful.after([RULE.effect(hopeful)]).stocks.despair.max() == 0


def test_the_established_live_on_without_either(opening):
    state = poor(opening, 0.5, 50.0)
    state = replace(state, stocks=replace(state.stocks, funds=np.zeros_like(state.stocks.funds)))
    established = opening.setting.is_kind("established")
    for _ in range(20):
        state = state.after([RULE.effect(state)])
    assert np.all(state.stocks.standing[established == 1] == 1)


def test_a_forgotten_name_leaves_and_only_with_this_mechanism():
    split = load_scenario("elite-split", {"voters": 2000})
    on, off = run(split, 1), run(split.replace({"mechanisms.party_exit": False}), 1)
    gone = [line for line in on.log if ": exit: labour" in line]
    assert len(gone) == 1
    assert not any(": exit:" in line for line in off.log)
    week = int(gone[0].split(":")[0].removeprefix("week "))
    for name, values in on.weeks.items():
        assert values[:week] == off.weeks[name][:week], name
