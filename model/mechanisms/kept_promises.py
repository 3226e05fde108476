"""Kept promises calm."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class KeptPromises(Mechanism):
    """Protest falls while parties in office keep more of their promises than at the opening.

    It rises while they keep less. What they kept before is part of people's disposition.
    Source: claims O1, W4; delivery buys quiet where losers have no other say: Magaloni (2006),
    Voting for Autocracy, doi:10.1017/CBO9780511510274. Size assumed.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    shown_by: ClassVar[str] = "reform-package"
    reads = ("delivery",)
    changes = ("protest_drift",)
    neutral: ClassVar = {"relief": 0.0}
    claims: ClassVar = {"protest_mean": -1}

    relief: float = parameter(
        0.025, 0, 0.5, unit="logit a week per share",
        source="assumed: 60 % kept instead of 90 % are worth a seventh of a logit",
        meaning="protest that a voter loses in a week for a party that keeps all instead of none",
    )  # fmt: skip

    _usual: Array  # (J,) share of its promises that each party kept at the opening

    def prepare(self, setting: Setting) -> None:
        """Note what was kept at the opening."""
        self._usual = setting.of_parties("delivery")

    def effect(self, state: State) -> Effect:
        """Return the drift, the same for all."""
        return Effect(protest_drift=self._drift(state.stocks.delivery, state.setting.office))

    @until_changed
    def _drift(self, delivery: Array, office: Array) -> float:
        more = delivery - self._usual
        return -self.relief * float(np.dot(more, office))
