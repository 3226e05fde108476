"""A campaign, week by week: the phases in their order, and what happens in each."""

from collections.abc import Callable, Iterator
from operator import attrgetter

import numpy as np

from model.ballot.alliances import Entries
from model.numerics.arrays import Array, array, changed, close
from model.numerics.streams import Draw
from model.numerics.threads import threads_worth
from model.numerics.until_changed import until_changed
from model.opening import opening_state
from model.politics.contracts import Lever, Mechanism, Phase
from model.politics.events import Event, happenings
from model.politics.phases import BEFORE_THE_VOTERS
from model.politics.setting import Setting
from model.politics.soundness import UnsoundRun, complaint, effects_of, sound
from model.politics.state import PROTEST_BINS, Effect, LogEntry, Public, State, everybody
from model.scenario import Scenario
from model.society.electorate import Electorate, Electorates
from model.voters.columns import COUNT, Columns, Pieces, Tally, Views, columns_of, gathered
from model.voters.kernel import count_pass, poll_pass, show_pass, week_pass
from model.voters.supporters import supporters
from model.voters.taste_renewal import refresh_taste
from model.voters.week import SINGLE, Rule, Week, on_ballot, week_of

SETTLING_PASSES = 4
"""Passes before week 0 in which views, answers and so the bandwagon come to rest."""


def another_week(state: State) -> Effect:
    """Count a week for the parties that stood at the last poll; others begin anew."""
    weeks = state.stocks.weeks_standing
    return Effect(weeks_standing=np.where(state.stocks.standing, 1.0, -weeks))


