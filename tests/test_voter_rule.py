"""The kernel and the plain rule of one voter are one rule, with every mechanism at work."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.numerics.compiled import compiled
from model.politics.phases import BEFORE_THE_VOTERS
from model.scenario import load_scenario
from model.simulation import Simulation
from model.voter import Voter
from model.voters import kernel
from model.voters.week import _compose

SMALL = {"voters": 1000, "voter.volatility": 0.05}
EARLY = {"parties.fresh.stands_from": 1, "parties.agrarians.stands_from": 2}


def compare(fast: Simulation, plain: Simulation) -> None:
    ours, theirs = fast.campaign.electorate, plain.campaign.electorate
    options = fast.campaign.week_tables().standing
    for name in ("protest", "g", "lead", "gap"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), atol=2e-5)
    np.testing.assert_allclose(ours.support[options], theirs.support[options], atol=1e-5)
    differ = ours.intention != theirs.intention
    assert (ours.lead[differ] < 1e-5).all()


def test_kernel_and_plain_rule_agree_in_the_baseline_while_parties_enter():
    case = load_scenario("kazakhstan-2022", SMALL | EARLY)
    fast, plain = Simulation(case, seed=3), Simulation(case, seed=3, plain=True)
    for _ in range(3):
        fast.step()
        plain.step()
        compare(fast, plain)


@pytest.mark.parametrize(
    "name",
    sorted(name for name, each in load_scenario("kazakhstan-2022").mechanisms.active().items()
           if each.phase in BEFORE_THE_VOTERS),
)  # fmt: skip
def test_kernel_and_plain_rule_agree_without_each_mechanism(name):
    case = load_scenario("kazakhstan-2022", SMALL | EARLY, without=[name])
    fast, plain = Simulation(case, seed=4), Simulation(case, seed=4, plain=True)
    fast.step()
    plain.step()
    compare(fast, plain)


@pytest.mark.parametrize("neighbours", [2, 7, 32])
def test_kernel_and_plain_rule_agree_for_any_number_of_neighbours(neighbours):
    case = load_scenario("kazakhstan-2022", SMALL | {"population.neighbours": neighbours})
    fast, plain = Simulation(case, seed=6), Simulation(case, seed=6, plain=True)
    for _ in range(2):
        fast.step()
        plain.step()
        compare(fast, plain)


@compiled()
def _looked(far, columns, rows, answers, notes):
    if far:
        kernel._look_far(columns, 8, rows, answers, notes)
    else:
        kernel._look(columns, 8, rows, answers, notes)


def test_to_fetch_beforehand_what_neighbours_show_changes_nothing():
    campaign = Campaign(load_scenario("kazakhstan-2022", SMALL), seed=1)
    columns, rows = campaign._columns, (np.uint64(488), np.uint64(512))
    seen = [(np.zeros(8 * 512, np.uint8), np.zeros((1, 512), np.float32)) for _ in range(2)]
    for far, (answers, notes) in zip((False, True), seen, strict=True):
        _looked(far, columns, rows, answers, notes)
    (answers, moods), (same_answers, same_moods) = seen
    assert answers.any()
    assert moods.any()
    assert (answers == same_answers).all()
    assert (moods == same_moods).all()


def test_the_tables_of_a_week_are_composed_by_one_loop_when_a_lever_begins():
    """A lever's appeal may lie in memory in another order; another loop would be compiled."""
    campaign = Campaign(load_scenario("reform-package", SMALL), seed=1)
    for _ in range(6):
        campaign.step()
    assert any(lever.start <= campaign.week for lever in campaign.levers)
    assert len(_compose.signatures) == 1


def test_terms_add_up_to_the_utility_that_support_moves_to():
    case = load_scenario("kazakhstan-2022", {"voters": 1000, "voter.inertia": 1.0})
    plain = Simulation(case, seed=5, plain=True)
    seen = []
    voter = next(iter(plain.agents_by_type[type(list(plain.agents)[-1])]))
    plain.campaign.decide = lambda week: (
        seen.append(voter.reasons(week, 0)),
        plain._let_each_decide(week),
    )
    plain.step()
    assert voter.support[0] == pytest.approx(sum(seen[0]), abs=1e-5)


def test_what_one_thinks_of_no_party_has_no_position_and_no_neighbours():
    case = load_scenario("kazakhstan-2022", {"voters": 1000, "voter.inertia": 1.0})
    model = Simulation(case, seed=6)
    voter = next(iter(model.agents_by_type[Voter]))
    terms = voter.reasons(model.campaign.week_tables(), len(case.parties))
    none = case.none_of_them
    assert terms.issues == terms.neighbours == terms.media == terms.opinion_leaders == 0
    assert terms.common == pytest.approx(none.level)
    assert terms.protest == pytest.approx(none.protest * voter.g)
