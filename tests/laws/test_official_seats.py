"""Real votes give the real seats of the Mazhilis, and of the Mexican deputies."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.ballot.apportionment.ties import by_votes
from model.ballot.tiers.returns import Returns
from model.scenario import load_scenario

DATA = Path(__file__).parents[2] / "model" / "countries"


def rows(name: str, country: str = "kazakhstan") -> list[dict[str, str]]:
    with (DATA / country / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lists(year: str) -> list[dict[str, str]]:
    """Return the lists on the ballot; a party that did not stand has no share."""
    return [
        row
        for row in rows("results.csv")
        if row["election"] == f"house-{year}" and row["vote_share"]
    ]


def votes(year: str) -> np.ndarray:
    """Return official votes, or, where some are not known, shares in hundredths of a percent."""
    ballot = lists(year)
    if all(row["votes"] for row in ballot):
        return np.array([[int(row["votes"]) for row in ballot]])
    return np.array([[round(10_000 * float(row["vote_share"])) for row in ballot]])


@pytest.mark.parametrize(
    ("year", "blank"), [("2007", 146_805), ("2012", 76_000), ("2016", 43_282), ("2021", 297_718)]
)
def test_national_list_gives_the_official_seats(year: str, blank: int) -> None:
    """Claims E1, E4, E5, E6, E7."""
    law = load_scenario(f"history-{year}").law
    official = [int(row["seats"]) for row in lists(year)]
    assert law.seats(votes(year), {"blank": np.array([blank])}).tolist() == official
    assert law.threshold_of == "ballots"
    assert law.elected == sum(official) == 98


@pytest.mark.parametrize("year", ["2003", "2007", "2011", "2016", "2021"])
def test_lists_of_the_duma_have_the_official_seats(year: str) -> None:
    place = (f"duma-{year}", "country")
    parties = [row for row in rows("results.csv", "russia")
               if (row["election"], row["unit"]) == place and row["votes"]]  # fmt: skip
    cast = np.array([[int(row["votes"]) for row in parties]])
    of_others = int(cast[0, 0] / float(parties[0]["vote_share"])) - cast.sum()
    law = load_scenario(f"duma-{year}").law
    returns = replace(Returns.of(cast), beside={"invalid": np.array([of_others])})
    lists = law.list_of_tiers()["lists"].shared(returns, 0 * cast[0], by_votes)
    assert lists.seats[0].tolist() == [int(row["seats_list"]) for row in parties]


@pytest.mark.parametrize("year", ["2008", "2012", "2020"])
def test_lists_of_georgia_have_the_official_seats(year: str) -> None:
    """In 2008 what whole quotas leave goes by size; in 2020 there is a cap."""
    parties = [row for row in rows("results.csv", "georgia")
               if (row["election"], row["unit"]) == (f"parliament-{year}", "country")]  # fmt: skip
    cast = [int(row["votes"] or 0) for row in parties]
    cast[-1] = round(cast[0] / float(parties[0]["vote_share"])) - sum(cast[:-1])
    districts, official = (
        np.array([int(row[f"seats_{tier}"]) for row in parties]) for tier in ("districts", "list")
    )
    law = load_scenario(f"parliament-{year}").law
    returns = Returns.of(np.array([cast]), law.independents)
    lists = law.tiers["lists"].shared(returns, districts, by_votes).seats[0]
    assert lists.tolist() == official.tolist()


def test_2007_under_the_later_law_would_have_seated_a_second_party() -> None:
    """By article 97 the whole part of 4.54 / 92.95 x 98 x 0.7."""
    law = load_scenario("history-2021").law
    seats = dict(zip([row["party"] for row in lists("2007")], law.seats(votes("2007")),
                     strict=True))  # fmt: skip
    assert seats["nur_otan"] == 95
    assert seats["osdp"] == 3
    assert sum(seats.values()) == 98


def test_list_tier_of_2004_gives_the_official_list_seats() -> None:
    official = [int(row["seats_list"]) for row in lists("2004")]
    assert (
        load_scenario("mixed-law").law.shared(Returns.of(votes("2004")))["lists"].seats[0].tolist()
        == official
    )
    assert sum(official) == 10


@pytest.mark.parametrize(
    ("year", "seats"),
    [
        (1994, {"pri": 300, "pan": 119, "prd": 71, "pt": 10, "others": 0}),
        (1997, {"pri": 239, "pan": 121, "prd": 125, "pt": 7, "pvem": 8, "others": 0}),
        (2000, {"pri": 211, "pan": 223, "prd": 66, "others": 0}),  # of two counts the second
    ],
)
def test_lists_of_mexico_add_the_official_seats_to_districts(
    year: int, seats: dict[str, int]
) -> None:
    law = load_scenario(f"deputies-{year}").law
    counted = {row["party"]: row for row in rows("results.csv", "mexico")
               if row["election"] == f"house-{year}" and row["unit"] == "country"}  # fmt: skip
    votes, districts = (
        np.array([int(counted[party][column]) for party in seats])
        for column in ("votes", "seats_districts")
    )
    returns = Returns.of(votes[None], law.independents)
    lists = law.tiers["lists"].shared(returns, districts, by_votes).seats[0]
    assert (districts + lists).tolist() == list(seats.values())


@pytest.mark.parametrize("year", ["2007", "2012", "2016", "2021"])
def test_official_shares_are_shares_of_the_votes_for_parties(year: str) -> None:
    cast = votes(year)[0]
    share = cast / cast.sum()
    assert share == pytest.approx([float(r["vote_share"]) for r in lists(year)], abs=0.000101)


@pytest.mark.parametrize("election", rows("elections.csv"), ids=lambda r: r["election"])
def test_elections_table_adds_up(election: dict[str, str]) -> None:
    assert None not in election
    parts = sum(int(election[name]) for name in ("seats_list", "seats_smd", "seats_indirect"))
    assert parts == int(election["seats_total"])
    results = [r for r in rows("results.csv")
               if r["election"] == election["election"]]  # fmt: skip
    if election["valid_for_parties"]:
        assert sum(int(r["votes"] or 0) for r in results) == int(election["valid_for_parties"])
    if results:
        elected = int(election["seats_list"]) + int(election["seats_smd"])
        assert sum(int(r["seats"]) for r in results) == elected
