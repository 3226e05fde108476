"""Who went where adds up to what is known of the ends."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.election import hold_election
from model.measures.vote_transfers import flows
from model.run import run
from model.scenario import load_scenario


@pytest.fixture(scope="module")
def done():
    return run(load_scenario("kazakhstan-2022", {"voters": 3000, "weeks": 20}), seed=4)


def total(flows: dict[str, float], what: str, end: str | None = None, start: str = "") -> float:
    """Return the share of electors between a start and an end, where given."""
    parts = [(key.split("."), share) for key, share in flows.items()]
    return sum(
        share
        for (kind, origin, target), share in parts
        if kind == what and end in (None, target) and start in ("", origin)
    )


def test_everybody_is_counted_once(done):
    assert total(done.flows, "favoured") == pytest.approx(1)
    assert total(done.flows, "voted") == pytest.approx(1)


def test_the_ends_are_the_support_of_week_0_and_of_polling_day(done):
    for name in done.scenario.parties:
        first, last = done.weeks[f"support.{name}"][0], done.outcome[f"support.{name}"]
        assert total(done.flows, "favoured", start=name) == pytest.approx(first)
        assert total(done.flows, "voted", start=name) == pytest.approx(first)
        assert total(done.flows, "favoured", end=name) == pytest.approx(last)


def test_those_who_did_not_stay_at_home_are_the_turnout_that_was_cast(done):
    at_home = total(done.flows, "voted", end="stayed_at_home")
    assert 1 - at_home == pytest.approx(done.outcome["turnout_cast"])


def test_on_the_first_day_nobody_has_changed_sides():
    campaign = Campaign(load_scenario("kazakhstan-2022", {"voters": 3000}), seed=4)
    opening = campaign.electorate.intention.copy()
    hold_election(campaign)
    found = flows(campaign, opening)
    stayed = [found[f"favoured.{name}.{name}"] for name in campaign.setting.options]
    assert np.sum(stayed) == pytest.approx(1)
