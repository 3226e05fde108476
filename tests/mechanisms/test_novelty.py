"""New parties live on distrust, for a time (claim F3)."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.novelty import Novelty
from model.opening import opening_stocks
from model.run import run
from model.scenario import load_scenario


@pytest.fixture(scope="module")
def entered() -> Campaign:
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000, "parties.fresh.stands_from": 2})
    campaign = Campaign(scenario, seed=1)
    for _ in range(3):
        campaign.step()
    return campaign


def test_only_a_new_party_on_the_ballot_has_the_charm_and_more_where_distrust_is_higher(entered):
    setting, rule = entered.setting, Novelty()
    appeal = rule.effect(entered.state).changes["appeal"]
    fresh = setting.column("fresh")
    assert (np.delete(appeal, fresh, axis=1) == 0).all()
    order = np.argsort(entered.state.public.protest_mean)
    assert (np.diff(appeal[order, fresh]) >= 0).all()
    assert appeal[:, fresh].max() > 0


def test_it_wears_off_geometrically(entered):
    state, rule = entered.state, Novelty(wear=0.1)
    fresh = entered.setting.column("fresh")
    start = 1 - state.stocks.familiarity[fresh]
    for week in range(1, 6):
        state = state.after([rule.effect(state)])
        assert 1 - state.stocks.familiarity[fresh] == pytest.approx(start * 0.9**week)


def test_old_parties_are_familiar_from_the_start(entered):
    stands = [party.stands_from == 0 for party in entered.scenario.parties.values()]
    assert (opening_stocks(entered.scenario, entered.setting).familiarity == stands).all()


def test_more_protest_more_trust_in_the_new_party():
    """Claim F3."""

    def won(protest: float) -> float:
        base = load_scenario(
            "kazakhstan-2022", {"voters": 3000, "weeks": 20, "population.protest": protest}
        )
        strong = base.replace({"mechanisms.novelty.strength": 4.0})
        none = base.replace({"mechanisms.novelty": False})
        return run(strong, 1).outcome["support.fresh"] - run(none, 1).outcome["support.fresh"]

    assert won(0.0) > won(-2.0) > 0


def test_switched_off_nothing_changes_before_anybody_enters():
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000, "weeks": 14})
    on, off = (run(each, 1) for each in (scenario, scenario.replace({"mechanisms.novelty": False})))
    assert on.weeks["support.nur_otan"][:12] == off.weeks["support.nur_otan"][:12]
    assert on.weeks["support.fresh"][-1] > off.weeks["support.fresh"][-1]
    assert on.weeks["protest_mean"] == off.weeks["protest_mean"]
