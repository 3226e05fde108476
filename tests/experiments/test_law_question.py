"""What the question on the law makes of runs whose two effects are known."""

import pandas as pd

from experiments.questions.law import KINDS, STRATEGIC, THRESHOLD, THRESHOLDS, _effects
from experiments.study.design import SCENARIO


def test_mechanical_is_law_at_the_same_votes_and_psychological_is_moved_votes() -> None:
    rows = []
    for replicate in (0, 1):
        for kind in KINDS.values():
            for threshold in THRESHOLDS:
                plain = {
                    "replicate": replicate, THRESHOLD: threshold, "votes": 0.6 + 0.1 * replicate,
                    "seats": 0.6 + threshold, "wasted": threshold, "enp_votes": 2.0,
                }  # fmt: skip
                moved = {"votes": plain["votes"] + threshold / 2, "wasted": threshold / 4}
                rows.append({SCENARIO: kind, **plain})
                rows.append({SCENARIO: kind + STRATEGIC, **plain, **moved})
    found = _effects(pd.DataFrame(rows))
    assert len(found) == len(rows) / 2
    assert (found["mechanical_votes"] == 0).all()
    assert (found["psychological_seats"] == 0).all()
    pd.testing.assert_series_equal(
        found["mechanical_seats"], found[THRESHOLD], check_names=False, atol=1e-12, rtol=0
    )
    pd.testing.assert_series_equal(
        found["psychological_votes"], found[THRESHOLD] / 2, check_names=False, atol=1e-12, rtol=0
    )
