"""The check of intervals passes honest ones, however few the draws, and finds narrow ones."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from commands import answer, command

from experiments.cli.forecast import _beside
from experiments.inference import calibrate
from experiments.inference.coverage import Met, Trial, held, place
from experiments.inference.posterior import MISS, NEAR_ENOUGH, Question, Solver
from experiments.running.engines import Serial
from model.scenario import load_scenario

TRIALS = 4000
ERROR = 3 * np.sqrt(0.9 * 0.1 / TRIALS)
"""Three standard errors of a share of nine tenths."""


def inside(values: np.ndarray, weight: np.ndarray, interval: str = "inside_90") -> float:
    """Return the share of truths (last column) that the check finds inside an interval."""
    chance = np.random.default_rng(2)
    places = [place(*each, chance) for each in zip(values, weight, strict=True)]
    table = held(pd.DataFrame({"outcome": "turnout", "place": places, "effective": 1.0}))
    return float(table.loc[0, interval] / table.loc[0, "truths"])


FOUND = pd.DataFrame({"outcome": ["turnout"], "inside_90": [18], "truths": [20]})


def test_a_check_is_shown_as_a_table_and_as_json_where_that_is_asked(monkeypatch, tmp_path):
    monkeypatch.setattr(calibrate, "covered", lambda *_: FOUND)
    given = ("calibrate", "kazakhstan", "--truths", "20", "--out", tmp_path)
    assert command(*given).stdout.split() == [*FOUND, "turnout", "18", "20"]
    assert answer(*given, "--json") == FOUND.to_dict("records")


def test_a_check_is_of_the_size_that_is_asked_for_and_keeps_no_draws(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(calibrate, "covered", lambda _, work, *rest: asked.append(work) or FOUND)
    given = ("calibrate", "kazakhstan", "--truths", "20", "--out", tmp_path)
    command(*given)
    command(*given, "--draws", "70", "--voters", "3000")
    assert [(each.draws, each.voters) for each in asked] == [(50, 2000), (70, 3000)]
    assert "--keep 5: with --truths no draws are kept" in str(command(*given, "--keep", "5"))


@pytest.mark.parametrize("draws", [5, 10, 40])
def test_exchangeable_draws_are_covered_at_the_nominal_rate(draws):
    values = np.random.default_rng(1).normal(size=(TRIALS, draws + 1))
    assert inside(values, np.ones_like(values)) == pytest.approx(0.9, abs=ERROR)


@pytest.mark.parametrize(("interval", "rate"), [("inside_50", 0.5), ("inside_90", 0.9)])
def test_draws_of_one_office_that_is_won_nine_times_in_ten_are_covered_too(interval, rate):
    """Nearly all draws equal the truth, so that it lies anywhere among them."""
    values = (np.random.default_rng(1).random((TRIALS, 51)) < 0.9).astype(float)
    found = inside(values, np.ones_like(values), interval)
    assert found == pytest.approx(rate, abs=3 * np.sqrt(rate * (1 - rate) / TRIALS))


def test_ends_of_intervals_of_few_draws_would_not_be():
    """Between the outermost of n lie (n - 1) / (n + 1) of truths: why places are checked."""
    values = np.random.default_rng(1).normal(size=(TRIALS, 11))
    ends = np.quantile(values[:, :-1], (0.05, 0.95), axis=1, method="inverted_cdf")
    covered = ((ends[0] <= values[:, -1]) & (values[:, -1] <= ends[1])).mean()
    assert covered == pytest.approx(9 / 11, abs=ERROR * 4 / 3)


@pytest.mark.parametrize("error", [0.3, 1.0])
def test_draws_from_the_prior_that_are_weighed_by_data_are_covered_as_well(error):
    """A normal prior, data with an error, and luck of what is forecast: as in a trial."""
    chance = np.random.default_rng(3)
    known = chance.normal(size=(TRIALS, 41))
    data = known[:, -1:] + error * chance.normal(size=(TRIALS, 1))
    weight = np.exp(-0.5 * ((known - data) / error) ** 2)
    happens = known + 0.3 * chance.normal(size=known.shape)
    assert inside(happens, weight) == pytest.approx(0.9, abs=ERROR)


def test_a_truth_with_which_no_draw_agrees_is_left_out():
    rows = pd.DataFrame({"outcome": "turnout", "place": 0.5, "effective": [0.0, 3.0, 5.0]})
    assert held(rows)[["inside_90", "truths", "effective"]].values.tolist() == [[2, 2, 4]]


def test_another_truth_comes_for_one_that_is_left_out(monkeypatch):
    def of(_: Trial, truth: int) -> list[dict[str, object]]:
        return [{"truth": truth, "outcome": "turnout", "place": 0.5, "effective": truth % 2}]

    monkeypatch.setattr(calibrate, "_pool", lambda *_: range(12))
    monkeypatch.setattr(Trial, "of", of)
    work = calibrate.Work(4, None, 2_000, 1, truths=3)
    assert calibrate.covered("kazakhstan", work, Serial())["truths"].tolist() == [3]
    few = calibrate.Work(9, None, 2_000, 1, truths=3)
    assert calibrate.covered("kazakhstan", few, Serial())["truths"].tolist() == [1]


def test_a_forecast_tells_beside_how_many_draws_truths_were_held():
    row = {"outcome": "turnout", "inside_90": 18, "truths": 20, "effective": 16.96}
    none = {"last_election": {}, "as_last_time": {}, "past_elections": {}, "base_rates": []}
    (_, told) = _beside({"is_past": True, "coverage": [row], **none}, load_scenario("duma-2021"))
    assert told.startswith("Of 20 simulated truths 90% lie in the 90 % interval of turnout")
    assert told.endswith("(each beside draws that count for 17).")


def test_intervals_of_half_the_width_are_found_out():
    values = np.random.default_rng(1).normal(size=(TRIALS, 20))
    values[:, :-1] /= 2
    assert inside(values, np.ones_like(values)) < 0.7


@pytest.fixture(scope="module")
def asked():
    return Question.of_country("kazakhstan", voters=2000)


@pytest.fixture(scope="module")
def pool(asked):
    solver = Solver.of(asked)
    return tuple(Met(draw, solver.solve(draw)) for draw in asked.drawn(4, seed=1))


def test_the_luck_of_the_past_election_is_drawn_too(asked, pool):
    """Equal numbers with other seeds give back the same result with other appeals."""
    first, lucky = pool[0], replace(pool[0].draw, seed=pool[0].draw.seed + 1)
    found = [first.solved, Solver.of(asked).solve(lucky)]
    assert max(each[MISS] for each in found) < NEAR_ENOUGH
    appeal = f"parties.{asked.later.incumbent}.appeal"
    assert found[0][appeal] != pytest.approx(found[1][appeal], abs=1e-3)


def test_a_truth_is_inferred_from_its_own_election_by_others(asked, pool):
    solver = Solver.of(asked)
    rows = pd.DataFrame(Trial(solver, pool, draws=3, outcomes=("turnout",)).of(0))
    assert rows["place"].between(0, 1).all()
    assert rows["effective"].between(1, 3).all()
    again = pd.DataFrame(Trial(solver, pool, draws=3, outcomes=("turnout",)).of(0))
    assert rows.equals(again)
