"""Money buys branches and channels slowly, and ever less (claims Z5, Z6)."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.party_building import PartyBuilding
from model.numerics.arrays import array, changed
from model.scenario import load_scenario


@pytest.fixture(scope="module")
def entered() -> Campaign:
    campaign = Campaign(
        load_scenario("kazakhstan-2022", {"voters": 1000, "parties.fresh.stands_from": 0}), seed=1
    )
    campaign.step()
    return campaign


def built(campaign: Campaign, spent: float, what: str, party: str = "fresh") -> float:
    """Return what a week of this spending by everybody builds for a party."""
    setting = campaign.setting
    weekly = changed(campaign.state.weekly, spending=array(np.full(setting.size("J"), spent)))
    effect = PartyBuilding().effect(changed(campaign.state, weekly=weekly))
    return float(np.mean(effect.changes[what][setting.column(party)]))


@pytest.mark.parametrize("what", ["organisation", "own_media"])
def test_more_money_builds_more_and_ten_times_the_money_less_than_ten_times(entered, what):
    nothing, some, more, most = (built(entered, spent, what) for spent in (0, 2, 20, 200))
    assert nothing == 0 < some < more < most
    assert most - more < more - some < 9 * some


def test_established_parties_and_who_does_not_stand_build_nothing(entered):
    for party in ("nur_otan", "ak_zhol", "agrarians"):
        assert built(entered, 20, "organisation", party) == 0


def test_an_opposition_known_from_earlier_elections_builds_nothing():
    case = {"voters": 1000, "parties.osdp.kind": "opposition"}
    campaign = Campaign(load_scenario("kazakhstan-2022", case), seed=1)
    campaign.step()
    assert campaign.state.stocks.standing[campaign.setting.column("osdp")] == 1
    assert built(campaign, 20, "organisation", "osdp") == 0


def test_the_same_money_builds_more_the_earlier_the_party_stands():
    def reached(week: int) -> tuple[float, float]:
        case = load_scenario("rich-entrant", {"voters": 1000, "parties.fresh.stands_from": week})
        campaign = Campaign(case, 1)
        campaign.run()
        fresh, stocks = campaign.setting.column("fresh"), campaign.state.stocks
        return float(stocks.organisation[fresh].mean()), float(stocks.own_media[fresh])

    early, late = reached(4), reached(40)
    assert all(first > 2 * last > 0 for first, last in zip(early, late, strict=True))
