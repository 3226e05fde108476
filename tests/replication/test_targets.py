"""What is known, and that the model's own parts show it: a handful of runs; the rest is in the
experiment `replication`."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from experiments.replication.arena import Arena
from experiments.replication.sections import niche, seats, sections
from experiments.replication.target import judged, targets
from experiments.tools.tournament import TestBed, ranking
from model.campaign import Campaign
from model.scenario import load_scenario


def test_every_section_is_a_file_with_targets_of_its_own_name():
    known = {target.section for target in targets().values()}
    assert known == set(sections()) & known
    assert {"policy_space", "endogenous", "turnout", "niche", "seats"} <= known


def test_a_verdict_depends_on_the_tolerance_and_nothing_that_is_no_number_passes():
    name = "policy_space.hunter.2.eccentricity"
    target = targets()[name]
    inside, outside = target.target + 0.9 * target.tolerance, target.target + 1.1 * target.tolerance
    assert judged(name, inside, quick=False)["verdict"] == "pass"
    assert judged(name, outside, quick=False)["verdict"] == "fail"
    assert judged(name, float("nan"), quick=False)["verdict"] == "fail"
    assert judged("niche.adversarial", -0.1, quick=False)["verdict"] == "fail"


def test_the_targets_of_stickers_follow_from_the_rule():
    """Integrate over starts and voters without the model: heading uniform, radius U(0, 3)."""
    rng = np.random.default_rng(7)
    grid = np.linspace(-5, 5, 61)
    points = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    weight = np.exp(-(points**2).sum(axis=1) / 2)
    weight /= weight.sum()
    enp, misery = [], []
    for _ in range(1500):
        radius, angle = 3 * rng.random(2), 2 * np.pi * rng.random(2)
        places = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        squares = ((points[:, None] - places) ** 2).sum(axis=2)
        share = np.bincount(squares.argmin(axis=1), weight, 2)
        enp.append(1 / (share**2).sum())
        misery.append(weight @ squares.min(axis=1))
    for name, values in (("enp", enp), ("misery", misery)):
        error = np.std(values) / np.sqrt(len(values))
        assert np.mean(values) == pytest.approx(
            targets()[f"policy_space.sticker.2.{name}"].target, abs=4 * error
        )


def test_one_party_at_the_centre_has_misery_two():
    changes = {"parties.party.copies": 1, "mechanisms.scattered_start": False}
    misery = Arena("replication-stickers", changes, runs=4).measured()["misery"]
    assert judged("policy_space.centre.1.misery", misery, quick=True)["verdict"] == "pass"


@pytest.mark.parametrize("number", [2, 3])
def test_aggregators_settle_at_the_closed_form(number):
    changes = {"parties.party.copies": number, "weeks": 300}
    runs = Arena("replication-aggregators", changes, runs=4, burn_in=299).measured()
    for name in ("eccentricity", "enp", "misery"):
        row = judged(f"policy_space.aggregator.{number}.{name}", runs[name], quick=True)
        assert row["verdict"] == "pass", row


@pytest.mark.parametrize("number", [2, 10])
def test_hunters_behave_as_published(number):
    changes = {"parties.party.copies": number}
    runs = Arena("replication-hunters", changes, runs=3, burn_in=500).measured()
    for name in ("eccentricity", "enp", "misery", "largest"):
        row = judged(f"policy_space.hunter.{number}.{name}", runs[name], quick=True)
        assert row["verdict"] == "pass", row


def test_elections_bring_parties_that_the_weak_leave_again():
    scenario = load_scenario("replication-endogenous", {"voters": 1000, "weeks": 400})
    campaign = Campaign(scenario, seed=1)
    while not campaign.over:
        before = campaign.state.stocks.standing.sum()
        campaign.step()
        after = campaign.state.stocks.standing.sum()
        assert after >= min(before, 2)
        if not campaign.state.election_held(20):
            assert after == before
    what = {entry.what for entry in campaign.log}
    assert what == {"entry", "exit"}


def test_turnout_learned_at_a_low_cost_is_one_half_and_the_ballot_uses_it():
    from model.election import hold_election, learned_turnout

    scenario = load_scenario("replication-turnout", {"turnout.learning.elections": 700})
    campaign = Campaign(scenario, seed=1)
    _, history = learned_turnout(campaign)
    assert history[500:].mean() == pytest.approx(0.5, abs=0.02)
    assert hold_election(campaign).turnout.mean() == pytest.approx(history[-20:].mean(), abs=0.03)


@pytest.fixture(scope="module", autouse=True)
def votes_for_the_niche_party_are_counted_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(niche, "_votes", cache(niche._votes))
        yield


def test_a_mainstream_party_answers_a_niche_party_with_three_signs():
    """Meguid (2005): dismissing and accommodating hurt the niche party, fighting helps it.

    Against silence, in every replicate; the people and their draws are the same.
    """
    silent, *answered = (niche._votes(each, 4) for each in ("none", *niche.ANSWERS))
    dismissive, accommodative, adversarial = answered
    assert np.all(dismissive < silent)
    assert np.all(accommodative < silent)
    assert np.all(adversarial > silent)


@pytest.mark.parametrize("section", [niche, seats])
def test_a_quick_section_passes(section):
    rows = section.rows(quick=True)
    assert [row["id"] for row in rows if row["verdict"] != "pass"] == []


def test_a_tournament_ranks_hunters_above_stickers_and_shares_sum_to_one():
    table = ranking(TestBed({"hunter": 2, "sticker": 2}, births=False, elections=20, runs=3))
    assert table["strategy"].tolist() == ["hunter", "sticker"]
    assert table["share"].sum() == pytest.approx(1)
    assert table["low"][0] > table["high"][1]


def test_after_the_last_seed_a_tournament_goes_on_with_the_first():
    bed = TestBed({"hunter": 1, "sticker": 1}, births=False, elections=3, runs=2, seed=2**64 - 1)
    assert ranking(bed)["share"].sum() == pytest.approx(1)


def test_the_figures_show_every_target_once():
    from experiments.replication.shown import _of_targets
    from experiments.replication.shown import targets as others

    rows = [judged(name, target.target, quick=True) for name, target in targets().items()]
    over_number = {point["id"] for point in _of_targets(rows)}
    beside = others(rows)
    assert len(over_number) + len(beside) == len(rows) > 30
    assert not {targets()[name].what for name in over_number} & set(beside["label"])
