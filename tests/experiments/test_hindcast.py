"""Predictions of past elections: scores by hand, and nothing that became known later."""

import pickle
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from experiments.evidence.shared_numbers import FITTED as FITTED_BY
from experiments.evidence.shared_numbers import belief, belief_without
from experiments.experiment import expected
from experiments.inference import hindcast, official_results
from experiments.inference import record as kept
from experiments.inference import transitions as listed
from experiments.inference.hindcast import Prediction, Predictions, crps, newcomer
from experiments.inference.past_elections import MACHINE, Inversion, inversion
from experiments.inference.shared import estimated_without
from experiments.inference.transitions import SPREAD, Transition, one_line_rule, transitions
from experiments.questions import hindcast as question
from experiments.questions.hindcast import Hindcast, _brier, _tells_who_loses
from experiments.running.engines import Serial
from experiments.running.sweep import Execution
from experiments.study.design import SCENARIO
from experiments.study.errors import UserError
from model.mechanisms.newcomer_valence import NewcomerValence
from model.parties.oligarch_entrant import OligarchEntrant
from model.run import run
from model.scenario import Scenario, load_scenario

pytestmark = pytest.mark.usefixtures("past_elections_are_read_once")


@cache
def every() -> dict[str, Transition]:
    """Return every transition by name; to read them takes longer than most tests."""
    return {each.name: each for each in transitions()}


def prediction(transition: Transition) -> Prediction:
    return Prediction(transition, voters=1000, draws=2, seeds_each=2)


def test_the_score_of_many_normal_draws_is_the_closed_form() -> None:
    """Gneiting and Raftery (2007), equation 20, for a normal prediction."""
    drawn = norm.ppf((np.arange(4000) + 0.5) / 4000, 0.5, 0.1)
    z = (0.62 - 0.5) / 0.1
    exact = 0.1 * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(drawn, 0.62) == pytest.approx(exact, abs=1e-4)
    assert crps([0.3], 0.5) == pytest.approx(0.2)


def test_the_chance_of_losing_office_is_held_against_that_of_the_other_elections() -> None:
    """One of four lost office: the others' share is 0 for it, and a third for the rest."""
    four = pd.DataFrame({"lost_office": [True, *[False] * 3], "p_loses_office": [0.6, *[0.1] * 3]})
    found = _brier(four).mean()
    assert found["model"] == pytest.approx((0.4**2 + 3 * 0.1**2) / 4)
    assert found["the others"] == pytest.approx((1 + 3 / 9) / 4)
    (claim,) = _tells_who_loses(four)
    assert claim.value == pytest.approx(found["model"] - found["the others"])
    assert claim.verdict(claim.by_luck([])) == "open"
    assert _tells_who_loses(four[:1]) == []


def test_who_tells_no_more_than_the_base_rate_tells_it_no_better() -> None:
    """Where nobody lost office, and nobody was said to, both scores are 0."""
    none = pd.DataFrame({"lost_office": [False] * 3, "p_loses_office": [0.0] * 3})
    (claim,) = _tells_who_loses(none)
    assert claim.value == 0
    assert claim.verdict(claim.by_luck([])) == "does not hold"
    assert expected(claim.low, claim.high, "{:g}".format) == "-1 to below 0"


@pytest.mark.parametrize(("elections", "claims"), [(1, 0), (4, 0), (5, 2)])
def test_so_few_elections_that_nothing_can_fail_hold_no_claim_of_intervals(
    elections: int, claims: int
) -> None:
    none = dict.fromkeys(("inside_50", "inside_90", "seats_inside_50", "seats_inside_90"), False)
    summary = pd.DataFrame([none] * elections)
    lists = pd.DataFrame({"transition": range(elections), "party": "a", "is_new": False, **none})
    found = question._that_may_fail(question._coverage(summary.iloc[:1], pd.concat([lists] * 2)))
    assert len(found) == claims
    told = [question._as_wide_as_they_say(each) for each in found.itertuples()]
    verdicts = [each.verdict(each.by_luck([])) for each in told]
    assert verdicts == ["does not hold"] * claims


def test_the_one_line_rule_by_hand() -> None:
    """Log-odds of 0.5 are 0; those of approval rise from 0 to log 3."""
    assert one_line_rule(0.5, 0.5, 0.75) == pytest.approx(3**0.55 / (1 + 3**0.55))


def test_as_last_time_adds_the_votes_of_those_who_joined() -> None:
    last = every()["parliament-2012"].as_last_time()
    assert last["unm"] == pytest.approx(0.5918, abs=1e-4)
    assert last["gd"] == pytest.approx(0.1773 + 0.0378, abs=1e-4)
    assert every()["taiwan-2004"].as_last_time()["kmt"] == pytest.approx(0.231 + 0.36835 + 0.00133)


