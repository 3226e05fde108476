"""The strength of the machine of a past election can be found again from turnout alone."""

from pathlib import Path

import pytest

from experiments.machine_strength import PATH, fitted_strength, write_strength
from model.history import official_turnout
from model.run import run
from model.scenario import Scenario, load_scenario


def strength_of(scenario: Scenario) -> float:
    return {knob.path: knob.value for knob in scenario.knobs()}[PATH]


@pytest.mark.parametrize("name", ["history-2007", "history-2012", "history-2021"])
def test_the_fitted_strength_gives_the_turnout_and_is_near_the_one_shipped(name: str) -> None:
    scenario = load_scenario(name, {"voters": 5000})
    fitted = fitted_strength(scenario, seeds=(1, 2))
    turnout = run(scenario.replace({PATH: fitted}), 1).outcome["turnout"]
    assert turnout == pytest.approx(official_turnout(scenario), abs=0.02)
    assert fitted == pytest.approx(strength_of(scenario), rel=0.15)


def test_only_the_line_that_says_it_was_fitted_is_written(tmp_path: Path) -> None:
    file = tmp_path / "history.toml"
    text = (
        "[a]\nstrength = 1.5 # assumed\n[b]\nstrength = 0.9{} # calibrated: official turnout, x\n"
    )
    file.write_text(text.format(5), encoding="utf-8")
    write_strength(file, 0.9)
    assert file.read_text(encoding="utf-8") == text.format("")


def test_a_scenario_that_is_no_past_election_has_no_turnout_to_fit() -> None:
    with pytest.raises(KeyError):
        fitted_strength(load_scenario("kazakhstan-2022"))
