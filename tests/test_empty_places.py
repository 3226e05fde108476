"""Places where nobody lives: they count for nothing, and change nothing elsewhere."""

import numpy as np
import pandas as pd
import pytest

from model.numerics.per_head import mean_where, per_head
from model.run import Run, run
from model.scenario import load_scenario
from model.society.regions import shipped_regions

VOTERS = 2000
SEED = 5


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(shipped_regions("kazakhstan"))


def played(scenario: str, table: pd.DataFrame, folder, **changes) -> Run:
    # Another name for another table: who lives where is worked out once for each file.
    file = folder / f"regions-{len(list(folder.iterdir()))}.csv"
    table.to_csv(file, index=False)
    changes = {"voters": VOTERS, "population.regions": str(file), **changes}
    return run(load_scenario(scenario, changes), SEED)


def with_empty(table: pd.DataFrame, place: int) -> pd.DataFrame:
    """Put a region in which nobody lives at a place of the table."""
    empty = table.iloc[[0]].assign(region="NIL", label="Nowhere", population=0)
    return pd.concat([table.iloc[:place], empty, table.iloc[place:]], ignore_index=True)


def elsewhere(row: dict) -> dict:
    return {key: value for key, value in row.items() if not key.endswith(".NIL")}


@pytest.mark.parametrize(
    "scenario", ["kazakhstan-2022", "january-shock", "inflated-count", "chairman-leaves-early"]
)
def test_an_empty_region_at_the_end_of_the_table_changes_no_other_number(table, tmp_path, scenario):
    without = played(scenario, table, tmp_path)
    with_it = played(scenario, with_empty(table, len(table)), tmp_path)
    # The order in which numpy adds depends on the length: the last bit may differ.
    assert elsewhere(with_it.outcome) == pytest.approx(without.outcome, rel=1e-12, abs=1e-15)
    for name, weeks in without.weeks.items():
        assert with_it.weeks[name] == pytest.approx(weeks, rel=1e-12, abs=1e-15), name
    assert with_it.flows == without.flows
    here = [value for key, value in with_it.outcome.items() if key.endswith(".NIL")]
    assert here
    assert set(here) == {0.0}


@pytest.mark.parametrize("place", [0, 8])
def test_wherever_it_stands_in_the_table_only_chance_is_drawn_anew(table, tmp_path, place):
    without = played("kazakhstan-2022", table, tmp_path)
    with_it = played("kazakhstan-2022", with_empty(table, place), tmp_path)
    for key in ("vote_share.nur_otan", "turnout", "support.nur_otan", "protest"):
        # Four standard errors of a share among so many voters.
        noise = 4 * 0.5 / np.sqrt(VOTERS)
        assert with_it.outcome[key] == pytest.approx(without.outcome[key], abs=noise), key


@pytest.mark.parametrize("place", range(17))
def test_a_region_too_small_for_a_voter_leaves_every_number_finite(table, tmp_path, place):
    few = table.copy()
    few.loc[place, "population"] = 300
    done = played("kazakhstan-2022", few, tmp_path, weeks=3)
    numbers = [*done.outcome.values(), *done.flows.values(), *np.ravel(list(done.weeks.values()))]
    assert np.isfinite(numbers).all()
    assert 0.4 < done.outcome["turnout"] < 0.9
    assert done.outcome["vote_share.nur_otan"] < 0.9


def test_nobody_has_an_average_of_zero_and_a_fraction_of_a_person_counts():
    np.testing.assert_array_equal(per_head(np.array([6.0, 0.0, 0.1]), [2, 0, 0.5]), [3, 0, 0.2])
    values = np.array([[1.0, 9.0, 3.0]])
    assert mean_where(values, np.array([True, False, True])) == 2.0
    assert mean_where(values, np.array([False, False, False])) == 0.0
