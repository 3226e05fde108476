"""Beliefs about assumed numbers, and sweeps in which each replicate has a draw of them."""

import shutil

import numpy as np
import pandas as pd
import pytest
from commands import command

from experiments.inference.calibrate import Work, write_posterior
from experiments.inference.posterior import MISS, WEIGHT
from experiments.running.sweep import as_table
from experiments.study.design import Factor, factorial
from experiments.study.plan import Study, planned
from experiments.study.prior import prior
from experiments.tools.countries import write_skeleton
from model.draws import MADE_FOR, Draws, fingerprint, has_draws, outdated, posterior
from model.parameters.parameter import Parameter, declared
from model.parameters.registry import load
from model.politics.contracts import ElectoralLaw
from model.scenario import ScenarioError, load_scenario
from model.society.country import scenario_of, shipped_countries

CHANCES = np.array([0.05, 0.5, 0.95])
ABOUT = {"unit": "", "source": "assumed", "meaning": ""}


def believed(value, low, high, **about):
    return prior(Parameter("x", value, low, high, **{**ABOUT, **about}))


def test_an_assumed_strength_is_believed_to_a_factor_of_two():
    assert believed(0.6, 0, 4).at(CHANCES) == pytest.approx([0.3, 0.6, 1.2])


def test_an_assumed_share_stays_a_share_and_its_default_is_the_middle():
    low, middle, high = believed(0.9, 0, 1).at(CHANCES)
    assert middle == pytest.approx(0.9)
    assert 0.75 < low < middle < high < 1


def test_a_number_of_either_sign_may_change_it():
    assert believed(-0.2, -3, 3).at(CHANCES) == pytest.approx([-0.7, -0.2, 0.3])


def test_a_parameter_of_which_more_is_known_says_its_own_range():
    assert believed(0.5, 0, 3, believed=(0.4, 0.65)).at(CHANCES[[0, 2]]) == pytest.approx(
        [0.4, 0.65]
    )


def test_belief_never_leaves_what_is_allowed_and_whole_numbers_stay_whole():
    odd = np.linspace(0.001, 0.999, 99)
    assert believed(3, 2, 5).at(odd).min() == 2
    assert set(believed(8, 1, 156).at(odd) % 1) == {0}


@pytest.mark.parametrize(
    ("value", "source"),
    [(0.5, "CEC"), (0.5, "chosen: a year"), (0.0, "assumed"), (1.0, "assumed: its chairman")],
)
def test_what_is_known_chosen_or_switched_off_has_no_prior(value, source):
    assert believed(value, 0, 1, source=source) is None


@pytest.mark.parametrize("kind", load("laws", ElectoralLaw))
def test_a_law_is_known_and_none_of_its_numbers_is_drawn(kind):
    law = load("laws", ElectoralLaw)[kind]
    numbers = [field for field in map(declared, law.model_fields.values()) if field]
    for about in numbers:
        value = (about["low"] + about["high"]) / 2  # a choice at an end has no prior anyway
        assert prior(Parameter("law.x", value, meaning="", **about)) is None, about


USUAL = [load_scenario(scenario_of(each)) for each in shipped_countries()]


@pytest.mark.parametrize("usual", [*filter(has_draws, USUAL)], ids=lambda each: each.country.name)
def test_no_date_is_drawn_nor_whether_the_leader_is_the_partys_chairman(usual):
    drawn = posterior(usual).rows[0].keys()
    dates = [each.path for each in usual.parameters() if each.unit in ("year", "week")]
    assert not drawn & {*dates, *(["leader.attachment"] if usual.leader.attachment == 1 else [])}


BASE = load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 1})
INERTIA, LEADER = "voter.inertia", "leader.popularity"


@pytest.fixture
def study():
    draws = Draws(({INERTIA: 0.2, LEADER: 0.5}, {INERTIA: 0.3, LEADER: 0.7}), BASE)
    design = factorial([Factor("law.threshold", (0.05, 0.07))])
    return Study(BASE, design, replicates=4, draws=draws)


