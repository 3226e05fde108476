"""Faults that a demanding visitor found once, each with its kind: none comes back."""

import itertools
import re

import pytest
from driving import Visitor
from playwright.sync_api import Browser, Locator, expect

LEAVES = "The President leaves the party"


def test_a_switch_tells_the_truth_whatever_was_clicked(opened: Visitor):
    field = opened.page.get_by_label("Start week (empty: next week)")
    field.fill("soon")
    switches = opened.page.get_by_role("switch")
    taboo = opened.page.get_by_role("switch", name="Taboo move")
    for _ in range(2):
        taboo.click()
        opened.told("'soon' is no start week")
        for k in range(switches.count()):
            expect(switches.nth(k)).to_have_attribute("aria-checked", "false")
    field.fill("")
    taboo.click()
    opened.told("Taboo move (from week 1)")
    expect(switches.and_(opened.page.locator("[aria-checked=true]"))).to_have_count(1)
    opened.step()
    opened.page.get_by_role("switch", name="Taboo move").click()
    opened.told("cannot be taken back")
    expect(opened.page.get_by_role("switch", name="Taboo move")).to_have_attribute(
        "aria-checked", "true"
    )


def test_nothing_survives_reset(opened: Visitor):
    opened.page.get_by_label("Start week (empty: next week)").fill("soon")
    opened.page.get_by_role("switch", name="Taboo move").click()
    opened.told("'soon' is no start week")
    knob = opened.page.get_by_role("spinbutton", name="Popularity")
    knob.fill("0.3")
    knob.press("Enter")
    opened.told("1 number differs from the scenario's file.")
    opened.press(LEAVES)
    opened.step(2)
    opened.press("Reset")
    opened.weeks(0)
    page = opened.page
    expect(page.get_by_role("switch").and_(page.locator("[aria-checked=true]"))).to_have_count(0)
    for text in ("is no start week", "differs from", "acts in week"):
        expect(page.get_by_text(text)).to_have_count(0)
    expect(page.get_by_role("spinbutton", name="Popularity")).to_have_value("0.62")
    expect(page.get_by_label("Start week (empty: next week)")).to_have_value("")


