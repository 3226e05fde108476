"""The buttons: events that a visitor can let happen now."""

from collections.abc import Callable
from dataclasses import dataclass

from model.app.future import Future
from model.app.plan import RESERVE
from model.politics.events import Event
from model.scenario import load_scenario

SNAP_WEEKS = 8
"""Weeks between the call of a snap election and the vote: the constitution gives two months."""


@dataclass(frozen=True)
class Button:
    """What can happen: its name for the scenario, the words on it, its help, its event."""

    name: str
    label: str
    help: str
    event: Callable[[Future], Event]


def chairman_leaves(future: Future) -> Event:
    """The leader gives up the chair of the party of power."""
    if float(future.campaign.state.stocks.attachment) == 0:
        raise ValueError("The leader is no longer tied to the party; this cannot happen twice.")
    return Event(name="the leader leaves the party", week=future.next_week, to={"attachment": 0.0})


def january_shock(future: Future) -> Event:
    """Anger rises at one stroke, as in the scenario `january-shock`, in the same regions."""
    shock = load_scenario("january-shock").events["shock"]
    here = future.campaign.setting.cells.regions.codes
    regions = tuple(code for code in shock.regions if code in here)
    return shock.model_copy(update={"week": future.next_week, "regions": regions})


def snap_election(future: Future) -> Event:
    """Parliament is dissolved; the vote comes SNAP_WEEKS after the call."""
    day = future.campaign.week + SNAP_WEEKS
    if int(future.campaign.state.stocks.election_week) <= day:
        raise ValueError(f"The election is due by week {day} already.")
    called = {"election_week": float(day), "campaign_start": float(future.next_week)}
    return Event(name="snap election called", week=future.next_week, to=called)


def new_party(future: Future) -> Event:
    """An oligarch's new party is registered and stands."""
    setting, standing = future.campaign.setting, future.campaign.state.stocks.standing
    if RESERVE not in setting.names or standing[setting.column(RESERVE)]:
        raise ValueError("There is room for one new oligarch party only; Reset to start again.")
    if any(event.party == RESERVE for event in future.fired.values()):
        raise ValueError(f"The new party stands from week {future.next_week} on already.")
    return Event(
        name="new oligarch party", week=future.next_week, to={"standing": 1.0}, party=RESERVE
    )


BUTTONS = (
    Button(
        "chairman_leaves", "Chairman leaves",
        "The leader gives up the chair: the tie to the party falls to 0.", chairman_leaves,
    ),
    Button(
        "january_shock", "January shock",
        "Readiness to protest jumps in one week where January 2022 was restless (size assumed).",
        january_shock,
    ),
    Button(
        "snap_election", f"Snap election in {SNAP_WEEKS} weeks",
        "Parliament is dissolved; the vote is moved up.", snap_election,
    ),
    Button(
        "new_oligarch_party", "New oligarch party",
        "A rich founder's party gets registered: money and novelty, no organisation.", new_party,
    ),
)  # fmt: skip
