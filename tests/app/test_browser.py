"""The page in a real browser: everything works, and nothing leaves the machine."""

import re
import tomllib

from driving import TOLD, Visitor
from playwright.sync_api import Browser, expect

from model.app.address import TABS
from model.scenario import validated

LEAVES = "The President leaves the party"


def test_play_pause_step_and_reset(visitor: Visitor):
    before = visitor.picture("Private support by week")
    visitor.step()
    assert visitor.picture("Private support by week") != before
    visitor.play()
    # It plays on while we look, so any later week will do: waiting for one could miss it.
    expect(visitor.page.locator(".end")).to_contain_text(re.compile(r"Week ([3-9]|[1-5]\d) of"))
    visitor.pause()
    expect(visitor.button("Step")).to_be_enabled()
    visitor.press("Reset")
    visitor.weeks(0)


def test_what_rests_at_reset_plays_no_week_of_what_begins_then(visitor: Visitor):
    visitor.page.get_by_label("Speed").select_option("slow")
    visitor.play()
    visitor.press("Reset")
    visitor.page.wait_for_timeout(1000)  # longer than the rest between two weeks
    visitor.weeks(0)
    visitor.play()
    visitor.past(1)


def test_a_link_that_says_what_goes_without_saying_is_played_once(browser: Browser, server: str):
    # The page would write a shorter address: to begin anew for it would take Pause away.
    visitor = Visitor(browser, server, "?scenario=kazakhstan-2022&voters=1000")
    visitor.press(LEAVES)
    visitor.told("acts in week 1")
    visitor.playing("Play").press("Enter")
    expect(visitor.page.locator(".end")).to_contain_text(re.compile(r"Week ([2-9]|[1-4]\d) of"))
    expect(visitor.playing("Pause")).to_be_focused()
    visitor.pause()
    expect(visitor.button("Step")).to_be_enabled()
    visitor.press("Branch from here")
    expect(visitor.page.get_by_label("The controls below act on")).to_have_value("Second future")
    # The list of groups is longer now, by the event.
    expect(visitor.page.get_by_label("Group of numbers")).to_have_value("leader")
    visitor.close()


def test_ten_seconds_say_the_question_what_to_press_and_where_things_stand(visitor: Visitor):
    expect(visitor.page.locator(".question")).to_contain_text("win a majority")
    expect(visitor.playing("Play")).to_be_visible()
    state = visitor.page.locator(".state")
    expect(state).to_contain_text(re.compile(r"preferred by \d+\s% of electors"))
    expect(state).to_contain_text(re.compile(r"\d+ of 98 seats \(majority: 50\)"))


def test_a_guided_start_is_one_click(visitor: Visitor):
    cards = visitor.page.locator(".card")
    expect(cards).to_have_count(5)
    cards.nth(2).click()
    visitor.told("One very rich entrant. 10,000 voter agents")
    expect(visitor.page.get_by_label("Scenario", exact=True)).to_have_value("rich-entrant")


def test_the_verdict_says_why_and_the_same_is_played_again_without_one_thing(visitor: Visitor):
    visitor.step()
    visitor.press(LEAVES)
    visitor.told("acts in week 2")
    visitor.finish()
    expect(visitor.page.locator(".week")).to_contain_text(re.compile("has (a|no) majority"))
    visitor.told("Since week 0 private support went from")
    entry = visitor.page.locator(".chronicle li", has_text=LEAVES)
    expect(entry).to_contain_text(re.compile(r"Private support −\d.*(coattail|organisation) −\d"))
    visitor.press(f"Play again without: {LEAVES}")
    visitor.told("more seats")
    first, second = visitor.numbers()
    assert (first["support.nur_otan"].iloc[:2] == second["support.nur_otan"].iloc[:2]).all()
    assert second["attachment"].iloc[-1] == "1.0"
    assert first["attachment"].iloc[-1] == "0.0"


def test_an_entry_of_the_chronicle_shows_its_week(visitor: Visitor):
    visitor.page.get_by_label("Speed").select_option("fast")
    visitor.step(12)
    visitor.page.locator(".chronicle li", has_text="Fresh party").get_by_role("button").click()
    visitor.weeks(12)
    visitor.open("Voters")
    entered = visitor.chart("Policy space").locator(".canvas svg text", has_text="Fresh party")
    expect(entered).to_have_count(1)
    visitor.look(0)
    expect(entered).to_have_count(0)


def test_dragging_back_shows_the_page_as_it_was_and_a_branch_begins_there(visitor: Visitor):
    visitor.step(3)
    then = visitor.said("Private support by week"), visitor.said("If the election were held today")
    visitor.step(3)
    assert visitor.said("If the election were held today") != then[1]
    visitor.look(3)
    expect(visitor.page.locator(".week")).to_contain_text("Week 3.")
    assert visitor.said("Private support by week") == then[0]
    assert visitor.said("If the election were held today") == then[1]
    visitor.press(LEAVES)
    visitor.told("You are looking at week 3, which is past.")
    visitor.press("Branch from here")
    expect(visitor.page.get_by_label("The controls below act on")).to_have_value("Second future")
    visitor.press(LEAVES)
    visitor.told("acts in week 4")
    visitor.step(3)
    first, second = visitor.numbers()
    assert len(first) == len(second) == 7
    assert (first.iloc[:4] == second.iloc[:4]).all(axis=None)
    last = [float(each["support.nur_otan"].iloc[-1]) for each in (first, second)]
    assert last[1] < last[0]
    visitor.open("Compare")
    visitor.told("In the second future Nur Otan has")


