"""The same scenario and seed give the same bytes, whatever computes them."""

import hashlib
import json

import numba
import numpy as np
import pytest

from experiments.study.task import Task, simulate
from model.campaign import Campaign
from model.numerics import threads
from model.run import run
from model.scenario import load_scenario
from model.society.electorate import Electorates


def digest(scenario, seed: int) -> str:
    result = run(scenario, seed)
    return hashlib.sha256(json.dumps([result.outcome, result.weeks]).encode()).hexdigest()


@pytest.fixture(scope="module")
def short(kazakhstan):
    """A campaign in which all parties have entered, and an election at its end."""
    return kazakhstan.replace({"weeks": 14})


@pytest.fixture
def one_thread():
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(before)


def test_any_number_of_threads_gives_the_same_bytes(short, one_thread, monkeypatch):
    alone = digest(short, 11)
    monkeypatch.setattr(threads, "WORTH_A_THREAD", 1)
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    assert digest(short, 11) == alone


def test_threads_are_used_where_they_pay(monkeypatch):
    monkeypatch.setattr(threads, "processors", lambda: numba.config.NUMBA_NUM_THREADS)
    for work, expected in ((10_000 * 8, 1), (1_000_000 * 8, numba.config.NUMBA_NUM_THREADS)):
        with threads.threads_worth(work):
            assert threads.threads() == expected
    assert threads.threads() == 1


@pytest.mark.parametrize(
    ("quota", "period", "processors"),
    [("150000 100000", None, 1), ("max 100000", None, None), ("300000", "100000", 3),
     ("-1", "100000", None)],
)  # fmt: skip
def test_a_container_uses_no_more_than_its_quota(tmp_path, quota, period, processors):
    (tmp_path / "quota").write_text(quota)
    if period:
        (tmp_path / "cpu.cfs_period_us").write_text(period)
    allowed = threads._quota((str(tmp_path / "quota"), str(tmp_path / "none")))
    assert allowed == processors or (processors is None and allowed > 1_000)


def test_a_run_does_not_depend_on_the_runs_before_it(short):
    first = digest(short, 12)
    run(short.replace({"leader.popularity": 0.3}), 12)
    assert digest(short, 13) != first
    assert digest(short, 12) == first


def test_electorates_that_are_kept_are_those_that_are_drawn_anew(kazakhstan):
    case, kept = kazakhstan.replace({"voters": 1000, "weeks": 2}), Electorates(most=1)
    other = case.replace({"population.protest": 0.0})
    for each in (case, case, other, case):
        again, anew = Campaign(each, 1, kept), Campaign(each, 1)
        again.run()
        anew.run()
        for name, column in vars(anew.electorate).items():
            if isinstance(column, np.ndarray):
                assert np.array_equal(getattr(again.electorate, name), column), name


def test_scenarios_share_their_voters_draw_by_draw(kazakhstan):
    """Common random numbers: a change in politics moves few votes, a change of seed many."""
    poorer = kazakhstan.replace({"leader.popularity": 0.60, "weeks": 4})
    base = kazakhstan.replace({"weeks": 4})
    campaigns = [Campaign(base, 1), Campaign(poorer, 1), Campaign(base, 2)]
    for campaign in campaigns:
        campaign.run()
    here, there, other = (campaign.electorate.intention for campaign in campaigns)
    assert np.mean(here != there) < 0.05
    assert np.mean(here != other) > 0.5


def test_results_differ_with_the_number_of_voters_by_sampling_error_only():
    """Shares at 3,000, 30,000 and 300,000 voters agree within four standard errors.

    What a run draws for the whole country differs between seeds, so it is switched off.
    """
    drawn = {"mechanisms.weather": False, "mechanisms.newcomer_valence": False}
    results = {}
    for voters, seeds in ((3_000, 8), (30_000, 3), (300_000, 1)):
        case = load_scenario("kazakhstan-2022", {"voters": voters, "weeks": 16, **drawn})
        runs = [run(case, seed).outcome for seed in range(seeds)]
        results[voters] = {
            key: np.mean([each[key] for each in runs])
            for key in ("support.nur_otan", "vote_share.nur_otan", "turnout", "protest")
        }
    for voters, seeds in ((3_000, 8), (30_000, 3)):
        # Design effect of the neighbours' influence: assumed at most 2.
        error = np.sqrt(2 * 0.25 / (voters * seeds))
        for key, value in results[voters].items():
            assert abs(value - results[300_000][key]) < 4 * error, (voters, key)


def test_volatility_renews_the_tastes_of_its_share_of_voters():
    case = load_scenario("kazakhstan-2022", {"voters": 50_000, "voter.volatility": 0.05})
    campaign = Campaign(case, 1)
    before = campaign.electorate.taste.copy()
    campaign.step()
    renewed = (before != campaign.electorate.taste).any(axis=0).mean()
    assert renewed == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 50_000))


def test_a_worker_that_goes_from_point_to_point_gives_what_each_point_gives_alone(kazakhstan):
    small = kazakhstan.replace({"voters": 1000, "weeks": 2})
    points: list[dict[str, float]] = [{"leader.popularity": 0.3}, {"leader.popularity": 0.6}]
    for number, point in enumerate([*points, points[0], {}]):
        for seed in (1, 2):
            found = simulate(Task(f"{number} {seed}", small, point, seed))
            alone = run(
                load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 2, **point}), seed
            )
            assert found.outcome == {**alone.outcome, **alone.flows}
