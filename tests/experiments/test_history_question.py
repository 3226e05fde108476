"""Why seats of a past election are missed, where the answer is known."""

import pandas as pd
import pytest

from experiments.inference.official_results import official, past_elections
from experiments.questions.history import UNCHANGED, _cause, of_the_party_in_power
from experiments.study.design import SCENARIO
from model.scenario import load_scenario


def runs_with(shares: pd.Series) -> pd.DataFrame:
    votes = {f"vote_share.{name}": [share] for name, share in shares.items()}
    return pd.DataFrame({**votes, **{f"seats.{name}": [0] for name in shares.index}})


def test_official_votes_have_nothing_to_mend() -> None:
    scenario = load_scenario("history-2012")
    row = _cause(scenario, runs_with(official(scenario)["vote_share"]))
    assert row["seats_as_modelled"] == row["seats_official"] == pytest.approx(83 / 98)
    assert row["third_official"] == pytest.approx(row["third_modelled"])


def test_rivals_that_share_alike_are_found_to_be_the_cause() -> None:
    """Six equal rivals all fail the threshold; split as officially, two of them pass it."""
    scenario = load_scenario("history-2012")
    shares = official(scenario)["vote_share"].copy()
    power = shares["nur_otan"]
    shares[:] = (1 - power) / 6
    shares["nur_otan"] = power
    row = _cause(scenario, runs_with(shares))
    assert row["seats_as_modelled"] == row["seats_with_its_official_votes"] == 96 / 98
    assert row["seats_with_rivals_split_as_officially"] == row["seats_official"]


def test_each_election_is_that_of_the_party_then_in_power() -> None:
    """Georgia: the National Movement until 2012, Georgian Dream afterwards."""
    played = ["parliament-2012", "parliament-2016", f"parliament-2012{UNCHANGED}"]
    shares = {"vote_share.unm": [0.40, 0.27, 0.41], "vote_share.gd": [0.55, 0.49, 0.54]}
    runs = pd.DataFrame({SCENARIO: played, **shares})
    found = of_the_party_in_power(runs, past_elections("georgia")).set_index(SCENARIO)
    assert found["votes"].to_dict() == dict(zip(played, [0.40, 0.49, 0.41], strict=True))
