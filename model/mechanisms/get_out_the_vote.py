"""Branches bring their own supporters to the polls."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class GetOutTheVote(Mechanism):
    """On polling day members knock on doors: supporters turn out where branches work.

    Only the change since the opening counts, since the level of turnout holds the rest; but
    what real rivals cost the branches is counted from none (`organisation`).
    Source: claims S1, D7; canvassing: Gerber and Green (2000), doi:10.2307/2585837, whose
    8.7 points for those reached are 0.35 logit at a turnout of a half.
    """

    phase: ClassVar[Phase] = Phase.BALLOT
    shown_by: ClassVar[str] = "elite-split"
    reads = ("branch_work",)
    changes = ("turnout",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"turnout_unprompted": -1}

    strength: float = parameter(
        0.35, 0, 2, unit="logit", source="Gerber and Green (2000), if full branches reach all",
        meaning="readiness to vote that full branches give a party's supporters, against none",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the readiness by cell and party."""
        work = state.weekly.branch_work
        return Effect(turnout=(self.strength * work).T.take(state.setting.cells.region, axis=0))