class Campaign:
    """The run of one scenario with one seed: politics in small tables, voters in columns.

    `step` plays a week; the rule inside a phase is that all mechanisms read the same state
    and their effects add, so that order exists only between phases.
    """

    def __init__(
        self, scenario: Scenario, seed: int, electorates: Electorates | None = None
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.electorates = electorates or Electorates()
        """What was drawn; a caller that plays the same voters again hands it on."""
        self.state: State = opening_state(scenario, seed)
        self.setting: Setting = self.state.setting
        self._office_of = until_changed(self.setting.office_of)
        self.entries = Entries(self.setting.entry)
        active = [each.prepared(self.setting) for each in scenario.mechanisms.active().values()]
        self.mechanisms: dict[Phase, list[Mechanism]] = {
            phase: [each for each in active if each.phase is phase] for phase in Phase
        }
        self.happenings: list[Event] = list(scenario.events.values())
        self.levers: list[Lever] = list(scenario.levers.active().values())
        self._weeks_of_entry = [party.stands_from for party in scenario.parties.values()]
        self.log: list[LogEntry] = []
        self._phases: list[tuple[Phase, State]] = []
        """The phases of this week, each with the state that it read."""
        self.decide: Callable[[Week], None] | None = None
        """What moves the voters in a week; None: the kernel."""
        parties, options = self.setting.size("J"), self.setting.size("O")
        self.work = scenario.voters * options
        """Voters times options: what a pass costs, and so how many threads it gets."""
        shape = (scenario.voters, parties, options)
        with threads_worth(self.work):
            self.electorate: Electorate = self.electorates.draw(scenario.population, shape, seed)
        self.opened = np.zeros(parties, dtype=bool)
        self._rule = Rule(scenario.voter, scenario.none_of_them, scenario.population.neighbours)
        self._reads_supporters = any(each.reads_supporters for _, each in self.setting.moving)
        self._prepare_columns()
        self._blank = self.state.weekly
        self._known_sound: State | None = None
        self._open()

    @property
    def week(self) -> int:
        """Weeks played so far."""
        return self.state.week

    @property
    def over(self) -> bool:
        """Whether polling day has come."""
        return self.week >= int(self.state.stocks.election_week)

    def step(self) -> None:
        """Play one week."""
        self._phases.clear()
        self.state = changed(
            self.state,
            week=self.week + 1,
            weekly=self._blank,
            draw=Draw(self.seed, self.week + 1),
        )
        self._week(self._voters)

    def run(self) -> None:
        """Play every week until polling day."""
        while not self.over:
            self.step()

    def ballot_state(self) -> State:
        """Return the state of polling day: this week's tables with the BALLOT effects added."""
        state = self.state.after(self._effects(Phase.BALLOT, self.state))
        if not sound(state, self._known_sound):
            raise UnsoundRun(complaint(self.week, self._acts(Phase.BALLOT, self.state)))
        return state

    def _open(self) -> None:
        """Play week 0, in which views settle before anything else is counted."""
        self._week(self._settle)

    def _week(self, voters: Callable[[], None]) -> None:
        with threads_worth(self.work):
            for phase in BEFORE_THE_VOTERS:
                self.play(phase)
            voters()
            self.play(Phase.STREET)
            self._poll()
        if not sound(self.state, self._known_sound):
            raise UnsoundRun(complaint(self.week, self.causes()))
        self._known_sound = self.state

    def _poll(self) -> None:
        """Hold the week's poll."""
        self.play(Phase.POLL)
        self.poll()

    def play(self, phase: Phase) -> None:
        """Play one phase: all its mechanisms read the same state, and their effects add."""
        self._phases.append((phase, self.state))
        effects = self._effects(phase, self.state)
        for effect in effects:
            if effect.log:
                self.log.extend(effect.log)
        if effects:
            self.state = self.state.after(effects)

    def _effects(self, phase: Phase, state: State) -> list[Effect]:
        effects = effects_of(self.mechanisms[phase], state)
        if phase is Phase.CALENDAR:
            effects += happenings(self.happenings, state)
            effects += effects_of(self._pulled(), state) + self._arrivals() + [another_week(state)]
        return effects

    def _pulled(self) -> list[Lever]:
        return [each for each in self.levers if self.week >= each.start]

    @property
    def story(self) -> list[LogEntry]:
        """What has happened, levers that have begun to work included, week by week."""
        levers = [LogEntry(each.start, "lever", each.key()) for each in self._pulled()]
        return sorted([*levers, *self.log], key=attrgetter("week"))

    def causes(self) -> Iterator[tuple[str, Effect]]:
        """Yield each part that acted this week, as `mechanism NAME`, with its effect."""
        for phase, state in self._phases:
            yield from self._acts(phase, state)

    def _acts(self, phase: Phase, state: State) -> Iterator[tuple[str, Effect]]:
        """Yield each part that acts in a phase, by name, with its effect on a state."""
        for mechanism in self.mechanisms[phase]:
            yield f"mechanism {mechanism.key()}", mechanism.effect(state)
        for lever in self._pulled() if phase is Phase.CALENDAR else ():
            yield f"lever {lever.key()}", lever.effect(state)

    def _arrivals(self) -> list[Effect]:
        """Put on the ballot the parties whose week has come."""
        if self.week not in self._weeks_of_entry:
            return []
        arrive = np.array([week == self.week for week in self._weeks_of_entry], dtype=float)
        log = tuple(
            LogEntry(self.week, "entry", self.setting.names[j], f"scheduled; {self._means(j)}")
            for j in np.flatnonzero(arrive).tolist()
            if self.week > 0
        )
        return [Effect(standing=arrive, log=log)]

    def _means(self, j: int) -> str:
        """Say what kind of party it is and what money it has."""
        stocks, party = self.state.stocks, self.scenario.parties[self.setting.names[j]]
        funds, fortune = stocks.funds[j], stocks.fortune[j]
        own = [f"{funds:g} million"] if funds > 0 else []
        money = [*own, f"{fortune:g} million behind it"] if fortune > 0 else own
        return ", ".join([party.kind.replace("_", " "), *filter(None, [" and ".join(money)])])

    def _prepare_columns(self) -> None:
        layout = self.electorate.layout
        pieces, options = len(layout.piece_cell), self.setting.size("O")
        self._columns = columns_of(self.electorate, Columns)
        self._views = columns_of(self.electorate, Views)
        self._pieces = Pieces(layout.piece_start, layout.piece_cell, layout.block_piece)
        self._tally = Tally(
            np.zeros((pieces, options), COUNT),
            np.zeros((pieces, PROTEST_BINS), COUNT),
            np.zeros(pieces),
        )
        self._answers = np.zeros((pieces, options + 1), COUNT)
        self._people = array(np.diff(layout.cell_start) * layout.weight)
        self._everybody = everybody(self._people)
        self.people_of_region = self.setting.by_region(self._people)
        self._apiece = 1 / np.maximum(np.diff(layout.cell_start), 1)
        self._inhabited = np.diff(layout.region_start) > 0
        self._inhabited.setflags(write=False)
        self._no_fear = np.where(self._where_it_governs(), 0.0, -np.inf)
        self._nobody = array(np.zeros(len(self._people)))

    def _voters(self) -> None:
        """Let every voter weigh the options once."""
        volatility = self.scenario.voter.volatility
        if volatility > 0:
            draw = (volatility, self.week, self.setting.size("J"), np.uint64(self.seed))
            refresh_taste(self.electorate.taste, draw)
        self.move_voters(self.week_tables())
        self.opened = on_ballot(self.state.stocks.standing)
        self.state = changed(self.state, public=self._observed())

    def _settle(self) -> None:
        """Let what people prefer and what they say come to rest on each other.

        Protest stays where it is, and so does everything but what is public.
        """
        before, week = self.state, self.week_tables().without_protest()
        for _ in range(SETTLING_PASSES):
            self.move_voters(week)
            self.state = changed(before, public=self._observed())
            self._poll()
        self.opened = on_ballot(before.stocks.standing)
        self.state = changed(before, public=self.state.public)

    def week_tables(self) -> Week:
        """Return the voters' rule under the present state."""
        return week_of(self.state, self._rule, self.opened)

    def move_voters(self, week: Week) -> None:
        """Let every voter weigh the options once under the tables of a week."""
        voters = self.electorate
        show_pass(voters.protest, voters.answer, voters.shown)
        if self.decide is None:
            week_pass(self._columns, self._pieces, week, self._tally)
        else:
            self.decide(week)
            count_pass(voters.intention, voters.g, self._pieces, self._tally)

    def _observed(self) -> Public:
        layout, tally = self.electorate.layout, self._tally
        cells, regions = layout.piece_of_cell, layout.piece_of_region
        favour, support = gathered(tally.intention, cells, layout.weight)
        protest, _ = gathered(tally.protest, regions, layout.weight_of_region)
        sums = np.bincount(self._pieces.cell, tally.protest_sum, len(self._apiece))
        parties, mean = self.setting.size("J"), self._apiece * sums
        share = support[:parties] / self._everybody
        close(favour, share, protest, mean)
        return changed(
            self.state.public,
            intention=favour[:, :parties],
            favour_none=self._of_none(favour),
            support=share,
            protest=protest,
            protest_mean=mean,
            people=self._people,
            everybody=self._everybody,
            inhabited=self._inhabited,
            supporters=self._supporters(),
        )

    def _of_none(self, people: Array) -> Array:
        """Return the people who favour none of the parties, behind whose columns they are, (C,)."""
        parties = self.setting.size("J")
        return people[:, parties] if self.setting.size("O") > parties else self._nobody

    def _supporters(self) -> Array:
        """Return the mean position of each party's supporters where a strategy reads it."""
        if not self._reads_supporters:
            return self.state.public.supporters
        return array(supporters(self.electorate, self.setting.size("J"))[1])

    def _where_it_governs(self) -> np.ndarray:
        """Return which cells are in regions where the party of power has lists, (C,)."""
        setting, power = self.setting, self.setting.incumbent
        governed = setting.office[power] * setting.present[:, power] > 0
        return np.asarray(governed.take(setting.cells.region))

    def _conformity(self) -> np.ndarray:
        """Return conformity by cell; nobody lies for a party of power that is not on the ballot."""
        if not self.state.stocks.standing[self.setting.incumbent] > 0:
            return np.full(len(self._no_fear), -np.inf, SINGLE)
        return (self.state.weekly.conformity + self._no_fear).astype(SINGLE)

    def poll(self) -> None:
        """Ask everybody, and publish what is published of the answers."""
        hesitation = self.state.weekly.hesitation.astype(SINGLE)
        asked = (self._conformity(), hesitation, self.setting.incumbent)
        poll_pass(self._views, self._pieces, asked, self._answers)
        layout = self.electorate.layout
        answers, rating = gathered(self._answers, layout.piece_of_cell, layout.weight)
        parties, public = self.setting.size("J"), self.state.public
        rating = rating[:parties] / public.everybody
        first = rating if self.week == 0 else public.first_poll
        office = self._office_of(self.state.stocks.standing)
        published = self.scenario.polls.published(rating, first, office)
        close(answers, rating, published)
        told = changed(
            public,
            answers=answers[:, :parties],
            name_none=self._of_none(answers),
            undecided=answers[:, -1],
            rating=rating,
            first_poll=first,
            published=published,
            # What a poll does not change has been worked out for good.
            everybody=public.everybody,
            support=public.support,
        )
        self.state = changed(self.state, public=told)
