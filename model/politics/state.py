"""What mechanisms read, and the small tables that they return.

Letters in the shapes: J parties (a column for every party that may stand), O options of a voter (the parties, and
none of them where the scenario has it), R regions,
C cells (region x stratum x language x state-dependent), D issues, N notables,
G places of the policy space at which parties may be founded.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from functools import cache, cached_property, lru_cache
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.numerics.arrays import Array, array, made
from model.numerics.per_head import mean_where
from model.numerics.streams import Draw
from model.politics.phases import Pass, Phase
from model.politics.setting import Setting

PROTEST_BINS = 64
"""Bins of g on 0..1 in which the street and the figures see protest."""

ALIKE = 0.5
"""Share of the variance that how hard the leader's going hits has in common (assumed, 0 to 1)."""

UNBOUNDED = (-np.inf, np.inf)


def quantity(
    dims: str,
    meaning: str,
    *,
    unit: str,
    bounds: tuple[float, float] = UNBOUNDED,
    read_by: Phase | Pass = Pass.RECORD,
) -> Any:
    """Declare a number or table that effects may change.

    `dims` are the letters of its shape ("" for a single number); after all effects of a
    phase are added the result is brought back within `bounds`. `read_by` says who reads it
    last in a week (what lasts is read again in the next): later changes would be lost.
    """  # fmt: skip
    about = {"dims": dims, "meaning": meaning, "unit": unit, "bounds": bounds, "read_by": read_by}
    return field(metadata=about)


SHARE = (0.0, 1.0)
POSITIVE = (0.0, np.inf)


@dataclass(frozen=True)
class Stocks:
    """What lasts from one week to the next; only effects change it."""

    # fmt: off
    standing: Array = quantity("J", "1 while the party is on the ballot, else 0", unit="flag", bounds=SHARE, read_by=Pass.VOTE)
    recognition: Array = quantity("JR", "share of the region that knows the party", unit="share", bounds=SHARE)
    organisation: Array = quantity("JR", "strength of the party's branches", unit="share", bounds=SHARE)
    own_media: Array = quantity("J", "share of the public that channels of the party's own reach", unit="share", bounds=SHARE)
    funds: Array = quantity("J", "money in hand", unit="million", bounds=POSITIVE)
    fortune: Array = quantity("J", "what its founder could still spend", unit="million", bounds=POSITIVE)
    platform: Array = quantity("JD", "position on each issue", unit="SD of voters")
    ownership: Array = quantity("JD", "how far an issue is the party's own", unit="share", bounds=SHARE)
    salience: Array = quantity("D", "weight of each issue in the public debate; the sum is constant", unit="logit per squared SD", bounds=POSITIVE)
    popularity: Array = quantity("", "share of the public that approves of the leader", unit="share", bounds=(0.01, 0.99))
    attachment: Array = quantity("", "the leader's tie to the party: 1 chairman, 0 equidistant", unit="share", bounds=SHARE)
    prices: Array = quantity("R", "logarithm of how much dearer life is than people are used to", unit="log")
    disbelieved: Array = quantity("", "share of the votes of the last count that people who saw it do not believe", unit="share", bounds=SHARE)
    following: Array = quantity("J", "log-odds of approval of the leaders beside that of the state, each times the tie to the party", unit="logit")
    settled_attachment: Array = quantity("", "the tie that people have got used to", unit="share", bounds=SHARE)
    administration_loyalty: Array = quantity("R", "share of its resource that the administration still works with for the party", unit="share", bounds=SHARE)
    imitation: Array = quantity("R", "share of the administration's visible effort that is only pretended", unit="share", bounds=SHARE)
    loyal: Array = quantity("N", "1 while a notable is in the party of power", unit="flag", bounds=SHARE)
    elite_support: Array = quantity("", "share of the elite, weighted by clout, that is in the party of power and would stay even without a seat to lose", unit="share", bounds=SHARE)
    deal: Array = quantity("J", "how far an established party keeps its informal deal with the party of power", unit="share", bounds=SHARE)
    readiness: Array = quantity("", "share of the party of power's campaign machinery that is in place", unit="share", bounds=SHARE)
    despair: Array = quantity("J", "weeks in a row with neither money nor people who name the party", unit="weeks", bounds=POSITIVE)
    heading: Array = quantity("JD", "direction of the party's last move, or of the first to come", unit="unit vector")
    support_before: Array = quantity("J", "published share before the party's last move", unit="share", bounds=SHARE)
    weeks_standing: Array = quantity("J", "weeks in a row that the party has stood", unit="weeks", bounds=POSITIVE)
    fitness: Array = quantity("J", "past and present support of a party that must survive", unit="share", bounds=SHARE)
    failures: Array = quantity("J", "elections in a row at which fitness was below the threshold of survival", unit="elections", bounds=POSITIVE)
    local_misery: Array = quantity("G", "how badly the voters of a place are represented", unit="squared SD x share of voters", bounds=POSITIVE)
    jailed: Array = quantity("R", "share of the people in towns in jail after protests", unit="share", bounds=SHARE)
    habituation: Array = quantity("R", "mean protest that people have got used to", unit="share", bounds=SHARE)
    indignation: Array = quantity("R", "what the treatment of protesters adds to protest next week", unit="logit")
    blame: Array = quantity("J", "disapproval piled up since the opening", unit="logit", bounds=POSITIVE)
    promises: Array = quantity("J", "how much a party in office promises; 1: as at the last election", unit="relative", bounds=POSITIVE)
    delivery: Array = quantity("J", "share of its promises that a party in office keeps", unit="share", bounds=SHARE)
    weather: Array = quantity("J", "appeal that the party has won or lost for reasons that nobody models", unit="logit")
    familiarity: Array = quantity("J", "how far a party has ceased to be new", unit="share", bounds=SHARE)
    campaign_start: Array = quantity("", "week in which the election was called", unit="week")
    election_week: Array = quantity("", "week of the vote", unit="week", bounds=POSITIVE)
    # fmt: on


