"""Polling day: who votes, who is brought, for whom; the official count; the seats."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.ballot.apportionment.threshold import BoolArray
from model.ballot.count import counted
from model.ballot.precincts import Precincts, district_of, shared_out_within, spread
from model.ballot.tiers.tiered_law import TieredLaw
from model.ballot.voting import PollingDay, choices_of, empty_count, let_vote
from model.campaign import Campaign
from model.numerics.arrays import Array, IntArray
from model.numerics.rounding import whole
from model.numerics.threads import threads_worth
from model.parameters.names import AGAINST_ALL
from model.politics.contracts import ElectoralLaw
from model.politics.state import State
from model.voters.columns import Ballots, columns_of, gathered


@dataclass(frozen=True, eq=False)
class Election:
    """The layers of a result, kept apart, in people by cell (C, ...).

    K is the number of choices: the J parties, and *against all* where the law has it.
    """

    campaign: Campaign
    private: Array  # (C, K) votes of those who come unprompted, as they would cast them
    cast: Array  # (C, K) votes as cast, after pressure and mobilisation
    blank: Array  # (C,) blank and invalid ballots
    mobilised: Array  # (C,) people brought to the polls
    obedient: Array  # (C,) those of them who voted as they were told
    coerced: Array  # (C,) votes cast under pressure, against the voter's will
    office: Array  # (R, J) share of the state, among those in power who stand in the region
    local_lists: Array  # (J, R) share of the region's councils for which a party puts up a list

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of what one can vote for, K of them."""
        names = self.campaign.setting.names
        return (*names, AGAINST_ALL) if self.cast.shape[1] > len(names) else names

    @cached_property
    def groups(self) -> IntArray:
        """Whole people by region and by what they did, shape (R, K + 3).

        The votes of those who voted as they pleased or were coerced, then those brought who
        voted as they were told, blank ballots, at home.
        """
        setting = self.campaign.setting
        came = self.cast.copy()
        office = self.office[setting.cells.region]
        came[:, : len(setting.names)] -= self.obedient[:, None] * office
        home = self.campaign.state.public.people - self.cast.sum(axis=1) - self.blank
        people = np.column_stack([came, self.obedient, self.blank, home])
        return whole(np.maximum(setting.by_region(people), 0.0))

    @cached_property
    def precincts(self) -> Precincts:
        """Votes as cast by polling station; drawn when somebody asks."""
        stations = self.campaign.scenario.count.stations
        where, people = spread(self.groups, stations, self.campaign.seed)
        return Precincts(
            where.region, where.locality, people.sum(axis=1),
            self._votes_of(people, where.region), people[:, -2], self._examined,
        )  # fmt: skip

    @cached_property
    def official(self) -> Precincts:
        """The count by polling station, as the commissions write it down."""
        cast, campaign = self.precincts, self.campaign
        there = campaign.setting.present[cast.region, cast.winner]
        return counted(cast, campaign.scenario.count, campaign.seed, there)

    @cached_property
    def votes(self) -> IntArray:
        """Official votes by region and choice, whole people, shape (R, K)."""
        if self.campaign.scenario.count.fair:
            return self._votes_of(self.groups, np.arange(len(self.groups)))
        return _sums(self.official.votes, self.official.region, len(self.groups))

    @property
    def turnout(self) -> Array:
        """Official ballots over electors by region, shape (R,)."""
        ballots = self.votes.sum(axis=1) + self.groups[:, -2]
        return np.asarray(ballots / np.maximum(self.groups.sum(axis=1), 1))

    def by_district(self, districts: int) -> IntArray:
        """Return the parties' official votes by district, shape (districts, J).

        As many as the scenario has from a table are those; one district is the country; as many
        as there are regions are the regions; any other number is made of polling stations.
        """
        setting, known = self.campaign.setting, self.campaign.scenario.districts
        parties = len(setting.names)
        if known is not None and districts == known.number:
            votes, regions = self.votes[:, :parties], setting.cells.regions.codes
            return known.votes(votes, regions, setting.names, self.campaign.seed)
        return self._ballots(districts)[:, :parties]

    def beside(self, districts: int) -> dict[str, IntArray]:
        """Return ballots for no party by district, each of shape (districts,).

        They are votes against all, where the law has them, and blank and invalid ballots. In
        districts from a table they fall as the votes of their region do (assumed).
        """
        parties, known = len(self.campaign.setting.names), self.campaign.scenario.districts
        if known is not None and districts == known.number:
            there = self._ballots(len(self.votes))[:, parties:]
            cast = self.by_district(districts).sum(axis=1, keepdims=True) + 1
            weight = np.repeat(cast.astype(float), there.shape[1], axis=1)
            others = shared_out_within(there, weight, self.region_of_district(districts))
        else:
            others = self._ballots(districts)[:, parties:]
        return {"against all": others[:, :-1].sum(axis=1), "invalid": others[:, -1]}

    def _ballots(self, districts: int) -> IntArray:
        """Return official votes and, last, blank ballots, (districts, K + 1), without a table."""
        regions = np.column_stack([self.votes, self.groups[:, -2]])
        if districts == 1:
            return np.asarray(regions.sum(axis=0, keepdims=True))
        if districts == len(regions):
            return regions
        stations = np.column_stack([self.official.votes, self.official.blank])
        return _sums(stations, district_of(self.official, districts), districts)

    @cached_property
    def seats(self) -> IntArray:
        """Seats of each party by the law for parliament, (J,).

        It is here that an error of a user's own law is raised.
        """
        law = self.law
        votes, beside = self.by_district(law.districts), self.beside(law.districts)
        return self.campaign.entries.seats(law, votes, beside)

    @cached_property
    def councils(self) -> IntArray:
        """Seats of each party in the councils, elected on the same day by the same voters, (J,).

        By the scenario's law for them; shape (0,) where none are elected. Votes are the official
        ones for parliament where the party stands for the council; elsewhere its supporters leave
        that paper blank (assumed). Without the mechanism `local_lists` every party stands
        everywhere.
        """
        if self.campaign.scenario.councils is None:
            return np.zeros(0, np.int64)
        law = self._in_country(self.campaign.scenario.councils)
        votes, beside = self.by_district(law.districts), self.beside(law.districts)
        stands = self.local_lists.T
        if stands.any():
            cast = whole(votes * stands[self.region_of_district(law.districts)])
            beside["invalid"] += (votes - cast).sum(axis=1)
            votes = cast
        return self.campaign.entries.seats(law, votes, beside)

    @cached_property
    def reaching(self) -> BoolArray:
        """Whether each party reaches a threshold of the law for parliament, shape (J,)."""
        law = self.law
        if not (isinstance(law, TieredLaw) and law.has_threshold):
            return np.zeros(len(self.campaign.setting.names), bool)
        votes, beside = self.by_district(law.districts), self.beside(law.districts)
        return self.campaign.entries.reaching(law, votes, beside)

    @cached_property
    def law(self) -> ElectoralLaw:
        """The law of parliament, with what it leaves to the country."""
        return self._in_country(self.campaign.scenario.law)

    def _in_country(self, law: ElectoralLaw) -> ElectoralLaw:
        return law.in_country(self.groups.sum(axis=1))

    def region_of_district(self, districts: int) -> IntArray:
        """Return the region in which each district of `by_district` lies, shape (districts,).

        A district of several regions (one that is the country) is said to lie in the first.
        """
        known = self.campaign.scenario.districts
        if known is not None and districts == known.number:
            return known.region(self.campaign.setting.cells.regions.codes)
        if districts in (1, len(self.votes)):
            return np.arange(districts)
        region = np.zeros(districts, np.int64)
        # Backwards, so that the first station of a district has the last word.
        region[district_of(self.official, districts)[::-1]] = self.official.region[::-1]
        return region

    def _votes_of(self, people: IntArray, region: IntArray) -> IntArray:
        votes: IntArray = people[:, :-3].copy()
        office = self.office[region]
        votes[:, : office.shape[1]] += whole(people[:, -3:-2] * office)
        return votes

    @property
    def _examined(self) -> int:
        """The party of power; where there is none on the ballot, the winner."""
        office = self.campaign.setting.office * self.office.any(axis=0)
        return int(office.argmax() if office.any() else self.cast.sum(axis=0).argmax())


