"""Notables leave a party that may lose, and former parties leave together."""

from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.numerics.arrays import Array
from model.numerics.per_head import mean_where
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, LogEntry, State
from model.society.elites import Notables, gifts, joining


class Elite(NamedTuple):
    """Where the notables stand, as long as nobody comes or goes."""

    loyalty: float  # share of the members' clout that is in the party
    appeal: Array  # (J,) what the split costs the party
    pull: Array  # (N,) what draws each out, apart from the situation
    away: Array  # (N,) 1 for members who have left
    most: float  # the strongest pull on anybody who is in
    least: float  # the weakest pull on anybody who has left


class EliteDefection(Mechanism):
    """A notable stays while the expected spoils exceed what leaving in time is worth.

    Spoils rise with the chance that the party keeps its majority and with the leader's tie to
    it, and are shared among those who stay. Leaving is worth the chance that the party fails
    times an outside option, less the cost of exit. A notable with a seat in an assembly loses
    it by leaving, and so waits until lists for the next assembly open.

    Insiders start from the last published rating, in which undecided people count as lost. They
    take off the voters whom leavers carry away, and add the votes that the machine turns. The
    machine works as far as governors, leader and elite stay. They hope for some more. What the
    party is worth without its leader they can only guess, and all share one error, which is
    another in each run. So few leave while the outcome is open and many once it is clear, and
    where that tips nobody knows. A split costs the party votes in proportion to the share of
    the elite that goes.

    People of a party that was once merged into this one look at how many of their own have
    left, and go together. Cadres are no organised wing and decide alone. A leaver takes along
    a part of the branches, and a gift of money for a new party of the leavers if it stands; what
    a leaver gave each week is lost (`campaign_spending`). A notable for whom it is well worth
    while comes back. Notables who would go but for their seat are counted as support lost among
    the elite.
    Source: claims F2, S4, S6, I5, U5, W6; defection from dominant parties: Reuter and
    Gandhi (2011), doi:10.1017/S0007123410000293; cascades: Granovetter (1978),
    doi:10.1086/226707. Sizes are assumed; how often exits bring a split, and what it costs, is held
    against other dominant parties (`partyofpower experiment leader-exit`).
    """

    phase: ClassVar[Phase] = Phase.ELITES
    shown_by: ClassVar[str] = "elite-split"
    reads = (
        "administration_loyalty",
        "attachment",
        "election_week",
        "elite_support",
        "loyal",
        "published",
        "standing",
    )
    changes = ("appeal", "elite_support", "funds", "loyal", "organisation", "recognition")
    neutral: ClassVar = {
        "discredit": 0.0,
        "outside": 0.0,
        "spread": 0.0,
        "together": 0.0,
        "attention": 0.0,
    }
    claims: ClassVar = {"elite_loyalty": -1, "support.incumbent": -1}

    spoils: float = parameter(
        1.0, 0, 5, unit="utility", source="assumed",
        meaning="worth of belonging to a party that is sure to win and chaired by the leader",
        believed=(0.85, 1.15),
    )  # fmt: skip
    tie: float = parameter(
        0.8, 0, 1, unit="share", source="assumed; claim U5",
        meaning="share of the spoils of office that flows through the leader",
        believed=(0.7, 0.9),
    )  # fmt: skip
    sharing: float = parameter(
        0.3, 0, 1, unit="exponent", source="assumed",
        meaning="degree to which those who stay share the spoils that others leave: 0 none, 1 all",
    )  # fmt: skip
    outside: float = parameter(
        1.0, 0, 5, unit="utility", source="assumed",
        meaning="worth of having left the party of power before its defeat",
        believed=(0.85, 1.15),
    )  # fmt: skip
    cost: float = parameter(
        1.1, 0, 3, unit="utility", source="assumed",
        meaning="cost of leaving the party of power",
        believed=(0.95, 1.25),
    )  # fmt: skip
    mandate: float = parameter(
        1.0, 0, 3, unit="utility", source="assumed; claim S6",
        meaning="worth of a seat in an assembly, which is lost by leaving",
    )  # fmt: skip
    nomination: int = parameter(
        9, 0, 52, unit="weeks", source="assumed: elections are called two months ahead",
        meaning="time before the vote from which a seat no longer binds a notable",
    )  # fmt: skip
    spread: float = parameter(
        1.0, 0, 2, unit="utility", source="assumed: few ever leave, and few never",
        meaning="half the range of the notables' inclinations to leave",
        believed=(0.8, 1.2),
    )  # fmt: skip
    together: float = parameter(
        0.8, 0, 3, unit="utility", source="assumed; claim F2",
        meaning="pull on a notable once all people of the own former party have left",
    )  # fmt: skip
    forgetting: float = parameter(
        20.0, 1, 100, unit="years", source="assumed",
        meaning="time in which the memory of a merged party falls to 37 %",
    )  # fmt: skip
    reluctance: float = parameter(
        1.0, 0, 3, unit="utility", source="assumed: as much as leaving costs",
        meaning="how far below 0 the gain by leaving must be before a notable comes back",
    )  # fmt: skip
    attention: float = parameter(
        0.5, 0, 1, unit="chance a week", source="assumed",
        meaning="chance that a notable thinks about leaving in a week",
    )  # fmt: skip
    machine: float = parameter(
        0.43, 0, 1, unit="share",
        source="assumed: lifts a rating of 46 % (claim S5) to 69 %; 71 % in 2021 (claim E7)",
        meaning="share of other votes that insiders expect the machine to turn",
        believed=(0.35, 0.5),
    )  # fmt: skip
    reliance: float = parameter(
        0.35, 0, 1, unit="share", source="assumed; claim K2",
        meaning="share of the machine that insiders expect to stop when the leader leaves",
        believed=(0.25, 0.45),
    )  # fmt: skip
    hope: float = parameter(
        0.28, -0.3, 0.5, unit="share",
        source="assumed: a tenth to three tenths of exits bring a split",
        meaning="votes that insiders expect beyond rating and machine, in the median run",
        believed=(0.2, 0.36),
    )  # fmt: skip
    ignorance: float = parameter(
        0.3, 0, 0.6, unit="share", source="assumed",
        meaning="standard deviation over runs of the shared guess at votes without the leader",
        believed=(0.2, 0.4),
    )  # fmt: skip
    discredit: float = parameter(
        0.1, 0, 2, unit="logit",
        source="assumed: branches and the leavers' own party cost the rest of 0.5 logit",
        meaning="appeal that the party of power lacks if all notables have left it",
        believed=(0.05, 0.2),
    )  # fmt: skip
    carried: float = parameter(
        0.3, 0, 1, unit="share", source="assumed",
        meaning="share of the party's voters expected to go if all notables go",
    )  # fmt: skip
    majority: float = parameter(
        0.5, 0.1, 0.9, unit="share", source="claim Z10: a majority",
        meaning="share of votes that insiders count as success",
    )  # fmt: skip
    doubt: float = parameter(
        0.05, 0.005, 0.5, unit="share", source="assumed",
        meaning="uncertainty of insiders about the coming share of votes",
    )  # fmt: skip
    held: float = parameter(
        0.6, 0, 1, unit="share", source="assumed",
        meaning="share of the party's branches that fall apart if all notables go",
    )  # fmt: skip
    taken_along: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="share of the lost branches that a new party of the leavers gets",
    )  # fmt: skip
    fame: float = parameter(
        0.6, 0, 1, unit="share", source="assumed",
        meaning="share of the public that hears of a new party if all notables join it",
    )  # fmt: skip
    gift: float = parameter(
        0.01, 0, 0.5, unit="share", source="assumed",
        meaning="share of a leaver's wealth that is given to the new party",
    )  # fmt: skip

    _daring: Array  # (N,) what draws a notable out, apart from the situation
    _peers: Array  # (N,) what the leaving of one's whole former party adds
    _mandates: Array  # (N,) worth of the seat that is lost by leaving

    def prepare(self, setting: Setting) -> None:
        """Work out what draws each notable out and what holds it."""
        memory = np.append(setting.factions.memory(self.forgetting), 0.0)
        self._daring = self.spread * setting.notables.daring
        self._peers = self.together * memory[setting.notables.faction]
        self._mandates = self.mandate * setting.notables.office

    def effect(self, state: State) -> Effect:
        """Return who goes or comes back, with what; nobody moves before the first poll."""
        notables, stocks = state.setting.notables, state.stocks
        elite = self._elite(notables, stocks.loyal, state.setting.is_incumbent)
        appeal = elite.appeal
        if state.week == 0:
            return Effect(appeal=appeal)
        fails = self.fails(state, elite.loyalty)
        staying = self._staying(state, fails, elite.loyalty)
        if self._all_rest(elite, fails, staying):
            return Effect(appeal=appeal, elite_support=elite.loyalty - float(stocks.elite_support))
        gain = self._gain(elite.pull, fails, staying)
        tempted = (gain > 0) * stocks.loyal
        willing = float(notables.clout @ (stocks.loyal - tempted))
        change = willing - float(stocks.elite_support)
        moves = self._moves(state, gain, elite.away)
        if not np.count_nonzero(moves):
            return Effect(appeal=appeal, elite_support=change)
        return Effect(
            loyal=moves,
            appeal=appeal,
            elite_support=change,
            funds=self._gifts(state, notables, moves),
            log=self._log(state, notables, moves),
            **self._branches(state, notables, moves),
        )

    @until_changed
    def _elite(self, notables: Notables, loyal: Array, power: Array) -> Elite:
        """Return what follows from who is in the party and who has left."""
        gone = (1 - notables.weight @ loyal).take(notables.faction)
        pull, away = self._daring + self._peers * gone, notables.member - loyal
        loyalty = float(notables.clout @ loyal)
        return Elite(
            loyalty=loyalty,
            appeal=-self.discredit * (1 - loyalty) * power,
            pull=pull,
            away=away,
            most=max(pull[loyal != 0].tolist(), default=-np.inf),
            least=min(pull[away != 0].tolist(), default=np.inf),
        )

    def fails(self, state: State, loyalty: float) -> float:
        """Return the chance, as insiders see it, that the party misses its majority."""
        stocks = state.stocks
        rating = float(state.public.published @ state.setting.is_incumbent)
        rating *= 1 - self.carried * (1 - loyalty)
        works = 1 - self.reliance * (1 - float(stocks.attachment))
        governors = _governors(stocks.administration_loyalty, state.public.inhabited)
        lift = self.machine * works * loyalty * governors
        guess = self.ignorance * (1 - float(stocks.attachment)) * state.hit("insiders")
        expected = rating + (1 - rating) * lift + self.hope - guess
        return 1 / (1 + float(np.exp((expected - self.majority) / self.doubt)))

    def _staying(self, state: State, fails: float, loyalty: float) -> float:
        """Return the expected spoils of somebody who stays."""
        tied = 1 - self.tie * (1 - float(state.stocks.attachment))
        return float(self.spoils * (1 - fails) * tied / max(loyalty, 0.05) ** self.sharing)

    def _gain(self, pull: Any, fails: float, staying: float) -> Any:
        """Return the gain from being out, apart from seats, for somebody with such a pull."""
        return pull + self.outside * fails - self.cost - staying

    def _all_rest(self, elite: Elite, fails: float, staying: float) -> bool:
        """Return whether nobody would go and nobody come back, as in most weeks."""
        if self._gain(elite.most, fails, staying) > 0:
            return False
        return bool(self._gain(elite.least, fails, staying) >= -self.reluctance)

    def _moves(self, state: State, gain: Array, away: Array) -> Array:
        """Return -1 for who leaves, +1 for who comes back, else 0, shape (N,)."""
        loyal = state.stocks.loyal
        if state.weeks_left > self.nomination:
            # Only those inside have a seat to lose: who has left lost it for good.
            gain = gain - self._mandates * loyal
        moves = (gain < -self.reluctance) * away - (gain > 0) * loyal
        if not np.count_nonzero(moves):
            return np.asarray(moves)
        thinks = state.draw.uniform("defection", len(loyal)) < self.attention
        return np.asarray(moves * thinks)

    def _branches(self, state: State, notables: Notables, moves: Array) -> dict[str, Array]:
        """Return the change of branches and of recognition, shapes (J, R)."""
        power = state.setting.is_incumbent
        own = self.held * state.setting.of_parties("organisation") @ state.setting.office
        crowd = joining(notables, state.stocks.standing, np.maximum(-moves, 0))
        lost = np.outer(power, notables.presence @ moves)
        return {
            "organisation": own * (lost + self.taken_along * crowd),
            "recognition": self.fame * crowd,
        }

    def _gifts(self, state: State, notables: Notables, moves: Array) -> Array:
        return gifts(notables, state.stocks.standing, np.maximum(-moves, 0), self.gift)

    def _log(self, state: State, notables: Notables, moves: Array) -> tuple[LogEntry, ...]:
        names = [*state.setting.factions.names, "cadres"]
        entries = []
        for sign, what in ((-1, "defection"), (1, "return")):
            who = np.bincount(notables.faction[moves == sign] % len(names), minlength=len(names))
            parts = [f"{count} of {name}" for count, name in zip(who, names, strict=True) if count]
            if parts:
                people = f"{who.sum()} notables"
                entries.append(LogEntry(state.week, what, people, ", ".join(parts)))
        return tuple(entries)


@until_changed
def _governors(loyalty: Array, inhabited: NDArray[np.bool_]) -> float:
    """Return the mean loyalty of governors over the regions where anybody lives."""
    return float(mean_where(loyalty, inhabited))
