"""What past elections share is found again where it is known, and by closed forms."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import model
from experiments.inference import shared as module
from experiments.inference.shared import (
    COATTAIL,
    SPREAD,
    Change,
    alone,
    changed,
    in_words,
    left_out,
    past,
    shared,
    together,
)
from experiments.inference.transitions import Transition
from experiments.study.prior import NINE_IN_TEN, Prior
from model.scenario import load_scenario

pytestmark = pytest.mark.usefixtures("past_elections_are_read_once")

VAGUE = {
    COATTAIL: Prior(COATTAIL, "plain", 0.5, 1.0, -5, 5, whole=False),
    SPREAD: Prior(SPREAD, "log", np.log(0.5), 1.0, 0, 5, whole=False),
}


def simulated(strength: float, spread: float, count: int, seed: int) -> list[Change]:
    """Return transitions of a country whose coat-tail and drift are known."""
    chance = np.random.default_rng(seed)
    approval, variance = chance.normal(0, 0.8, count), chance.uniform(0.7, 2.0, count)
    appeal = strength * approval + chance.normal(0, spread * np.sqrt(variance))
    told = zip(appeal, approval, variance, strict=True)
    return [Change(str(place), "Freedonia", *each, votes=0.5 * each[0], share=0.5)
            for place, each in enumerate(told)]  # fmt: skip


def inside(value: float, interval: tuple[float, float, float]) -> bool:
    return interval[0] <= value <= interval[2]


def test_known_numbers_are_found_again_from_many_transitions() -> None:
    every = simulated(strength=0.6, spread=0.4, count=150, seed=1)
    for found in (alone(every), together(every, VAGUE)):
        assert found[COATTAIL][1] == pytest.approx(0.6, abs=0.08)
        assert found[SPREAD][1] == pytest.approx(0.4, abs=0.05)


def test_nine_in_ten_intervals_hold_the_truth_in_nine_of_ten_histories() -> None:
    """Of 300 histories of eleven elections: within three binomial standard errors, 5 points."""
    histories = [alone(simulated(0.6, 0.4, 11, seed)) for seed in range(300)]
    for path, truth in {COATTAIL: 0.6, SPREAD: 0.4}.items():
        held = np.mean([inside(truth, found[path]) for found in histories])
        assert held == pytest.approx(0.9, abs=0.052)


def test_one_transition_moves_belief_by_the_closed_form() -> None:
    """Normal belief and normal drift of known spread: precisions add up, means are weighed."""
    one = Change("one", "Freedonia", appeal=0.9, approval=1.2, variance=1.5, votes=0.4, share=0.5)
    known = replace(VAGUE[SPREAD], middle=np.log(0.4), width=0.0)
    found = together([one], {**VAGUE, SPREAD: known})
    of_belief, of_change = 1.0, 1.2**2 / (0.4**2 * 1.5)
    precision = of_belief + of_change
    mean = (of_belief * 0.5 + of_change * 0.9 / 1.2) / precision
    half = NINE_IN_TEN / np.sqrt(precision)
    assert found[COATTAIL] == pytest.approx((mean - half, mean, mean + half), abs=0.005)
    assert found[SPREAD] == pytest.approx((0.4, 0.4, 0.4))


def test_without_any_change_of_approval_belief_of_the_coattail_stays() -> None:
    flat = [replace(each, approval=0.0) for each in simulated(0.6, 0.4, 5, seed=1)]
    found, ends = together(flat, VAGUE)[COATTAIL], VAGUE[COATTAIL].at(np.array([0.05, 0.5, 0.95]))
    assert found == pytest.approx(tuple(ends), abs=0.01)


def test_a_change_takes_the_level_of_appeals_out_and_adds_what_the_leader_lent() -> None:
    """All lists gain 0.3, the party of power 0.2 more; its leader rises from 50 to 60 %."""
    before = load_scenario("duma-2016", {"leader.popularity": 0.5, "leader.attachment": 1.0})
    gained = {
        f"parties.{name}.appeal": party.appeal + 0.3 for name, party in before.parties.items()
    }
    gained["parties.ur.appeal"] += 0.2
    later = before.replace({**gained, "leader.popularity": 0.6})
    found = changed(Transition("anew", {}, before, later, {}))
    assert found.approval == pytest.approx(np.log(0.6 / 0.4))
    assert found.appeal == pytest.approx(0.2 + 0.7 * np.log(0.6 / 0.4))
    assert found.votes == pytest.approx(0)
    assert found.variance == 0, "no time has passed"


def test_where_only_those_in_power_stood_before_nothing_is_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = load_scenario("duma-2016")
    facts = {"new": [name for name in later.parties if name != "ur"]}
    alone_twice = Transition("anew", facts, later, later, {})
    monkeypatch.setattr(Transition, "one_line", lambda _: 0.5)
    monkeypatch.setattr(module, "transitions", lambda *_: (alone_twice,))
    assert past("russia") == ()


def test_an_election_is_missed_by_what_the_others_do_not_know() -> None:
    exact = simulated(strength=0.6, spread=1e-9, count=6, seed=1)
    missed = left_out(exact, VAGUE)
    assert missed["points"] < 0.1 < missed["unchanged_points"]
    strange = [*exact, replace(exact[0], appeal=exact[0].appeal + 1)]
    assert left_out(strange, VAGUE)["log_odds"] > 10 * missed["log_odds"]


def test_the_shipped_countries_are_estimated_together_and_without_one() -> None:
    found = shared("russia")
    rows = {(each["number"], each["without"]): each for each in found["numbers"]}
    assert len(rows) == 4
    every, others = rows[COATTAIL, ""], rows[COATTAIL, "Russia"]
    assert (every["transitions"], every["countries"]) == (11, 4)
    assert (others["transitions"], others["countries"]) == (7, 3)
    assert np.ptp(others["evidence"]) > np.ptp(every["evidence"]), "its polls are Russian"
    for row in rows.values():
        assert np.ptp(row["both"]) < min(np.ptp(row["evidence"]), np.ptp(row["elections"]))
    unmet = shared("russia", ["duma-2007"])["numbers"][0]
    assert unmet["transitions"] == 9, "neither that to it nor that from it"
    assert found["missed"]["points"] < found["missed"]["unchanged_points"]


def test_the_page_has_the_numbers_of_the_shipped_countries() -> None:
    page = (Path(model.__file__).parent / "COUNTRIES.md").read_text(encoding="utf-8")
    found = shared("kazakhstan")
    for row in found["numbers"]:
        told = [row[source] for source in ("evidence", "elections", "both")]
        cells = (f"{middle:.2f} ({low:.2f} to {high:.2f})" for low, middle, high in told)
        assert f"| {' | '.join(cells)} |" in page
    told = found["missed"]
    ends = f"{told['points']:.1f} points of votes on average; if nothing changed, by "
    assert ends + f"{told['unchanged_points']:.1f}." in " ".join(page.split())


def test_agreement_and_disagreement_are_said() -> None:
    ends = {"evidence": (0.5, 0.7, 0.9), "both": (0.5, 0.6, 0.7)}
    row = {"number": COATTAIL, "without": "", "transitions": 11, "countries": 4, **ends}
    missed = left_out(simulated(0.6, 0.4, 5, 1), VAGUE)

    def said(*elections: float, unmet: tuple[str, ...] = ()) -> str:
        numbers = [{**row, "elections": elections}]
        return in_words({"numbers": numbers, "missed": missed, "unmet": unmet})[0]

    left = said(0.4, 0.6, 0.8, unmet=("duma-2007",))
    assert left.startswith("duma-2007: left out, as the scenarios miss a list's")
    assert "by more than 2 points" in left
    assert "agree with the evidence" in said(0.4, 0.6, 0.8)
    assert "do not agree with the evidence on the coat-tail" in said(0.1, 0.2, 0.3)
