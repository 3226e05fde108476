"""What all tests share."""

import pytest

from model.scenario import Scenario, load_scenario


@pytest.fixture(scope="session")
def kazakhstan() -> Scenario:
    """The baseline, small enough for a test."""
    return load_scenario("kazakhstan-2022", {"voters": 3000})
