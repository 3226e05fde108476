"""A count that differs from what people saw brings protest, and is forgotten."""

from dataclasses import replace

import numpy as np
import pytest
from stored import page

from model.campaign import Campaign
from model.mechanisms.disputed_count import DisputedCount
from model.run import Run, run
from model.scenario import load_scenario


def disputed(share: float, **changes: object) -> Run:
    case = {"voters": 3000, "weeks": 30, "events.count.to.disbelieved": share, **changes}
    return run(load_scenario("disputed-count", case), 1)


def test_the_more_votes_are_not_believed_the_more_people_protest():
    protest = [np.mean(disputed(share).weeks["protest_mean"]) for share in (0.0, 0.05, 0.1, 0.2)]
    assert protest == sorted(protest)
    assert protest[-1] > protest[0] + 0.05


def test_a_count_that_is_believed_moves_nobody():
    believed = disputed(0.0).weeks["protest_mean"]
    off = disputed(0.0, **{"mechanisms.disputed_count": False}).weeks["protest_mean"]
    assert believed == off


def test_those_who_watch_state_channels_only_do_not_hear_of_it():
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state
    felt = replace(state, stocks=replace(state.stocks, disbelieved=np.asarray(0.2)))
    changes = DisputedCount().effect(felt).changes
    assert changes["protest_media"] > 0
    assert "protest_drift" not in changes


def test_half_of_it_is_forgotten_in_a_week_by_default():
    state = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state
    felt = replace(state, stocks=replace(state.stocks, disbelieved=np.asarray(0.2)))
    after = felt.after([DisputedCount().effect(felt)])
    assert float(after.stocks.disbelieved) == pytest.approx(0.1)


def test_limits_tell_how_long_a_dispute_over_a_fifth_of_the_votes_is_felt():
    weeks = [8, 20, 40, 52]
    felt, usual = (
        np.mean([run(load_scenario("disputed-count", {"voters": 5000, **change}), seed)
                 .weeks["protest_mean"] for seed in (1, 2)], axis=0)[weeks]
        for change in ({}, {"events.count.to.disbelieved": 0.0})
    )  # fmt: skip
    at = [f"{each:.2f} in week {week}" for each, week in zip(felt - usual, weeks, strict=True)]
    assert (
        f"raises mean protest, {usual[0]:.2f} without it, by {', '.join(at[:-1])} and {at[-1]}."
    ) in page("model/LIMITS.md")
