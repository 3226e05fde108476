"""What was fitted to a past election can be found again from its turnout and votes."""

import pytest

from experiments.inference.official_results import compare, official_turnout
from experiments.inference.past_elections import STRENGTH, fitted, fitted_strength, written
from model.run import run
from model.scenario import Scenario, load_scenario


def strength_of(scenario: Scenario) -> float:
    return {parameter.path: parameter.value for parameter in scenario.parameters()}[STRENGTH]


@pytest.mark.parametrize("name", ["history-2007", "history-2012", "history-2021"])
def test_the_fitted_strength_gives_the_turnout_and_is_near_the_one_shipped(name: str) -> None:
    scenario = load_scenario(name, {"voters": 5000})
    strength = fitted_strength(scenario, seeds=(1, 2))
    turnout = run(scenario.replace({STRENGTH: strength}), 1).outcome["turnout"]
    assert turnout == pytest.approx(official_turnout(scenario), abs=0.02)
    assert strength == pytest.approx(strength_of(scenario), rel=0.15)


def test_appeals_are_found_from_votes_wherever_the_search_starts() -> None:
    """Politics of 2021 is the start; what is found gives the votes of 2016 and its machine."""
    scenario = load_scenario("history-2016", {"voters": 10_000})
    start = {f"parties.{name}.appeal": 0.0 for name in scenario.parties}
    found = fitted(scenario.replace(start), seeds=(1, 2))
    table = compare(scenario, run(scenario.replace(found), 1).outcome)
    assert table.model_vote_share.to_numpy() == pytest.approx(table.official_vote_share, abs=0.015)
    assert found["parties.ak_zhol.appeal"] == 0
    assert found[STRENGTH] == pytest.approx(strength_of(scenario), rel=0.1)
    for name in ("nur_otan", "peoples_party"):
        shipped = scenario.parties[name].appeal
        assert found[f"parties.{name}.appeal"] == pytest.approx(shipped, abs=0.4)


def test_only_lines_that_say_they_were_fitted_are_written() -> None:
    text = (
        "[a]\nstrength = 1.5 # assumed\n[b]\nstrength = {} # calibrated: official turnout, x\n"
        "one.appeal = {} # calibrated: official votes\ntwo.appeal = 3 # assumed\n"
    )
    found = {STRENGTH: 0.9, "parties.one.appeal": -0.25, "parties.two.appeal": 1.0}
    assert written(text.format(7, 8), found) == text.format(0.9, -0.25)


def test_a_scenario_that_is_no_past_election_has_nothing_to_fit() -> None:
    with pytest.raises(KeyError):
        fitted(load_scenario("kazakhstan-2022"))
