"""What mechanisms and levers really read and change, seen while campaigns are played."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any, NamedTuple
from unittest.mock import patch

from model.campaign import Campaign
from model.numerics.arrays import changed
from model.politics.contracts import Actor
from model.politics.state import Effect, State, public_numbers, quantities
from model.scenario import Scenario


class Seen(NamedTuple):
    """The names that a part has read, and those that it has changed."""

    reads: set[str]
    changes: set[str]


class Watched:
    """A group of quantities that notes which of them are looked at."""

    def __init__(self, group: Any, noted: set[str]) -> None:
        self.group, self.noted = group, noted

    def __getattr__(self, name: str) -> Any:
        if name in quantities() or name in public_numbers():
            self.noted.add(name)
        return getattr(self.group, name)


def watched(state: State, noted: set[str]) -> State:
    """Return a state that notes what is read of it."""
    groups = {name: Watched(getattr(state, name), noted) for name in ("stocks", "weekly", "public")}
    return changed(state, **groups)


def observed(scenario: Scenario, kinds: Iterable[type[Actor]]) -> dict[str, Seen]:
    """Play a scenario to the ballot; return what parts of some kinds read and change, by name."""
    seen: dict[str, Seen] = defaultdict(lambda: Seen(set(), set()))
    with ExitStack() as stack:
        for kind in kinds:
            stack.enter_context(patch.object(kind, "effect", _noting(kind.effect, seen)))
        campaign = Campaign(scenario, seed=1)
        campaign.run()
        campaign.ballot_state()
    return dict(seen)


def _noting(effect: Callable[..., Effect], seen: dict[str, Seen]) -> Callable[..., Effect]:
    def noting(part: Actor, state: State) -> Effect:
        noted = seen[part.key()]
        result = effect(part, watched(state, noted.reads))
        noted.changes.update(result.changes)
        return result

    return noting