def _sums(values: IntArray, group: IntArray, groups: int) -> IntArray:
    sums = np.zeros((groups, values.shape[1]), np.int64)
    np.add.at(sums, group, values)
    return sums


def hold_election(campaign: Campaign) -> Election:
    """Hold the vote on the campaign as it stands; the campaign itself is not changed."""
    state = campaign.ballot_state()
    with threads_worth(campaign.work):
        people, choices = _vote(campaign, state)
    blank, coerced, obedient, strayed = people[:, 2 * choices :].T
    setting, office = campaign.setting, campaign.setting.office_in(state.stocks.standing)
    if setting.is_incumbent.sum() > 1:
        # Votes that were told or coerced went to the first party in power: partners have a part.
        first = np.arange(setting.size("J")) == setting.incumbent
        part = office[setting.cells.region] - first
        people[:, choices : choices + len(first)] += (coerced + obedient)[:, None] * part
    return Election(
        campaign=campaign,
        private=people[:, :choices],
        cast=people[:, choices : 2 * choices],
        blank=blank,
        mobilised=obedient + strayed,
        obedient=obedient,
        coerced=coerced,
        office=office,
        local_lists=state.weekly.local_lists,
    )


def _vote(campaign: Campaign, state: State) -> tuple[Array, int]:
    """Let everybody vote; return people by cell, shape (C, 2 K + 4), and K.

    What they would cast (K), what they cast (K), blank ballots, then people whose vote was
    coerced, people who were brought and obeyed, and people who were brought and did not.
    """
    layout = campaign.electorate.layout
    day = _polling_day(campaign, state)
    tally = empty_count(len(layout.piece_cell), day)
    let_vote(
        columns_of(campaign.electorate, Ballots),
        (layout.piece_start, layout.piece_cell),
        day,
        np.uint64(campaign.seed),
        tally,
    )
    return gathered(tally, layout.piece_of_cell, layout.weight)[0], choices_of(day)


