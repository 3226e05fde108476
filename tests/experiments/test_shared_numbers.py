"""What is believed of shared numbers without a country: recomputed from the tables."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from experiments.evidence.tables import CONTROL, exits, read
from experiments.inference.transitions import SPREAD
from model.scenario import load_scenario
from model.society.country import first_scenario, folder_of

STRONGHOLDS = "districts.strongholds"


def ranges(path: str) -> dict[str, tuple[float, float]]:
    rows = read("shared_numbers").query("begins == @path")
    return {row.country: (row.low, row.high) for row in rows.itertuples()}


def test_the_drift_without_a_country_is_that_of_the_other_elections() -> None:
    every = exits()[exits()["kind"] == CONTROL]
    usual = every[~every["kind_of_exit"].str.contains("riots|heads the list")]
    assert len(usual) == 15
    assert usual["swing"].std() == pytest.approx(0.33, abs=0.005)
    numbers = load_scenario(first_scenario()).parameters()
    spread = next(each for each in numbers if each.path == SPREAD)
    assert spread.believed is not None
    low, high = np.log(spread.believed)
    told = ranges(SPREAD)
    shipped = {"Georgia", "Kazakhstan", "Malaysia", "Mexico", "Russia", "Taiwan"}
    assert told.keys() == shipped & set(usual["country"])
    for country, stated in told.items():
        others = usual[usual["country"] != country]
        middle = (low + high) / 2 + np.log(others["swing"].std() / usual["swing"].std())
        half = (high - low) / 2 * np.sqrt((len(usual) - 1) / (len(others) - 1))
        assert stated == pytest.approx(np.exp([middle - half, middle + half]), abs=0.006)


def within_regions(country: str, columns: tuple[str, ...], valid: str) -> list[float]:
    """Return the spread of each party's log-odds over the districts of a region, by election."""
    table, found = pd.read_csv(folder_of(country) / "districts.csv"), []
    for (_, held), party in ((each, c) for each in table.groupby("election") for c in columns):
        stood = held[held[party] > 0]
        if stood[party].sum() < 0.05 * held[valid].sum():
            continue
        odds = pd.Series(logit(stood[party] / stood[valid]))
        apart = odds - odds.groupby(stood["region"].to_numpy()).transform("mean")
        free = len(apart) - stood["region"].nunique()
        found.append(float(np.sqrt((apart**2).sum() / free)))
    return found


def test_strongholds_without_a_country_are_those_of_the_other() -> None:
    told = ranges(STRONGHOLDS)
    theirs = {
        "Georgia": within_regions(
            "malaysia", ("bn", "pkr", "dap", "pas", "ppbm", "amanah"), "valid"
        ),
        "Malaysia": within_regions("georgia", ("unm", "gd"), "valid")
        + within_regions("georgia", ("list_unm", "list_gd"), "list_valid"),
    }
    for country, spreads in theirs.items():
        assert told[country] == pytest.approx((min(spreads), max(spreads)), abs=0.006)
