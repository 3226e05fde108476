"""The kernel and the party side, timed: `make benchmark` measures, `make test` runs each once.

Each case also holds what the timed work must leave behind, so that nothing fast and wrong passes.
"""

from collections.abc import Iterator

import numba
import pytest

from model.campaign import Campaign
from model.election import hold_election
from model.measures.weeks import week_columns, week_numbers, week_row
from model.politics.phases import BEFORE_THE_VOTERS
from model.run import run
from model.scenario import load_scenario


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Several threads measure what else the machine is doing."""
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(threads)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    begun = Campaign(load_scenario("benchmark", {"voters": 10_000}), seed=1)
    begun.step()
    return begun


def people(campaign: Campaign) -> float:
    return float(campaign.state.public.people.sum())


def test_kernel_of_a_week(benchmark, campaign):
    week = campaign.week_tables()
    benchmark(campaign.move_voters, week)
    seen = campaign._observed()
    assert seen.intention.sum() + seen.favour_none.sum() == pytest.approx(people(campaign))


def test_poll_of_a_week(benchmark, campaign):
    benchmark(campaign.poll)
    public = campaign.state.public
    asked = public.answers.sum() + public.name_none.sum() + public.undecided.sum()
    assert asked == pytest.approx(people(campaign))


def test_party_side_of_a_week(benchmark, campaign):
    before = campaign.state

    def party_side() -> None:
        campaign.state = before
        for phase in BEFORE_THE_VOTERS:
            campaign.play(phase)

    benchmark(party_side)
    assert campaign.state.stocks is not before.stocks
    campaign.state = before


def test_what_is_kept_of_a_week(benchmark, campaign):
    row = benchmark(week_row, campaign)
    assert sum(row[f"support.{name}"] for name in campaign.setting.options) == pytest.approx(1)


def test_point_of_a_sweep(benchmark):
    case = load_scenario("benchmark")

    def planned() -> str:
        return case.replace({"leader.popularity": 0.5}).hash

    assert benchmark(planned) != case.hash


def test_weeks_become_columns(benchmark, campaign):
    columns = benchmark(week_columns, campaign.state, [week_numbers(campaign)] * 53)
    assert {name: column[0] for name, column in columns.items()} == week_row(campaign)
    assert {len(column) for column in columns.values()} == {53}


def test_election(benchmark, campaign):
    election = benchmark(hold_election, campaign)
    assert election.seats.sum() == 98


def test_whole_run(benchmark):
    case = load_scenario("benchmark", {"voters": 10_000, "weeks": 8})
    result = benchmark(run, case, 1)
    assert result.weeks["week"] == list(range(9))