def test_each_replicate_has_a_draw_which_is_the_same_at_every_point(study):
    for point in (0, 1):
        seen = [study.changes_of(point, replicate)[INERTIA] for replicate in range(4)]
        assert seen == [0.2, 0.3, 0.2, 0.3]
    table = as_table(study)
    seeds = table.pivot_table(index="replicate", columns="point", values="seed")
    assert (seeds[0] == seeds[1]).all()
    assert table["run_id"].is_unique


def test_draws_shared_by_seeds_tell_luck_from_ignorance(study):
    nested = Draws(study.draws.rows, BASE, seeds_each=2)
    assert [nested.changes(each, BASE)[INERTIA] for each in range(4)] == [0.2, 0.2, 0.3, 0.3]


def test_a_copy_of_a_draw_is_no_draw_of_its_own(study):
    copied = Draws((*study.draws.rows, dict(study.draws.rows[0])), BASE, seeds_each=2)
    assert [copied.number(each) for each in range(8)] == [0, 0, 1, 1, 0, 0, 0, 0]


def test_more_draws_than_there_are_say_how_many_must_be_drawn():
    with pytest.raises(
        ScenarioError, match="calibrate kazakhstan --keep 500, and with more --draws"
    ):
        posterior(BASE, 500)


def test_what_a_scenario_says_itself_is_not_drawn(study):
    unpopular = BASE.replace({LEADER: 0.4})
    assert LEADER in study.draws.changes(0, BASE)
    assert LEADER not in study.draws.changes(0, unpopular)
    assert INERTIA in study.draws.changes(0, unpopular)


def test_what_is_held_is_not_drawn_though_it_is_as_usual():
    draws = Draws(({INERTIA: 0.2, LEADER: 0.5},), BASE, held=[INERTIA])
    assert draws.changes(0, BASE) == {LEADER: 0.5}
    assert draws.about()["held"] == [INERTIA]


def test_what_is_swept_overrides_what_is_drawn():
    draws = Draws(({INERTIA: 0.2},), BASE)
    swept = Study(BASE, factorial([Factor(INERTIA, (0.4, 0.5))]), draws=draws)
    assert [swept.changes_of(point, 0)[INERTIA] for point in (0, 1)] == [0.4, 0.5]


def test_a_study_with_draws_has_other_runs_than_one_without(study):
    plain = Study(study.scenario, study.design, study.replicates)
    names = [{each.run_id for each in planned(one)} for one in (study, plain)]
    assert names[0].isdisjoint(names[1])
    assert isinstance(as_table(plain), pd.DataFrame)


def test_draws_that_were_made_for_a_scenario_that_is_another_now_say_so(tmp_path):
    home = tmp_path / "sylvania"
    write_skeleton(home)
    usual = scenario_of(str(home))
    made_for = {MADE_FOR: fingerprint(load_scenario(usual, {"voters": 2000}))}
    table = pd.DataFrame({INERTIA: [0.2, 0.3, 0.4], MISS: 0.0, WEIGHT: 1 / 3, **made_for})
    write_posterior(table, Work(keep=2), home)
    small = ("--voters", 1000, "--set", "weeks=1", "--replicates", 2, "--engine", "serial")

    def told() -> list[str]:
        asked = (("forecast", usual, "--draws", 2), ("sweep", usual, "--posterior"))
        done = [command(*each, *small, "--out", tmp_path / each[0]) for each in asked]
        assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]
        return [line for each in done for line in each.stderr.splitlines() if "Warning" in line]

    assert told() == []
    file = home / "scenarios/next-election.toml"
    file.write_text(file.read_text().replace("bandwagon = true", ""))
    for each in (tmp_path / "forecast", tmp_path / "sweep"):
        shutil.rmtree(each)
    lines = told()
    assert len(lines) == 2
    for line in lines:
        assert "made for another" in line
        assert f"partyofpower calibrate {home}" in line


@pytest.mark.parametrize("usual", [*filter(has_draws, USUAL)], ids=lambda each: each.country.name)
def test_of_shipped_draws_nothing_tells_for_what_they_were_made(usual):
    assert outdated(usual) == ""
