"""Past elections beside the record: in every country, and where the answer is known."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from experiments.experiment import FITTED
from experiments.inference.official_results import official, past_elections
from experiments.questions.history import UNCHANGED, History, _cause, of_the_party_in_power
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import SCENARIO
from model.scenario import load_scenario
from model.society.country import scenario_of


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


@pytest.mark.parametrize(
    "country", ["kazakhstan", "russia", "georgia", "malaysia", "mexico", "taiwan"]
)
def test_each_past_election_of_a_country_is_held_against_its_own_record(
    country: str, tmp_path: Path
) -> None:
    asked = History()
    asked.put_to(scenario_of(country))
    study = asked.study(quick=True)
    small = {name: each.replace({"voters": 1000}) for name, each in study.others.items()}
    sweep(replace(study, others=small, replicates=1), tmp_path, Execution(Serial()))
    tables = asked.tables(Results.read(tmp_path))
    assert tables["targets"]["panel"].nunique() == len(past_elections(country))
    claims = asked.claims(tables)
    assert all(claim.value == claim.value for claim in claims)
    # Votes and turnout of the party in power and votes of its rivals were solved for.
    fitted = sum(claim.source.endswith(FITTED) for claim in claims)
    assert fitted == 3 * len(past_elections(country))
