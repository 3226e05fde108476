"""A run whose numbers mean nothing fails, and names what made them so."""

from typing import ClassVar

import numpy as np
import pytest

from model.campaign import Campaign
from model.election import hold_election
from model.numerics.arrays import changed
from model.politics.contracts import Mechanism, Phase
from model.politics.soundness import UnsoundRun, sound
from model.politics.state import Effect, State
from model.scenario import load_scenario


class Spoiler(Mechanism):
    """Work well until week 2; then return what is no number, in the phase that it is given."""

    spoils: ClassVar[str] = "appeal"
    value: ClassVar[float] = np.nan

    def effect(self, state: State) -> Effect:
        """Return nothing, and from week 2 on no number."""
        return Effect(**{self.spoils: self.value if state.week >= 2 else 0.0})


def spoiler(in_phase: Phase, what: str, by: float = np.nan) -> Mechanism:
    class Culprit(Spoiler):
        """Spoil one quantity."""

        phase: ClassVar[Phase] = in_phase
        spoils: ClassVar[str] = what
        value: ClassVar[float] = by

        @classmethod
        def key(cls) -> str:
            """Return a name to be found by."""
            return "culprit"

    return Culprit()


@pytest.fixture
def campaign() -> Campaign:
    return Campaign(load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 5}), 1)


@pytest.mark.parametrize(
    ("phase", "quantity", "value"),
    [
        (Phase.CALENDAR, "popularity", np.nan),
        (Phase.ELITES, "administration_loyalty", np.nan),
        (Phase.EXPOSURE, "recognition", np.nan),
        (Phase.PERSUASION, "appeal", np.nan),
        (Phase.PERSUASION, "appeal", np.inf),
        (Phase.CONTAGION, "protest_drift", np.nan),
        (Phase.STREET, "indignation", np.nan),
        (Phase.POLL, "conformity", np.nan),
    ],
)
def test_a_mechanism_that_returns_no_number_is_named_in_the_week_it_does(
    campaign, phase, quantity, value
):
    campaign.mechanisms[phase].append(spoiler(phase, quantity, value))
    campaign.step()
    with pytest.raises(UnsoundRun, match=rf"week 2 the mechanism culprit made {quantity} "):
        campaign.step()


def test_so_is_one_that_works_on_polling_day_only(campaign):
    campaign.mechanisms[Phase.BALLOT].append(spoiler(Phase.BALLOT, "mobilisation"))
    campaign.run()
    with pytest.raises(UnsoundRun, match=r"week 5 the mechanism culprit made mobilisation "):
        hold_election(campaign)


def test_effects_that_are_numbers_and_add_up_to_none_are_told_apart(campaign):
    campaign.mechanisms[Phase.PERSUASION] += [spoiler(Phase.PERSUASION, "appeal", 1.7e308)] * 2
    campaign.step()
    with pytest.raises(UnsoundRun, match="no mechanism by itself"), np.errstate(over="ignore"):
        campaign.step()


def test_a_stock_that_is_no_number_is_found_every_week_that_it_stays(campaign):
    campaign.mechanisms[Phase.ELITES].append(spoiler(Phase.ELITES, "indignation"))
    campaign.step()
    sound_before = campaign.state
    for _ in range(2):
        with pytest.raises(UnsoundRun):
            campaign.step()
    del campaign.mechanisms[Phase.ELITES][-1]
    with pytest.raises(UnsoundRun):
        campaign.step()
    assert not sound(campaign.state, sound_before)
    assert not sound(campaign.state)


def test_everybody_must_be_counted_once(campaign):
    state = campaign.state
    assert sound(state)
    for name in ("intention", "answers", "undecided"):
        lost = changed(
            state, public=changed(state.public, **{name: 0.99 * getattr(state.public, name)})
        )
        assert not sound(lost), name
        none = changed(
            state, public=changed(state.public, **{name: np.nan * getattr(state.public, name)})
        )
        assert not sound(none), name
