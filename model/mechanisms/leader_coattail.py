"""The leader's popularity carries the party as far as he is tied to it."""

from typing import ClassVar

import numpy as np

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class LeaderCoattail(Mechanism):
    """The party of power is rated as its leader is, in proportion to his tie to it.

    Leaders of other parties lend theirs in the same way, as far as they are tied to it.
    When the tie changes, people waver until they have got used to it: a favourite needs a
    larger lead before a voter names it.
    Source: claims U5-U7, W1, E13; Campbell (1960), doi:10.1086/266902, on coattails; in
    post-Soviet party systems Hale (2006), doi:10.1017/CBO9780511819025.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "chairman-leaves-early"
    reads = ("attachment", "following", "popularity", "settled_attachment")
    changes = ("appeal", "hesitation", "settled_attachment")
    neutral: ClassVar = {"strength": 0.0, "wavering": 0.0, "adjustment": 0.0}
    claims: ClassVar = {"support.incumbent": 1, "undecided": 1}

    strength: float = parameter(
        1.0, 0, 3, unit="logit per logit", source="assumed; claim W1: the rating is a reflection",
        meaning="appeal that the party of power gains for each logit of the leader's popularity",
    )  # fmt: skip
    wavering: float = parameter(
        0.6, 0, 3, unit="logit", source="assumed; claim U5",
        meaning="hesitation of voters in the week in which a full tie is cut",
    )  # fmt: skip
    adjustment: float = parameter(
        0.15, 0, 1, unit="share a week", source="assumed",
        meaning="speed at which voters get used to a changed tie of the leader",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the appeal lent, and the wavering after a change of the tie."""
        stocks = state.stocks
        popularity = np.log(stocks.popularity / (1 - stocks.popularity))
        change = stocks.attachment - stocks.settled_attachment
        own = stocks.attachment * popularity * state.setting.is_incumbent
        return Effect(
            appeal=self.strength * (own + stocks.following),
            hesitation=self.wavering * abs(change),
            settled_attachment=self.adjustment * change,
        )