@dataclass(frozen=True)
class Weekly:
    """What is built anew each week and read once: by the voters' pass, the poll or the ballot."""

    # fmt: off
    appeal: Array = quantity("CJ", "utility added to a party in a cell", unit="logit", read_by=Pass.VOTERS)
    protest_loading: Array = quantity("J", "utility per unit of protest g", unit="logit", read_by=Pass.VOTERS)
    media_loading: Array = quantity("J", "utility per unit of state-media diet m", unit="logit", read_by=Pass.VOTERS)
    voice: Array = quantity("J", "utility if all of one's neighbours are opinion leaders", unit="logit", read_by=Pass.VOTERS)
    bandwagon: Array = quantity("", "utility if all of one's neighbours name a party", unit="logit", read_by=Pass.VOTERS)
    viability: Array = quantity("J", "utility added at the ballot for a list's chance of seats", unit="logit", read_by=Pass.VOTE)
    bloc_scale: Array = quantity("", "scale of the taste shared by a bloc of parties", unit="logit", bounds=POSITIVE, read_by=Pass.VOTERS)
    contagion: Array = quantity("", "share of the gap to the neighbours' mean protest closed in a week", unit="share", bounds=SHARE, read_by=Pass.VOTERS)
    protest_drift: Array = quantity("C", "weekly change of protest", unit="logit", read_by=Pass.VOTERS)
    protest_media: Array = quantity("", "weekly change of protest for somebody who meets no state media", unit="logit", read_by=Pass.VOTERS)
    hesitation: Array = quantity("C", "lead that a favourite needs before a voter names it", unit="logit", bounds=POSITIVE, read_by=Pass.ASKED)
    conformity: Array = quantity("C", "gap between the favourite and the party of power that a voter will lie across in public", unit="logit", bounds=POSITIVE, read_by=Pass.ASKED)
    spending: Array = quantity("J", "money spent this week", unit="million", bounds=POSITIVE, read_by=Phase.EXPOSURE)
    talk: Array = quantity("R", "share of the people who vent their protest online", unit="share", bounds=SHARE)
    vented: Array = quantity("R", "share of protest that talk takes away from the street and the vote", unit="share", bounds=SHARE, read_by=Phase.STREET)
    crowd: Array = quantity("R", "people out in the street", unit="people", bounds=POSITIVE)
    branch_work: Array = quantity("JR", "work of the branches beyond that of the opening", unit="share", read_by=Phase.BALLOT)
    local_lists: Array = quantity("JR", "share of the region's councils for which the party puts up a list", unit="share", bounds=SHARE, read_by=Pass.VOTE)
    turnout: Array = quantity("CJ", "readiness to turn out, added for the supporters of a party", unit="logit", read_by=Pass.VOTE)
    mobilisation: Array = quantity("C", "rate at which abstainers are brought to the polls to vote for the party of power", unit="hazard", bounds=POSITIVE, read_by=Pass.VOTE)
    obedience: Array = quantity("", "share of those brought to the polls who vote as they are told", unit="share", bounds=SHARE, read_by=Pass.VOTE)
    coercion: Array = quantity("C", "rate at which voters for others are coerced to vote for the party of power", unit="hazard", bounds=POSITIVE, read_by=Pass.VOTE)
    # fmt: on


