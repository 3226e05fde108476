"""Events: what they set is set, however many say so; what they add adds up."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.politics.events import Event, happenings, polling_day
from model.politics.state import State
from model.scenario import ScenarioError, load_scenario


@pytest.fixture(scope="module")
def state() -> State:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), 1).state


def after(state: State, *events: Event) -> State:
    return state.after(happenings(events, state))


def test_of_two_settings_in_one_week_the_last_one_in_the_file_wins(state):
    early, late = (Event(name="called", to={"election_week": day}) for day in (20, 40))
    assert after(state, early, late).stocks.election_week == 40
    assert after(state, late, early).stocks.election_week == 20
    assert after(state, late, late).stocks.election_week == 40


def test_settings_of_different_places_both_hold_and_where_they_meet_the_last_one_wins(state):
    first = Event(name="one", to={"administration_loyalty": 0.5}, regions=("PVD", "ALA"))
    second = Event(name="two", to={"administration_loyalty": 0.2}, regions=("ALA", "AST"))
    loyal = after(state, first, second).stocks.administration_loyalty
    codes = state.setting.cells.regions.codes
    found = dict(zip(codes, loyal.tolist(), strict=True))
    assert [found["PVD"], found["ALA"], found["AST"]] == pytest.approx([0.5, 0.2, 0.2])
    elsewhere = [found[code] for code in codes if code not in ("PVD", "ALA", "AST")]
    assert set(elsewhere) == {1.0}


def test_settings_of_different_parties_both_hold(state):
    poor, rich = (
        Event(name=party, to={"funds": money}, party=party)
        for party, money in (("osdp", 0.0), ("auyl", 9.0))
    )
    funds = after(state, poor, rich).stocks.funds
    assert funds[state.setting.column("osdp")] == 0
    assert funds[state.setting.column("auyl")] == 9
    others = np.arange(len(funds))[[n not in ("osdp", "auyl") for n in state.setting.names]]
    np.testing.assert_array_equal(funds[others], state.stocks.funds[others])


def test_what_events_add_adds_up_and_on_top_of_what_is_set(state):
    less = Event(name="less", by={"popularity": -0.1})
    start = float(state.stocks.popularity)
    assert after(state, less, less).stocks.popularity == pytest.approx(start - 0.2)
    settled = Event(name="set", to={"popularity": 0.5})
    for order in ((settled, less), (less, settled)):
        assert after(state, *order).stocks.popularity == pytest.approx(0.4)


def test_polling_day_moved_twice_to_the_same_week_is_that_week(tmp_path):
    file = tmp_path / "twice.toml"
    moved = '\nname = "election moved"\nweek = 20\nto = { election_week = 40 }\n'
    file.write_text(f'extends = "kazakhstan-2022"\n[events.a]{moved}[events.b]{moved}')
    campaign = Campaign(load_scenario(str(file), {"voters": 1000}), 1)
    campaign.run()
    assert campaign.week == 40
    fired = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), 1)
    fired.happenings += load_scenario(str(file)).events.values()
    fired.run()
    assert fired.week == 40


def case(folder, events: str):
    file = folder / "case.toml"
    file.write_text(f'extends = "kazakhstan-2022"\n{events}')
    return load_scenario(str(file))


def event(name: str, week: int, rest: str = "") -> str:
    return f'[events.{name}]\nname = "{name}"\nweek = {week}\n{rest}\n'


def test_an_event_without_a_name_is_told_what_a_name_is_for(tmp_path):
    file = tmp_path / "odd.toml"
    file.write_text('extends = "kazakhstan-2022"\n[events.resigns]\nweek = 10\n')
    with pytest.raises(ScenarioError, match=r"events\.resigns\.name: is missing \(what the log"):
        load_scenario(file)


def test_an_event_after_the_latest_possible_polling_day_is_refused(tmp_path):
    assert case(tmp_path, event("last", 52)).events["last"].week == 52
    with pytest.raises(ScenarioError, match=r"events\.late\.week: given 53, allowed is 0 \.\. 52"):
        case(tmp_path, event("late", 53))
    moved = event("moved", 50, "to = { election_week = 80 }")
    assert "late" in case(tmp_path, event("late", 80) + moved).events
    with pytest.raises(ScenarioError, match=r"events\.late\.week: given 81"):
        case(tmp_path, event("late", 81) + moved)
    put_off = event("moved", 50, "lasts = 2\nby = { election_week = 10 }")
    assert "late" in case(tmp_path, event("late", 72) + put_off).events
    with pytest.raises(ScenarioError, match=r"events\.moved\.week: given 60"):
        case(tmp_path, event("moved", 60, "to = { election_week = 80 }"))


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ("to = { popularity = -15 }", r"to\.popularity: given -15, allowed is 0\.01 \.\. 0\.99"),
        ("by = { popularity = 1 }", r"by\.popularity: given 1, allowed is -0\.98 \.\. 0\.98"),
        ("to = { funds = -1 }", r"to\.funds: given -1, allowed is 0 \.\. inf"),
        (
            'to = { popularity = 0.2 }\nregions = ["ALA"]',
            r"regions: given 'ALA', but popularity cannot be narrowed down to regions; leave",
        ),
        (
            'by = { prices = 0.1, popularity = 0.1 }\nparty = "osdp"',
            r"party: given 'osdp', but popularity, prices cannot be narrowed down to a party",
        ),
    ],
)
def test_a_change_that_its_quantity_cannot_make_is_refused(tmp_path, change, allowed):
    with pytest.raises(ScenarioError, match=allowed):
        case(tmp_path, event("odd", 3, change))


@pytest.mark.parametrize("quantity", ["turnout", "mobilisation", "coercion", "viability"])
def test_a_change_that_is_cleared_before_polling_day_is_refused(tmp_path, quantity):
    change = f"by = {{ {quantity} = 0.1 }}"
    with pytest.raises(ScenarioError, match=rf"by\.{quantity}: given until week 5, .* in week 52"):
        case(tmp_path, event("early", 5, change))
    lasting = case(tmp_path, event("early", 5, f"lasts = 48\n{change}"))
    assert lasting.events["early"].weeks[-1] == 52
    called = event("called", 2, "to = { election_week = 8 }")
    assert "early" in case(tmp_path, event("early", 8, change) + called).events


def test_a_lasting_change_of_turnout_is_read_on_polling_day(tmp_path):
    change = "by = { mobilisation = 1.0 }\nlasts = 9"
    called = event("called", 2, "to = { election_week = 8 }")
    campaign = Campaign(case(tmp_path, called + event("pressure", 3, change)), 1)
    campaign.run()
    assert (campaign.ballot_state().weekly.mobilisation >= 1.0).all()


def test_polling_day_is_where_the_campaign_ends(tmp_path):
    moves = event("called", 10, "to = { election_week = 20 }") + event(
        "put_off", 18, "lasts = 3\nby = { election_week = 2 }"
    )
    scenario = case(tmp_path, moves)
    campaign = Campaign(scenario.replace({"voters": 1000}), 1)
    campaign.run()
    assert polling_day(scenario.events.values(), scenario.weeks) == campaign.week == 26


@pytest.mark.parametrize("quantity", ["appeal", "talk", "mobilisation"])
def test_what_is_built_anew_each_week_cannot_be_set(tmp_path, quantity):
    with pytest.raises(ScenarioError, match=rf"to\.{quantity}: only what lasts can be set"):
        case(tmp_path, event("odd", 3, f"to = {{ {quantity} = 0.5 }}"))
