"""The address holds the state: reload, Back, a link and a file give the same numbers exactly."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from driving import Visitor
from playwright.sync_api import Browser, expect

LEAVES = "The President leaves the party"


def same(one: list[pd.DataFrame], other: list[pd.DataFrame]) -> bool:
    return len(one) == len(other) and all(a.equals(b) for a, b in zip(one, other, strict=True))


def settled(visitor: Visitor, part: str) -> None:
    """Wait until the address says something."""
    visitor.page.wait_for_function("part => location.search.includes(part)", arg=part)


def test_a_file_or_an_address_that_is_wrong_is_told_in_a_sentence(visitor: Visitor, tmp_path: Path):
    file = tmp_path / "odd.toml"
    file.write_text('extends = "kazakhstan-2022"\nvoters = "many"\n')
    visitor.page.locator(".upload input").set_input_files(file)
    visitor.told("odd.toml: voters: given")
    visitor.go("?scenario=nowhere-1999")
    visitor.told("nowhere-1999: neither a shipped scenario nor a file")


class Played(NamedTuple):
    """A visitor who has played, the numbers of both futures, and their files."""

    visitor: Visitor
    numbers: list[pd.DataFrame]
    files: list[bytes]


@pytest.fixture(scope="module")
def played(browser: Browser, server: str) -> Iterator[Played]:
    visitor = Visitor(browser, server)
    play_with_everything(visitor)
    numbers = visitor.numbers()
    settled(visitor, "tab=8")
    files = visitor.page.get_by_role("button", name=".toml")
    yield Played(visitor, numbers, [visitor.take(files.nth(place)) for place in range(2)])
    visitor.close()


def play_with_everything(visitor: Visitor) -> None:
    """Play a campaign with a slider, an event, a lever and a branch."""
    visitor.set_popularity()
    visitor.step()
    visitor.press(LEAVES)
    visitor.told("acts in week 2")
    visitor.page.get_by_role("switch", name="Street politics").click()
    visitor.told("Street politics (from week 2)")
    visitor.step(2)
    visitor.look(1)
    visitor.press("Branch from here")
    expect(visitor.page.get_by_label("The controls below act on")).to_have_value("Second future")
    visitor.press("Snap election in 8 weeks")
    visitor.told("acts in week 2")
    visitor.step(2)
    settled(visitor, "week2=3")


def test_reload_gives_the_same_numbers(played: Played):
    visitor, before, _ = played
    assert len(before) == 2
    assert not before[0].equals(before[1])
    link = visitor.page.url
    visitor.page.reload()
    visitor.drawn()
    visitor.weeks(3)
    assert same(visitor.numbers(), before)
    assert visitor.page.url == link


def test_a_link_gives_the_same_numbers(played: Played, browser: Browser, server: str):
    link = played.visitor.page.url.removeprefix(server)
    other = Visitor(browser, server, link)
    assert same(other.numbers(), played.numbers)
    other.close()


def test_back_undoes_a_deed_and_forward_does_it_again(visitor: Visitor):
    visitor.open("Take away")
    visitor.step(3)
    settled(visitor, "week=3")
    visitor.press(LEAVES)
    settled(visitor, "chairman_leaves")
    visitor.step(2)
    settled(visitor, "week=5")
    before = visitor.numbers()
    visitor.page.evaluate("setTimeout(() => history.back())")
    visitor.page.wait_for_function("!location.search.includes('chairman_leaves')")
    visitor.weeks(3)
    visitor.page.evaluate("setTimeout(() => history.forward())")
    visitor.weeks(5)
    assert same(visitor.numbers(), before)


def test_a_past_week_a_region_and_a_voter_are_in_the_address(visitor: Visitor):
    visitor.step(4)
    visitor.look(2)
    visitor.open("Regions")
    visitor.choose("Region", "Mangystau")
    visitor.choose("Colour", "Protest")
    settled(visitor, "colour=Protest")
    visitor.page.reload()
    visitor.drawn()
    visitor.weeks(2)
    expect(visitor.page.get_by_label("Region", exact=True)).to_have_value("MNG")
    visitor.picture("Regions as tiles: protest")


def test_a_file_plays_the_same_numbers(played: Played, visitor: Visitor, tmp_path: Path):
    for number, (numbers, content) in enumerate(zip(played.numbers, played.files, strict=True)):
        file = tmp_path / f"taken-{number}.toml"
        file.write_bytes(content)
        visitor.page.locator(".upload input").set_input_files(file)
        visitor.told(f"{file.name} is played.")
        visitor.weeks(0)
        visitor.step(3)
        assert same(visitor.numbers(), [numbers])
    settled(visitor, "week=3")
    visitor.page.reload()
    visitor.drawn()
    visitor.weeks(3)
    assert same(visitor.numbers(), [numbers])
