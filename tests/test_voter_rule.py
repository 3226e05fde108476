"""The kernel and the plain rule of one voter are one rule, with every mechanism at work."""

import numpy as np
import pytest

from model.politics.phases import BEFORE_THE_VOTERS
from model.scenario import load_scenario
from model.simulation import Simulation
from model.voter import Voter

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
