"""What the question of calibration says of the numbers that would be worth finding out."""

from experiments.inference.past_elections import MACHINE
from experiments.questions import calibration
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import single
from experiments.study.plan import Study
from experiments.study.task import Result, Task
from model.draws import posterior
from model.scenario import load_scenario

MATTERS, HARDLY, DRAWS = "mechanisms.protest_voting.strength", "leader.popularity", 40
SEATS = "seats.nur_otan"


def won(task: Task) -> Result:
    """Return seats that hang on one number, hardly on another, and on luck."""
    due = 100 * task.changes[MATTERS] + 30 * task.changes[HARDLY]
    return Result({SEATS: due + task.seed % 7}, {"week": [0]})


def test_the_number_on_which_seats_hang_comes_first_and_what_is_solved_for_is_left_out(tmp_path):
    scenario = load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 2})
    draws = posterior(scenario, DRAWS, calibration.LUCK)
    runs = DRAWS * calibration.LUCK
    study = Study(scenario, single(), runs, 3, draws=draws, common_seeds=calibration.LUCK)
    sweep(study, tmp_path, Execution(Serial(), won))
    results = Results.read(tmp_path)
    seats = calibration._seats(results)
    assert len(seats) == DRAWS
    worth = calibration._worth(seats, scenario)
    assert worth["path"].iloc[0] == MATTERS
    assert worth["rank_correlation"].iloc[0] > 0.9
    assert MACHINE not in set(worth["path"])
    assert (
        not worth["path"]
        .str.endswith(".appeal")
        .loc[worth["path"].str.startswith("parties.")]
        .any()
    )
    drawn = calibration._drawn_worth(worth, results)
    assert drawn["factor"].iloc[0] == "Protest voting: strength"
    assert "do nothing" in drawn["factor"].iloc[-1]
    assert drawn["index"].iloc[-1] == worth["most_by_luck"].iloc[0]
    assert drawn["n"].iloc[0] == f"{DRAWS} draws, each with {calibration.LUCK} seeds"
