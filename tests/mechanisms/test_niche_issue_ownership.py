"""The party of power answers a niche party, and nobody else."""

from dataclasses import replace

import numpy as np
import pytest

from model.campaign import Campaign
from model.mechanisms.niche_issue_ownership import NicheIssueOwnership
from model.politics.state import State
from model.scenario import load_scenario

OWNER = "agrarians"


@pytest.fixture(scope="module")
def opening() -> State:
    started = {f"parties.{OWNER}.stands_from": 0, "parties.fresh.stands_from": 0}
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000, **started}), seed=1).state


def economy(state: State, answer: str) -> float:
    """Return by how much the debate moves towards the economy, which the niche party owns."""
    rule = NicheIssueOwnership(answer=answer).prepared(state.setting)
    return float(rule.effect(state).changes["salience"][0])


def test_dismissed_a_niche_party_is_heard_less_and_answered_more(opening):
    dismissed, silent, answered = (
        economy(opening, answer) for answer in ("dismissive", "none", "adversarial")
    )
    assert dismissed < silent < answered


def test_an_answer_to_a_party_that_nobody_knows_changes_nothing(opening):
    known = opening.stocks.recognition.copy()
    known[opening.setting.column(OWNER)] = 0
    unknown = replace(opening, stocks=replace(opening.stocks, recognition=np.asarray(known)))
    assert economy(unknown, "dismissive") == economy(unknown, "none")
