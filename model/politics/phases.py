"""The order of a week: the one list that campaign, command and documents read."""

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Phase(IntEnum):
    """The phases of a week, in order; the last one happens on polling day only."""

    CALENDAR = 1
    ELITES = 2
    ENTRY = 3
    STRATEGY = 4
    EXPOSURE = 5
    PERSUASION = 6
    CONTAGION = 7
    STREET = 8
    POLL = 9
    BALLOT = 10


class Pass(StrEnum):
    """What happens between the phases: everybody acts, and the tables of the week are read."""

    VOTERS = "voters"
    ASKED = "poll"
    RECORD = "record"
    VOTE = "vote"


class Step(NamedTuple):
    """One step of a week and what happens in it."""

    acts: Phase | Pass
    happens: str


WEEK = (
    Step(Phase.CALENDAR, "scheduled events, levers that have begun, parties whose week has come"),
    Step(
        Phase.ELITES,
        "notables stay or go; governors work or pretend; the machinery gets ready; parties die",
    ),
    Step(Phase.ENTRY, "parties are founded, registered or give up"),
    Step(Phase.STRATEGY, "parties move, spend and fight or hold back"),
    Step(Phase.EXPOSURE, "parties become known and are forgotten"),
    Step(Phase.PERSUASION, "what parties are worth to whom"),
    Step(Phase.CONTAGION, "what moves protest"),
    Step(Pass.VOTERS, "every voter weighs the parties and moves in protest"),
    Step(Phase.STREET, "rallies, from the histogram of protest by region"),
    Step(Phase.POLL, "what a voter would tell a pollster"),
    Step(Pass.ASKED, "everybody is asked, and the answers become public"),
    Step(Pass.RECORD, "the numbers of the week are written down"),
)
"""Within a phase all read the same state and their effects add; order exists only between steps."""

POLLING_DAY = (
    Step(Phase.BALLOT, "pressure, readiness to come, chances of lists, lists for councils"),
    Step(Pass.VOTE, "everybody votes or stays at home; votes are counted and seats given"),
)
"""What follows the last week."""

ORDER: tuple[Phase | Pass, ...] = tuple(step.acts for step in (*WEEK, *POLLING_DAY))

BEFORE_THE_VOTERS = tuple(
    each for each in ORDER[: ORDER.index(Pass.VOTERS)] if isinstance(each, Phase)
)


def in_time(phase: Phase, reader: Phase | Pass) -> bool:
    """Return whether a change made in a phase is there when a reader looks.

    A part that acts in the same phase reads the state before it, and so does not see the change.
    """
    return ORDER.index(phase) < ORDER.index(reader)


def on_polling_day(reader: Phase | Pass) -> bool:
    """Return whether a reader looks on polling day only."""
    return reader in (step.acts for step in POLLING_DAY)