def joining(earlier: str, into: str, gone: str) -> Transition:
    """Return a transition to the same election anew, where one list has joined another."""
    before = load_scenario(earlier, {"voters": 4000})
    later = before.replace({f"parties.{gone}": False})
    return Transition("anew", {"gone": {gone: {"into": into}}}, before, later, {})


def test_a_list_that_joined_another_keeps_its_votes_and_they_count_for_that_one() -> None:
    """In 2008 the Republicans had 3.8 %, below the threshold of 5 %."""
    anew = joining("parliament-2008", "joint_opposition", "republican")
    assert anew.as_last_time()["joint_opposition"] == pytest.approx(0.1773 + 0.0378, abs=1e-4)
    apart, together = run(anew.earlier, 1).outcome, run(anew.standing, 1).outcome
    votes = [float(each["vote_share.joint_opposition"]) + float(each["vote_share.republican"])
             for each in (apart, together)]  # fmt: skip
    assert votes[1] == pytest.approx(votes[0], abs=0.01)
    assert together["alliance_share.joint_opposition"] == pytest.approx(votes[1])
    assert apart["seats.republican"] == 0
    assert int(together["seats.republican"]) > 0


def test_a_list_that_joined_a_member_of_an_alliance_is_in_that_alliance() -> None:
    before = load_scenario("ge-2013")
    small = before.replace({"parties.small": before.parties["others"]})
    anew = Transition("anew", {"gone": {"small": {"into": "umno"}}}, small, before, {})
    assert anew.standing.alliances["bn"].members == (*before.alliances["bn"].members, "small")
    assert anew.standing.alliances["pr"] == before.alliances["pr"]


def test_a_member_has_the_appeal_that_it_had_and_drifts_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved = {"parties.joint_opposition.appeal": 0.8, "parties.republican.appeal": -0.3}
    monkeypatch.setattr(
        Inversion, "nearest", lambda asked, *_: (dict.fromkeys(asked.sought, 0.5) | solved, 0.0)
    )
    case = Prediction(every()["parliament-2012"], voters=1000, draws=2, seeds_each=2)
    drawn, runs = case.draw(0), [case.changes(each) for each in (0, 1)]
    assert {path: drawn[path] for path in solved} == solved
    moved = [[each[path] - solved[path] for path in solved] for each in runs]
    assert len({step for each in moved for step in each}) == 4
    assert case.scenario.alliances["gd"].members == ("gd", "joint_opposition", "republican")


def test_votes_and_seats_of_members_are_told_as_those_of_the_list() -> None:
    """Runs in which the coalition has more seats than those in power, no member alone."""
    votes = {"unm": 0.45, "gd": 0.15, "joint_opposition": 0.3, "republican": 0.1}
    seats = {"unm": 70, "gd": 30, "joint_opposition": 40, "republican": 10}
    others = dict.fromkeys(("cdm", "labour", "new_rights", "others"), 0)
    row = {SCENARIO: "parliament-2012"}
    row |= {f"vote_share.{name}": value for name, value in (votes | others).items()}
    row |= {f"seats.{name}": value for name, value in (seats | others).items()}
    shipped = {"country": {"name": "georgia"}}
    runs: Any = SimpleNamespace(runs=pd.DataFrame([row, row]), scenario=shipped)
    found = Hindcast().tables(runs)
    lists = found["lists"].set_index("party")
    assert lists["median"]["gd"] == pytest.approx(0.15 + 0.3 + 0.1)
    assert "republican" not in lists.index
    assert found["summary"]["median"].item() == pytest.approx(0.45)
    assert found["summary"]["p_loses_office"].item() == 1


@pytest.mark.parametrize(("country", "list_of"), [("mine/georgia", "mine/georgia"), ("russia", "")])
def test_elections_of_ones_own_country_that_are_called_as_shipped_ones_are_its_own(
    country: str, list_of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "has_own_list", lambda name: name.startswith("mine"))
    monkeypatch.setattr(question, "transitions", lambda name: (name,))
    runs = pd.DataFrame({SCENARIO: ["parliament-2012"]})
    results: Any = SimpleNamespace(runs=runs, scenario={"country": {"name": country}})
    assert question._listed(results) == (list_of,)


def test_approval_before_an_election_is_what_was_public_then() -> None:
    found = {name: each.approval_before for name, each in every().items()}
    assert found["duma-2007"] == 0.73
    assert found["duma-2011"] == 0.82
    assert found["parliament-2012"] is None
    assert found["parliament-2016"] == 0.46
    assert found["ge-2013"] == 0.61  # of his predecessor
    assert found["deputies-1994"] == 0.72  # of 1990, not of the year of the election
    assert found["mexico-president-2000"] is None
    assert found["taiwan-2000"] == 0.73
    assert found["taiwan-2004"] is None  # of Chen none is known from before he had office


