"""Strong talk, weak effect on votes (claim Z3)."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.letting_off_steam import LettingOffSteam
from model.run import run
from model.scenario import load_scenario


def after(name: str, **changes) -> Campaign:
    campaign = Campaign(load_scenario(name, {"voters": 3000, "weeks": 34, **changes}), seed=1)
    campaign.run()
    return campaign


def test_talk_multiplies_in_a_shock_while_votes_move_by_points():
    """Claim Z3."""
    calm, shock = after("kazakhstan-2022"), after("january-shock")
    talk = [each.state.weekly.talk.mean() for each in (calm, shock)]
    votes = [each.state.public.support[each.setting.incumbent] for each in (calm, shock)]
    assert talk[1] > 1.3 * talk[0]
    assert abs(votes[1] / votes[0] - 1) < 0.2


def test_what_is_talked_away_weighs_less_in_the_vote_and_in_the_street():
    loud = {"mechanisms.letting_off_steam": {"outlet": 1.0}}
    quiet = {"mechanisms.letting_off_steam": {"outlet": 0.0}}
    a, b = after("kazakhstan-2022", **loud), after("kazakhstan-2022", **quiet)
    osdp = a.setting.column("osdp")
    assert a.state.public.support[osdp] < b.state.public.support[osdp]
    assert (a.state.weekly.crowd < b.state.weekly.crowd).all()


def test_the_weight_of_protest_shrinks_by_what_was_vented():
    state = after("kazakhstan-2022", weeks=2).state
    rule = LettingOffSteam(outlet=0.2, steepness=0.0)
    change = rule.effect(state).changes
    # Without steepness half of the people talk everywhere.
    np.testing.assert_allclose(change["talk"], 0.5)
    np.testing.assert_allclose(change["vented"], 0.1)
    loading = state.weekly.protest_loading
    np.testing.assert_allclose(change["protest_loading"], -0.1 * loading)


def test_switched_off_protest_itself_stays_as_it_was():
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000, "weeks": 8})
    off = run(scenario.replace({"mechanisms.letting_off_steam": False}), 1)
    assert run(scenario, 1).weeks["protest_mean"] == pytest.approx(
        off.weeks["protest_mean"], abs=1e-4
    )
