"""No misspelt name answers zero: what does not exist is an error, which says what there is."""

from collections.abc import Callable

import pytest

from model.campaign import Campaign
from model.politics.state import Effect, State
from model.scenario import load_scenario

MISSPELT: dict[str, tuple[Callable[[State], object], str]] = {
    "trait of parties": (lambda s: s.setting.of_parties("incme"), "did you mean 'income'"),
    "kind of party": (lambda s: s.setting.is_kind("nich"), "did you mean 'niche'"),
    "issue": (lambda s: s.setting.issue("ordr"), "economy, identity, order, reform"),
    "party": (lambda s: s.setting.column("nur_ota"), "did you mean 'nur_otan'"),
    "group of voters": (lambda s: s.setting.cells.members("midle_class"), "midle_class"),
    "field of a law": (lambda s: s.setting.law.treshold, "treshold"),  # type: ignore[attr-defined]
    "stock": (lambda s: s.stocks.fund, "fund"),  # type: ignore[attr-defined]
    "table": (lambda s: s.weekly.apeal, "apeal"),  # type: ignore[attr-defined]
    "change": (lambda s: Effect(apeal=1.0), "neither a stock nor a table"),
}


@pytest.fixture(scope="module")
def state() -> State:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), seed=1).state


@pytest.mark.parametrize("what", MISSPELT)
def test_a_name_that_does_not_exist_is_an_error(state, what):
    ask, told = MISSPELT[what]
    with pytest.raises((LookupError, ValueError, AttributeError, TypeError), match=told):
        ask(state)
