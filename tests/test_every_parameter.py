"""Each parameter at both ends of its range, one at a time: the run is right."""

import numpy as np
import pytest

from model.campaign import Campaign
from model.parameters.parameter import Parameter
from model.run import run
from model.scenario import Scenario, load_scenario

GROUPS = 8
"""The parameters are dealt to this many tests, so that each is short."""


@pytest.fixture(scope="module")
def small() -> Scenario:
    return load_scenario("kazakhstan-2022", {"voters": 1_000, "weeks": 2})


def ends(scenario: Scenario, group: int) -> list[dict[str, float]]:
    """Return what to set: each parameter, and the others of its whole to the least they may be."""
    # A run of ten million voters or 20,000 weeks is right, but long.
    chosen = [
        parameter
        for parameter in scenario.parameters()
        if parameter.path not in ("voters", "weeks")
    ]

    def beside(one: Parameter) -> dict[str, float]:
        return {each.path: each.low for each in chosen if one.part_of == each.part_of != ""}

    return [
        {**beside(each), each.path: int(end) if each.whole else end}
        for each in chosen[group::GROUPS]
        for end in (each.low, each.high)
    ]


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.filterwarnings("error")
def test_both_ends_of_every_parameter_give_a_run_that_is_finite_and_sums_to_one(small, group):
    for changes in ends(small, group):
        changed = small.replace(changes)
        try:
            outcome = run(changed, seed=1).outcome
        except Exception as error:
            error.add_note(str(changes))
            raise
        odd = [name for name, each in outcome.items() if not np.isfinite(each)]
        assert not odd, f"{changes}: {odd}"
        shares = [outcome[f"vote_share.{party}"] for party in changed.parties]
        against = outcome.get("vote_share.against_all", 0.0)
        assert sum(shares) + against == pytest.approx(1), str(changes)


def test_without_members_nobody_is_one(small):
    for share in (0.0, 0.3):
        changed = small.replace({"population.party_members": share})
        assert Campaign(changed, seed=1).electorate.member.mean() == pytest.approx(share, abs=0.06)
