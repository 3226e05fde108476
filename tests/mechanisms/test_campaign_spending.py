"""The party of power has the income that its people give."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.campaign_spending import CampaignSpending
from model.scenario import load_scenario


def test_income_follows_the_wealth_that_is_still_in_the_party():
    """Claim S4."""
    opening = Campaign(load_scenario("elite-split", {"voters": 1000}), seed=1).state
    stocks, setting = opening.stocks, opening.setting
    rich = setting.notables.purse >= np.median(setting.notables.purse)
    left = replace(opening, stocks=replace(stocks, loyal=stocks.loyal * ~rich))
    rule = CampaignSpending(rate=0.0).prepared(setting)
    before, after = (rule.effect(each).changes["funds"] for each in (opening, left))
    shares = np.divide(after, before, out=np.ones(len(before)), where=before > 0)
    poor = setting.notables.purse[~rich].sum()
    assert poor < 0.5
    assert shares[setting.incumbent] == pytest.approx(poor)
    assert (np.delete(shares, setting.incumbent) == 1).all()
