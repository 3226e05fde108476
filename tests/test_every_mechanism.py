"""The contract of mechanisms, for each file in the folder."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from model.campaign import Campaign
from model.parameters.parameter import parameters
from model.parameters.registry import load
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect
from model.run import run
from model.scenario import load_scenario, shipped_scenarios

MECHANISMS = load("mechanisms", Mechanism)
WEEKS = 6


def shown(name: str, **changes):
    """Load the scenario in which a mechanism is said to work, small and quick."""
    scenario = load_scenario(MECHANISMS[name].shown_by)
    return scenario.replace({"voters": 2000, **changes})


def at_work(campaign: Campaign, name: str) -> Mechanism:
    """Return the campaign's own copy of a mechanism."""
    return next(each for phase in campaign.mechanisms.values() for each in phase
                if each.key() == name)  # fmt: skip


@pytest.fixture(params=sorted(MECHANISMS))
def name(request) -> str:
    return str(request.param)


def test_it_says_its_rule_its_source_and_where_it_shows(name):
    kind = MECHANISMS[name]
    text = kind.__doc__ or ""
    assert len(text.splitlines()[0]) > 20
    assert "Source:" in text
    assert "Changes:" in text
    assert isinstance(kind.phase, Phase)
    assert kind.shown_by in shipped_scenarios()
    assert name in load_scenario(kind.shown_by).mechanisms.active()
    assert "effect" in vars(kind)


def test_every_parameter_is_a_parameter_or_a_choice(name):
    part = MECHANISMS[name]()
    declared = {parameter.path.split(".")[0] for parameter in parameters(part)}
    for field, about in type(part).model_fields.items():
        assert field in declared or about.description, field


def test_it_reads_and_never_writes(name):
    campaign = Campaign(shown(name), seed=1)
    campaign.step()
    before = {key: value.copy() for key, value in vars(campaign.state.stocks).items()}
    part = at_work(campaign, name)
    first, second = part.effect(campaign.state), part.effect(campaign.state)
    assert isinstance(first, Effect)
    for key, value in before.items():
        np.testing.assert_array_equal(value, getattr(campaign.state.stocks, key))
    assert first.changes.keys() == second.changes.keys()
    for key, value in first.changes.items():
        np.testing.assert_array_equal(value, second.changes[key])


def test_effects_fit_the_shapes_they_add_to(name):
    campaign = Campaign(shown(name), seed=1)
    effect = at_work(campaign, name).effect(campaign.state)
    after = campaign.state.after([effect])
    for group in ("stocks", "weekly"):
        for key, value in vars(getattr(campaign.state, group)).items():
            assert getattr(getattr(after, group), key).shape == value.shape, key


def test_switching_it_off_changes_the_run_that_shows_it(name):
    scenario = load_scenario(MECHANISMS[name].shown_by).replace({"voters": 2000})
    without = scenario.replace({f"mechanisms.{name}": False})
    on, off = run(scenario, 1), run(without, 1)
    assert on.outcome != off.outcome or on.weeks != off.weeks


def test_weeks_without_it_leave_who_the_voters_are_and_their_draws_as_they_were(name):
    scenario = shown(name)
    with_it = Campaign(scenario, seed=2)
    without = Campaign(scenario.replace({f"mechanisms.{name}": False}), seed=2)
    for _ in range(3):
        with_it.step()
        without.step()
    on, off = with_it.electorate, without.electorate
    for column in ("issues", "disposition", "media", "engagement", "member", "neighbours"):
        np.testing.assert_array_equal(getattr(on, column), getattr(off, column))
    np.testing.assert_array_equal(on.bloc_taste, off.bloc_taste)
    np.testing.assert_array_equal(on.taste, off.taste)


def test_order_inside_a_phase_does_not_matter():
    scenario = load_scenario("kazakhstan-2022", {"voters": 2000})
    forth, back = Campaign(scenario, seed=3), Campaign(scenario, seed=3)
    for together in back.mechanisms.values():
        together.reverse()
    for _ in range(WEEKS):
        forth.step()
        back.step()
    np.testing.assert_allclose(forth.state.public.support, back.state.public.support, atol=2 / 2000)
    for key, value in vars(forth.state.stocks).items():
        np.testing.assert_allclose(value, getattr(back.state.stocks, key), rtol=1e-6, atol=1e-9)


def reachable(value: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """Yield everything that can be reached from a value by attributes and keys."""
    if id(value) in seen or isinstance(value, str | int | float | bool | None | range):
        return
    seen.add(id(value))
    yield path, value
    if isinstance(value, np.ndarray):
        inside = {".base": value.base}
    elif isinstance(value, Mapping):
        inside = {f"[{key!r}]": each for key, each in value.items()}
    elif isinstance(value, tuple | list):
        inside = {f"[{at}]": each for at, each in enumerate(value)}
    else:
        inside = {f".{key}": each for key, each in getattr(value, "__dict__", {}).items()}
    for key, each in inside.items():
        yield from reachable(each, path + key, seen)


def refuses(value: Any) -> bool:
    """Say whether a value refuses to be written, by trying."""
    try:
        if isinstance(value, np.ndarray):
            value.flat[:1] = 0
        elif isinstance(value, Mapping | list):
            value["new"] = 0  # type: ignore[index]
        elif isinstance(value, tuple):
            return True
        else:
            value.new = 0
    except (ValueError, AttributeError, TypeError):
        return True
    return False


@pytest.mark.parametrize("name", ["kazakhstan-2022", "elite-split", "replication-endogenous"])
def test_nothing_that_a_mechanism_is_given_can_be_written(name):
    campaign = Campaign(load_scenario(name, {"voters": 1000}), seed=1)
    campaign.step()
    found = list(reachable(campaign.ballot_state(), "state", set()))
    assert len(found) > 100
    assert [path for path, value in found if not refuses(value)] == []


def test_an_effect_on_something_unknown_is_refused():
    with pytest.raises(TypeError, match="neither a stock nor a table"):
        Effect(luck=1.0)