def everybody(people: Array) -> float:
    """Return all people of the cells; at least 1, so that shares of them are numbers."""
    return max(float(np.add.reduce(people)), 1.0)


@dataclass(frozen=True)
class Public:
    """What the electorate adds up to after last week, private and public."""

    intention: Array  # (C, J) people whose favourite is j
    favour_none: Array  # (C,) people who favour none of the parties
    answers: Array  # (C, J) people who would name j to a pollster
    name_none: Array  # (C,) people who would tell a pollster that they favour none
    undecided: Array  # (C,) people who would not say
    published: Array  # (J,) share of all asked who name j, as far as polls let anybody know
    first_poll: Array  # (J,) share of all asked who named j when the campaign opened
    protest: Array  # (R, bins) people by protest g, equal bins on 0..1
    protest_mean: Array  # (C,) mean of g
    people: Array  # (C,) everybody
    inhabited: NDArray[np.bool_]  # (R,) whether anybody lives there
    supporters: Array  # (J, D) mean position of each party's supporters, if a strategy reads it

    @cached_property
    def everybody(self) -> float:
        """All people; at least 1, so that shares of them are numbers."""
        return everybody(self.people)

    @cached_property
    def support(self) -> Array:
        """Share of the electorate whose private favourite is each party, shape (J,)."""
        return array(self.intention.sum(axis=0) / self.everybody)

    @cached_property
    def no_party(self) -> tuple[float, float, float]:
        """People who favour none of the parties, who name none, and who would not say."""
        favour, name = np.add.reduce(self.favour_none), np.add.reduce(self.name_none)
        return float(favour), float(name), float(np.add.reduce(self.undecided))

    @cached_property
    def rating(self) -> Array:
        """Share of all asked, the undecided included, who name each party, shape (J,)."""
        return array(self.answers.sum(axis=0) / self.everybody)


@dataclass(frozen=True)
class LogEntry:
    """Something that a chronicle of the campaign would mention."""

    week: int
    what: str
    who: str
    detail: str = ""


