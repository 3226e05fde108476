"""What is done on the page is recorded, and the exported scenario plays it again."""

import json
import subprocess
import sys
import threading
import tomllib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.app.happenings import BUTTONS, chairman_leaves, january_shock, new_party, snap_election
from model.app.panels.controls import grouped, numbers_of, step_of, turn, whole_number
from model.app.panels.takeaway import command_of, filename_of, toml_of
from model.app.plan import RESERVE, Plan, Wish, read_upload, wish_for
from model.app.session import SECOND, Session
from model.app.visit import Visit
from model.parameters.registry import load
from model.politics.contracts import Lever, Mechanism, Phase
from model.run import run
from model.scenario import ScenarioError, load_scenario, validated

VOTERS = 3000


def session(case: str = "kazakhstan-2022", second: str = "", **changes) -> Session:
    rival = Wish(second) if second else None
    return Session(Plan(Wish(case, changes), rival, seed=3, voters=VOTERS))


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


def test_a_thread_that_outlived_the_session_before_plays_no_week_of_this_one():
    begun = Session(Plan(voters=1000), outlived=[threading.current_thread()])
    play(begun, 2)
    assert begun.now == 0
    other = threading.Thread(target=play, args=(begun, 2))
    other.start()
    other.join()
    assert begun.now == 2


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


def test_a_changed_number_is_played_and_exported():
    watched = session(**{"leader.popularity": 0.3})
    assert watched.as_shown().leader.popularity == 0.3
    assert not watched.problem
    with pytest.raises(ScenarioError, match=r"allowed is 0\.05"):
        watched.wish().changed({"leader.popularity": 3})


def test_numbers_that_do_not_fit_are_set_aside_with_a_sentence():
    watched = session(**{"leader.popularity": 7})
    assert "cannot be played" in watched.problem
    watched.step()
    assert watched.campaign.week == 1


def test_the_plan_brings_a_new_session_to_the_same_numbers():
    watched = session()
    play(watched, 2)
    for button in BUTTONS[:2]:
        watched.fire(button.name, button.event(watched))
    turn(watched, load("levers", Lever)["street_politics"], True, "4")
    play(watched, 3)
    watched.look(3)
    watched.branch()
    play(watched, 2)
    again = Session(watched.as_plan())
    assert again.rows == watched.rows
    assert again.second.rows == watched.second.rows
    assert again.as_plan() == watched.as_plan()


def test_a_wish_holds_any_scenario():
    base = load_scenario("elite-split", {"voters": VOTERS})
    for changes in ({}, {"parties.fresh": False}, {"parties.nur_otan.owns": {}}):
        case = base.replace(changes)
        assert wish_for(case, "elite-split").case(VOTERS).hash == case.hash
    other = load_scenario("replication-hunters", {"voters": VOTERS})
    assert wish_for(other, "of a visitor").case(VOTERS).hash == other.hash


def test_what_is_past_is_played_again_as_it_was():
    watched = session()
    play(watched, 3)
    watched.fire("chairman_leaves", chairman_leaves(watched))
    then = watched.result(), watched.rows
    play(watched, 4)
    past = watched.at(3)
    assert past is not watched
    assert past.rows == then[1]
    assert past.result() == then[0]
    assert watched.at(5).rows == watched.rows[:6]
    assert watched.at(7) is watched


def test_a_branch_leaves_out_what_was_done_later_and_the_lagging_future_plays_first():
    watched = session()
    play(watched, 3)
    watched.fire("chairman_leaves", chairman_leaves(watched))
    play(watched, 3)
    watched.look(2)
    watched.branch()
    assert watched.second.campaign.week == watched.now == 2
    assert not watched.second.as_shown().events.keys() & {"chairman_leaves"}
    play(watched, 4)
    assert watched.campaign.week == watched.second.campaign.week == 6
    assert watched.second.rows[:4] == watched.rows[:4]
    assert watched.second.rows[-1] != watched.rows[-1]