def _polling_day(campaign: Campaign, state: State) -> PollingDay:
    scenario, setting, weekly = campaign.scenario, campaign.setting, state.weekly
    standing = state.stocks.standing
    # Nobody is brought or coerced to vote for a party of power that is not on the ballot.
    stands = setting.office_in(standing).sum(axis=1).take(setting.cells.region) > 0
    rule, none = scenario.turnout, scenario.none_of_them
    readiness = setting.readiness_to_vote[:, None] + weekly.turnout
    if none is not None:
        alienated = setting.readiness_to_vote - none.alienation
        readiness = np.column_stack([readiness, alienated])
    return PollingDay(
        readiness=readiness.astype(np.float32),
        mobilised=-np.expm1(-weekly.mobilisation) * stands,
        coerced=-np.expm1(-weekly.coercion) * stands,
        obedience=float(weekly.obedience),
        viability=weekly.viability.astype(np.float32),
        standing=np.flatnonzero(standing > 0),
        learned=learned_turnout(campaign)[0],
        weights=np.array([rule.engagement, rule.certainty, rule.certainty_limit], np.float32),
        blank=rule.blank,
        spoil=none.spoil if none is not None else 0.0,
        against_all=scenario.law.against_all,
        incumbent=setting.incumbent,
    )


def learned_turnout(campaign: Campaign) -> tuple[np.ndarray, Array]:
    """Return propensities to vote (n,), and the turnout of each election that taught them.

    Both are empty where citizens do not learn.
    """
    learning = campaign.scenario.turnout.learning
    if learning is None:
        return np.empty(0, np.float32), np.empty(0)
    options, draw = campaign.setting.size("O"), campaign.state.draw
    return learning.learn(campaign.electorate, options, draw)
