"""Kept promises calm; what was kept before is what people are used to."""

from dataclasses import replace

import pytest

from model.campaign import Campaign
from model.mechanisms.kept_promises import KeptPromises
from model.scenario import load_scenario


@pytest.mark.parametrize(("kept", "sign"), [(0.9, -1), (0.6, 0), (0.2, 1)])
def test_keeping_more_than_at_the_opening_calms_and_keeping_less_angers(kept, sign):
    case = {"voters": 1000, "parties.nur_otan.delivery": 0.6}
    state = Campaign(load_scenario("kazakhstan-2022", case), seed=1).state
    delivery = kept * state.setting.is_incumbent
    rule = KeptPromises().prepared(state.setting)
    drift = rule.effect(replace(state, stocks=replace(state.stocks, delivery=delivery)))
    assert sign * drift.changes["protest_drift"] >= 0
    assert (drift.changes["protest_drift"] == 0) == (sign == 0)
