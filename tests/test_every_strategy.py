"""The contract of strategies, for each file in the folder."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.parameters.registry import load
from model.politics.contracts import Strategy
from model.scenario import load_scenario

STRATEGIES = load("strategies", Strategy)


@pytest.fixture(params=sorted(STRATEGIES))
def name(request) -> str:
    return str(request.param)


def contest(name: str, **changes) -> Campaign:
    changes = {"parties.party.strategy": {"kind": name}, "voters": 1000, "weeks": 40, **changes}
    return Campaign(load_scenario("replication-stickers", changes), seed=1)


def paths(campaign: Campaign) -> np.ndarray:
    """Play to the end; return the parties' places by week, (weeks, J, D)."""
    seen = [campaign.state.stocks.platform]
    while not campaign.over:
        campaign.step()
        seen.append(campaign.state.stocks.platform)
    return np.array(seen)


def test_it_says_its_rule_and_its_source_and_is_called_like_its_file(name):
    kind = STRATEGIES[name]
    text = kind.__doc__ or ""
    assert len(text.splitlines()[0]) > 20
    assert "Source:" in text
    assert kind().kind == name == kind.key()


@pytest.mark.parametrize("issues", [1, 2, 3])
def test_no_step_is_longer_than_its_speed_in_any_number_of_issues(name, issues):
    names = [f"issue_{number}" for number in range(issues)]
    steps = np.diff(paths(contest(name, **{"population.issues": names})), axis=0)
    assert np.isfinite(steps).all()
    assert np.linalg.norm(steps, axis=2).max() <= 0.1 + 1e-9


def test_the_same_seed_gives_the_same_path_and_another_seed_another_start(name):
    first, second = paths(contest(name)), paths(contest(name))
    np.testing.assert_array_equal(first, second)
    other = Campaign(contest(name).scenario, seed=2)
    assert (other.state.stocks.platform != first[0]).any()


def test_a_party_off_the_ballot_does_not_move(name):
    campaign = contest(name, **{"parties.party.stands_from": 20})
    places = paths(campaign)
    assert (places[:20] == places[0]).all()


def test_it_has_a_speed_if_it_moves_and_none_if_it_does_not(name):
    kind = STRATEGIES[name]
    assert ("speed" in kind.model_fields) == kind.moves
