"""What the question on the elite's exit makes of runs whose tipping is known."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.intervals import wilson
from experiments.questions.elite_exit import INSIDE, STARTS, _tipping

TIE, FAILED = "events.x.to.attachment", 3


@pytest.mark.parametrize("lost", ["row", "value"])
def test_a_replicate_with_a_failed_run_is_not_counted_as_one_that_stayed(lost: str) -> None:
    """Of ten replicates all have tipped at tie 0; one lacks its run there, and is left out."""
    runs = pd.DataFrame(
        [
            {INSIDE: STARTS[0], "replicate": replicate, TIE: tie, "inside": inside}
            for replicate in range(10)
            for tie, inside in ((0.0, 0.5), (1.0, 1.0))
        ]
    )
    failed = (runs["replicate"] == FAILED) & (runs[TIE] == 0)
    left = runs[~failed] if lost == "row" else runs.assign(inside=runs["inside"].mask(failed))
    found = _tipping(left, TIE).set_index("tie")
    assert found["n"].tolist() == [9, 9]
    assert found["tipped"].tolist() == [1.0, 0.0]
    assert found.loc[0.0, ["low", "high"]].tolist() == list(wilson(9, 9))


def test_where_every_replicate_lacks_a_run_nothing_is_known() -> None:
    runs = pd.DataFrame({INSIDE: STARTS[0], "replicate": 0, TIE: [0.0, 1.0], "inside": np.nan})
    found = _tipping(runs, TIE)
    assert found["n"].tolist() == [0, 0]
    assert found[["tipped", "low", "high"]].isna().all(axis=None)
