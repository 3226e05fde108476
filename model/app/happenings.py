"""The buttons: events that a visitor can let happen now."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from model.app.future import Future
from model.app.plan import RESERVE
from model.display.looks import words
from model.politics.events import Event
from model.scenario import Scenario, load_scenario

SHOCK = "january-shock"
"""The scenario that knows the shock."""

SNAPPED = "Snap election in 8 weeks"
ENTERED = "New oligarch party"

SNAP_WEEKS = 8
"""Weeks between the call of a snap election and the vote: the constitution gives two months."""


@dataclass(frozen=True)
class Button:
    """What can happen: its name for the scenario, its words, its help, its event.

    `label` is called with the scenario, whose country has its own words; the event bears it.
    """

    name: str
    label: Callable[[Scenario], str]
    help: str
    event: Callable[[Future], Event]
    offered: Callable[[Scenario], bool] = lambda case: True


def leaving(case: Scenario) -> str:
    """Say in the words of the country that the leader gives up the chair."""
    leader = case.country.words.leader
    return f"{leader[:1].upper()}{leader[1:]} leaves the party"


@cache
def _known_shock() -> Scenario:
    """Return the scenario that knows the shock; the page asks whenever it draws a week."""
    return load_scenario(SHOCK)


def the_shock(case: Scenario) -> str:
    """Call the shock as the scenario that knows it does."""
    return words(_known_shock().events["shock"].name)


def shock_here(case: Scenario) -> bool:
    """Whether the shock that is known happened in the country of the scenario."""
    return case.country.name == _known_shock().country.name


def chairman_leaves(future: Future) -> Event:
    """The leader gives up the chair of the party of power."""
    if float(future.campaign.state.stocks.attachment) == 0:
        raise ValueError("Nobody in power is tied to the party any more; this cannot happen twice.")
    return Event(name=leaving(future.case), week=future.next_week, to={"attachment": 0.0})


def january_shock(future: Future) -> Event:
    """Anger rises at one stroke, as in the scenario `january-shock`, in the same regions."""
    shock = _known_shock().events["shock"]
    here = future.campaign.setting.cells.regions.codes
    regions = tuple(code for code in shock.regions if code in here)
    named = {"name": the_shock(future.case), "week": future.next_week, "regions": regions}
    return shock.model_copy(update=named)


def snap_election(future: Future) -> Event:
    """The vote is called early, and comes SNAP_WEEKS after the call."""
    day = future.campaign.week + SNAP_WEEKS
    if int(future.campaign.state.stocks.election_week) <= day:
        raise ValueError(f"The election is due by week {day} already.")
    called = {"election_week": float(day), "campaign_start": float(future.next_week)}
    return Event(name=SNAPPED, week=future.next_week, to=called)


def new_party(future: Future) -> Event:
    """An oligarch's new party is registered and stands."""
    setting, standing = future.campaign.setting, future.campaign.state.stocks.standing
    if RESERVE not in setting.names or standing[setting.column(RESERVE)]:
        raise ValueError("There is room for one new oligarch party only; Reset to start again.")
    if any(event.party == RESERVE for event in future.campaign.happenings):
        raise ValueError(f"The new party stands from week {future.next_week} on already.")
    return Event(name=ENTERED, week=future.next_week, to={"standing": 1.0}, party=RESERVE)


BUTTONS = (
    Button(
        "chairman_leaves", leaving, "The party of power has to do without the leader's popularity.",
        chairman_leaves, lambda case: case.incumbent is not None and case.leader.attachment > 0,
    ),
    Button(
        "january_shock", the_shock,
        "Readiness to protest jumps in restless regions (size assumed).",
        january_shock, shock_here,
    ),
    Button(
        "snap_election", lambda case: SNAPPED, "The vote is moved up.",
        snap_election, lambda case: case.weeks > SNAP_WEEKS,
    ),
    Button(
        "new_oligarch_party", lambda case: ENTERED,
        "A rich founder's party is registered: money and novelty, no organisation.", new_party,
        lambda case: RESERVE in case.parties,
    ),
)  # fmt: skip
