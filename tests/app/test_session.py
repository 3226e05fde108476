"""What is done on the page is recorded, and plays again as it was."""

import re
import threading
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import VOTERS, play, same_weeks, session

from model.app.address import View
from model.app.happenings import BUTTONS, chairman_leaves, new_party, snap_election
from model.app.panels.controls import grouped, numbers_of, step_of, turn, whole_number
from model.app.panels.tabs import second_futures
from model.app.plan import DEFAULT, RESERVE, Plan, Wish, read_upload, wish_for, wish_for_file
from model.app.session import SECOND, Session
from model.app.visit import Visit
from model.parameters.registry import load
from model.politics.contracts import Lever, Mechanism, Phase
from model.run import run
from model.scenario import ScenarioError, load_scenario

OF_4000 = "replication-tournament"
"""A scenario whose file says 4,000 voters."""


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


def test_a_changed_number_is_played_and_exported():
    watched = session(**{"leader.popularity": 0.3})
    assert watched.as_shown().leader.popularity == 0.3
    assert not watched.problem
    with pytest.raises(ScenarioError, match=r"allowed is 0\.05"):
        watched.wish().changed({"leader.popularity": 3})


@pytest.mark.parametrize(
    ("wish", "played", "title"),
    [
        (Wish("ge-2018", {"leader.popularity": 7}), "ge-2018", "Malaysia"),
        (Wish("nowhere-1999", {"leader.popularity": 7}), DEFAULT, "Kazakhstan"),
        (Wish("mine", {}, whole="{"), DEFAULT, "Kazakhstan"),
    ],
)
@pytest.mark.parametrize("second", [False, True])
def test_what_cannot_be_played_is_set_aside_and_said(wish, played, title, second):
    watched = Session(Plan(Wish(), wish, voters=1000) if second else Plan(wish, voters=1000))
    assert re.match(f"This cannot be played, so {title}.* is played instead", watched.problem)
    shown = watched.second if second else watched
    assert shown.scenario_name == shown.origin.scenario == played
    assert title in shown.case.title
    if not second:
        assert watched.plan.first == Wish(played)
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


@pytest.mark.parametrize("again", [lambda watched: watched, lambda each: Session(each.as_plan())])
def test_a_branch_leaves_out_what_was_done_later_and_the_lagging_future_plays_first(again):
    watched = session()
    turn(watched, load("levers", Lever)["taboo_move"], True, "2")
    play(watched, 3)
    for button in (BUTTONS[0], BUTTONS[3]):
        watched.fire(button.name, button.event(watched))
    turn(watched, load("levers", Lever)["street_politics"], True, "")
    play(watched, 3)
    watched = again(watched)
    watched.look(2)
    watched.branch()
    assert watched.second.campaign.week == watched.now == 2
    left = watched.second.as_shown()
    assert not left.events.keys() & {"chairman_leaves", "new_oligarch_party"}
    assert RESERVE not in left.parties
    assert [*left.levers.active()] == ["taboo_move"]
    play(watched, 4)
    assert watched.campaign.week == watched.second.campaign.week == 6
    assert watched.second.rows[:4] == watched.rows[:4]
    assert watched.second.rows[-1] != watched.rows[-1]


def test_reasons_add_up_to_the_change_of_support():
    # In the run of this seed his going hits as hard as usual.
    watched = Session(Plan(Wish("kazakhstan-2022"), None, seed=4, voters=VOTERS))
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
    with pytest.raises(ValueError, match="Polling day is not later than week 52"):
        turn(watched, kind, True, "53")
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


def file_of_one_s_own(visit: Visit) -> None:
    visit.play_file(read_upload("mine.toml", f'extends = "{OF_4000}"\n'))


@pytest.mark.parametrize(
    ("begin", "voters"),
    [
        (lambda: Visit(OF_4000), 4000),
        (lambda: begun_with("", lambda visit: visit.play_scenario(OF_4000)), 4000),
        (lambda: begun_with("voters=1000", lambda visit: visit.play_scenario(OF_4000)), 1000),
        (lambda: begun_with("voters=1000", file_of_one_s_own), 4000),
    ],
)
def test_a_scenario_has_its_own_number_of_voters_unless_another_is_asked_for(begin, voters):
    visit = begin()
    assert visit.playing.case.voters == voters
    assert Session(visit.afresh()).case.voters == voters
    address = visit.address()["query"]
    assert ("voters=" in address) == (voters == 1000)
    visit.compare(Wish())
    assert visit.playing.second.case.voters == voters
    assert Session(visit.playing.as_plan()).second.case.voters == voters


def begun_with(query: str, deed: Callable[[Visit], None]) -> Visit:
    visit = Visit(query=query)
    deed(visit)
    return visit


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("voters=5", "voters: given 5, allowed is 1000 .. 10000000"),
        ("seed=-1", "seed: given -1, allowed is 0 .. 2147483648"),
        (f"seed={10**30}", "allowed is 0 .. 2147483648"),
        ("across=-9", "across: given -9, allowed is 0 .. "),
        ("tab=9", "tab: given 9, allowed is 0 .. 8"),
        ('scenario=mine&whole={"extends":5}', "extends: given 5, allowed is a name"),
        ('scenario=mine&whole={"extends":"benchmark","changes":[1]}', "changes: given [1], "),
        ("scenario=mine&whole=null", "whole: given null, allowed is a table"),
        pytest.param(f"scenario=benchmark&changes={'[' * 10_000}", "too many brackets", id="deep"),
    ],
)
def test_what_the_address_may_not_hold_is_told_and_the_page_starts_afresh(query, told):
    visit = Visit(query=f"?{query}")
    assert told in visit.problem
    assert visit.playing.plan == Plan()
    assert visit.view.value == View()


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


@pytest.mark.parametrize(
    ("second", "value", "called"),
    [
        (Wish("rich-entrant"), "rich-entrant", "One very rich entrant"),
        (Wish("rich-entrant", {"turnout.base": 0.3}), SECOND, "One very rich entrant, changed"),
        (wish_for_file(read_upload("mine.toml", 'extends = "benchmark"\nweeks = 9')), SECOND,
         "mine.toml, an uploaded file"),
    ],
)  # fmt: skip
def test_the_second_future_is_called_as_what_it_is(second, value, called):
    watched = Session(Plan(second=second, voters=1000))
    chosen, options = second_futures(watched)
    assert chosen == value
    assert [title for name, title, _ in options if name == chosen] == [called]


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