def test_after_polling_day_only_the_past_can_be_played_on(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=52")
    for button in (visitor.playing("Play"), visitor.button("Step")):
        expect(button).to_be_disabled()
        visitor.look(2)
        expect(button).to_be_enabled()
        expect(visitor.button("Branch from here")).to_be_visible()
        visitor.press("To the present")
        expect(button).to_be_disabled()
        expect(visitor.button("Branch from here")).to_have_count(0)
    visitor.press("Reset")
    visitor.weeks(0)
    visitor.play()
    visitor.past(2)
    expect(visitor.playing("Pause")).to_be_enabled()
    expect(visitor.button("Step")).to_be_disabled()
    visitor.pause()
    expect(visitor.playing("Play")).to_be_enabled()
    expect(visitor.button("Step")).to_be_enabled()
    visitor.close()


def enter(button: Locator) -> None:
    button.focus()
    for _ in range(2):
        button.page.keyboard.press("Enter")


def click_the_place(button: Locator) -> None:
    place = button.bounding_box()
    button.click()
    expect(button).to_have_count(0)
    button.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def test_who_asks_twice_for_the_present_branches_nothing(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=3")
    ways = itertools.product((390, 768, 1280), (enter, Locator.dblclick, click_the_place))
    for week, (width, twice) in enumerate(ways, start=3):
        visitor.page.set_viewport_size({"width": width, "height": 844})
        visitor.look(1)
        twice(visitor.button("To the present"))
        visitor.weeks(week)
        visitor.step()
        expect(visitor.page.get_by_label("The controls below act on")).to_have_count(0)
    visitor.close()


def branch(visitor: Visitor) -> None:
    visitor.press("Branch from here")
    expect(visitor.page.get_by_label("The controls below act on")).to_be_visible()


def test_a_click_on_a_button_is_not_lost_while_another_future_comes(opened: Visitor):
    opened.step(2)
    opened.look(1)
    opened.page.evaluate(
        """event => {
            const named = name => [...document.querySelectorAll('button')]
                .find(each => each.textContent.trim() === name);
            const both = [named('Branch from here'), named(event)];
            both.forEach(each => each.click());
        }""",
        LEAVES,
    )
    opened.told("acts in week 2")
    expect(opened.page.get_by_label("The controls below act on")).to_have_value("Second future")


def another(visitor: Visitor) -> None:
    visitor.choose("Scenario", "The chairman leaves early")
    visitor.page.wait_for_function("location.search.includes('chairman-leaves-early')")


def test_what_plays_plays_on_and_its_button_says_so(visitor: Visitor):
    for deed in (Visitor.set_popularity, another, branch):
        visitor.page.get_by_label("Speed").select_option("normal")
        visitor.play()
        visitor.past(visitor.week + 2)
        deed(visitor)
        expect(visitor.playing("Pause")).to_be_enabled()
        visitor.past(visitor.week + 2)
        visitor.pause()
        expect(visitor.playing("Play")).to_be_enabled()
        visitor.page.get_by_label("Speed").select_option("fast")
        visitor.page.wait_for_timeout(500)  # the week that had begun
        rested = visitor.week
        visitor.page.wait_for_timeout(250)  # two weeks of what might still play, which now is fast
        visitor.weeks(rested)
        visitor.step()


def test_the_difference_is_the_second_less_the_first_also_in_words(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?week=9&tab=5")
    visitor.choose("Second future, same seed and voters", "The chairman leaves early")
    visitor.told("fewer seats")
    visitor.step()
    visitor.told("Second less first (percentage points)")
    visitor.told("fewer seats")
    told = visitor.said("Two futures")
    # The last of three numbers told of the party is the gap.
    gap = re.findall(r"Nur Otan (-?[\d.]+)", told)[-1]
    first, second = (float(each["support.nur_otan"].iloc[-1]) for each in visitor.numbers())
    assert float(gap) == pytest.approx(100 * (second - first), abs=0.06)
    assert float(gap) < 0
    visitor.close()


def test_a_slider_acts_at_once_and_can_be_taken_back(opened: Visitor):
    opened.step(3)
    before = opened.numbers()[0]
    slider = opened.page.get_by_role("slider", name="Popularity")
    slider.focus()
    slider.press("ArrowLeft")
    opened.told("1 number differs from the scenario's file.")
    opened.weeks(3)
    expect(opened.page.get_by_role("slider", name="Popularity")).to_be_focused()
    after = opened.numbers()[0]
    assert len(after) == len(before) == 4
    assert not after.equals(before)
    opened.press("Take back")
    expect(opened.page.get_by_text("differs from the scenario's file")).to_have_count(0)
    assert opened.numbers()[0].equals(before)


def test_a_number_is_typed_with_its_unit_beside_it_and_refused_out_of_range(opened: Visitor):
    knob = opened.page.locator(".knob", has=opened.page.get_by_text("Popularity", exact=True))
    expect(knob).to_contain_text("share")
    field = knob.get_by_role("spinbutton")
    field.fill("3")
    field.press("Enter")
    opened.told("allowed is 0.05")
    expect(field).to_have_value("0.62")


def test_scenarios_are_called_by_their_titles_under_their_country(opened: Visitor):
    field = opened.page.get_by_label("Scenario", exact=True)
    names = field.locator("option").all_inner_texts()
    assert "The chairman leaves early" in names
    assert not [each for each in names if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", each)]
    countries = field.locator("optgroup").evaluate_all("all => all.map(each => each.label)")
    assert countries[0] == "Kazakhstan"
    assert len(countries) > 1


def test_every_country_is_played_in_its_own_words(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000")
    field = visitor.page.get_by_label("Scenario", exact=True)
    groups = field.locator("optgroup")
    for place in range(1, groups.count()):
        title = groups.nth(place).locator("option").first.inner_text()
        field.select_option(label=title)
        visitor.told(f"{title}. ")
        visitor.weeks(0)
        expect(visitor.page.locator(".main")).not_to_contain_text("Nur Otan")
        visitor.picture("Regions")
    visitor.close()


def test_a_button_the_chronicle_and_the_numbers_call_an_event_the_same(
    browser: Browser, server: str
):
    visitor = Visitor(browser, server, "?scenario=january-shock&voters=1000&week=52")
    name = "A sudden shock to protest"
    expect(visitor.button(name)).to_be_visible()
    expect(visitor.button(f"Play again without: {name}")).to_be_visible()
    told = visitor.page.locator(".chronicle li", has=visitor.page.get_by_text("Week 26"))
    expect(told.locator(".what")).to_contain_text(name)
    groups = visitor.page.get_by_label("Group of numbers").locator("option").all_inner_texts()
    assert {f"Events: {name}", "Parties: Nur Otan", "Parties: Fresh party"} <= set(groups)
    assert groups == sorted(groups)
    visitor.choose("Group of numbers", f"Events: {name}")
    expect(visitor.page.get_by_role("spinbutton", name="Week", exact=True)).to_have_value("26")
    visitor.close()


def test_words_of_the_model_have_a_note(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=52")
    expect(visitor.page.locator(".act")).to_contain_text(
        "Offends the nation that the state is named after."
    )
    expect(visitor.page.locator(".cards")).to_contain_text(
        "On polling day state-dependent people who would stay at home are brought to vote."
    )
    visitor.page.get_by_text("What these words mean").click()
    expect(visitor.page.locator(".chronicle li").first).to_be_visible()
    reasons = visitor.page.locator(".chronicle").inner_text().lower()
    notes = visitor.page.locator("details p").all_inner_texts()
    assert len(notes) > 1
    for note in notes:
        name, rule = note.split(": ", 1)
        assert name.lower() in reasons
        assert rule.endswith(".")
    visitor.close()


def test_words_of_voters_and_numbers_have_a_note(visitor: Visitor):
    visitor.choose("Group of numbers", "Mechanisms: Bandwagon")
    for word in ("Logit", "Utility"):
        expect(visitor.page.locator(".act")).to_contain_text(f"{word}: ")
    visitor.open("Voter")
    expect(visitor.page.get_by_role("row", name="Stratum")).to_be_visible()
    expect(visitor.page.locator(".main")).to_contain_text("Stratum: The layer of society")


def test_a_file_that_extends_another_is_called_by_its_own_name_and_kept_by_reset(
    visitor: Visitor,
):
    text = 'extends = "rich-entrant"\n[leader]\npopularity = 0.5\n'
    visitor.page.get_by_label("Play a scenario file").set_input_files(
        {"name": "mine.toml", "mimeType": "text/plain", "buffer": text.encode()}
    )
    called = "mine.toml, an uploaded file"
    visitor.told(f"{called}. 10,000 voter agents")
    scenario = visitor.page.get_by_label("Scenario", exact=True)
    expect(scenario).to_have_value(called)
    visitor.set_popularity()
    visitor.step()
    visitor.press("Reset")
    visitor.weeks(0)
    visitor.told(f"{called}. 10,000 voter agents")
    expect(visitor.page.get_by_role("spinbutton", name="Popularity")).to_have_value("0.5")
    visitor.page.reload()
    visitor.drawn()
    visitor.told(f"{called}. 10,000 voter agents")
    expect(scenario).to_have_value(called)
    visitor.choose("Scenario", "Kazakhstan, February 2022")
    visitor.told("Kazakhstan, February 2022. 10,000 voter agents")


def test_a_number_and_its_sign_stay_on_one_line(opened: Visitor):
    assert re.search(r"\d\u00a0% of electors", opened.page.locator(".state").inner_text())


def test_the_chronicle_has_a_line_an_entry_and_counts_in_words(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?scenario=chairman-leaves-early&voters=1000&week=52")
    expect(visitor.page.locator(".chronicle li").first).to_be_visible()
    lines = visitor.page.locator(".chronicle li").all_inner_texts()
    weeks = [int(re.match(r"Week (\d+)", each)[1]) for each in lines]
    assert weeks == sorted(weeks, reverse=True)
    assert len(set(weeks)) == len(weeks)
    text = visitor.page.locator(".page").inner_text()
    assert not re.findall(r"(?<![.\d])1 (?:seats|shares|notables|points|regions)\b", text)
    visitor.close()


def test_language_headings_and_a_live_region(opened: Visitor):
    page = opened.page
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".state[role=status]")).to_have_count(1)
    expect(page.locator(".help").first).to_be_visible()


def test_everything_that_can_be_pressed_has_a_name_and_shows_that_it_is_reached(visitor: Visitor):
    visitor.picture("What people think and what they say")
    controls = visitor.page.locator("body").aria_snapshot()
    kinds = r"(button|slider|textbox|spinbutton|combobox|switch|checkbox|tab|img)"
    assert re.findall(rf"^\s*- {kinds}(?: \[.*\])?:?$", controls, re.MULTILINE) == []
    reached = "document.activeElement"
    seen = 0
    while visitor.page.evaluate(f"{reached}.innerText") != "Take away" and seen < 60:
        visitor.page.keyboard.press("Tab")
        seen += 1
        if visitor.page.evaluate(f"{reached}.matches('[role=tab], [type=range], button')"):
            assert visitor.page.evaluate(f"getComputedStyle({reached}).outlineStyle") == "solid"
    assert seen < 60


def test_focus_is_kept_when_something_is_done(opened: Visitor):
    opened.button(LEAVES).press("Enter")
    opened.told("acts in week 1")
    expect(opened.button(LEAVES)).to_be_focused()
    switch = opened.page.get_by_role("switch").first
    switch.press("Enter")
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(switch).to_be_focused()


def test_bars_of_parties_can_be_told_apart(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?scenario=dozen-entrants&voters=3000&week=30")
    visitor.picture("If the election were held today")
    visitor.frames()
    chart = visitor.chart("If the election were held today").locator(".canvas")
    bars = chart.locator("svg path[fill^='#'], svg path[fill^='rgb']").evaluate_all(
        "all => all.filter(each => each.getBBox().height > 14 && each.getBBox().width > 1)"
        ".map(each => [each.getAttribute('fill'), Math.round(each.getBoundingClientRect().y)])"
    )
    names = chart.locator("svg text").all_inner_texts()
    assert len(names) > 5
    rows = {y: fill for fill, y in bars}
    assert len(rows) > 4
    assert len(set(rows.values())) == len(rows)
    visitor.close()