def other_where_asked_otherwise(
    asked: Inversion, seeds: Any, rounds: int
) -> tuple[dict[str, float], float]:
    """Solve nothing: give numbers that differ as soon as anything differs that is asked."""
    all_of_it = f"{asked.scenario.hash} {dict(asked.wanted)} {tuple(seeds)} {rounds}"
    return {each: crc32(f"{each} {all_of_it}".encode()) / 2**32 for each in asked.sought}, 0.0


@pytest.fixture
def unsolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Inversion, "nearest", other_where_asked_otherwise)


@pytest.mark.usefixtures("unsolved")
@pytest.mark.parametrize("name", ["duma-2011", "parliament-2012", "ge-2018", "taiwan-2004"])
def test_what_the_later_election_determined_is_not_used(name: str) -> None:
    known = every()[name]
    other = {f"parties.{each}.appeal": 1.23 for each in known.later.parties}
    other |= {"leader.popularity": 0.11, "turnout.base": 0.77, "none_of_them.spoil": 0.66}
    if MACHINE in {each.path for each in known.later.parameters()}:
        other[MACHINE] = 1.5
    changed = Transition(
        known.name, known.facts, known.earlier, known.later.replace(other), known.facts_before
    )
    one, other_one = prediction(known), prediction(changed)
    assert one.changes(1) == other_one.changes(1)
    assert one.scenario.hash == other_one.scenario.hash


@pytest.mark.usefixtures("unsolved")
def test_later_official_results_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    known, read = every()["duma-2011"], official_results.country_table
    expected = prediction(known).changes(1)

    def without_later(scenario: Scenario, name: str) -> pd.DataFrame:
        table = read(scenario, name)
        if name in ("results", "targets", "turnout"):
            later = table["election"] == "duma-2011"
            table = table[~later]
        return table

    monkeypatch.setattr(official_results, "country_table", without_later)
    monkeypatch.setattr(listed, "country_table", without_later)
    with pytest.raises(UserError):
        official_results.official(known.later)
    assert prediction(known).changes(1) == expected


def turnout_by_region(name: str) -> dict[str, float]:
    cells = prediction(every()[name]).scenario.population.cells
    return dict(zip(cells.regions.codes, cells.regions.past_turnout.round(4).tolist(), strict=True))


def test_past_turnout_is_that_of_an_election_before_the_predicted_one() -> None:
    """By region where it was public, and else of the country."""
    assert turnout_by_region("duma-2011")["CFO"] == 0.6004  # of 2007
    assert turnout_by_region("history-2021")["ALA"] == 0.4138  # of 2012: none of 2016 is known
    assert set(turnout_by_region("duma-2007").values()) == {0.5575}
    assert set(turnout_by_region("parliament-2012").values()) == {0.534}
    assert set(turnout_by_region("history-2012").values()) == {0.6841}


@pytest.mark.parametrize(("misses", "used"), [([0.14, 0.001], 2), ([0.14, 0.05, 0.2, 0.1], 2)])
def test_a_draw_that_does_not_give_the_earlier_election_is_drawn_anew(
    monkeypatch: pytest.MonkeyPatch, misses: list[float], used: int
) -> None:
    """The first one within two points is taken, or the nearest of four."""
    left, attempt = iter(misses), iter(range(1, 5))

    def nearest(asked: Inversion, *_: object) -> tuple[dict[str, float], float]:
        return dict.fromkeys(asked.sought, float(next(attempt))), next(left)

    monkeypatch.setattr(Inversion, "nearest", nearest)
    case = Prediction(every()["duma-2011"], voters=1000, draws=2, seeds_each=2)
    assert case.draw(0)["parties.ur.appeal"] == used


