"""Nobody knows what a new party is worth to voters until it stands."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class NewcomerValence(Mechanism):
    """How voters take to the people of a new party is drawn once a run, for each party apart.

    The draw is added to the party's appeal, which is its mean. It belongs to the party's name:
    adding or dropping another party leaves it as it was. A rival known from earlier elections is
    not new. Whether the state registers the party is another matter.
    Source: valence, what all voters like alike: Stokes (1963), doi:10.2307/1952828. The spread
    is that of first votes of past lists (`experiments/evidence`).
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    changes = ("appeal",)
    neutral: ClassVar = {"spread": 0.0}
    claims = (
        "It may help or hurt a party, so the mean difference has no sign; a test holds the spread "
        "of first votes against that of past entrants."
    )

    spread: float = parameter(
        0.93, 0, 3, unit="logit",
        meaning="standard deviation over runs of what a new party is worth to every voter alike",
        source="found by simulation: log-odds of first votes of 21 past lists have sd 1.4 "
        "(experiments/evidence/entrant_appeal.py)",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return what each new party is worth beyond the mean of its kind."""
        setting = state.setting
        drawn = state.draw.of_run_by_name("valence of", setting.names)
        return Effect(appeal=self.spread * drawn * setting.is_new)
