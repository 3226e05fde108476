"""People protest who saw another result than the one that was announced."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class DisputedCount(Mechanism):
    """Protest rises while people remember that the count was not what they saw.

    What is not believed is the share of votes by which the announced result of the last vote
    differs from what people saw; a scenario or an event sets it. State channels do not tell of
    it, so those who watch them only are not moved. Anger is sudden, and memory fades.
    Source: stolen elections as the moment at which people act together: Tucker (2007),
    doi:10.1017/S1537592707071538. Size: sudden crowds after 12 disputed votes had a median of
    0.9 % of the city (`experiments/evidence/street.csv`); a dispute over a fifth of the votes gives
    as many in the median run.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    shown_by: ClassVar[str] = "disputed-count"
    reads = ("disbelieved",)
    changes = ("disbelieved", "protest_media")
    neutral: ClassVar = {"strength": 0.0, "fading": 0.0}
    claims: ClassVar = {"protest_mean": 1}

    strength: float = parameter(
        9.0, 0, 40, unit="logit a week per share",
        source="assumed: crowds of the size of those in the evidence",
        meaning="protest that a voter without state media gains in a week if no vote is believed",
    )  # fmt: skip
    fading: float = parameter(
        0.5, 0, 1, unit="share a week", source="assumed: anger gathers within days, then fades",
        meaning="share of the disbelief that is forgotten in a week",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the drift of those who meet no state media, and what is forgotten."""
        felt = state.stocks.disbelieved
        if not felt:
            return Effect()
        return Effect(protest_media=self.strength * felt, disbelieved=-self.fading * felt)