def test_draws_that_a_worker_solved_are_those_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker gets the prediction as bytes, and solves each draw once."""
    asked_of: list[int] = []

    def nearest(asked: Inversion, seeds: tuple[int, ...], *_: object) -> Any:
        asked_of.append(seeds[0])
        return dict.fromkeys(asked.sought, 0.1 * seeds[0]), 0.0

    monkeypatch.setattr(Inversion, "nearest", nearest)
    cases = tuple(map(prediction, (every()["duma-2011"], every()["duma-2016"])))
    sent: Any = pickle.loads(pickle.dumps(cases))
    predicted = Predictions(sent)
    predicted.solve(Execution(Serial()))
    assert sorted(asked_of) == [1, 1, 2, 2]
    for own, solved in zip(cases, sent, strict=True):
        assert [solved.draw(n) for n in range(2)] == [own.draw(n) for n in range(2)]
    assert len(asked_of) == 8


def test_a_new_list_that_nobody_likes_stays_within_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hindcast, "newcomer", lambda *_: (-5.0, 9.0))
    monkeypatch.setattr(
        Inversion, "nearest", lambda asked, *_: (dict.fromkeys(asked.sought, 0.5), 0.0)
    )
    case = Prediction(every()["duma-2016"], voters=1000, draws=6, seeds_each=1)
    appeals = [case.changes(run)["parties.parnas.appeal"] for run in range(6)]
    assert min(appeals) == -6
    assert max(appeals) <= 6


def test_a_number_measured_in_one_country_is_assumed_where_it_is_predicted() -> None:
    path = "mechanisms.leader_coattail.step"
    number = next(e for e in load_scenario("ge-2018").parameters() if e.path == path)
    own, other = belief_without(number, "Russia"), belief_without(number, "Malaysia")
    assert own is not None
    assert other is not None
    assert own.width > other.width
    wide = next(e for e in load_scenario("ge-2018").parameters() if e.path.endswith(".lasting"))
    assert belief_without(wide, "Russia") == belief_without(wide, "Malaysia")


def test_what_past_elections_share_is_believed_as_the_others_tell_it() -> None:
    case, told = prediction(every()["duma-2016"]), estimated_without("Russia")
    assert {path: case._beliefs[path] for path in told} == told
    assert prediction(every()["ge-2018"])._beliefs[SPREAD] != told[SPREAD]


FITTED = "mechanisms.administrative_mobilisation.natural", "none_of_them.level"


@pytest.mark.parametrize("path", FITTED)
def test_a_number_fitted_to_one_country_is_assumed_in_others(path: str) -> None:
    number = next(e for e in load_scenario("parliament-2020").parameters() if e.path == path)
    assert belief(number, "Kazakhstan") is None
    there = [belief(number, "Georgia"), belief_without(number, "Georgia")]
    assert there == [belief_without(number, "Kazakhstan")] * 2
    assert there[0] is not None


def test_every_fitted_number_names_its_country() -> None:
    fitted = [each for each in load_scenario("kazakhstan-2022").parameters()
              if each.source.startswith(FITTED_BY)]  # fmt: skip
    assert fitted
    assert [each.path for each in fitted if belief(each, "Kazakhstan") is not None] == []


def test_the_prior_of_new_lists_leaves_out_the_countrys_own() -> None:
    """Without Georgian Dream, the best of all first lists, less is expected of new ones."""
    assert newcomer("oligarch_entrant", "Georgia")[0] < newcomer("oligarch_entrant", "Nowhere")[0]
    usual = OligarchEntrant().appeal, NewcomerValence().spread
    assert newcomer("oligarch_entrant", "Nowhere") == pytest.approx(usual)


@pytest.mark.parametrize(
    "name", ["duma-2007", "parliament-2008", "ge-2018", "deputies-2000", "taiwan-1996"]
)
def test_an_election_of_each_country_gives_its_votes(name: str) -> None:
    asked = inversion(load_scenario(name, {"voters": 3000}))
    found = asked.outcomes(list(asked.solved((1,), 15).values()), (1,))
    assert found.to_numpy(float) == pytest.approx(list(asked.wanted.values()), abs=0.01)


def test_the_record_of_past_predictions_is_kept_by_country_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "file_of", lambda _: tmp_path / "transitions.toml")
    assert kept.record("russia") == {}
    held = {"inside_50": False, "inside_90": True, "seats_inside_50": True, "seats_inside_90": True}
    rows = [
        {"country": country, "transition": "x", **held, "error": error, "runs": 80,
         "as_last_time_error": 0.1}
        for country, error in (("russia", -0.04), ("russia", 0.02), ("georgia", 0.3))
    ]  # fmt: skip
    office = {"country": "georgia", "seats_inside_50": np.nan, "seats_inside_90": np.nan}
    kept.keep(pd.DataFrame([*rows, {**rows[2], **office}]), "")
    kept.keep(pd.DataFrame(rows[:2]).assign(error=0.05), "russia")
    told = kept.record("russia")
    assert (told["all"]["elections"], told["country"]["elections"]) == (4, 2)
    assert (told["all"]["houses"], told["all"]["seats_inside_90"]) == (3, 3)
    assert (told["all"]["inside_50"], told["all"]["inside_90"]) == (0, 4)
    assert told["country"]["error"] == pytest.approx(0.05)
    assert told["all"]["error"] == pytest.approx(0.7 / 4)
    assert "country" not in kept.record("malaysia")
