"""What a new party is worth is drawn once a run, for new parties only, each by its name."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.newcomer_valence import NewcomerValence
from model.scenario import load_scenario

SMALL = {"voters": 1000}


def drawn(changes: dict[str, object], seed: int, weeks: int = 0) -> dict[str, float]:
    """Return what each party is worth beyond its appeal."""
    campaign = Campaign(load_scenario("kazakhstan-2022", {**SMALL, **changes}), seed)
    for _ in range(weeks):
        campaign.step()
    appeal = NewcomerValence().effect(campaign.state).changes["appeal"]
    return dict(zip(campaign.setting.names, appeal, strict=True))


def test_only_new_parties_are_drawn_and_each_apart():
    worth = drawn({}, seed=1)
    assert {name for name, each in worth.items() if each != 0} == {"fresh", "agrarians"}
    assert worth["fresh"] != worth["agrarians"]


def test_an_opposition_known_from_earlier_elections_is_no_newcomer():
    worth = drawn({"parties.osdp.kind": "opposition"}, seed=1)
    assert {name for name, each in worth.items() if each != 0} == {"fresh", "agrarians"}


def test_it_lasts_all_the_run_and_differs_between_runs():
    assert drawn({}, seed=1) == drawn({}, seed=1, weeks=5)
    assert drawn({}, seed=1)["fresh"] != drawn({}, seed=2)["fresh"]


def test_another_party_leaves_it_as_it_was():
    alone = drawn({"parties.agrarians": False, "parties.osdp": False}, seed=1)
    assert alone["fresh"] == drawn({}, seed=1)["fresh"]


def test_over_runs_it_is_a_normal_number_of_the_spread_it_says():
    state = Campaign(load_scenario("kazakhstan-2022", SMALL), 1).state
    fresh = state.setting.column("fresh")
    many = []
    for seed in range(400):
        there = type(state)(**{**vars(state), "draw": type(state.draw)(seed, 3)})
        many.append(NewcomerValence(spread=2.0).effect(there).changes["appeal"][fresh])
    assert np.mean(many) == pytest.approx(0, abs=0.3)
    assert np.std(many) == pytest.approx(2.0, rel=0.12)
