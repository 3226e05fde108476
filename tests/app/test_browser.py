"""The page in a real browser: everything works, and nothing leaves the machine."""

import re
import tomllib

from driving import Visitor
from playwright.sync_api import Browser, expect

from model.app.happenings import ENTERED
from model.scenario import validated

LEAVES = "The President leaves the party"


def test_play_pause_step_and_reset(opened: Visitor):
    before = opened.picture("Private support by week")
    opened.step()
    assert opened.picture("Private support by week") != before
    opened.play()
    # It plays on while we look, so any later week will do: waiting for one could miss it.
    expect(opened.page.locator(".end")).to_contain_text(re.compile(r"Week ([3-9]|[1-5]\d) of"))
    opened.pause()
    expect(opened.button("Step")).to_be_enabled()
    opened.press("Reset")
    opened.weeks(0)


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


def test_ten_seconds_say_the_question_what_to_press_and_where_things_stand(opened: Visitor):
    expect(opened.page.locator(".question")).to_contain_text("win a majority")
    expect(opened.playing("Play")).to_be_visible()
    state = opened.page.locator(".state")
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
    for event in ("Snap election in 8 weeks", LEAVES):
        visitor.press(event)
        visitor.told(f"{event}: acts in week 2.")
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


def test_an_entry_of_the_chronicle_shows_its_week(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=13")
    visitor.page.locator(".chronicle li", has_text="Fresh party").get_by_role("button").click()
    visitor.weeks(12)
    visitor.open("Voters")
    entered = visitor.chart("Policy space").locator(".canvas svg text", has_text="Fresh party")
    expect(entered).to_have_count(1)
    visitor.look(0)
    expect(entered).to_have_count(0)
    visitor.close()


def test_dragging_back_shows_the_page_as_it_was_and_a_branch_begins_there(opened: Visitor):
    opened.step(3)
    then = opened.said("Private support by week"), opened.said("If the election were held today")
    opened.step(3)
    assert opened.said("If the election were held today") != then[1]
    opened.look(3)
    expect(opened.page.locator(".week")).to_contain_text("Week 3.")
    assert opened.said("Private support by week") == then[0]
    assert opened.said("If the election were held today") == then[1]
    opened.press(LEAVES)
    opened.told("You are looking at week 3, which is past.")
    opened.press("Branch from here")
    expect(opened.page.get_by_label("The controls below act on")).to_have_value("Second future")
    opened.press(LEAVES)
    opened.told("acts in week 4")
    opened.step(3)
    first, second = opened.numbers()
    assert len(first) == len(second) == 7
    assert (first.iloc[:4] == second.iloc[:4]).all(axis=None)
    last = [float(each["support.nur_otan"].iloc[-1]) for each in (first, second)]
    assert last[1] < last[0]
    opened.open("Compare")
    opened.told("In the second future Nur Otan has")


def test_an_event_fired_twice_happens_once_and_the_file_plays_it_again(opened: Visitor):
    opened.button("Snap election in 8 weeks").dblclick()
    opened.told("already")
    opened.step()
    expect(opened.page.locator(".week")).to_contain_text("Polling day is in week 8.")
    expect(opened.page.locator(".chronicle .what").first).to_have_text("Snap election in 8 weeks.")
    opened.open("Take away")
    shown = validated(tomllib.loads(opened.download(".toml").decode()), "the file")
    fired = [each.to["election_week"] for key, each in shown.events.items() if "snap" in key]
    assert fired == [8]
    command = opened.page.locator("pre").inner_text()
    assert command.strip().endswith(f"{shown.hash[:8]}.toml --seed 1")


def test_figures_tables_and_numbers_one_key_away(opened: Visitor):
    assert opened.download("Download support.pdf").startswith(b"%PDF")
    assert opened.download("Download support.csv").startswith(b"week,")
    chart = opened.chart("Private support by week")
    chart.locator(".canvas[data-drawn]").press("t")
    expect(chart.get_by_role("table")).to_contain_text("support.nur_otan")
    chart.locator(".canvas").press("t")
    expect(chart.get_by_role("table")).to_have_count(0)


def test_hovering_gives_values_and_lines_are_named_at_their_ends(opened: Visitor):
    opened.step(2)
    chart = opened.chart("Private support by week")
    drawing = chart.locator(".canvas[data-drawn] svg")
    names = drawing.locator("text", has_text="Nur Otan")
    expect(names).to_have_count(1)
    drawing.hover(position={"x": 70, "y": 120})
    expect(chart.get_by_text(re.compile(r"^\d+\.?\d* %$")).first).to_be_visible()


def test_axes_and_order_stay_while_it_plays(opened: Visitor):
    def ticks() -> list[str]:
        drawing = opened.chart("Private support by week").locator(".canvas[data-drawn] svg")
        return re.findall(r">(\d+(?: %)?)<", drawing.inner_html())

    opened.picture("Private support by week")
    before = ticks()
    opened.step(6)
    assert ticks() == before


def test_a_region_is_inspected_and_then_a_voter(opened: Visitor):
    opened.open("Regions")
    opened.choose("Region", "Mangystau")
    expect(opened.page.get_by_role("row", name="Electors")).to_be_visible()
    opened.press("Pick a voter from here")
    expect(opened.page.get_by_role("row", name="Region Mangystau")).to_be_visible()
    field = opened.page.get_by_label("Number of a voter")
    field.fill("nobody")
    field.press("Enter")
    opened.told("'nobody' is no voter")


def test_a_click_on_the_map_inspects_the_region(opened: Visitor):
    chart = opened.chart("Regions: share of the party of power")
    chart.locator("svg text", has_text="Astana").first.wait_for()
    chart.locator("svg path[fill]:not([fill='none'])").nth(5).click(force=True)
    expect(opened.page.get_by_role("row", name="Electors")).to_be_visible()


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
    visitor = Visitor(browser, server, "?scenario=ge-2018&voters=1000")
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


def test_two_visitors_do_not_disturb_each_other(opened: Visitor, browser: Browser, server: str):
    other = Visitor(browser, server, reduced_motion="no-preference")
    tab = Visitor(browser, server)
    opened.front()
    opened.step()
    other.step()
    opened.step()
    for each, week in ((other, 1), (tab, 0), (opened, 2)):
        each.weeks(week)
    other.close()
    tab.close()


def test_a_party_that_has_not_entered_is_said_not_to_be_there(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=1&tab=5")
    visitor.press("Branch from here")
    expect(visitor.page.get_by_label("The controls below act on")).to_have_value("Second future")
    visitor.told("In the second future Nur Otan has the same seats")  # all is drawn for two
    visitor.press(ENTERED)
    visitor.told("acts in week 2")
    visitor.step()
    said = visitor.said("Two futures")
    assert f"{ENTERED}, first: none yet" in said
    assert f"{ENTERED}, second 0" not in said
    assert "Nur Otan, first 4" in said
    visitor.close()


def test_fingerprint_and_verdict_stand_once_the_count_is_complete(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=52&tab=4")
    heading, fingerprint = visitor.page.locator(".state h2"), "The fingerprint of the count"
    expect(heading).to_have_text("Polling day. The regions are being counted.")
    visitor.press("Next region")
    visitor.told("1 of 17 regions counted.")
    assert not visitor.page.get_by_text(fingerprint).count()
    visitor.page.wait_for_function("location.search.includes('counted=1')")
    visitor.page.reload()
    visitor.told("1 of 17 regions counted.")
    expect(heading).to_have_text("Polling day. The regions are being counted.")
    visitor.press("All at once")
    visitor.told(fingerprint)
    expect(heading).to_contain_text("of 98 seats")
    visitor.press("Reset")
    visitor.weeks(0)
    visitor.page.wait_for_function("!location.search.includes('counted')")
    visitor.close()


SPOKEN = {
    "Overview": {
        "Private support by week": r"Nur Otan \d[\d.]* %",
        "If the election were held today": r"Nur Otan \d[\d.]* %, \d+ seats",
        "What people think": r"Nur Otan: privately preferred \d[\d.]* %, told to pollsters \d",
        "Regions: share": r"Mangystau \d[\d.]* %",
    },
    "Voters": {
        "Policy space": r"Nur Otan Economy \(SD of voters\) -?[\d.]+, Reform \(SD of voters\) -?\d",
        "Who changed sides": r"Nur Otan: [\d.]+ million in week 0, [\d.]+ now.*"
                             r"million went from .* to Nur Otan",
        "Protest": r"readiness 0 to 0.25: [\d.]+ % of electors.*people in the street \d",
    },
    "Elite": {"The elite": r"are with Nur Otan; .*own cadres \(\d+ of \d+\)"},
    "Voter": {"Why voter 0": r"Nur Otan: Known and liked.* -?\d[\d.]*, .*support now -?\d"},
}  # fmt: skip


def test_every_chart_speaks_its_numbers_with_names(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=3")
    for tab, charts in SPOKEN.items():
        visitor.open(tab)
        for title, pattern in charts.items():
            assert re.search(pattern, visitor.said(title)), f"{title}: {visitor.said(title)}"
    visitor.close()
