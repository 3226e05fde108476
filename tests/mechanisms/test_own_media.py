"""A founder's channels win those who do not live on the state's (claims Z5, Z6)."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.own_media import OwnMedia
from model.run import run
from model.scenario import load_scenario

CASE = {"voters": 3000, "weeks": 20, "parties.fresh.stands_from": 4}


def test_the_gain_falls_to_nothing_for_who_meets_state_media_only():
    case = load_scenario("kazakhstan-2022", {**CASE, "parties.fresh.own_media": 0.5})
    campaign = Campaign(case, 1)
    effect = OwnMedia(praise=2.0).effect(campaign.state).changes
    fresh = campaign.setting.column("fresh")
    assert effect["appeal"][fresh] == pytest.approx(1.0)
    np.testing.assert_allclose(effect["appeal"] + effect["media_loading"], 0)
    assert np.delete(effect["appeal"], fresh).max() == 0


def test_an_owner_of_channels_wins_more_the_more_they_reach():
    """Claim Z6."""
    none, some, most = (
        np.mean([
            run(load_scenario("kazakhstan-2022", {**CASE, "parties.fresh.own_media": reach}), seed)
            .outcome["support.fresh"]
            for seed in (1, 2)
        ])
        for reach in (0.0, 0.4, 0.8)
    )  # fmt: skip
    assert none < some < most
