"""Real votes give the real seats of the Mazhilis."""

import csv
from pathlib import Path

import numpy as np
import pytest

from model.ballot.tiers.returns import Returns
from model.politics.contracts import ElectoralLaw
from model.scenario import load_scenario

DATA = Path(__file__).parents[2] / "model" / "countries" / "kazakhstan"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
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


def list_law(**rules: int) -> ElectoralLaw:
    """Return the law of January 2021, with other rules if given."""
    law: ElectoralLaw = load_scenario("history-2021").law
    return law.model_copy(update=rules)


@pytest.mark.parametrize(
    ("year", "runner_up"), [("2007", 0), ("2012", 2), ("2016", 2), ("2021", 2)]
)
def test_national_list_gives_the_official_seats(year: str, runner_up: int) -> None:
    law = list_law(guaranteed_runner_up=runner_up)
    official = [int(row["seats"]) for row in lists(year)]
    assert law.seats(votes(year)).tolist() == official
    assert law.elected == sum(official) == 98


def test_2007_under_the_later_law_would_have_seated_a_second_party() -> None:
    seats = dict(zip([row["party"] for row in lists("2007")], list_law().seats(votes("2007")),
                     strict=True))  # fmt: skip
    assert seats["nur_otan"] == 96
    assert seats["osdp"] == 2
    assert sum(seats.values()) == 98


def test_list_tier_of_2004_gives_the_official_list_seats() -> None:
    official = [int(row["seats_list"]) for row in lists("2004")]
    assert (
        load_scenario("mixed-law").law.shared(Returns.of(votes("2004")))["lists"].seats[0].tolist()
        == official
    )
    assert sum(official) == 10


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
