"""The established parties hold back, as long as the deal pays."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from model.numerics.arrays import Array
from model.numerics.per_head import mean_where
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, LogEntry, State


class ManagedCompetition(Mechanism):
    """Established parties do not compete for real, in exchange for being tolerated.

    Tolerance is worth as much as the administrative machine can enforce. They keep the
    informal deal while it exceeds the votes there are to win from the party of power. When
    governors withdraw or the party's published rating falls, the deal breaks for good.
    Restraint then fades over some weeks: established parties criticise the party of power,
    spend their savings and turn out their supporters. An imitated effort still deters them.
    While the deal holds nothing changes, since their appeal is that of held-back parties. How
    much tolerance is worth to them differs between runs.
    Source: claims E12, Z1; co-opted opposition: Gandhi and Przeworski (2007),
    doi:10.1177/0010414007305817. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.STRATEGY
    shown_by: ClassVar[str] = "machine-withdrawn"
    reads = ("administration_loyalty", "deal", "funds", "published", "standing")
    changes = ("appeal", "deal", "funds", "spending", "turnout")
    neutral: ClassVar = {"fading": 0.0}
    claims: ClassVar = {"support.established": 1, "support.incumbent": -1}

    tolerance: float = parameter(
        0.9, 0, 5, unit="utility",
        source="assumed: the deal held in 2021, and would at a rating of 30 % in most runs",
        meaning="median worth of being tolerated to an established party under a full machine",
    )  # fmt: skip
    ignorance: float = parameter(
        0.25, 0, 1, unit="log", source="assumed",
        meaning="standard deviation over runs of the logarithm of the worth of being tolerated",
    )  # fmt: skip
    prize: float = parameter(
        1.0, 0, 5, unit="utility", source="assumed",
        meaning="worth of competing to an established party if nobody named the party of power",
    )  # fmt: skip
    fading: float = parameter(
        0.25, 0, 1, unit="share a week", source="assumed",
        meaning="share of its restraint that a rival loses in a week once the deal is broken",
    )  # fmt: skip
    appeal: float = parameter(
        0.2, 0, 3, unit="logit", source="assumed",
        meaning="appeal that an established party gains by competing",
    )  # fmt: skip
    criticism: float = parameter(
        0.075, 0, 3, unit="logit", source="assumed",
        meaning="appeal that the party of power loses if all established rivals compete",
    )  # fmt: skip
    zeal: float = parameter(
        0.1, 0, 2, unit="logit", source="assumed",
        meaning="readiness to vote that an established party's supporters gain once it competes",
    )  # fmt: skip
    effort: float = parameter(
        0.15, 0, 1, unit="share a week", source="assumed",
        meaning="share of its funds that an established party spends in addition once it competes",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return what is left of the deal, and the competition where it has gone."""
        if state.week == 0:
            return Effect()
        stocks = state.stocks
        established = state.setting.is_kind("established")
        rivals, fights, all_hold_back = _rivals(established, stocks.standing, stocks.deal)
        if all_hold_back:
            return Effect() if self.pays(state) else self._breaks(state, rivals)
        return self._competition(state, fights, rivals)

    def pays(self, state: State) -> bool:
        """Return whether being tolerated is worth more than the votes to be won."""
        loyalty, inhabited = state.stocks.administration_loyalty, state.public.inhabited
        worth = self._worth(loyalty, inhabited, state.hit("rivals"))
        rating = float(state.public.published @ state.setting.is_incumbent)
        return worth >= self.prize * (1 - rating)

    @until_changed
    def _worth(self, loyalty: Array, inhabited: NDArray[np.bool_], hit: float) -> float:
        """Return what being tolerated is worth, given how loyal governors are."""
        tolerance = self.tolerance * float(np.exp(-self.ignorance * hit))
        return tolerance * float(mean_where(loyalty, inhabited))

    def _competition(self, state: State, fights: Array, rivals: Array) -> Effect:
        spent = self.effort * fights * state.stocks.funds
        critics = fights.sum() / rivals.sum()
        return Effect(
            deal=-self.fading * state.stocks.deal * rivals,
            appeal=self.appeal * fights - self.criticism * critics * state.setting.is_incumbent,
            turnout=self.zeal * fights,
            spending=spent,
            funds=-spent,
        )

    def _breaks(self, state: State, rivals: Array) -> Effect:
        lost = self.fading * rivals * state.stocks.deal
        if not np.count_nonzero(lost):
            return Effect()
        log = LogEntry(state.week, "deal broken", "established parties", "they compete for real")
        return Effect(deal=-lost, log=(log,))


@until_changed
def _rivals(established: Array, standing: Array, deal: Array) -> tuple[Array, Array, bool]:
    """Return who could compete, how far each does, both (J,), and whether all hold back."""
    rivals = established * standing
    fights = rivals * (1 - deal)
    return rivals, fights, not np.count_nonzero(fights)
