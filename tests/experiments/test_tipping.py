"""Halving finds the tipping point of a monotone rule, and loses nothing on the way."""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jobs import study

from experiments.analysis.tipping import Search, halve, share_at, tipping_point
from experiments.questions import machine
from experiments.running.engines import Serial
from experiments.running.sweep import Execution
from experiments.store.folder import read_plan
from experiments.study.errors import DesignError
from experiments.study.task import OK, Result, Task

SEARCH = Search("leader.popularity", 0.1, 0.9, 0.01)


@given(st.floats(0.11, 0.89), st.booleans())
def test_the_bracket_holds_the_known_tipping_point(at: float, rising: bool) -> None:
    found = halve(lambda x: float((x >= at) == rising), SEARCH)
    assert found.below < at <= found.above
    assert found.above - found.below <= SEARCH.width


def test_halving_needs_no_more_tries_than_the_range_over_the_width_in_powers_of_two() -> None:
    tries = []
    halve(lambda x: tries.append(x) or float(x > 0.3), SEARCH)
    assert len(tries) == 2 + 7


def test_where_nothing_tips_it_says_so() -> None:
    found = halve(lambda _: 0.8, SEARCH)
    assert not found.tips
    assert all(end != end for end in (found.below, found.above, found.middle))


@pytest.mark.parametrize(
    ("above", "verdicts"),
    [
        (-1.0, ["holds"]),
        (2.0, ["does not hold", "not defined"]),
        (0.2, ["does not hold", "holds"]),
        (0.6, ["does not hold", "does not hold"]),
    ],
)
def test_what_machine_a_majority_needs_is_asked_if_it_is_lost_without_one(
    above: float, verdicts: list[str]
) -> None:
    search = machine.SEARCHES["majority"]
    strength = pd.Series(range(65)) / 64
    held = (strength > above).astype(int)
    runs = pd.DataFrame({search.path: strength, "status": OK, "majority": held})
    found = halve(partial(share_at, runs, search), search)
    searched = [("majority", search, runs, found)]
    tables = {
        "tipping": machine._tipping(searched).assign(calibrated=0.4),
        "tipping-points": machine._tries(searched, 0.4),
    }
    assert [each.verdict() for each in machine._needed(tables)] == verdicts


def majority_from_half_on(task: Task) -> Result:
    """Majority once popularity exceeds a threshold that differs a little from seed to seed."""
    popularity = task.scenario.replace(task.changes).leader.popularity
    return Result({"majority": int(popularity > 0.5 + (task.seed % 100 - 50) / 5000)}, {})


def test_on_a_sweep_it_finds_the_median_of_the_replicates_own_thresholds(tmp_path: Path) -> None:
    asked = study(replicates=9)
    execution = Execution(Serial(), work=majority_from_half_on)
    found = tipping_point(asked, SEARCH, tmp_path / "tip", execution)
    seeds = read_plan(tmp_path / "tip").drop_duplicates("replicate")["seed"]
    median = (0.5 + (seeds % 100 - 50) / 5000).median()
    assert found.below <= median <= found.above


def test_asked_again_it_uses_what_is_stored(tmp_path: Path) -> None:
    asked = study(replicates=3)
    execution = Execution(Serial(), work=majority_from_half_on)
    first = tipping_point(asked, SEARCH, tmp_path / "tip", execution)

    def never(task: Task) -> Result:
        raise AssertionError("nothing is to be run again")

    assert tipping_point(asked, SEARCH, tmp_path / "tip", Execution(Serial(), work=never)) == first


def test_a_failed_run_leaves_the_share_unknown(tmp_path: Path) -> None:
    def fails(task: Task) -> Result:
        raise ArithmeticError("no such election")

    with pytest.raises(ValueError, match="is not known"):
        tipping_point(study(2), SEARCH, tmp_path / "tip", Execution(Serial(), work=fails))


def test_a_range_upside_down_is_refused() -> None:
    with pytest.raises(DesignError, match="must be below"):
        Search("leader.popularity", 0.9, 0.1, 0.01)
