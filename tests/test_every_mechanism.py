"""The contract of mechanisms, for each file in the folder."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from mechanism_runs import MECHANISMS, difference, neutral, only_recorded, played, shown, without
from observed import Seen, observed

from model.campaign import Campaign
from model.parameters.parameter import parameters
from model.politics.contracts import Mechanism, Phase
from model.politics.phases import WEEK, Pass
from model.politics.state import Effect
from model.scenario import load_scenario, shipped_scenarios

WEEKS = 6


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
    assert isinstance(kind.phase, Phase)
    assert kind.shown_by in shipped_scenarios()
    assert name in load_scenario(kind.shown_by).mechanisms.active()
    assert "effect" in vars(kind)


@cache
def seen_in(scenario: str) -> dict[str, Seen]:
    """Return what each mechanism reads and changes in a scenario that shows one of them."""
    name = next(each for each, kind in MECHANISMS.items() if kind.shown_by == scenario)
    return observed(shown(name, {"voters": 1000}), MECHANISMS.values())


@cache
def at_work_by_scenario() -> dict[str, set[str]]:
    """Return the mechanisms at work in each scenario that shows one."""
    every = {each.shown_by for each in MECHANISMS.values()}
    return {each: set(load_scenario(each).mechanisms.active()) for each in every}


def test_it_reads_and_changes_what_it_says_and_nothing_else(name):
    kind = MECHANISMS[name]
    where_shown = seen_in(kind.shown_by)[name]
    assert where_shown.reads == set(kind.reads)
    assert where_shown.changes == set(kind.changes)
    for scenario in sorted(each for each, parts in at_work_by_scenario().items() if name in parts):
        elsewhere = seen_in(scenario).get(name, where_shown)
        assert elsewhere.reads <= where_shown.reads, scenario
        assert elsewhere.changes <= where_shown.changes, scenario


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
    on, off = played(shown(name), 1), played(without(name), 1)
    assert on.outcome != off.outcome or on.weeks != off.weeks


def test_at_its_neutral_setting_it_changes_nothing(name):
    setting = MECHANISMS[name].neutral
    if isinstance(setting, str):
        assert setting.endswith("."), "a sentence says why no setting is neutral"
        return
    on, off = played(neutral(name), 1), played(without(name), 1)
    assert on.outcome == off.outcome
    for row in off.weeks.keys() - only_recorded():
        np.testing.assert_allclose(on.weeks[row], off.weeks[row], rtol=1e-12, err_msg=row)


def test_the_difference_it_makes_has_the_sign_that_it_claims(name):
    claims = MECHANISMS[name].claims
    if isinstance(claims, str):
        assert claims.endswith("."), "a sentence says why one difference does not show it"
        return
    for quantity, sign in claims.items():
        found = difference(name, quantity)
        assert sign * sum(found) > 0, f"{quantity}: claimed {sign:+d}, found {found}"


def test_weeks_without_it_leave_who_the_voters_are_and_their_draws_as_they_were(name):
    campaigns = [Campaign(each, seed=2) for each in (shown(name), without(name))]
    for campaign in campaigns:
        for _ in range(3):
            campaign.step()
    on, off = (each.electorate for each in campaigns)
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


def test_a_week_is_played_in_the_order_of_the_list(monkeypatch):
    campaign, noted = Campaign(load_scenario("kazakhstan-2022", {"voters": 1000}), 1), []
    play, move, ask = campaign.play, campaign.move_voters, campaign.poll
    monkeypatch.setattr(campaign, "play", lambda phase: (noted.append(phase), play(phase)))
    monkeypatch.setattr(
        campaign, "move_voters", lambda week: (noted.append(Pass.VOTERS), move(week))
    )
    monkeypatch.setattr(campaign, "poll", lambda: (noted.append(Pass.ASKED), ask()))
    campaign.step()
    assert [*noted, Pass.RECORD] == [step.acts for step in WEEK]


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


def late(in_phase: Phase, quantity: str) -> type[Mechanism]:
    class Late(Mechanism):
        """Act too late."""

        phase = in_phase
        changes = (quantity,)

        def effect(self, state):
            return Effect(**{quantity: 1.0})

    return Late


@pytest.mark.parametrize(
    ("phase", "quantity"),
    [
        (Phase.BALLOT, "appeal"),  # the voters have weighed the parties
        (Phase.POLL, "contagion"),  # their protest has moved
        (Phase.EXPOSURE, "spending"),  # exposure reads the state before its own phase
        (Phase.BALLOT, "conformity"),  # everybody has been asked
        (Phase.BALLOT, "crowd"),  # the week is written down
        (Phase.BALLOT, "blame"),  # there is no next week
    ],
)
def test_a_change_that_nobody_will_read_is_refused_when_it_is_made(phase, quantity):
    with pytest.raises(TypeError, match=f"Late: It changes {quantity} in {phase.name}, where nobo"):
        late(phase, quantity)


@pytest.mark.parametrize(
    ("phase", "quantity"),
    [(Phase.CONTAGION, "appeal"), (Phase.POLL, "conformity"), (Phase.STREET, "branch_work"),
     (Phase.BALLOT, "viability"), (Phase.BALLOT, "standing"), (Phase.STREET, "blame")],
)  # fmt: skip
def test_a_change_just_in_time_is_welcome(phase, quantity):
    assert late(phase, quantity).changes == (quantity,)


def test_a_part_that_reads_or_changes_what_does_not_exist_is_refused_when_it_is_made():
    with pytest.raises(TypeError, match=r"cannot change 'apeal' \(did you mean 'appeal'\?\)"):
        late(Phase.PERSUASION, "apeal")
