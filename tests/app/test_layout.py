"""How the page looks: from a phone to a wide screen, enlarged, with enough contrast, and light."""

import itertools
import re

import pytest
from driving import TOLD, Visitor
from playwright.sync_api import Browser, expect

from model.app.address import TABS

SMALLEST = 11

TEXTS = """() => [...document.querySelectorAll('body *')].filter(each =>
    [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    && each.getClientRects().length && getComputedStyle(each).visibility === 'visible')"""

SMALL = f"""() => ({TEXTS})().map(each => [each.textContent.trim().slice(0, 30),
    parseFloat(getComputedStyle(each).fontSize)])
    .filter(([, size]) => size > 0 && size < {SMALLEST})"""

PALE = f"""() => {{
    const light = colour => {{
        const parts = colour.match(/[\\d.]+/g).map(Number);
        if (parts.length > 3 && parts[3] === 0) return null;
        const [r, g, b] = parts.slice(0, 3).map(x => x / 255)
            .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }};
    const ground = each => {{
        for (let part = each; part; part = part.parentElement) {{
            const found = light(getComputedStyle(part).backgroundColor);
            if (found !== null) return found;
        }}
        return 1;
    }};
    return ({TEXTS})().filter(each => !each.closest('svg, option, [disabled]')).map(each => {{
        const [a, b] = [light(getComputedStyle(each).color), ground(each)].sort((x, y) => y - x);
        return [each.textContent.trim().slice(0, 30), (a + 0.05) / (b + 0.05)];
    }}).filter(([, ratio]) => ratio < 4.5);
}}"""


CUT = """() => [...document.querySelectorAll('.canvas text')].filter(each => {
    const word = each.getBoundingClientRect();
    const picture = each.closest('.canvas').getBoundingClientRect();
    return word.right > picture.right + 1 || word.left < picture.left - 1
        || /(…|\\.\\.\\.)$/.test(each.textContent);
}).map(each => each.textContent)"""

CROSSED = """() => [...document.querySelectorAll('.canvas')].flatMap(picture => {
    const words = [...picture.querySelectorAll('text')].filter(each => each.textContent.trim());
    const boxes = words.map(each => each.getBoundingClientRect());
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
    return words.flatMap((one, k) => words.slice(k + 1)
        .filter((other, n) => boxes[k].width && over(boxes[k], boxes[k + 1 + n]))
        .map(other => `${one.textContent} on ${other.textContent}`));
})"""


SPILLED = """() => [...document.querySelectorAll('.chart')].filter(chart =>
    chart.querySelector('h3').textContent.startsWith('Regions as tiles')).flatMap(chart => {
    const boxes = kind => [...chart.querySelectorAll(`.canvas ${kind}`)]
        .map(each => ({text: each.textContent, ...each.getBoundingClientRect().toJSON()}));
    const tiles = boxes('path').filter(each => Math.min(each.width, each.height) > 30);
    const holds = (tile, left, right, top, bottom) =>
        tile.left <= left && right <= tile.right && tile.top <= top && bottom <= tile.bottom;
    return boxes('text').filter(word => {
        const [x, y] = [word.x + word.width / 2, word.y + word.height / 2];
        const around = tiles.filter(tile => holds(tile, x, x, y, y));
        return around.length
            && !around.some(tile => holds(tile, word.left, word.right, word.top, word.bottom));
    }).map(word => word.text);
})"""
"""Words that reach beyond their tile."""

FLAT = """() => [...document.querySelectorAll('.page button, .page select')].filter(each =>
    each.getClientRects().length && each.getBoundingClientRect().height < 24
    && !each.closest('li')).map(each => each.innerText)"""


def everything(visitor: Visitor, *sizes: tuple[int, int]) -> None:
    """Check of all tabs that each shows its own, and that in no size anything sticks out."""
    main = visitor.page.locator(".main")
    for tab in TABS:
        visitor.open(tab)
        assert [each for each, told in TOLD.items() if main.get_by_text(told).count()] == [tab]
        for width, height in sizes:
            visitor.page.set_viewport_size({"width": width, "height": height})
            visitor.frames()
            nothing_sticks_out(visitor, f"{tab}, {width} wide")


def once_settled(visitor: Visitor, wrong: str) -> list[str]:
    """Return what is still wrong when the picture, which moves to its new size, has had time."""
    for _ in range(20):
        if not (found := visitor.page.evaluate(wrong)):
            break
        visitor.page.wait_for_timeout(100)
    return found


def nothing_sticks_out(visitor: Visitor, where: str) -> None:
    wide = visitor.page.evaluate(
        "[...document.querySelectorAll('.page, .main > *, .act > *, .chart')]"
        ".filter(each => each.getBoundingClientRect().right > innerWidth + 1)"
        ".map(each => each.className)"
    )
    assert wide == [], where
    for wrong in (CUT, CROSSED, SPILLED, FLAT):
        assert once_settled(visitor, wrong) == [], where
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where


@pytest.mark.parametrize(
    ("scenario", "widths"),
    [("mexico-president-2000", (390,)), ("ge-2018", (390, 768, 1280, 1920))],
)
def test_nothing_sticks_out(browser: Browser, server: str, scenario: str, widths: tuple[int, ...]):
    sizes = [(each, 850) for each in widths]
    visitor = Visitor(browser, server, f"?scenario={scenario}&voters=3000", size=sizes[0])
    visitor.step()
    everything(visitor, *sizes)
    visitor.close()


