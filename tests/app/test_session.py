"""What is done on the page is recorded, and the exported scenario plays it again."""

import json
import subprocess
import sys
import tomllib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.app.controls import grouped, step_of, turn, whole_number
from model.app.takeaway import command_of, filename_of, toml_of

from model.app.happenings import BUTTONS, chairman_leaves, january_shock, new_party, snap_election
from model.app.plan import RESERVE, Plan, Wishes
from model.app.session import Session
from model.parameters.registry import load
from model.politics.contracts import Lever, Mechanism, Phase
from model.run import run
from model.scenario import ScenarioError, load_scenario, validated

VOTERS = 3000


def session(case: str = "kazakhstan-2022", **given) -> Session:
    return Session(case, rng=3, voters=VOTERS, plan=Plan(**given))


def play(watched: Session, weeks: int) -> None:
    for _ in range(weeks):
        watched.step()


def same_weeks(watched: Session, case) -> bool:
    weeks = run(case, watched.seed).weeks
    return all(
        [row[name] for row in watched.rows] == weeks[name][: len(watched.rows)]
        for name in weeks
        if RESERVE not in name
    )


def test_an_untouched_session_is_the_shipped_scenario_in_spite_of_the_reserve_column():
    watched = session()
    play(watched, 6)
    shipped = load_scenario("kazakhstan-2022", {"voters": VOTERS})
    assert watched.as_shown().hash == shipped.hash
    assert same_weeks(watched, shipped)


def test_the_exported_scenario_plays_events_and_levers_again():
    watched = session()
    play(watched, 2)
    for button in BUTTONS:
        watched.fire(button.name, button.event(watched))
    turn(watched, load("levers", Lever)["criticise_government"], True, "")
    play(watched, 8)
    assert watched.campaign.over
    assert watched.rows[-1][f"support.{RESERVE}"] > 0
    back = validated(tomllib.loads(toml_of(watched.as_shown()).decode()), "the file")
    assert back.hash == watched.as_shown().hash
    again = run(back, watched.seed)
    assert same_weeks(watched, back)
    assert {name: again.outcome[name] for name in watched.result()} == watched.result()


def test_the_command_names_the_file_that_is_offered():
    watched = session()
    shown = watched.as_shown()
    assert command_of(shown, watched.seed) == f"partyofpower run {filename_of(shown)} --seed 3"


def test_sliders_act_after_reset_and_are_exported():
    plan = Plan()
    plan.first.change("kazakhstan-2022", "leader.popularity", 0.3)
    watched = Session("kazakhstan-2022", 1, VOTERS, plan)
    assert watched.as_shown().leader.popularity == 0.3
    assert not watched.problem
    with pytest.raises(ScenarioError, match=r"allowed is 0\.05"):
        plan.first.change("kazakhstan-2022", "leader.popularity", 3)
    assert plan.first.changes["kazakhstan-2022"] == {"leader.popularity": 0.3}


def test_sliders_that_fit_no_more_are_set_aside_with_a_sentence():
    plan = Plan(first=Wishes({"kazakhstan-2022": {"leader.popularity": 7}}))
    watched = Session("kazakhstan-2022", 1, VOTERS, plan)
    assert "set aside" in watched.problem
    watched.step()
    assert watched.campaign.week == 1


@pytest.mark.parametrize("name", sorted(load("levers", Lever)))
def test_every_lever_can_be_switched_and_only_before_it_works(name):
    watched, kind = session(), load("levers", Lever)[name]
    turn(watched, kind, True, "3")
    assert watched.lever(name).start == 3
    turn(watched, kind, False, "")
    assert watched.lever(name) is None
    turn(watched, kind, True, "")
    play(watched, 1)
    with pytest.raises(ValueError, match="cannot be taken back"):
        turn(watched, kind, False, "")
    assert getattr(watched.as_shown().levers, name).start == 1


def test_what_cannot_happen_is_refused_with_a_sentence():
    watched = session()
    watched.fire("party", new_party(watched))
    with pytest.raises(ValueError, match="already"):
        new_party(watched)
    watched.fire("chairman", chairman_leaves(watched))
    watched.fire("snap", snap_election(watched))
    play(watched, 8)
    for event in (chairman_leaves, new_party, snap_election):
        with pytest.raises(ValueError, match=r"\."):
            event(watched)
    with pytest.raises(ValueError, match="Polling day"):
        watched.fire("late", watched.fired["snap"])


