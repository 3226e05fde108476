"""What the question on crowds counts."""

from types import SimpleNamespace

import pandas as pd

from experiments.questions.street import _crowds


def test_the_crowd_of_the_opening_is_none_of_the_campaign() -> None:
    """At week 0 nothing has been played, and its crowd is an artefact of the start."""
    runs = pd.DataFrame({"run_id": ["a"], "point": [0]})
    steps = pd.DataFrame({"run_id": "a", "week": range(5), "crowd": [1500, 0, 10, 40, 20]})
    results = SimpleNamespace(runs=runs, steps=lambda columns, of: steps)
    (found,) = _crowds(results).to_dict("records")
    assert (found["peak"], found["ordinary"]) == (40, 15)
