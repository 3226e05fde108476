"""A split elite and a leader's going make protest seem worth while."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.political_opportunity import PoliticalOpportunity
from model.run import run
from model.scenario import load_scenario


@pytest.fixture(scope="module")
def state():
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


def drift(state, **stocks: object) -> float:
    changed = {name: np.asarray(value, dtype=float) for name, value in stocks.items()}
    now = replace(state, stocks=replace(state.stocks, **changed))
    return float(PoliticalOpportunity().effect(now).changes["protest_drift"])


def test_a_whole_elite_with_its_leader_gives_none(state):
    assert drift(state) == 0


def test_a_split_gives_the_more_the_larger_and_as_long_as_it_lasts(state):
    some = state.stocks.loyal * (np.arange(len(state.stocks.loyal)) % 4 > 0)
    assert 0 < drift(state, loyal=some) < drift(state, loyal=0 * some)


def test_the_leaders_going_gives_while_it_is_new_and_his_coming_gives_none(state):
    assert drift(state, attachment=0.0, settled_attachment=1.0) > 0
    assert drift(state, attachment=0.0, settled_attachment=0.0) == 0
    assert drift(state, attachment=1.0, settled_attachment=0.0) == 0


def test_people_protest_more_without_the_chairman_and_more_still_without_the_elite():
    def protest(name: str, loyalty: float) -> float:
        """Return mean protest while nobody in the elite moves."""
        still = {"elites.loyalty": loyalty, "mechanisms.elite_defection.attention": 0.0}
        scenario = load_scenario(name, {"voters": 2000, "weeks": 40, **still})
        return float(np.mean([np.mean(run(scenario, s).weeks["protest_mean"]) for s in (1, 2)]))

    stays = protest("kazakhstan-2022", 1.0)
    leaves = protest("chairman-leaves-early", 1.0)
    broken = protest("chairman-leaves-early", 0.3)
    assert stays + 0.005 < leaves < broken - 0.02