def test_twice_enlarged_nothing_sticks_out_nor_lies_on_the_pictures(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=3000", size=(640, 450), device_scale_factor=2)
    visitor.step()
    controls = visitor.page.locator(".act").bounding_box()
    picture = visitor.page.locator(".canvas").first.bounding_box()
    assert controls["y"] >= picture["y"] + picture["height"]
    everything(visitor, (640, 450))
    visitor.close()


BAR = ("Reset", "Step", "To the present", "Branch from here")


def test_on_a_phone_the_bar_with_play_step_and_week_stays(browser: Browser, server: str):
    phone = {"has_touch": True, "reduced_motion": "no-preference"}
    visitor = Visitor(browser, server, size=(390, 844), **phone)
    visitor.page.locator(".canvas[data-drawn]").nth(3).scroll_into_view_if_needed()
    for part in (visitor.playing("Play"), visitor.button("Step"), visitor.page.locator(".end")):
        expect(part).to_be_in_viewport(ratio=1)
    visitor.step()
    visitor.look(0)
    tops = [visitor.button(each).bounding_box()["y"] for each in BAR]
    assert max(tops) - min(tops) < 2, "the bar wraps"
    for tab, title in (("Voters", "Policy space"), ("Regions", "Regions as tiles")):
        visitor.open(tab)
        visitor.picture(title)
        nothing_sticks_out(visitor, tab)
        for each in TABS:  # a visitor sees where else he can go, and where he is
            expect(visitor.page.get_by_role("tab", name=each, exact=True)).to_be_in_viewport(
                ratio=1
            )
    visitor.close()


def test_the_speed_is_chosen_beside_the_weeks_where_there_is_little_room(
    browser: Browser, server: str
):
    visitor = Visitor(browser, server, "?voters=1000&week=3&at=1", size=(320, 450))
    speed, weeks = visitor.page.get_by_label("Speed"), visitor.page.locator(".timeline")
    for width, pace in ((320, "fast"), (390, "slow"), (640, "fast")):
        visitor.page.set_viewport_size({"width": width, "height": 450})
        expect(speed).to_be_in_viewport(ratio=1)
        speed.select_option(pace)
        expect(speed).to_have_value(pace)
        tops = [visitor.button(each).bounding_box()["y"] for each in BAR]
        beside, along = speed.bounding_box(), weeks.bounding_box()
        assert along["x"] + along["width"] <= beside["x"], width
        assert beside["y"] + beside["height"] <= min(tops), width
        assert width < 390 or max(tops) - min(tops) < 2, f"the bar wraps, {width} wide"
    visitor.close()


def test_the_bar_keeps_its_height_when_one_looks_back(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=3", size=(768, 900))
    tabs = visitor.page.get_by_role("tab").first
    for width in (768, 1024, 1280, 1920):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        before = tabs.bounding_box()["y"]
        visitor.look(1)
        tops = [visitor.button(each).bounding_box()["y"] for each in BAR]
        assert max(tops) - min(tops) < 2, f"the bar wraps, {width} wide"
        assert tabs.bounding_box()["y"] == before, width
        visitor.press("To the present")
        visitor.weeks(3)
    visitor.close()


def test_letters_are_large_enough_and_dark_enough(visitor: Visitor):
    visitor.press("Snap election in 8 weeks")
    visitor.finish()
    for tab in TABS:
        visitor.open(tab)
        assert visitor.page.evaluate(SMALL) == [], tab
        assert visitor.page.evaluate(PALE) == [], tab


def test_the_page_stays_light_whatever_the_system_prefers(browser: Browser, server: str):
    visitor = Visitor(browser, server, color_scheme="dark")
    colours = visitor.page.evaluate(
        "['.page', '.v-application', '.part', 'select'].map(each => getComputedStyle("
        "document.querySelector(each)).color)"
    )
    assert all(sum(map(int, re.findall(r"\d+", each)[:3])) < 300 for each in colours)
    ground = visitor.page.evaluate(
        "getComputedStyle(document.querySelector('.v-application')).backgroundColor"
    )
    assert ground == "rgb(255, 255, 255)"
    visitor.close()


def test_many_lines_have_a_list_and_their_names_do_not_pile_up(browser: Browser, server: str):
    visitor = Visitor(browser, server, "?voters=1000&week=30&scenario=dozen-entrants")
    chart = visitor.chart("Private support by week").locator(".canvas[data-drawn]")
    for number in range(1, 13):
        name = chart.locator("svg text").get_by_text(f"Entrant {number}", exact=True)
        expect(name.first).to_be_visible()
    visitor.open("Voters")
    space = visitor.chart("Policy space").locator(".canvas[data-drawn]")
    expect(space.locator("svg text").get_by_text("Nur Otan", exact=True).first).to_be_visible()
    visitor.said("Policy space")
    boxes = space.locator("svg text").evaluate_all(
        "all => all.map(each => [each.textContent, each.getBoundingClientRect()])"
        ".map(([name, box]) => [name, box.left, box.right, box.top + 3, box.bottom - 3])"
    )
    names = [each for each in boxes if re.match("Entrant|Nur|Ak|Auyl|OSDP|Adal|Agr", each[0])]
    assert len(names) > 4
    for one, other in itertools.combinations(names, 2):
        beside = one[2] <= other[1] or other[2] <= one[1]
        assert beside or one[4] <= other[3] or other[4] <= one[3], (one, other)
    visitor.close()
