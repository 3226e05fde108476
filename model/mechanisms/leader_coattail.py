"""The leader's popularity carries the party, and it falls when he leaves it."""

from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class LeaderCoattail(Mechanism):
    """The party of power is rated as its leader is, and falls by a step when he leaves it.

    The step is a total: how far the party falls within a year if a leader of usual popularity
    cuts his tie. Media and rivals, who attack it then, bring a part of that by mechanisms of
    their own: by their defaults about 0.075 logit each, scapegoating and the criticism of
    managed competition. The rest comes here at once. Set `elsewhere` to the parts of those
    that are on. How large the step is differs between runs. What he is worth to
    the party week by week grows weaker with his tie, but does not end: people still see it as
    the party that was his.

    Other leaders lend theirs to the parties that they are tied to. It is counted from an
    approval of 50 %, in proportion to the tie, and nothing of it lasts beyond the tie.
    When the tie changes, people waver until they have got used to it: a favourite needs a
    larger lead before a voter names it.
    Source: claims U5-U7, W1, E13; coattails: Campbell (1960), Surge and Decline, Public
    Opinion Quarterly 24, 397-418; in post-Soviet party systems Hale (2006),
    doi:10.1017/CBO9780511819025. Sizes: polls of Levada and VCIOM on Putin and United Russia,
    2007-2022, before and after he left the chair in May 2012
    (`experiments/evidence/coattail.csv`).
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "chairman-leaves-early"
    reads = ("attachment", "following", "popularity", "settled_attachment")
    changes = ("appeal", "hesitation", "settled_attachment")
    neutral: ClassVar = {"strength": 0.0, "step": 0.0, "wavering": 0.0, "adjustment": 0.0}
    claims: ClassVar = {"support.incumbent": 1, "undecided": 1}

    strength: float = parameter(
        0.7, 0, 3, unit="logit per logit",
        source="assumed: 0.40 to 0.65 logit of rating (Russia, 2007-2022), over 0.75 a logit here",
        meaning="appeal that the party of power gains for each logit of the leader's popularity",
        believed=(0.53, 0.87),
    )  # fmt: skip
    step: float = parameter(
        0.35, 0, 1.5, unit="logit",
        source="assumed: 0.27 to 0.49 logit of rating (Russia, 2012), over 0.75 a logit here, "
        "and a median loss of 0.18 logit of votes in 40 exits without a split",
        meaning="median fall of the party of power within a year of a full cut of the tie",
        believed=(0.25, 0.55),
    )  # fmt: skip
    ignorance: float = parameter(
        0.25, 0, 1, unit="log", source="assumed: nine in ten steps from 0.23 to 0.53",
        meaning="standard deviation over runs of the logarithm of the step",
    )  # fmt: skip
    elsewhere: float = parameter(
        0.15, 0, 0.5, unit="logit",
        source="what scapegoating and competing rivals cost by their defaults, half of it each",
        meaning="part of the step that comes by what media and rivals do once he has left",
    )  # fmt: skip
    lasting: float = parameter(
        0.7, 0, 1, unit="share",
        source="assumed: whole in Russia after 2012, where he still backed the party",
        meaning="share of the worth of the leader's popularity that is left when the tie is cut",
        believed=(0.3, 0.95),
    )  # fmt: skip
    usual: float = parameter(
        0.62, 0.2, 0.95, unit="share",
        source="assumed: the leader's popularity at the opening of the baseline",
        meaning="popularity of a leader whose going costs the step, neither more nor less",
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
        """Return the appeal lent or lost, and the wavering after a change of the tie."""
        stocks = state.stocks
        change = float(stocks.attachment) - float(stocks.settled_attachment)
        lent = self.lent(stocks.popularity, stocks.attachment)
        own = (lent - self.lost(state)) * state.setting.is_incumbent
        appeal = self.strength * stocks.following + own
        if not change:
            return Effect(appeal=appeal)
        return Effect(
            appeal=appeal,
            hesitation=self.wavering * abs(change),
            settled_attachment=self.adjustment * change,
        )

    @until_changed
    def lent(self, popularity: ArrayLike, attachment: ArrayLike) -> float:
        """Return the appeal that the leader's popularity lends to the party, logit."""
        return float(self.strength * self.counted(popularity, attachment))

    def counted(self, popularity: ArrayLike, attachment: ArrayLike) -> Array:
        """Return how much of the log-odds of a popularity counts at such a tie, both shares."""
        usual = logit(self.usual)
        counts = self.lasting + (1 - self.lasting) * np.asarray(attachment)
        return np.asarray(usual + counts * (logit(popularity) - usual))

    def lost(self, state: State) -> float:
        """Return the appeal lost at once because the leader has left, logit."""
        cut = 1 - float(state.stocks.attachment)
        if not cut:
            return 0.0
        step = self.step * float(np.exp(self.ignorance * state.hit("voters")))
        return max(step - self.elsewhere, 0.0) * cut
