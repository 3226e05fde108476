"""A scenario is found again from another one and what differs."""

import pytest

from experiments.store.differences import changed, differences
from model.scenario import load_scenario, shipped_scenarios


@pytest.mark.parametrize("name", ["dozen-entrants", "mixed-law", "chairman-distant"])
def test_what_differs_leads_from_one_scenario_to_the_other(name: str) -> None:
    assert name in shipped_scenarios()
    base, other = (
        load_scenario(each).model_dump(mode="json") for each in ("kazakhstan-2022", name)
    )
    found = differences(base, other)
    assert 0 < len(found) < 60
    rebuilt = changed(base, found)
    assert differences(rebuilt, other) == {}
    assert differences(base, _plain("kazakhstan-2022")) == {}


def _plain(name: str) -> dict[str, object]:
    return load_scenario(name).model_dump(mode="json")