@settings(max_examples=60)
@given(st.text(max_size=8) | st.integers(-9, 999).map(str))
def test_text_is_a_whole_number_in_range_or_refused(text):
    if text.strip() in ("", *map(str, range(1, 521))):
        assert 1 <= whole_number(text, 5, "start week", (1, 520)) <= 520
    else:
        with pytest.raises(ValueError, match="from 1 to 520"):
            whole_number(text, 5, "start week", (1, 520))


class Breaks(Mechanism):
    """Fails."""

    phase = Phase.STREET

    def effect(self, state):
        raise ZeroDivisionError("nobody to divide by")


def test_an_error_in_a_step_becomes_a_message_and_ends_nothing_else():
    watched = session()
    play(watched, 1)
    watched.campaign.mechanisms[Breaks.phase].append(Breaks())
    watched.step()
    assert "Week 2 could not be played: nobody to divide by" in watched.problem
    assert not watched.running
    assert len(watched.rows) == 2


def test_the_second_run_has_the_same_luck():
    watched = session()
    play(watched, 3)
    watched.compare("kazakhstan-2022")
    play(watched, 3)
    assert watched.second.rows == watched.rows


def test_nobody_is_lost_in_the_flows():
    watched = session()
    play(watched, 4)
    people = watched.campaign.state.public.people.sum()
    assert watched.flows().sum() == pytest.approx(people)
    assert session().flows().sum() == pytest.approx(session().flows().trace())


def test_a_slider_does_not_move_the_value_it_shows():
    case = load_scenario("kazakhstan-2022")
    every = [parameter for group in grouped(case.parameters()).values() for parameter in group]
    assert len(every) > 100
    for parameter in every:
        steps = (parameter.value - parameter.low) / step_of(parameter)
        assert steps == pytest.approx(round(steps), abs=1e-4), parameter.path


def test_a_button_acts_on_the_future_that_is_chosen():
    watched = session(rival="kazakhstan-2022")
    second = watched.futures["Second run"]
    second.fire("chairman_leaves", chairman_leaves(second))
    play(watched, 3)
    assert second.campaign.state.stocks.attachment == 0
    assert watched.campaign.state.stocks.attachment > 0
    assert same_weeks(watched, watched.as_shown())
    assert second.rows[-1]["support.nur_otan"] < watched.rows[-1]["support.nur_otan"]
    again = run(second.as_shown(), watched.seed).weeks["support.nur_otan"]
    assert [row["support.nur_otan"] for row in second.rows] == again[:4]


def test_the_second_future_has_sliders_of_its_own():
    plan = Plan(rival="kazakhstan-2022")
    plan.second.change("kazakhstan-2022", "leader.popularity", 0.3)
    watched = Session("kazakhstan-2022", 1, VOTERS, plan)
    assert watched.case.leader.popularity != 0.3
    assert watched.second.case.leader.popularity == 0.3


def test_a_future_that_ends_early_lets_the_other_play_to_its_own_end():
    watched = session(rival="kazakhstan-2022")
    watched.fire("snap_election", snap_election(watched))
    play(watched, 8)
    assert watched.campaign.over
    assert watched.second.campaign.week == 52


def test_the_command_gives_the_numbers_of_the_page(tmp_path):
    plan = Plan()
    plan.first.change("kazakhstan-2022", "leader.popularity", 0.4)
    watched = Session("kazakhstan-2022", 3, VOTERS, plan)
    play(watched, 2)
    watched.fire("january_shock", january_shock(watched))
    watched.fire("snap_election", snap_election(watched))
    turn(watched, load("levers", Lever)["street_politics"], True, "4")
    while watched.running:
        watched.step()
    shown = watched.as_shown()
    file = tmp_path / filename_of(shown)
    file.write_bytes(toml_of(shown))
    command = command_of(shown, watched.seed).replace("partyofpower", "-m experiments.cli", 1)
    told = subprocess.run(
        [sys.executable, *command.split(), "--json"], cwd=tmp_path, capture_output=True, check=True
    )
    found = pd.json_normalize(json.loads(told.stdout)).iloc[0]
    page = watched.result()
    both = [name for name in page if name in found]
    assert {"vote_share.nur_otan", "seats.nur_otan", "turnout", "protest"} <= set(both)
    assert found[both].to_dict() == {name: page[name] for name in both}
