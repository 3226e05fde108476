"""What the question on polls says of flips: who comes to lead, in how many runs, and when."""

import jobs
import pandas as pd

from experiments.questions import polls
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.task import Result, Task
from model.parameters.names import NONE_OF_THEM

POWER, RIVAL = "nur_otan", "ak_zhol"


def told(task: Task) -> Result:
    """Return a run in which none of them leads from week 1 on, and where seeds are even a rival
    leads the answers in week 2."""
    weeks = {"week": [0, 1, 2]}
    for measure in polls.OPINIONS:
        weeks |= {f"{measure}.{name}": [0.0] * 3 for name in task.scenario.parties}
        weeks |= {f"{measure}.{POWER}": [0.4, 0.3, 0.2], f"{measure}.{NONE_OF_THEM}": [0.1] * 3}
    weeks[f"support.{NONE_OF_THEM}"] = [0.1, 0.35, 0.35]
    weeks[f"rating.{RIVAL}"] = [0.0, 0.0, 0.0 if task.seed % 2 else 0.25]
    return Result({f"vote_share.{name}": 0.1 for name in task.scenario.parties}, weeks)


def test_a_flip_to_another_party_is_told_apart_from_none_of_them(tmp_path):
    sweep(jobs.study(replicates=6, values=(0.3, 0.4)), tmp_path, Execution(Serial(), told))
    results = Results.read(tmp_path)
    runs = results.runs.assign(**dict.fromkeys([polls.SCENARIO, polls.SEEN, polls.KIND], "all"))
    flips = polls._flips(runs, polls._overtaken(results)).set_index(["opinion", "who_leads"])
    assert (flips["runs"] == len(runs)).all()
    even = int((runs["seed"] % 2 == 0).sum())
    assert 0 < even < len(runs)
    assert flips["overtaken"].to_dict() == {
        ("private support", "another party"): 0, ("private support", "none of them"): len(runs),
        ("answers", "another party"): even, ("answers", "none of them"): 0,
    }  # fmt: skip
    weeks = flips["median_week"]
    assert weeks["private support", "none of them"] == 1
    assert weeks["answers", "another party"] == 2
    assert pd.isna(weeks["answers", "none of them"])
