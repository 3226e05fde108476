"""The Mesa face: real agents that view rows, two models alive, Mesa's own tools."""

import mesa
import numpy as np
import pytest

from model.campaign import Campaign
from model.run import run
from model.scenario import load_scenario
from model.simulation import Party, Simulation
from model.voter import Voter
from model.voters.plain_rule import View


@pytest.fixture
def simulation() -> Simulation:
    return Simulation("kazakhstan-2022", seed=1, voters=1000)


def test_voters_are_mesa_agents_made_on_first_use(simulation):
    assert not simulation._voters_made
    voters = simulation.agents_by_type[Voter]
    assert len(voters) == 1000
    assert all(isinstance(voter, mesa.Agent) for voter in voters)
    assert len(simulation.agents_by_type[Party]) == len(simulation.case.parties)


def test_a_voter_reads_and_writes_its_row_and_no_other(simulation):
    voters = list(simulation.agents_by_type[Voter])
    column = simulation.campaign.electorate.protest
    before = column.copy()
    voters[7].protest = 2.5
    assert column[7] == np.float32(2.5) == voters[7].protest
    assert (np.delete(column, 7) == np.delete(before, 7)).all()


def test_two_models_alive_do_not_share_voters():
    first = Simulation("kazakhstan-2022", seed=1, voters=1000)
    second = Simulation("kazakhstan-2022", seed=1, voters=1000)
    next(iter(first.agents_by_type[Voter])).protest = 3.0
    assert next(iter(second.agents_by_type[Voter])).protest != 3.0


def test_agent_sets_select_and_aggregate_columns(simulation):
    members = simulation.agents_by_type[Voter].select(lambda voter: voter.member == 1)
    expected = int(simulation.campaign.electorate.member.sum())
    assert len(members) == expected > 0
    mean = simulation.agents_by_type[Voter].agg("g", np.mean)
    assert mean == pytest.approx(simulation.campaign.electorate.g.mean(), abs=1e-6)


def test_the_collector_has_a_row_a_week_and_the_model_stops_on_polling_day():
    case = load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 3})
    simulation = Simulation(case, seed=1)
    for _ in range(5):
        simulation.step()
    frame = simulation.datacollector.get_model_vars_dataframe()
    assert list(frame["week"]) == [0, 1, 2, 3]
    assert not simulation.running


def test_the_mesa_face_and_the_bare_campaign_are_one_run(simulation):
    campaign = Campaign(simulation.case, 1)
    for _ in range(3):
        simulation.step()
        campaign.step()
    np.testing.assert_array_equal(
        simulation.campaign.electorate.intention, campaign.electorate.intention
    )


def test_a_subclass_of_voter_can_change_the_rule(simulation, monkeypatch):
    """The slow path: what a voter's own method decides is what the model counts."""
    simulation.campaign.decide = simulation._let_each_decide
    monkeypatch.setattr(
        Voter, "consider", lambda self, week: View(self.support, intention=2, lead=1.0, gap=1.0)
    )
    simulation.step()
    assert simulation.campaign.state.public.support[2] == pytest.approx(1.0)


def test_parties_view_their_columns(simulation):
    power = next(party for party in simulation.parties if party.config.kind == "incumbent")
    assert power.standing
    assert power.rating == pytest.approx(simulation.campaign.state.public.rating[power.column])
    assert power.platform.shape == (len(simulation.case.population.issues),)


def test_the_chronicle_says_who_entered_when_and_with_what_money():
    simulation = Simulation("kazakhstan-2022", seed=1, voters=1000)
    while simulation.campaign.week < 16:
        simulation.step()
    entries = {each.who: each for each in simulation.campaign.log if each.what == "entry"}
    assert (entries["fresh"].week, entries["agrarians"].week) == (12, 16)
    assert "oligarch entrant" in entries["fresh"].detail
    assert ", 200 million behind it" in entries["fresh"].detail


@pytest.mark.parametrize(
    ("wealth", "money"), [(200, ", 5 million and 200 million behind it"), (0, ", 5 million")]
)
def test_the_chronicle_names_only_money_that_is_there(wealth, money):
    changes = {"voters": 1000, "parties.fresh.stands_from": 1, "parties.fresh.funds": 5}
    case = load_scenario("kazakhstan-2022", {**changes, "parties.fresh.wealth": wealth})
    simulation = Simulation(case, seed=1)
    simulation.step()
    (entry,) = [each for each in simulation.campaign.log if each.who == "fresh"]
    assert entry.detail == f"scheduled; oligarch entrant{money}"


SHORT = {"voters": 1000, "weeks": 3}


def test_a_simulation_ends_with_the_outcome_of_the_run_with_its_seed():
    case = load_scenario("kazakhstan-2022", SHORT)
    simulation = Simulation(case, seed=8)
    with pytest.raises(ValueError, match="week 3 and this is week 0"):
        _ = simulation.outcome
    assert simulation.run() == run(case, 8).outcome
    last = simulation.weeks.iloc[-1]
    for name in ("turnout", "majority", "seats.nur_otan", "vote_share.ak_zhol"):
        assert last[name] == simulation.outcome[name]
    assert simulation.weeks["turnout"].isna().tolist() == [True, True, True, False]


def test_iterations_of_a_batch_run_differ_and_have_the_election():
    case = load_scenario("kazakhstan-2022", SHORT)
    rows = mesa.batch_run(
        Simulation, {"case": [case]}, iterations=3, number_processes=1, display_progress=False
    )
    assert [row["week"] for row in rows] == [3, 3, 3]
    assert len({row["vote_share.nur_otan"] for row in rows}) == 3
    assert all(row["seats.nur_otan"] > 0 for row in rows)


def test_the_collector_of_a_model_stepped_too_far_ends_on_polling_day():
    simulation = Simulation(load_scenario("kazakhstan-2022", SHORT), seed=1)
    for _ in range(9):
        simulation.step()
    assert simulation.steps == len(simulation.weeks) == 4


def test_voters_are_selected_by_their_groups(simulation):
    voters = simulation.agents_by_type[Voter]
    kazakh = voters.select(lambda voter: voter.groups["language"] == "kazakh")
    members = simulation.campaign.setting.cells.members("language:kazakh")
    assert 0 < len(kazakh) < len(voters)
    assert {members[voter.cell] for voter in kazakh} == {1.0}


def test_setting_protest_moves_the_share_that_others_see(simulation):
    voter = next(iter(simulation.agents_by_type[Voter]))
    voter.protest = 0.0
    assert voter.g == 0.5
    with pytest.raises(AttributeError, match="set protest"):
        voter.g = 0.7


def test_agents_that_are_told_to_step_alone_say_who_does(simulation):
    with pytest.raises(RuntimeError, match=r"Simulation\.step plays the week"):
        simulation.agents_by_type[Voter].shuffle_do("step")
    with pytest.raises(RuntimeError, match=r"Simulation\.step plays the week"):
        simulation.agents_by_type[Party].shuffle_do("step")


def test_where_an_event_moves_the_vote_the_week_that_holds_is_told():
    early = Simulation("snap-election", seed=1, voters=1000)
    with pytest.raises(ValueError, match="The vote is in week 8 and this is week 0"):
        _ = early.outcome