def test_reasons_add_up_to_the_change_of_support():
    watched = session()
    play(watched, 8)
    watched.fire("chairman_leaves", chairman_leaves(watched))
    play(watched, 10)
    before = watched.rows[0]["support.nur_otan"]
    for week, row in enumerate(watched.rows):
        gain = watched.ledger.weeks[week]
        assert sum(gain.reasons.values()) == pytest.approx(gain.total, abs=1e-9)
        assert gain.total == pytest.approx(row["support.nur_otan"] - before, abs=1e-9)
        before = row["support.nur_otan"]
    left = watched.ledger.weeks[9]
    most = sorted(left.reasons, key=left.reasons.get)[:2]
    assert "Leader coattail" in most
    assert "Fresh party enters" not in left.reasons
    assert "Fresh party enters" in watched.ledger.weeks[12].reasons


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


def test_a_lever_of_the_scenario_that_is_switched_off_stays_off_from_that_week_on():
    watched = session("reform-package")
    own = watched.lever("activist_school")
    play(watched, 2)
    watched.release("activist_school")
    assert watched.as_shown().levers.activist_school is None
    assert watched.as_shown(until=3).levers.activist_school is None
    assert watched.as_shown(until=2).levers.activist_school == own
    watched.pull(own)
    assert watched.as_shown(until=2).levers.activist_school == own


def test_numbers_that_differ_from_the_file_are_counted_and_deeds_are_not():
    watched = session("scandal", **{"events.scandal.week": 51, "leader.popularity": 0.3})
    watched.fire("snap_election", snap_election(watched))
    turn(watched, load("levers", Lever)["street_politics"], True, "4")
    assert numbers_of(watched) == ["leader.popularity", "events.scandal.week"]


@pytest.mark.parametrize("scenario", ["rich-entrant", "ge-2018"])
def test_numbers_are_compared_with_the_visitors_file_and_reset_plays_it_as_it_came(scenario):
    visit = Visit()
    text = f'extends = "{scenario}"\nvoters = 1000\n[leader]\npopularity = 0.5\n'
    visit.play_file(read_upload("mine.toml", text))
    own = visit.playing.as_shown().hash
    assert numbers_of(visit.playing) == []
    for popularity, interest in ((0.4, 0.2), (0.3, 0.6)):
        visit.change({"leader.popularity": popularity})
        visit.change({"turnout.base": interest})
    assert len(numbers_of(visit.playing)) == 2
    again = Session(visit.afresh())
    assert again.as_shown().hash == own
    assert numbers_of(again) == []


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
    watched.compare(Wish("kazakhstan-2022"))
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
    watched = session(second="kazakhstan-2022")
    second = watched.futures[SECOND]
    second.fire("chairman_leaves", chairman_leaves(second))
    play(watched, 3)
    assert second.campaign.state.stocks.attachment == 0
    assert watched.campaign.state.stocks.attachment > 0
    assert same_weeks(watched, watched.as_shown())
    assert second.rows[-1]["support.nur_otan"] < watched.rows[-1]["support.nur_otan"]
    again = run(second.as_shown(), watched.seed).weeks["support.nur_otan"]
    assert [row["support.nur_otan"] for row in second.rows] == again[:4]


def test_the_second_future_has_sliders_of_its_own():
    wish = Wish("kazakhstan-2022", {"leader.popularity": 0.3})
    watched = Session(Plan(second=wish, voters=VOTERS))
    assert watched.case.leader.popularity != 0.3
    assert watched.second.case.leader.popularity == 0.3


def test_a_future_that_ends_early_lets_the_other_play_to_its_own_end():
    watched = session(second="kazakhstan-2022")
    watched.fire("snap_election", snap_election(watched))
    play(watched, 8)
    assert watched.campaign.over
    assert watched.running
    play(watched, 44)
    assert watched.campaign.week == 8
    assert watched.second.campaign.week == 52
    assert not watched.running


def test_the_command_gives_the_numbers_of_the_page(tmp_path):
    watched = session(**{"leader.popularity": 0.4})
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
