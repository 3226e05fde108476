"""A party in office is blamed for promises that it did not keep."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Blame(Mechanism):
    """Each week some disapproval is added for what was promised and not kept; old blame fades.

    State channels keep part of the blame from those who watch them, so blame gathers where
    other media are read. It is counted from the opening: earlier blame is part of the party's
    calibrated appeal.
    Source: claims W3, W4, O1; retrospective voting: Fiorina (1981), Retrospective Voting in
    American National Elections; Ferejohn (1986), doi:10.1007/BF00124924.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "unpopular-programme"
    reads = ("blame", "delivery", "promises", "standing")
    changes = ("appeal", "blame", "media_loading")
    neutral: ClassVar = {"weight": 0.0, "rate": 0.0, "fading": 0.0}
    claims: ClassVar = {"support.incumbent": -1}

    weight: float = parameter(
        1.0, 0, 5, unit="logit per logit", source="assumed",
        meaning="appeal lost for each unit of blame with a voter who meets no state media",
    )  # fmt: skip
    rate: float = parameter(
        0.008, 0, 0.2, unit="logit a week", source="assumed",
        meaning="blame added in a week if promises as large as at the last election are all broken",
    )  # fmt: skip
    fading: float = parameter(
        0.04, 0, 1, unit="share a week", source="assumed: half is forgotten in 17 weeks",
        meaning="share of blame that is forgotten in a week",
    )  # fmt: skip
    shield: float = parameter(
        0.4, 0, 1, unit="share", source="assumed",
        meaning="share of blame kept from a voter who meets state media only",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the blame added and forgotten, and what blame costs in appeal."""
        stocks = state.stocks
        added = self._added(stocks.promises, stocks.delivery, stocks.standing)
        cost = self.weight * stocks.blame
        return Effect(
            blame=added - self.fading * stocks.blame,
            appeal=-cost,
            media_loading=self.shield * cost,
        )

    @until_changed
    def _added(self, promises: Array, delivery: Array, standing: Array) -> Array:
        """Return the week's blame for what was promised and not kept, (J,)."""
        broken = promises * (1 - delivery) * standing
        return self.rate * broken
