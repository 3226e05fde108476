"""Section 7: official votes give official seats."""

import numpy as np

from experiments.inference.official_results import country_table, election, past_elections
from experiments.replication.target import Row, judged
from model.scenario import Scenario, load_scenario
from model.society.country import first_scenario

YEARS = ("2012", "2016", "2021")


def rows(quick: bool) -> list[Row]:
    """Return the largest error of a party's seats at each election, under the law of its day."""
    past = past_elections(load_scenario(first_scenario()).country.name).values()
    held = {str(election(each)["date"])[:4]: each for each in past}
    return [judged(f"seats.{year}", _error(held[year]), quick) for year in YEARS]


def _error(scenario: Scenario) -> float:
    """Return the largest difference between computed and official seats, in seats.

    Where votes are not known, official shares in hundredths of a percent stand for them.
    """
    known = country_table(scenario, "results")
    ballot = known[(known["election"] == scenario.election) & known["vote_share"].notna()]
    shares = (10_000 * ballot["vote_share"]).round()
    votes = (ballot["votes"] if ballot["votes"].notna().all() else shares).to_numpy(np.int64)
    seats = scenario.law.seats(votes[None])
    return float(np.abs(seats - ballot["seats"].to_numpy(np.int64)).max())
