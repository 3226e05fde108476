"""Outcomes are declared once: results, figures, intervals and the description read one register."""

import numpy as np
import pytest

from experiments.analysis.intervals import YES_OR_NO
from experiments.store import words
from model.campaign import Campaign
from model.measures.outcomes import OUTCOMES
from model.measures.weeks import week_row
from model.run import run
from model.scenario import load_scenario

LAYERS = {"cast_share"}
"""Columns by region that no national outcome is called like."""


@pytest.fixture(scope="module")
def row() -> dict[str, float]:
    return run(load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 2}), 1).outcome


def test_a_run_has_what_is_declared_and_nothing_else(row):
    assert {column.partition(".")[0] for column in row} == set(OUTCOMES) | LAYERS


def test_shares_lie_between_zero_and_one(row):
    for column, value in row.items():
        declared = OUTCOMES.get(column.partition(".")[0])
        if declared is not None and declared.is_share:
            assert 0 <= value <= 1, column


def test_yes_or_no_is_one_or_zero(row):
    assert YES_OR_NO
    told = {column: value for column, value in row.items() if column.partition(".")[0] in YES_OR_NO}
    assert {column.partition(".")[0] for column in told} == YES_OR_NO
    assert set(told.values()) <= {0, 1}


def test_lists_at_the_threshold_and_no_others_reach_it_and_win_seats(row):
    """By the law of Kazakhstan in 2022, with 5 % of ballots, and two lists at least."""
    reached = [column for column, value in row.items() if column.startswith("threshold.") and value]
    assert len(reached) > 1
    for column in (each for each in row if each.startswith("threshold.")):
        party = column.partition(".")[2]
        assert bool(row[column]) == (row[f"seats.{party}"] > 0), party
    assert min(row[each.replace("threshold", "vote_share")] for each in reached) > 0.05


def test_shares_of_parties_add_up_to_one(row):
    for name in ("vote_share", "unprompted", "seat_share", "council_share"):
        parts = [value for column, value in row.items() if column.rsplit(".", 1)[0] == name]
        assert sum(parts) == pytest.approx(1), name


def test_votes_against_all_are_no_party_in_the_effective_number(row):
    shares = {
        column: value for column, value in row.items() if column.rsplit(".", 1)[0] == "vote_share"
    }
    against_all = shares.pop("vote_share.against_all")
    for_parties = sum(shares.values())
    assert against_all > 0.01
    assert row["enp_votes"] == pytest.approx(
        for_parties**2 / sum(value**2 for value in shares.values())
    )


def test_a_new_outcome_has_its_words_wherever_it_is_shown(monkeypatch):
    monkeypatch.setitem(OUTCOMES, "anger", OUTCOMES["protest"])
    assert words.outcome("anger.nur_otan", {"nur_otan": "Nur Otan"}) == "mean protest, Nur Otan"
    assert "anger" in words.main_shares()


def test_rows_of_weeks_worked_out_together_are_those_of_each_week():
    case = load_scenario("benchmark", {"voters": 1000, "weeks": 4})
    campaign = Campaign(case, seed=1)
    rows = [week_row(campaign)]
    while not campaign.over:
        campaign.step()
        rows.append(week_row(campaign))
    together = run(case, seed=1).weeks
    assert {name: [row[name] for row in rows] for name in rows[0]} == together


def test_a_weeks_row_says_what_governors_elite_and_voters_do():
    campaign = Campaign(load_scenario("machine-imitated", {"voters": 1000}), seed=1)
    while campaign.week < 30:
        campaign.step()
    row, stocks, voters = week_row(campaign), campaign.state.stocks, campaign.electorate
    inhabited = np.flatnonzero(np.diff(voters.layout.region_start))
    works = [
        stocks.administration_loyalty[region] * (1 - stocks.imitation[region])
        for region in inhabited
    ]
    assert row["real_effort"] == pytest.approx(sum(works) / len(works))
    assert row["real_effort"] < row["visible_effort"] / 2, "most of the effort is pretended"
    members = campaign.scenario.elites.members
    assert row["elite_loyalty"] == pytest.approx(stocks.loyal[:members].mean())
    weight = np.repeat(voters.layout.weight, np.diff(voters.layout.cell_start))
    asked = np.bincount(voters.intention, weight, len(campaign.setting.options)) / weight.sum()
    told = [row[f"support.{name}"] for name in campaign.setting.options]
    assert told == pytest.approx(asked.tolist())
    assert row["protest_mean"] == pytest.approx(np.average(voters.g, weights=weight), abs=0.01)
