"""Branches count where they change, and falter under a new leader or real rivals."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.organisation import Organisation
from model.politics.state import State
from model.run import run
from model.scenario import load_scenario

RULE = Organisation()


@pytest.fixture(scope="module")
def opening() -> State:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


def ready(state: State) -> Organisation:
    return RULE.prepared(state.setting)


def changed(state: State, **stocks: object) -> State:
    values = {name: np.asarray(value, dtype=float) for name, value in stocks.items()}
    return replace(state, stocks=replace(state.stocks, **values))


def test_at_the_opening_it_adds_nothing(opening):
    effect = ready(opening).effect(opening)
    np.testing.assert_allclose(effect.changes["appeal"], 0, atol=1e-12)
    np.testing.assert_allclose(effect.changes["branch_work"], 0, atol=1e-12)


def test_more_branches_win_votes_in_their_region_only(opening):
    setting = opening.setting
    more = opening.stocks.organisation.copy()
    more[2, 5] += 0.2
    appeal = ready(opening).effect(changed(opening, organisation=more)).changes["appeal"]
    expected = np.zeros_like(appeal)
    expected[setting.cells.region == 5, 2] = 0.2 * RULE.strength
    np.testing.assert_allclose(appeal, expected, atol=1e-12)


def test_a_new_leader_leaves_disorder_until_people_got_used_to_it(opening):
    """Claim W2."""
    fresh = ready(opening).efficiency(changed(opening, attachment=0.0, settled_attachment=1.0))
    later = ready(opening).efficiency(changed(opening, attachment=0.0, settled_attachment=0.3))
    settled = ready(opening).efficiency(changed(opening, attachment=0.0, settled_attachment=0.0))
    assert fresh == pytest.approx(1 - RULE.disorder)
    assert fresh < later < settled == 1


def test_disorder_touches_the_party_of_power_alone(opening):
    """Claim W2."""
    work = ready(opening).effect(changed(opening, attachment=0.0)).changes["branch_work"]
    assert np.all(work[opening.setting.incumbent] < 0)
    np.testing.assert_allclose(np.delete(work, opening.setting.incumbent, axis=0), 0, atol=1e-12)


def test_rivals_that_hold_back_do_not_count_and_real_ones_do(opening):
    """Claims E14, W5."""
    established = opening.setting.is_kind("established")
    support = float(opening.public.support @ established)
    broken = ready(opening).efficiency(changed(opening, deal=np.zeros_like(established)))
    assert ready(opening).efficiency(opening) == 1
    assert broken == pytest.approx(1 - RULE.clumsiness * support)


def test_an_unready_machine_works_less(opening):
    assert ready(opening).efficiency(changed(opening, readiness=0.6)) == pytest.approx(0.6)


def test_switching_it_off_changes_nothing_until_something_happens_to_branches():
    scenario = load_scenario("chairman-leaves-early", {"voters": 2000})
    on, off = run(scenario, 1), run(scenario.replace({"mechanisms.organisation": False}), 1)
    for name, values in on.weeks.items():
        assert values[:8] == off.weeks[name][:8], name
    assert on.weeks["rating.nur_otan"][10] < off.weeks["rating.nur_otan"][10]