@dataclass(frozen=True)
class State:
    """The political situation at the start of a phase: what a mechanism may read."""

    week: int
    setting: Setting
    stocks: Stocks
    weekly: Weekly
    public: Public
    draw: Draw

    @property
    def weeks_left(self) -> int:
        """Weeks until the vote."""
        return max(int(self.stocks.election_week) - self.week, 0)

    def hit(self, who: str) -> float:
        """Return how much harder than usual the leader's going hits somebody in this run, in SD.

        Voters, governors, rivals and insiders each have a number of their own; part of it is
        common to all, for they judge one leader and his going.
        """
        return _hit(self.draw.seed, who)

    def over_regions(self, values: Array) -> Any:
        """Return the plain mean of values (..., R) over the regions where anybody lives."""
        return mean_where(values, self.public.inhabited)

    def election_held(self, every: int) -> bool:
        """Whether, with an election each `every` weeks, the last one was at the end of last week."""
        return self.week > 1 and (self.week - 1) % every == 0

    def after(self, effects: Iterable["Effect"]) -> "State":
        """Return the state with the sum of the effects added and brought within bounds."""
        stocks, weekly = self.stocks.__dict__, self.weekly.__dict__
        lasting: dict[str, Array] = {}
        passing: dict[str, Array] = {}
        for name, by in total(effects).items():
            old, new = (stocks, lasting) if name in stocks else (weekly, passing)
            new[name] = moved = ADDED[name](old[name], by)
            moved.setflags(write=False)
        after = self.__dict__.copy()
        if lasting:
            after["stocks"] = made(Stocks, stocks | lasting)
        if passing:
            after["weekly"] = made(Weekly, weekly | passing)
        return made(State, after)


@lru_cache(maxsize=64)
def _hit(seed: int, who: str) -> float:
    """Remember the numbers of the run at hand, which mechanisms ask for every week."""
    draw = Draw(seed, 0)
    common = draw.of_run("the leader's going: all", 1).item()
    own = draw.of_run(f"the leader's going: {who}", 1).item()
    return math.sqrt(ALIKE) * common + math.sqrt(1 - ALIKE) * own


class Effect:
    """The change a mechanism asks for: what to add, by name of the quantity.

    Shapes broadcast to the declared one. For `appeal` and `turnout` (C, J) a row (J,) or a
    column (C, 1) will do. Raises TypeError for a name that is neither a stock nor a table.
    """

    __slots__ = ("changes", "log")

    def __init__(self, *, log: tuple[LogEntry, ...] = (), **changes: Any) -> None:
        if not KNOWN.issuperset(changes):
            unknown = changes.keys() - quantities().keys()
            raise TypeError(
                f"An effect cannot change {', '.join(sorted(unknown))}: it is neither a stock "
                f"nor a table. There are: {', '.join(quantities())}."
            )
        self.changes = changes
        self.log = log


@cache
def quantities() -> dict[str, Any]:
    """Return every stock and table that effects may change, with its declaration."""
    return {each.name: each.metadata for kind in (Stocks, Weekly) for each in fields(kind)}


def read_by(reader: Phase | Pass) -> list[str]:
    """Return the tables of the week that a reader is the last to read."""
    return [each.name for each in fields(Weekly) if each.metadata["read_by"] is reader]


@cache
def public_numbers() -> tuple[str, ...]:
    """Return the names of what everybody knows, but for the number of people, which is fixed."""
    declared = [each.name for each in fields(Public)] + ["support", "rating"]
    return tuple(each for each in declared if each not in ("people", "inhabited"))


def total(effects: Iterable[Effect]) -> dict[str, Any]:
    """Add up effects by quantity."""
    sums: dict[str, Any] = {}
    for effect in effects:
        for name, change in effect.changes.items():
            sums[name] = sums[name] + change if name in sums else change
    return sums


KNOWN = frozenset(quantities())


def _adder(dims: str, low: float, high: float) -> Callable[[Array, Any], Array]:
    """Return the function that adds a change to a quantity and keeps it within its bounds.

    One for each kind of bounds, for a run adds thousands of times.
    """
    # As arrays: numpy is slow with plain numbers, and slower with arrays that hold just one.
    lowest, highest = array(low), array(high)

    def number(before: Array, by: Any) -> Array:
        after = float(before) + float(by)
        return np.array(low if after < low else high if after > high else after)

    def above(before: Array, by: Any) -> Any:
        return np.maximum(before + by, lowest)

    def between(before: Array, by: Any) -> Any:
        return np.minimum(np.maximum(before + by, lowest), highest)

    if not dims:
        return number
    if low == -np.inf:
        return add
    return above if high == np.inf else between


ADDED = {name: _adder(about["dims"], *about["bounds"]) for name, about in quantities().items()}
"""How a change is added to each quantity."""
