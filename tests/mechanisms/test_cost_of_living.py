"""Prices that rise anger where they rise, until people are used to them."""

import numpy as np

from model.run import run
from model.scenario import Scenario, load_scenario

SMALL = {"voters": 3000, "weeks": 40}


def protest(scenario: Scenario, name: str = "protest_mean") -> np.ndarray:
    return np.array(run(scenario, 1).weeks[name])


def test_protest_rises_with_prices_and_falls_back_once_they_are_usual():
    dearer = load_scenario("dearer-life", {**SMALL, "weeks": 110})
    gained = protest(dearer) - protest(dearer.replace({"events": {}}))
    top = int(gained.argmax())
    assert 15 < top < 60
    assert gained[top] > 0.02
    assert gained[-1] < gained[top] / 2


def test_a_region_that_pays_more_is_angrier_than_others_at_once():
    dearer = load_scenario("dearer-life", {**SMALL, "events.prices.regions": ["MNG"]})
    gained = protest(dearer) - protest(dearer.replace({"events": {}}))
    everywhere = load_scenario("dearer-life", SMALL)
    all_gained = protest(everywhere) - protest(everywhere.replace({"events": {}}))
    assert 0 < gained[20] < all_gained[20] / 5
