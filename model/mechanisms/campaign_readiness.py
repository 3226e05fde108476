"""A campaign that is called early finds the party of power unprepared."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class CampaignReadiness(Mechanism):
    """The machinery of the party of power needs notice: short notice leaves part of it idle.

    The missing part is in proportion to the weeks by which the notice falls short of the time
    that preparation takes. A vote in its due week is never a surprise. Rivals have a short
    campaign too, in which a party that is not known has no time to become so. Which of the two
    effects wins is an output.
    Source: claims K1, F4; strategic timing: Smith (2004), Election Timing. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.ELITES
    shown_by: ClassVar[str] = "snap-election"
    reads = ("campaign_start", "election_week", "readiness")
    changes = ("readiness",)
    neutral: ClassVar = {"dependence": 0.0}
    claims: ClassVar = {"mobilised": -1, "vote_share.incumbent": -1}

    preparation: float = parameter(
        26.0, 1, 156, unit="weeks", source="assumed",
        meaning="notice that the campaign machinery needs to be fully in place",
    )  # fmt: skip
    dependence: float = parameter(
        0.5, 0, 1, unit="share", source="assumed; claim F4",
        meaning="share of the campaign machinery that is idle without any notice",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the change of readiness."""
        change = self.target(state) - float(state.stocks.readiness)
        return Effect(readiness=change) if change else Effect()

    def target(self, state: State) -> float:
        """Return the share of machinery that will be in place on polling day."""
        call, vote = float(state.stocks.campaign_start), float(state.stocks.election_week)
        due = float(state.setting.weeks)
        enough = min(self.preparation, max(due - call, 1.0))
        missing = max(1 - (vote - call) / enough, 0.0) if vote < due else 0.0
        return 1 - self.dependence * missing