def test_events_act_and_the_file_plays_them_again(visitor: Visitor):
    visitor.press("Snap election in 8 weeks")
    visitor.told("acts in week 1")
    visitor.step()
    expect(visitor.page.locator(".week")).to_contain_text("Polling day is in week 8.")
    visitor.open("Take away")
    shown = validated(tomllib.loads(visitor.download(".toml").decode()), "the file")
    assert shown.events["snap_election"].to["election_week"] == 8
    command = visitor.page.locator("pre").inner_text()
    assert command.strip().endswith(f"{shown.hash[:8]}.toml --seed 1")


def test_figures_tables_and_numbers_one_key_away(visitor: Visitor):
    assert visitor.download("Download support.pdf").startswith(b"%PDF")
    assert visitor.download("Download support.csv").startswith(b"week,")
    chart = visitor.chart("Private support by week")
    chart.locator(".canvas[data-drawn]").press("t")
    expect(chart.get_by_role("table")).to_contain_text("support.nur_otan")
    chart.locator(".canvas").press("t")
    expect(chart.get_by_role("table")).to_have_count(0)


def test_hovering_gives_values_and_lines_are_named_at_their_ends(visitor: Visitor):
    visitor.step(2)
    chart = visitor.chart("Private support by week")
    drawing = chart.locator(".canvas[data-drawn] svg")
    names = drawing.locator("text", has_text="Nur Otan")
    expect(names).to_have_count(1)
    drawing.hover(position={"x": 70, "y": 120})
    expect(chart.get_by_text(re.compile(r"^\d+\.?\d* %$")).first).to_be_visible()


def test_axes_and_order_stay_while_it_plays(visitor: Visitor):
    def ticks() -> list[str]:
        drawing = visitor.chart("Private support by week").locator(".canvas[data-drawn] svg")
        return re.findall(r">(\d+(?: %)?)<", drawing.inner_html())

    visitor.picture("Private support by week")
    before = ticks()
    visitor.step(6)
    assert ticks() == before


def test_a_region_is_inspected_and_then_a_voter(visitor: Visitor):
    visitor.open("Regions")
    visitor.choose("Region", "Mangystau")
    expect(visitor.page.get_by_role("row", name="Electors")).to_be_visible()
    visitor.press("Pick a voter from here")
    expect(visitor.page.get_by_role("row", name="Region Mangystau")).to_be_visible()
    field = visitor.page.get_by_label("Number of a voter")
    field.fill("nobody")
    field.press("Enter")
    visitor.told("'nobody' is no voter")


def test_a_click_on_the_map_inspects_the_region(visitor: Visitor):
    chart = visitor.chart("Regions: share of the party of power")
    chart.locator("svg text", has_text="Astana").first.wait_for()
    chart.locator("svg path[fill]:not([fill='none'])").nth(5).click(force=True)
    expect(visitor.page.get_by_role("row", name="Electors")).to_be_visible()


def test_election_night_is_a_night(visitor: Visitor):
    visitor.open("Election night")
    visitor.told("The polls close in week 52")
    visitor.open("Overview")
    visitor.press("Snap election in 8 weeks")
    visitor.told("acts in week 1")
    visitor.finish()
    visitor.open("Election night")
    visitor.told("No region has reported. 50 of 98 seats are a majority.")
    visitor.press("Next region")
    visitor.told("1 of 17 regions counted.")
    visitor.told("points since week 0")
    visitor.press("All at once")
    visitor.told("17 of 17 regions counted.")
    seats = re.search(r"and (\d+) seats", visitor.page.locator(".verdict").inner_text())
    said = visitor.page.locator(".state h2").inner_text()
    assert seats is not None
    assert f"{seats[1]} of 98 seats" in said
    visitor.told("The fingerprint of the count")


def test_many_runs_of_both_futures_can_be_watched_and_cancelled(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?scenario=ge-2018&voters=2000")
    visitor.open("Compare")
    visitor.choose("Second future, same seed and voters", "Malaysia, May 2018")
    visitor.told("In the second future Barisan Nasional has")
    visitor.open("Many runs")
    visitor.press("Play 20 runs")
    visitor.press("Cancel")
    visitor.told("Cancelled.")
    visitor.press("Play 20 runs")
    visitor.told("Barisan Nasional has a majority in")
    visitor.told("On the same random numbers the second has")
    ignorance = "chance and ignorance: also other values for what is assumed"
    visitor.choose("What differs between the runs", ignorance)
    visitor.open("Compare")
    visitor.open("Many runs")
    chosen = visitor.page.get_by_label("What differs between the runs")
    expect(chosen).to_have_value(ignorance)  # it outlives the tab
    visitor.press("Play 20 runs")
    visitor.told("chance and what we do not know")
    visitor.close()


def test_every_tab_shows_something(visitor: Visitor):
    main = visitor.page.locator(".main")
    for tab in TABS:
        visitor.open(tab)
        assert [each for each, told in TOLD.items() if main.get_by_text(told).count()] == [tab]


def test_two_visitors_do_not_disturb_each_other(visitor: Visitor, browser: Browser, server: str):
    other = Visitor(browser, server, reduced_motion="no-preference")
    tab = Visitor(browser, server)
    visitor.step()
    other.step()
    visitor.step()
    for each, week in ((other, 1), (tab, 0), (visitor, 2)):
        each.weeks(week)
    other.close()
    tab.close()
